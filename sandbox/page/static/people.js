// The list of people, when there are many: what is typed above it leaves those whose name or title has it.

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

let shown = false;

export function filter() {
  const field = document.querySelector(".side .find");
  const words = folded(field?.value ?? "").split(/\s+/);
  for (const one of document.querySelectorAll(".people .person")) {
    const text = folded(one.textContent);
    one.hidden = !words.every((word) => text.includes(word));
  }
  const present = document.querySelector(".person.present");
  if (present && !shown) present.scrollIntoView({ block: "nearest" });
  shown ||= present !== null;
}

document.addEventListener("input", (event) => event.target.matches(".side .find") && filter());
