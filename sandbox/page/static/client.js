// The page's script: what is looked at, what is pressed, and where the answers show. It knows no blocks.

import * as composer from "./composer.js";
import * as forms from "./forms.js";
import * as home from "./home.js";
import { ask, connect } from "./link.js";
import "./menus.js";
import * as people from "./people.js";
import { placeParts } from "./place.js";
import * as tables from "./tables.js";

const byId = (id) => document.getElementById(id);
const address = new URL(location.href);
const VIEWS = [...document.querySelectorAll("[role=tab]")].map((tab) => tab.dataset.tab);
const looking = {
  view: VIEWS.includes(address.searchParams.get("tab")) ? address.searchParams.get("tab") : "home",
  thread: address.searchParams.get("thread") ?? "",
  drawer: "",
};

const isTalk = (view) => view === "messages" || (view ?? "").startsWith("channel-");

// ---- looking

function look(more = {}) {
  return ask("look", { ...looking, visible: document.visibilityState === "visible", ...more });
}

function showLook() {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const on = tab.dataset.tab === looking.view;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    byId(`panel-${tab.dataset.tab}`).hidden = !on;
  }
  const threaded = isTalk(looking.view) && looking.thread !== "";
  byId("thread").hidden = !threaded;
  byId("drawer").hidden = !looking.drawer;
  document.body.classList.toggle("has-thread", threaded);
  for (const name of ["traffic", "clock", "faults"]) {
    document.querySelector(`#drawer [data-part=${name}]`).hidden = name !== looking.drawer;
  }
  for (const tool of document.querySelectorAll(".tool")) {
    const on = tool.dataset.drawer === looking.drawer;
    tool.setAttribute("aria-expanded", String(on));
    if (on) byId("drawer-title").textContent = tool.textContent;
  }
  address.searchParams.set("tab", looking.view);
  if (looking.thread) address.searchParams.set("thread", looking.thread);
  else address.searchParams.delete("thread");
  history.replaceState(null, "", address);
}

let talk = isTalk(looking.view) ? looking.view : "messages"; // the conversation that an open thread belongs to

function lookAt(change) {
  if (isTalk(change.view) && change.view !== talk) {
    talk = change.view;
    change.thread ??= "";
  }
  Object.assign(looking, change);
  showLook();
  if (isTalk(change.view)) toBottom(byId(`panel-${change.view}`).querySelector(".log"));
  return look();
}

const toBottom = (box) => (box.scrollTop = box.scrollHeight);

// ---- telling

let hiding = 0;

function tell(words) {
  const toast = byId("toast");
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (toast.hidden = true), 10000);
}

const told = (answer) => answer?.note && tell(answer.note);

// ---- pressing

async function press(wrapper, { value = null, label = "", button = null } = {}) {
  if (button?.ariaBusy === "true") return true;
  if (!(await forms.confirmed(wrapper))) return false;
  const host = wrapper.closest("[data-surface]");
  const { block, action } = wrapper.dataset;
  const dialog = wrapper.closest("dialog[data-view]");
  if (button) {
    button.ariaBusy = "true";
    forms.rememberOpener(button);
  }
  const state = forms.valuesOf(host);
  const words = { surface: host.dataset.surface, block, action, value, state, label, confirmed: true };
  const answer = await ask("press", words);
  if (button) button.ariaBusy = null;
  if (answer.note && dialog?.isConnected) {
    dialog.querySelector(".trouble").textContent = answer.note;
    dialog.querySelector(".trouble").hidden = false;
  } else told(answer);
  return true;
}

function pressButton(button) {
  const { url, value } = button.dataset;
  if (url) window.open(url, "_blank", "noopener");
  return press(button.closest(".element"), { value, label: button.textContent, button });
}

async function changed(wrapper) {
  const { block, action } = wrapper.dataset;
  if (!("dispatch" in wrapper.dataset)) return;
  const values = forms.valuesOf(wrapper.parentElement);
  await press(wrapper, { value: values[block][action] });
}

// ---- acts by data-do

const ACTS = {
  thread: async ({ ts }, button) => {
    const view = button.closest("[role=tabpanel]")?.id.replace("panel-", "") ?? "messages";
    await lookAt({ view, thread: ts });
    byId("text-thread").focus();
    toBottom(document.querySelector(".replies"));
  },
  "close-thread": () => {
    const { thread } = looking;
    lookAt({ thread: "" });
    document.querySelector(`.log [data-ts="${CSS.escape(thread)}"] [data-do=thread]`)?.focus();
  },
  close: ({ view, all }) => forms.closeView(view, all !== undefined),
  edit: async (_, button) => told(await composer.edit(button.closest("article"))),
  delete: async (_, button) => told(await composer.remove(button.closest("article"))),
  shortcut: async ({ callback }, button) => {
    forms.rememberOpener(button);
    told(await ask("shortcut", { callback }));
  },
  message_shortcut: async ({ callback, ts }) => told(await ask("message_shortcut", { callback, ts })),
  drawer: ({ drawer }) => {
    const before = looking.drawer;
    const same = drawer === before;
    side(false);
    lookAt({ drawer: same ? "" : drawer });
    if (looking.drawer) byId("drawer-title").focus();
    else document.querySelector(`.tool[data-drawer="${before}"]`)?.focus();
  },
  clock: async ({ move, at }) => told(await ask("clock", { move, at })),
  fault: async ({ kind }) => told(await ask("fault", { kind })),
  sort: (_, button) => tables.sort(button),
  turn: (_, button) => tables.turn(button),
  drop: async () => told(await ask("drop")),
  retain: async () => told(await ask("retain")),
  side: () => side(!document.body.classList.contains("side-open")),
  "hide-guide": () => guide(false).focus(),
  "show-guide": () => guide(true).focus(),
};

function side(open) {
  document.body.classList.toggle("side-open", open);
  document.querySelector(".side-toggle").setAttribute("aria-expanded", String(open));
}

function guide(shown) {
  localStorage.setItem("guide", shown ? "shown" : "hidden");
  document.querySelector(".guide").hidden = !shown;
  const show = document.querySelector(".show-guide");
  show.hidden = shown;
  return shown ? document.querySelector(".guide [data-do=hide-guide]") : show;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const wrapper = button.closest(".element");
  if (button.dataset.do) ACTS[button.dataset.do](button.dataset, button);
  else if (button.role === "tab") lookAt({ view: button.dataset.tab });
  else if (wrapper?.dataset.kind === "button") pressButton(button);
  else if (wrapper?.dataset.kind === "overflow" && button.role === "menuitem") pressButton(button);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  const dialog = event.target.closest?.("dialog[data-view]");
  if (event.key === "Escape" && dialog) {
    event.preventDefault();
    forms.closeView(dialog.dataset.view);
  } else if (event.key === "Escape" && event.target.closest?.("#thread")) ACTS["close-thread"]();
  else if (event.key === "Escape" && event.target.closest?.("#drawer")) ACTS.drawer({ drawer: "" });
  else if (event.target.role === "tab") moveTab(event);
  else if (event.key === "Enter" && event.target.closest?.(".element[data-dispatch] input.box:not([role])")) {
    event.preventDefault();
    changed(event.target.closest(".element"));
  }
});

function moveTab(event) {
  const at = VIEWS.indexOf(looking.view);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  lookAt({ view: VIEWS.at(next % VIEWS.length) });
  byId(`tab-${looking.view}`).focus();
}

document.addEventListener("cancel", (event) => {
  if (!event.target.dataset?.view) return;
  event.preventDefault();
  forms.closeView(event.target.dataset.view);
}, true);

let typing = 0;

document.addEventListener("input", (event) => {
  const field = event.target.closest("[data-field]");
  if (field) forms.clearError(field), forms.count(field, event.target);
  const wrapper = event.target.closest(".element[data-typing][data-dispatch]");
  if (!wrapper) return;
  clearTimeout(typing);
  typing = setTimeout(() => changed(wrapper), 400);
});

document.addEventListener("change", (event) => {
  const wrapper = event.target.closest(".element");
  if (!wrapper || event.target.role === "combobox") return;
  if (event.target.type === "file") forms.takeFiles(event.target, wrapper);
  else if (!/^(plain_text|number|email|url|rich_text)/.test(wrapper.dataset.kind)) changed(wrapper);
});

document.addEventListener("chosen", (event) => {
  forms.clearError(event.target.closest("[data-field]"));
  changed(event.target.closest(".element"));
});

document.addEventListener("submit", (event) => {
  const { target } = event;
  const view = target.closest("dialog[data-view]");
  if (target.method === "dialog" && !view) return;
  event.preventDefault();
  if (view) forms.submit(view);
  else if (target.dataset.form === "say") {
    const channel = looking.view.startsWith("channel-") ? looking.view.replace("channel-", "") : null;
    composer.send(target, target.dataset.composer === "thread" ? looking.thread : null, channel, tell);
  } else if (target.dataset.form === "clock") ask("clock", { at: target.elements.at.value }).then(told);
});

document.addEventListener("visibilitychange", () => look());

byId("toast").addEventListener("click", () => (byId("toast").hidden = true));

// ---- starting

showLook();
if (document.querySelector(".guide")) guide(localStorage.getItem("guide") !== "hidden");
connect({
  opened() {
    look({ arrived: true }); // after a break too: what the bot has shown there meanwhile is asked for again
  },
  parts(parts) {
    home.drawn(() => placeParts(parts));
    people.filter();
    forms.openStacked();
  },
});
