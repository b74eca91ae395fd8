// Data tables: a heading sorts, and pages are turned, here in the browser only; the bot hears nothing of it.

export function sort(button) {
  const heading = button.closest("th");
  const box = heading.closest(".data-table");
  const up = heading.getAttribute("aria-sort") !== "ascending";
  for (const one of heading.parentElement.cells) one.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", up ? "ascending" : "descending");
  const at = heading.cellIndex;
  const compared = [...rowsOf(box)].every((row) => row.cells[at].dataset.value !== undefined) ? asNumbers : asText;
  const rows = [...rowsOf(box)].sort((one, other) => compared(one.cells[at], other.cells[at]) * (up ? 1 : -1));
  box.querySelector("tbody").append(...rows);
  show(box, 0);
}

export function turn(button) {
  const box = button.closest(".data-table");
  show(box, Number(box.dataset.page ?? 0) + Number(button.dataset.by));
}

const rowsOf = (box) => box.querySelector("tbody").rows;

// Slack sorts a column as numbers only where all of its cells are: https://docs.slack.dev/reference/block-kit/blocks/data-table-block
const asNumbers = (one, other) => Number(one.dataset.value) - Number(other.dataset.value);
const asText = (one, other) => one.textContent.localeCompare(other.textContent, document.documentElement.lang);

function show(box, page) {
  const size = Number(box.dataset.size);
  const rows = [...rowsOf(box)];
  const all = Math.ceil(rows.length / size);
  box.dataset.page = page;
  rows.forEach((row, at) => (row.hidden = at < page * size || at >= (page + 1) * size));
  const pages = box.querySelector(".pages");
  if (!pages) return;
  pages.querySelector("span").textContent = `Page ${page + 1} of ${all}`;
  const [back, next] = pages.querySelectorAll("button");
  const focused = [back, next].find((one) => one === document.activeElement);
  back.disabled = page === 0;
  next.disabled = page + 1 >= all;
  if (focused?.disabled) (focused === back ? next : back).focus();
}
