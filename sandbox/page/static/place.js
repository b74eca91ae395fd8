// Puts changed parts in place. Knows no blocks: a part is a list of elements with keys.
// Only what differs between the old and the new drawing is touched, so everything else keeps its focus, its
// open lists and what was typed; a field that is drawn anew takes its value along.

import { showDate } from "./dates.js";
import { FOCUSABLE, foundAgain, spotOf } from "./spots.js";

const drawnAs = new WeakMap(); // a placed element -> its drawing, as it came

export function placeParts(parts) {
  const bottoms = [...document.querySelectorAll(".log, .replies")].filter(atBottom);
  for (const part of parts) placePart(part);
  for (const box of bottoms) box.scrollTop = box.scrollHeight;
}

const atBottom = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 40;

// Who stands at the bottom stays there when the place gets smaller (a drawer, a keyboard) or a picture has come.
const readAbove = new WeakSet();
const heights = new WeakMap();
const stay = (box) => readAbove.has(box) || (box.scrollTop = box.scrollHeight);
const resized = new ResizeObserver((changes) => {
  for (const { target } of changes) heights.set(target, target.clientHeight), stay(target);
});
function scrolled(box) {
  if (heights.get(box) !== box.clientHeight) return; // not by hand: it has got another size, which comes above
  readAbove[atBottom(box) ? "delete" : "add"](box);
}
for (const box of document.querySelectorAll(".log, .replies")) {
  box.addEventListener("scroll", () => scrolled(box), { passive: true });
  box.addEventListener("load", () => stay(box), true);
  resized.observe(box);
}

function placePart({ name, keys, html }) {
  const box = document.querySelector(`[data-part="${CSS.escape(name)}"]`);
  if (!box) return;
  const control = box.contains(document.activeElement) ? document.activeElement : null;
  const spot = control && spotOf(control);
  const nodes = new Map([...box.children].map((node) => [node.dataset.key, node]));
  for (const [key, markup] of Object.entries(html)) nodes.set(key, placed(nodes.get(key), key, markup));
  if (keys) inOrder(box, keys.map((key) => nodes.get(key)));
  if (control && !control.isConnected && document.activeElement === document.body) regain(box, spot);
}

function placed(live, key, markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  const drawing = template.content.firstElementChild;
  drawing.dataset.key = key;
  const node = live ? merged(live, drawnAs.get(live), drawing) : drawing.cloneNode(true);
  drawnAs.set(node, drawing);
  return node;
}

function inOrder(box, nodes) {
  const wanted = new Set(nodes);
  for (const node of [...box.children]) if (!wanted.has(node)) takeOut(node);
  let cursor = box.firstElementChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextElementSibling;
    else box.insertBefore(node, cursor);
  }
}

function takeOut(node) {
  if (node instanceof HTMLDialogElement && node.open) node.close();
  node.remove();
}

// ---- three trees: what is on the page, how it was drawn, how it is drawn now

function merged(live, before, after) {
  if (before.isEqualNode(after)) return live;
  const alike = live.nodeName === after.nodeName && live.childNodes.length === before.childNodes.length;
  if (!alike || live.nodeType !== Node.ELEMENT_NODE || live.matches(".element, .data-table, template")) return swapped(live, after);
  mergeAttributes(live, before, after);
  mergeChildren(live, [...before.childNodes], [...after.childNodes]);
  return live;
}

function mergeAttributes(live, before, after) {
  for (const { name } of [...before.attributes]) if (!after.hasAttribute(name)) live.removeAttribute(name);
  for (const { name, value } of after.attributes) {
    if (before.getAttribute(name) !== value) live.setAttribute(name, value);
  }
}

function mergeChildren(live, before, after) {
  const present = [...live.childNodes];
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same].isEqualNode(after[same])) same += 1;
  let tail = 0;
  while (tail < most - same && before.at(-1 - tail).isEqualNode(after.at(-1 - tail))) tail += 1;
  const olds = before.length - tail;
  const news = after.length - tail;
  for (let at = same; at < Math.min(olds, news); at += 1) merged(present[at], before[at], after[at]);
  for (let at = news; at < olds; at += 1) present[at].remove();
  for (let at = olds; at < news; at += 1) live.insertBefore(after[at].cloneNode(true), present[olds] ?? null);
}

function swapped(live, after) {
  const fresh = after.cloneNode(true);
  if (live.nodeType === Node.ELEMENT_NODE && fresh.nodeType === Node.ELEMENT_NODE) {
    const focus = focusIn(live);
    carryValues(live, fresh);
    live.replaceWith(fresh);
    if (focus) giveFocus(fresh, focus);
  } else live.replaceWith(fresh);
  return fresh;
}

// ---- a field drawn anew keeps its value

const elementsIn = (node) => [...(node.matches(".element") ? [node] : []), ...node.querySelectorAll(".element")];
const idOf = ({ dataset }) => `${dataset.block} ${dataset.action} ${dataset.kind}`;

function carryValues(old, node) {
  const before = new Map(elementsIn(old).map((wrapper) => [idOf(wrapper), wrapper]));
  for (const fresh of elementsIn(node)) {
    if (before.has(idOf(fresh))) copyValues(before.get(idOf(fresh)), fresh);
  }
}

function copyValues(before, fresh) {
  const [from, to] = [before.querySelector(".combo"), fresh.querySelector(".combo")];
  if (from && to) {
    for (const name of ["value", "shown"]) {
      if (name in from.dataset) to.dataset[name] = from.dataset[name];
      else delete to.dataset[name];
    }
  }
  for (const list of [".chips", ".chosen-files"]) {
    fresh.querySelector(list)?.replaceChildren(...(before.querySelector(list)?.children ?? []));
  }
  const entries = [...before.querySelectorAll("input, textarea")];
  for (const entry of fresh.querySelectorAll("input, textarea")) {
    if (entry.type === "checkbox" || entry.type === "radio") {
      const twin = entries.find((one) => one.value === entry.value);
      if (twin) entry.checked = twin.checked;
    } else if (entry.type !== "file" && entries[0]) {
      entry.value = entries[0].value;
      showDate(entry);
    }
  }
}

// ---- focus

function signature(control) {
  const wrapper = control.closest(".element");
  const at = wrapper ? idOf(wrapper) : (control.dataset.do ?? "");
  return `${control.tagName} ${at} ${control.type === "text" ? "" : (control.value ?? "")} ${control.dataset.value ?? ""}`;
}

function regain(box, spot) {
  (foundAgain(spot, box) ?? box.closest("[tabindex]"))?.focus({ preventScroll: true });
}

function focusIn(old) {
  const control = document.activeElement;
  if (!old.contains(control)) return null;
  const selection = control.selectionStart == null ? null : [control.selectionStart, control.selectionEnd];
  return { selection, place: [...old.querySelectorAll(FOCUSABLE)].indexOf(control), signature: signature(control) };
}

function giveFocus(node, focus) {
  const controls = [...node.querySelectorAll(FOCUSABLE)];
  const next = controls.find((one) => signature(one) === focus.signature) ?? controls[focus.place] ?? controls.at(-1);
  next?.focus({ preventScroll: true });
  if (focus.selection && next?.setSelectionRange && next.selectionStart !== null) next.setSelectionRange(...focus.selection);
}
