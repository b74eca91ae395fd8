// One combobox for every select, by the ARIA pattern. It offers what came with the page, or asks while typing.

import { float, sink } from "./float.js";
import { ask } from "./link.js";

let open = null; // the combo whose list is showing
let turn = 0;
let timer = 0;

const entryOf = (combo) => combo.querySelector("[role=combobox]");
const listOf = (combo) => combo.querySelector("[role=listbox]");
const optionsOf = (combo) => [...listOf(combo).querySelectorAll("[role=option]:not([aria-disabled])")];
const isMany = (combo) => combo.querySelector(".chips") !== null;
const plain = (text) => text.toLocaleLowerCase("nb").trim();

export function chosenIn(combo) {
  if (!isMany(combo)) return combo.dataset.value ?? null;
  return [...combo.querySelectorAll(".chip")].map((chip) => chip.dataset.value);
}

async function look(combo, query) {
  turn += 1;
  const mine = turn;
  const offered = combo.querySelector("template.offered");
  if (offered) return show(combo, matching(offered, query));
  const least = Number(combo.dataset.min ?? 3);
  if (query.length < least) return show(combo, [], least === 1 ? "Type at least one character" : `Type at least ${least} characters`);
  const { block, action } = combo.closest(".element").dataset;
  const { surface } = combo.closest("[data-surface]").dataset;
  const answer = await ask("suggest", { surface, block, action, query });
  if (mine !== turn || document.activeElement !== entryOf(combo)) return;
  if (answer.html === undefined) return show(combo, [], answer.note ?? "Got no suggestions");
  const template = document.createElement("template");
  template.innerHTML = answer.html;
  show(combo, [...template.content.children]);
}

function matching(offered, query) {
  const wanted = plain(query);
  return [...offered.content.children]
    .filter((option) => plain(option.textContent).includes(wanted))
    .map((option) => option.cloneNode(true));
}

function show(combo, options, none = "No matches") {
  const list = listOf(combo);
  list.replaceChildren(...(options.length ? grouped(options) : [nothing(none)]));
  optionsOf(combo).forEach((option, at) => {
    option.id = `${list.id}-${at}`;
    option.setAttribute("aria-selected", "false");
  });
  if (open !== combo) hide();
  open = combo;
  entryOf(combo).setAttribute("aria-expanded", "true");
  float(list, entryOf(combo), { wide: true });
  point(combo, optionsOf(combo).find((option) => option.dataset.value === combo.dataset.value));
}

function grouped(options) {
  const rows = [];
  let group = null;
  for (const option of options) {
    const name = option.dataset.group;
    if (!name) rows.push(option);
    else {
      if (group?.getAttribute("aria-label") !== name) {
        group = document.createElement("span");
        group.setAttribute("role", "group");
        group.setAttribute("aria-label", name);
        group.dataset.title = name;
        rows.push(group);
      }
      group.append(option);
    }
  }
  return rows;
}

function nothing(words) {
  const row = document.createElement("span");
  row.className = "option none";
  row.setAttribute("role", "option");
  row.setAttribute("aria-disabled", "true");
  row.textContent = words;
  return row;
}

function hide() {
  if (!open) return;
  turn += 1;
  clearTimeout(timer);
  sink(listOf(open));
  entryOf(open).setAttribute("aria-expanded", "false");
  entryOf(open).removeAttribute("aria-activedescendant");
  open = null;
}

function point(combo, option) {
  for (const one of optionsOf(combo)) one.setAttribute("aria-selected", String(one === option));
  if (!option) return entryOf(combo).removeAttribute("aria-activedescendant");
  entryOf(combo).setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function step(combo, by) {
  const all = optionsOf(combo);
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  point(combo, all.at(at < 0 && by < 0 ? -1 : (at + by) % all.length));
}

function choose(combo, option) {
  const words = option.querySelector(".words").textContent;
  if (isMany(combo)) addChip(combo, option.dataset.value, words);
  else Object.assign(combo.dataset, { value: option.dataset.value, shown: words });
  entryOf(combo).value = isMany(combo) ? "" : words;
  hide();
  tell(combo);
}

function addChip(combo, value, words) {
  const limit = Number(combo.dataset.limit || Infinity);
  const present = chosenIn(combo);
  if (present.includes(value) || present.length >= limit) return;
  const chip = document.createElement("span");
  chip.className = "chip";
  chip.dataset.value = value;
  const out = document.createElement("button");
  out.type = "button";
  out.className = "chip-out";
  out.setAttribute("aria-label", `Remove ${words}`);
  out.textContent = "×";
  chip.append(words, out);
  combo.querySelector(".chips").append(chip);
}

function tell(combo) {
  combo.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
}

function settle(combo) {
  const entry = entryOf(combo);
  if (isMany(combo)) entry.value = "";
  else if (entry.value.trim() === "" && combo.dataset.value) {
    delete combo.dataset.value;
    delete combo.dataset.shown;
    tell(combo);
  } else entry.value = combo.dataset.shown ?? "";
}

document.addEventListener("input", (event) => {
  const combo = event.target.closest?.("[role=combobox]")?.closest(".combo");
  if (!combo) return;
  clearTimeout(timer);
  const query = event.target.value;
  timer = setTimeout(() => look(combo, query), combo.querySelector("template.offered") ? 0 : 150);
});

document.addEventListener("keydown", (event) => {
  const combo = event.target.closest?.("[role=combobox]")?.closest(".combo");
  if (!combo) return;
  const selected = open === combo && optionsOf(combo).find((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (open === combo) step(combo, event.key === "ArrowDown" ? 1 : -1);
    else look(combo, "");
  } else if (event.key === "Enter") {
    event.preventDefault(); // never sends the form from here
    if (selected) choose(combo, selected);
    else if (open === combo && optionsOf(combo).length === 1) choose(combo, optionsOf(combo)[0]);
  } else if (event.key === "Escape" && open === combo) {
    event.preventDefault(); // closes the list, not the modal
    hide();
  } else if (event.key === "Backspace" && isMany(combo) && event.target.value === "") {
    const last = combo.querySelector(".chip:last-child");
    if (last) last.remove(), tell(combo);
  }
});

document.addEventListener("mousedown", (event) => {
  if (event.target.closest(".listbox")) event.preventDefault(); // the field keeps its focus
});

document.addEventListener("click", (event) => {
  const combo = event.target.closest(".combo");
  if (!combo) return hide();
  const option = event.target.closest("[role=option]:not([aria-disabled])");
  const out = event.target.closest(".chip-out");
  if (option) choose(combo, option);
  else if (out) {
    out.closest(".chip").remove();
    entryOf(combo).focus();
    tell(combo);
  } else if (event.target === entryOf(combo) && open !== combo) look(combo, "");
});

document.addEventListener("focusin", (event) => {
  if (event.target.role === "combobox") event.target.select();
});

document.addEventListener("focusout", (event) => {
  const combo = event.target.closest?.("[role=combobox]")?.closest(".combo");
  if (!combo) return;
  if (open === combo) hide();
  settle(combo);
});
