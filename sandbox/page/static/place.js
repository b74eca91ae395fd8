// Puts changed parts in place. Knows no blocks: a part is a list of elements with keys.
// What is the same is left alone; what changed keeps what was typed, chosen and focused in it.

const markupOf = new WeakMap(); // a placed element, or an input's wrapper -> the HTML it came from
const FOCUSABLE = "a[href], button, input, textarea, summary, [tabindex]";

export function placeParts(parts) {
  const bottoms = [...document.querySelectorAll(".log, .replies")].filter(atBottom);
  for (const part of parts) placePart(part);
  for (const box of bottoms) box.scrollTop = box.scrollHeight;
}

const atBottom = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 40;

function placePart({ name, keys, html }) {
  const box = document.querySelector(`[data-part="${CSS.escape(name)}"]`);
  if (!box) return;
  const nodes = new Map([...box.children].map((node) => [node.dataset.key, node]));
  for (const [key, markup] of Object.entries(html)) nodes.set(key, placed(nodes.get(key), key, markup));
  if (keys) inOrder(box, keys.map((key) => nodes.get(key)));
}

function placed(old, key, markup) {
  if (old && markupOf.get(old) === markup) return old;
  const template = document.createElement("template");
  template.innerHTML = markup;
  const node = template.content.firstElementChild;
  node.dataset.key = key;
  markupOf.set(node, markup);
  for (const wrapper of node.querySelectorAll(".element")) markupOf.set(wrapper, wrapper.outerHTML);
  if (old) replace(old, node);
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

function replace(old, node) {
  const focus = focusIn(old);
  carryValues(old, node);
  const open = old.querySelector(":scope > details[open]");
  if (open) node.querySelector(":scope > details").open = true;
  old.replaceWith(node);
  if (focus) giveFocus(node, focus);
}

function carryValues(old, node) {
  for (const fresh of node.querySelectorAll(".element")) {
    const { block, action, kind } = fresh.dataset;
    const same = `[data-block="${CSS.escape(block)}"][data-action="${CSS.escape(action)}"][data-kind="${kind}"]`;
    const before = old.querySelector(`.element${same}`);
    if (!before) continue;
    if (markupOf.get(before) === markupOf.get(fresh)) fresh.replaceWith(unmarked(before));
    else copyValues(before, fresh);
  }
}

function unmarked(wrapper) {
  for (const wrong of wrapper.querySelectorAll("[aria-invalid]")) wrong.removeAttribute("aria-invalid");
  for (const busy of wrapper.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
  return wrapper;
}

function copyValues(before, fresh) {
  const [from, to] = [before.querySelector(".combo"), fresh.querySelector(".combo")];
  if (from && to) {
    for (const name of ["value", "shown"]) if (name in from.dataset) to.dataset[name] = from.dataset[name];
    to.querySelector(".chips")?.replaceChildren(...from.querySelector(".chips").children);
  }
  const entries = [...before.querySelectorAll("input, textarea")];
  for (const entry of fresh.querySelectorAll("input, textarea")) {
    if (entry.type === "checkbox" || entry.type === "radio") {
      const twin = entries.find((one) => one.value === entry.value);
      if (twin) entry.checked = twin.checked;
    } else if (entry.type !== "file" && entries[0]) entry.value = entries[0].value;
  }
}

function signature(control) {
  const wrapper = control.closest(".element");
  const at = wrapper ? `${wrapper.dataset.block} ${wrapper.dataset.action}` : (control.dataset.do ?? "");
  return `${control.tagName} ${at} ${control.value ?? ""} ${control.dataset.value ?? ""}`;
}

function focusIn(old) {
  const control = document.activeElement;
  if (!old.contains(control)) return null;
  const selection = control.selectionStart == null ? null : [control.selectionStart, control.selectionEnd];
  const place = [...old.querySelectorAll(FOCUSABLE)].indexOf(control);
  return { control, selection, place, signature: signature(control) };
}

function giveFocus(node, focus) {
  const controls = [...node.querySelectorAll(FOCUSABLE)];
  const alike = controls.find((one) => one === focus.control || signature(one) === focus.signature);
  const next = alike ?? controls[Math.min(focus.place, controls.length - 1)];
  next?.focus({ preventScroll: true });
  if (focus.selection && next?.setSelectionRange && /text|search|url|tel|password/.test(next.type ?? "textarea")) {
    next.setSelectionRange(...focus.selection);
  }
}
