// Where a control stands, told so that it is found again after what it stands in has been drawn anew.

const actionOf = (control) => control.closest(".element")?.dataset.action ?? control.dataset.do;

export const FOCUSABLE = "a[href], button, input, textarea, summary, [tabindex]";

const aboutOf = (control) => control.dataset.value ?? control.dataset.ts;

export function spotOf(control) {
  return { action: actionOf(control), about: aboutOf(control), words: control.textContent };
}

export const isSame = (one, other) => one.action === other.action && one.about === other.about;

// Blocks without an id of their own get another one whenever they are drawn, and a button may be called something
// else ("Skriv melding", then "Svar"): what counts is the act and what it is about.
export function foundAgain(spot, box) {
  const alike = [...box.querySelectorAll(FOCUSABLE)].filter((one) => actionOf(one) === spot.action);
  const same = alike.filter((one) => aboutOf(one) === spot.about);
  const [called, others] = [same, alike].map((some) => some.filter((one) => one.textContent === spot.words));
  if (called.length) return called[0];
  if (spot.action && spot.about !== undefined && same.length) return same[0];
  return others.length === 1 ? others[0] : null;
}
