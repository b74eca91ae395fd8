// The tab "Home" shows one page at a time, known by its first heading. A page is shown from its top the first time, and
// then where it was left, with the focus on what led away from it.

import { foundAgain, isSame, spotOf } from "./spots.js";

const panel = document.getElementById("panel-home");
const heading = () => panel.querySelector(".header")?.textContent;
const left = new Map(); // a page's heading -> how far down it was, and what was pressed there

export function drawn(draw) {
  const [from, top, control] = [heading(), panel.scrollTop, focused()];
  const [spot, height] = [control && spotOf(control), control?.getBoundingClientRect().top];
  draw();
  const still = focused();
  if (still && spot && isSame(spotOf(still), spot)) {
    panel.scrollTop += still.getBoundingClientRect().top - height; // what one is at stays in its place
  } else if (from && heading() !== from) {
    left.set(from, { top, spot });
    turnTo(left.get(heading()), spot !== null);
  }
}

function focused() {
  const control = document.activeElement;
  return control !== panel && panel.contains(control) ? control : null;
}

function turnTo(before, hadFocus) {
  if (hadFocus) ((before?.spot && foundAgain(before.spot, panel)) ?? panel).focus({ preventScroll: true });
  panel.scrollTop = before?.top ?? 0;
}
