// Menus behind a button: arrows, Home, End, Escape, and away when something else is clicked.

import { float, sink } from "./float.js";

let open = null;

const items = (popup) => [...popup.querySelectorAll("[role=menuitem]")];

function show(button, focusLast = false) {
  hide();
  const popup = button.parentElement.querySelector(".popup");
  open = { button, popup };
  button.setAttribute("aria-expanded", "true");
  float(popup, button);
  items(popup).at(focusLast ? -1 : 0)?.focus();
}

export function hide(returnFocus = false) {
  if (!open) return;
  const { button, popup } = open;
  open = null;
  button.setAttribute("aria-expanded", "false");
  sink(popup);
  if (returnFocus) button.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[aria-haspopup=menu]");
  if (button) return open?.button === button ? hide(true) : show(button);
  if (open && event.target.closest("[role=menuitem]")) return hide(true);
  if (open && !open.popup.contains(event.target)) hide();
});

document.addEventListener("keydown", (event) => {
  if (!open) {
    const button = event.target.closest?.("[aria-haspopup=menu]");
    if (button && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      show(button, event.key === "ArrowUp");
    }
    return;
  }
  const all = items(open.popup);
  const at = all.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    all.at(next % all.length).focus();
  } else if (event.key === "Escape") {
    event.preventDefault();
    hide(true);
  } else if (event.key === "Tab") hide();
});
