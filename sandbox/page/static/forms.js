// Fields, dialogs and questions: reads values, shows errors at the field, opens what the server has stacked.

import { chosenIn } from "./combobox.js";
import { ask, upload } from "./link.js";
import { foundAgain, spotOf } from "./spots.js";

const pending = new Set();

// ---- reading fields

function valueOf(wrapper) {
  const { kind } = wrapper.dataset;
  const combo = wrapper.querySelector(".combo");
  if (combo) return chosenIn(combo);
  const ticked = [...wrapper.querySelectorAll("input:checked")].map((tick) => tick.value);
  if (kind === "checkboxes") return ticked;
  if (kind === "radio_buttons") return ticked[0] ?? null;
  if (kind === "file_input") return ticketsIn(wrapper);
  return wrapper.querySelector("input, textarea")?.value || null;
}

export function valuesOf(surface) {
  const values = {};
  for (const wrapper of surface.querySelectorAll(".element")) {
    const { block, action, kind } = wrapper.dataset;
    if (kind === "button" || kind === "overflow") continue;
    (values[block] ??= {})[action] = valueOf(wrapper);
  }
  return values;
}

// ---- files

export const ticketsIn = (box) => [...box.querySelectorAll(".chosen-files li")].map((li) => li.dataset.ticket).filter(Boolean);

export const uploaded = () => Promise.all(pending);

export function takeFiles(input, box) {
  const list = box.querySelector(".chosen-files");
  if (!input.multiple) list.replaceChildren();
  const room = Number(input.dataset.max ?? Infinity) - list.children.length;
  for (const file of [...input.files].slice(0, room)) list.append(fileLine(file));
  input.value = "";
}

function fileLine(file) {
  const line = document.createElement("li");
  const out = document.createElement("button");
  out.type = "button";
  out.className = "chip-out";
  out.textContent = "×";
  out.setAttribute("aria-label", `Remove ${file.name}`);
  out.addEventListener("click", () => line.remove());
  line.append(file.name, out);
  line.setAttribute("aria-busy", "true");
  const work = upload(file)
    .then((ticket) => (line.dataset.ticket = ticket))
    .catch(() => {
      line.classList.add("wrong");
      line.append(" – could not be uploaded");
    })
    .finally(() => {
      line.removeAttribute("aria-busy");
      pending.delete(work);
    });
  pending.add(work);
  return line;
}

// ---- errors

export function showErrors(dialog, errors) {
  const fields = [...dialog.querySelectorAll("[data-field]")].filter((field) => errors[field.dataset.field]);
  for (const field of fields) {
    const line = field.querySelector(".error");
    line.textContent = errors[field.dataset.field];
    line.hidden = false;
    for (const entry of field.querySelectorAll("input:not([type=radio]), textarea")) entry.setAttribute("aria-invalid", "true");
  }
  fields[0]?.querySelector("input, textarea")?.focus();
}

export function clearError(field) {
  if (!field) return;
  field.querySelector(".error").hidden = true;
  field.querySelector(".error").textContent = "";
  for (const entry of field.querySelectorAll("[aria-invalid]")) entry.removeAttribute("aria-invalid");
}

export function count(field, entry) {
  const counter = field?.querySelector(".counter");
  if (!counter) return;
  const left = Number(counter.dataset.max) - [...entry.value].length;
  const near = left < Math.max(20, Number(counter.dataset.max) * 0.1);
  const counted = `${Math.abs(left)} character${Math.abs(left) === 1 ? "" : "s"}`;
  counter.textContent = left < 0 ? `${counted} too many` : near ? `${counted} left` : "";
  counter.classList.toggle("wrong", left < 0);
}

// ---- dialogs

let opener = null; // what was pressed last outside of every view
let wereOpen = false;

export function rememberOpener(control) {
  if (control.closest("dialog[data-view]")) return; // the browser itself gives the focus back to the view below
  const { surface } = control.closest("[data-surface]")?.dataset ?? {};
  opener = { control, surface, spot: spotOf(control) };
}

export function openStacked() {
  const dialogs = [...document.querySelectorAll("dialog[data-view]")];
  for (const dialog of dialogs) {
    if (dialog.open) continue;
    dialog.showModal();
    const first = dialog.querySelector("[data-first]") ?? dialog.querySelector(".modal-body :is(input, textarea)");
    (first && isInSight(first, dialog) ? first : dialog.querySelector("h2")).focus();
  }
  if (wereOpen && !dialogs.length && opener) giveBack();
  wereOpen = dialogs.length > 0;
}

function isInSight(field, dialog) {
  const below = dialog.querySelector(".modal-body").getBoundingClientRect().bottom;
  return "first" in field.dataset || field.getBoundingClientRect().bottom <= below;
}

function giveBack() {
  const { control, surface, spot } = opener;
  opener = null;
  if (document.activeElement !== document.body) return;
  if (control.isConnected) return control.focus();
  const box = document.querySelector(`[data-surface="${CSS.escape(surface ?? "")}"]`);
  ((box && foundAgain(spot, box)) ?? document.getElementById("main")).focus();
}

export async function submit(dialog) {
  const button = dialog.querySelector("button[type=submit]");
  if (!button || button.disabled || dialog.ariaBusy === "true") return;
  const trouble = dialog.querySelector(".trouble");
  trouble.hidden = true;
  for (const field of dialog.querySelectorAll("[data-field]")) clearError(field);
  busy(dialog, button, true);
  await uploaded();
  const answer = await ask("submit", { view: dialog.dataset.view, values: valuesOf(dialog), label: button.textContent });
  busy(dialog, button, false);
  if (answer.errors && Object.keys(answer.errors).length) showErrors(dialog, answer.errors);
  else if (answer.note) {
    trouble.textContent = answer.note;
    trouble.hidden = false;
  } else dialog.querySelector(".modal-body").scrollTop = 0; // what came instead is read from its top
}

function busy(dialog, button, on) {
  dialog.ariaBusy = on ? "true" : null;
  button.setAttribute("aria-disabled", String(on));
  button.classList.toggle("busy", on);
}

export const closeView = (view, all = false) => ask("close", { view, all });

// ---- a question before the act

export function question({ title, yes, no, danger = false }, text) {
  const dialog = document.getElementById("ask");
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("#ask-text").replaceChildren(text);
  const [deny, confirm] = dialog.querySelectorAll("button");
  deny.textContent = no;
  confirm.textContent = yes;
  confirm.className = danger ? "btn danger solid" : "btn primary";
  return answered(dialog, deny);
}

export function answered(dialog, focused) {
  dialog.returnValue = "no";
  dialog.showModal();
  focused.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

export function confirmed(wrapper) {
  const template = wrapper.querySelector(":scope > template[data-title]");
  if (!template) return Promise.resolve(true);
  const { title, yes, no } = template.dataset;
  return question({ title, yes, no, danger: "danger" in template.dataset }, template.content.cloneNode(true));
}
