// A date field shows its date in the page's words while nobody is typing in it: the browser's own field follows the
// browser's language, which is often another one than the person's.

const SHAPES = {
  date: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  "datetime-local": { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
  time: { hour: "2-digit", minute: "2-digit" },
};
const FULL = { date: "*T12:00", time: "2026-01-01T*", "datetime-local": "*" };

export function showDate(entry) {
  const words = entry.parentElement.querySelector(".date-words");
  if (!words) return;
  const at = entry.value ? new Date(FULL[entry.type].replace("*", entry.value)) : null;
  words.textContent = at ? at.toLocaleString(words.lang, SHAPES[entry.type]) : words.dataset.none;
}

addEventListener("input", ({ target }) => target.type in SHAPES && showDate(target), true);
addEventListener("change", ({ target }) => target.type in SHAPES && showDate(target), true);
