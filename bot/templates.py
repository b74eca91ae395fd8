"""The administrator's file for types of cases, with ready-made sets of subtasks and with how long cases are kept.

Read at the start; every fault is told with its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.retention_rules import retention_rules
from bot.types_of_cases import FaultyTemplatesError, TypesOfCases
from cases.importing.documents import read_document
from cases.importing.entries import Entry, as_entry
from cases.importing.faults import Fault, Faults, FaultyFilesError
from cases.importing.records import TYPE
from domain import answer_forms, arriving
from domain.answer_forms import AnswerForm, BadFormError
from domain.errors import N_
from domain.identity_numbers import numbers_in
from domain.retention import Retention
from domain.templates import DAYS, LINES, NAME, SETS, WORDS, TemplateLine, Templates, TemplateSet, known_as
from domain.validation import LONG_TEXT, TITLE
from domain.values import Role

KEY: Final = 40
_SET: Final = ("type", "name", "subtasks")
_LINE: Final = ("key", "title", "text", "role", "working_days_before", "attachments", "after", "answer_form")


def _told(fault: Fault) -> str:
    where = f"{fault.file}:{fault.line}" if fault.line else f"{fault.file}"
    return f"{where}: {fault.words.format_map(dict(fault.values))}"


def read(file: Path) -> TypesOfCases:
    """What this file says. Raises FaultyTemplatesError with every fault."""
    faults = Faults()
    node = read_document(file, faults)
    top = as_entry(node, file, faults, ("sets", "retention")) if node else None
    if top and not (top.has("sets") or top.has("retention")):
        top.fault("sets", N_("«{key}» mangler."), key="sets")
    found: dict[str, list[TemplateSet]] = {}
    for entry in top.entries("sets", _SET) if top else []:
        _take(entry, found)
    rules = retention_rules(top) if top else {}
    try:
        faults.require_none()
    except FaultyFilesError as error:
        raise FaultyTemplatesError([_told(fault) for fault in error.faults]) from error
    sets = {case_type: tuple(sets) for case_type, sets in found.items()}
    return TypesOfCases(Templates(sets), Retention(rules))


def _take(entry: Entry, found: dict[str, list[TemplateSet]]) -> None:
    case_type, name = known_as(entry.text("type", TYPE)), arriving.line(entry.text("name", NAME))
    sets = found.setdefault(case_type, [])
    if name and any(one.name.casefold() == name.casefold() for one in sets):
        entry.fault("name", N_("Denne typen har to sett med navnet «{name}». Gi det ene et annet navn."), name=name)
    sets.append(TemplateSet(name, _lines(entry)))
    if len(sets) == SETS + 1:
        entry.fault("type", N_("Denne typen har for mange sett. Det er plass til {limit}."), limit=SETS)


def _lines(entry: Entry) -> tuple[TemplateLine, ...]:
    entries = entry.entries("subtasks", _LINE)
    if not entry.has("subtasks") or not entries:
        entry.fault("subtasks", N_("Settet har ingen deloppgaver."))
    if len(entries) > LINES:
        words = N_("Settet har for mange deloppgaver: {length}. Det er plass til {limit}.")
        entry.fault("subtasks", words, length=len(entries), limit=LINES)
        return ()
    names = _names(entries)
    after = [_after(one, place, names) for place, one in enumerate(entries)]
    order = _in_order(entries, after)
    lines = [_line(one) for one in entries]
    return tuple(_moved(lines[place], after[place], order) for place in order)


def _names(entries: Sequence[Entry]) -> dict[str, int]:
    """What each line is called by another one: its key, or else its title."""
    names: dict[str, int] = {}
    for place, one in enumerate(entries):
        given = "key" if one.has("key") else "title"
        name = arriving.line(one.optional_text(given, TITLE) or "").casefold()
        if name in names:
            words = N_("«{name}» står to ganger i settet. Gi den ene en annen tittel, eller hver sin «key».")
            one.fault(given, words, name=name)
        elif name:
            names[name] = place
    return names


def _after(entry: Entry, place: int, names: dict[str, int]) -> int | None:
    written = arriving.line(entry.optional_text("after", TITLE) or "")
    if not written:
        return None
    found = names.get(written.casefold())
    if found is None:
        entry.fault("after", N_("Ingen deloppgave i settet heter «{name}»."), name=written)
    elif found == place:
        entry.fault("after", N_("Deloppgaven kan ikke vente på seg selv."))
        return None
    return found


def _in_order(entries: Sequence[Entry], after: Sequence[int | None]) -> list[int]:
    """The places of the lines, each after the one that it waits for; those in a circle are noted, and come last."""
    order: list[int] = []
    left = list(range(len(entries)))
    while ready := [place for place in left if after[place] is None or after[place] in order]:
        order.append(ready[0])
        left.remove(ready[0])
    for place in left:
        entries[place].fault("after", N_("Deloppgavene venter på hverandre i ring. Ta bort ett av stedene."))
    return order + left


def _line(entry: Entry) -> TemplateLine:
    title, text = arriving.line(entry.text("title", TITLE)), entry.text("text", LONG_TEXT, lines=True)
    for key, written in (("title", title), ("text", text)):
        if numbers_in(written):
            entry.fault(key, N_("Her står et nummer som ligner et fødselsnummer. Ta det bort."))
    role = entry.text("role", KEY)
    if role and role not in set(Role):
        words = N_("Ukjent rolle «{written}». Rollene er saksbehandler, fagperson og fordeler.")
        entry.fault("role", words, written=role)
    return TemplateLine(
        title=title,
        text=text,
        role=Role(role) if role in set(Role) else Role.EXPERT,
        days_before=entry.number("working_days_before", most=DAYS),
        attachments=entry.texts("attachments", KEY, most=WORDS),
        answer_form=_answer_form(entry),
    )


def _answer_form(entry: Entry) -> AnswerForm:
    if not entry.has("answer_form"):
        return ()
    try:
        return answer_forms.from_json(entry.plain("answer_form"))
    except BadFormError as error:
        entry.fault("answer_form", N_("Svarskjemaet er ikke riktig: {why}."), why=str(error))
        return ()


def _moved(line: TemplateLine, after: int | None, order: Sequence[int]) -> TemplateLine:
    """The line, with the place that the one it waits for has got."""
    place = None if after is None else order.index(after)
    return TemplateLine(line.title, line.text, line.role, line.days_before, line.attachments, place, line.answer_form)
