// Writing: text, files, commands with their list, editing and deleting one's own messages.

import { answered, question, takeFiles, ticketsIn, uploaded } from "./forms.js";
import { ask } from "./link.js";

const textOf = (form) => form.querySelector("textarea");
const listOf = (form) => form.querySelector(".suggest");

export async function send(form, thread, channel, tell) {
  const entry = textOf(form);
  const files = form.querySelector(".chosen-files");
  await uploaded();
  const [text, tickets] = [entry.value.trim(), ticketsIn(files)];
  if (!text && !tickets.length) return;
  const command = text.startsWith("/") && !tickets.length;
  if (command && thread) return tell("Commands do not work in threads. Write it in Messages.");
  const lines = [...files.children];
  entry.value = "";
  files.replaceChildren();
  hideCommands(form);
  const answer = await (command ? ask("command", { text, channel }) : ask("say", { text, thread, channel, files: tickets }));
  if (!answer.note) return;
  tell(answer.note);
  if (!entry.value) entry.value = text; // what was written is not lost
  files.prepend(...lines);
}

export async function edit(message) {
  const dialog = document.getElementById("edit");
  const entry = dialog.querySelector("textarea");
  entry.value = message.dataset.source ?? "";
  const yes = await answered(dialog, entry);
  return yes && entry.value.trim() ? ask("edit", { ts: message.dataset.ts, text: entry.value.trim() }) : {};
}

export async function remove(message) {
  const sure = await question(
    { title: "Delete the message?", yes: "Delete message", no: "Keep", danger: true },
    "The message goes away for everybody. This cannot be undone.",
  );
  return sure ? ask("delete", { ts: message.dataset.ts }) : {};
}

// ---- the list of commands

function showCommands(form) {
  const typed = textOf(form).value;
  const all = [...document.getElementById("commands").content.children];
  const fitting = /^\/\S*$/.test(typed) ? all.filter((one) => one.dataset.value.startsWith(typed)) : [];
  if (!fitting.length) return hideCommands(form);
  const options = fitting.map((one, at) => {
    const option = one.cloneNode(true);
    option.id = `${listOf(form).id}-${at}`;
    return option;
  });
  listOf(form).replaceChildren(...options);
  listOf(form).hidden = false;
  point(form, 0);
}

function hideCommands(form) {
  listOf(form).hidden = true;
  textOf(form).removeAttribute("aria-activedescendant");
}

function point(form, at) {
  const options = [...listOf(form).children];
  const chosen = options.at(at % options.length);
  for (const option of options) option.setAttribute("aria-selected", String(option === chosen));
  textOf(form).setAttribute("aria-activedescendant", chosen.id);
}

function take(form, option) {
  textOf(form).value = `${option.dataset.value} `;
  hideCommands(form);
  textOf(form).focus();
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.(".composer");
  if (form && event.target === textOf(form)) showCommands(form);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.(".composer");
  if (form && event.target.type === "file") {
    takeFiles(event.target, form);
    textOf(form).focus();
  }
});

document.addEventListener("click", (event) => {
  const option = event.target.closest(".suggest [role=option]");
  if (option) take(option.closest(".composer"), option);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".composer");
  if (!form || event.target !== textOf(form) || event.isComposing) return;
  const options = listOf(form).hidden ? [] : [...listOf(form).children];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const exact = options[at]?.dataset.value === textOf(form).value;
  if (options.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    point(form, at + (event.key === "ArrowDown" ? 1 : -1));
  } else if (options.length && !exact && (event.key === "Enter" || event.key === "Tab")) {
    event.preventDefault();
    take(form, options[at]);
  } else if (options.length && event.key === "Escape") {
    event.preventDefault();
    hideCommands(form);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
});
