"""The dialog "Ny deloppgave" (S8-S14), its first step where no case is given, and the menus' choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from domain import validation
from domain.endings import ReopenForm
from domain.errors import N_
from domain.forms import DeadlineForm, SubtaskForm
from domain.values import CaseLine, Choice, NewSubtask, Person, Role
from handlers.views import ids
from handlers.views.attachments import attachment_options
from handlers.views.blocks import (
    OPTION,
    OPTIONS,
    Block,
    Element,
    alert,
    clip,
    context,
    facts,
    modal,
    one_line,
    option,
)
from handlers.views.disqualification_form import disqualified_line
from handlers.views.inputs import date_input, external_select, field, long_text_input, several, text_input
from handlers.views.status import case_status
from handlers.words import Words

ROLES: Final = {
    Role.CASE_WORKER: N_("saksbehandler"),
    Role.EXPERT: N_("fagperson"),
    Role.DISTRIBUTOR: N_("fordeler"),
}


def subtask_form(
    form: SubtaskForm,
    words: Words,
    *,
    filled: NewSubtask | None = None,
    assignee: Choice | None = None,
    message: str | None = None,
) -> dict[str, Any]:
    """Draw the dialog, filled with what is already known, with `message` as a line at its top.

    `assignee` is the choice behind `filled.assignee_id`: the id alone has no name to show.
    """
    filled = filled or NewSubtask("", None, None, "", ())
    return modal(
        words.say("Ny deloppgave"),
        [
            *([alert(message, "warning")] if message else []),
            facts([(words.say("Sak"), form.case_title)]),
            _title(filled, words),
            field(ids.DEADLINE, words.say("Frist"), date_input(filled.deadline_on), hint=deadline_hint(form, words)),
            _assignee(assignee, words),
            *disqualified_line(form.disqualified, words),
            _description(filled.description, words),
            _attachments(form, filled, words),
        ],
        submit=words.say("Opprett"),
        close=words.say("Avbryt"),
        callback_id=ids.SUBTASK_CREATE,
        metadata={"case": form.case_id},
    )


def choose_case_form(words: Words, *, description: str | None = None) -> dict[str, Any]:
    """Draw the first step where no case is given.

    `description` (a message that the subtask is made from) becomes a field of its own, so that it
    travels in the view's state: the metadata would be too small for it.
    """
    pick = external_select(ids.CASE_PICK, words.say("Velg sak"))
    hint = words.say("Du kan velge blant de åpne sakene dine.")
    blocks = [field(ids.CASE, words.say("Sak"), pick, hint=hint)]
    if description is not None:
        blocks.append(_description(description, words))
    return modal(
        words.say("Ny deloppgave"),
        blocks,
        submit=words.say("Fortsett"),
        close=words.say("Avbryt"),
        callback_id=ids.SUBTASK_CHOOSE_CASE,
    )


def assignee_options(choices: Sequence[Choice], words: Words) -> list[Element]:
    """Give the choices of `Ansvarlig` or `Sakseier`: name and roles, and with a namesake's name the e-mail address."""
    return [_person(choice, words) for choice in choices[:OPTIONS]]


def case_options(lines: Sequence[CaseLine], words: Words) -> list[Element]:
    """Give the choices of `Sak`."""
    return [
        option(words.say("{id} {title}", id=line.id, title=line.title), line.id, case_status(line.status, words))
        for line in lines[:OPTIONS]
    ]


def _title(filled: NewSubtask, words: Words) -> Block:
    return field(
        ids.TITLE,
        words.say("Tittel"),
        text_input(most=validation.TITLE, initial=filled.title),
        hint=words.say("Tittelen er det første den ansvarlige ser."),
    )


def deadline_hint(form: SubtaskForm | DeadlineForm | ReopenForm, words: Words) -> str:
    """Say which dates a subtask's deadline may have (A1, A2)."""
    if form.case_deadline_passed:
        return words.say("Fristen for saken er passert. Velg derfor {today} eller en senere dato.", today=form.today)
    if form.latest_on is None:
        return words.say("Saken har ingen frist. Velg {today} eller en senere dato.", today=form.today)
    return words.say(
        "Tidligst {today} og senest {latest}, som er fristen for saken.",
        today=form.today,
        latest=form.latest_on,
    )


def _assignee(chosen: Choice | None, words: Words) -> Block:
    initial = _person(chosen, words) if chosen else None
    return field(
        ids.ASSIGNEE,
        words.say("Ansvarlig"),
        external_select(ids.ASSIGNEE_PICK, words.say("Skriv et navn"), initial),
        hint=words.say("Du kan velge blant fagpersoner, saksbehandlere og fordelere ved stedet saken tilhører."),
    )


def _description(text: str, words: Words) -> Block:
    return field(
        ids.DESCRIPTION,
        words.say("Beskrivelse"),
        long_text_input(text),
        hint=words.say("Skriv så utfyllende at den ansvarlige vet hva som skal gjøres."),
    )


def _attachments(form: SubtaskForm, filled: NewSubtask, words: Words) -> Block:
    if not form.attachments:
        return context(words.say("Saken har ingen vedlegg å gi tilgang til."))
    return field(
        ids.ATTACHMENTS,
        words.say("Gi tilgang til vedlegg"),
        several(
            attachment_options(form.attachments, words),
            [str(each) for each in filled.attachment_ids],
            words.say("Velg vedlegg"),
            ids.ATTACHMENTS_PICK,
        ),
        hint=words.say("Den ansvarlige ser bare vedleggene du velger. Velger du ingen, gis det ikke tilgang til noen."),
        optional=True,
    )


def _person(choice: Choice, words: Words) -> Element:
    roles = ", ".join(words.say(ROLES[role]) for role in choice.roles)
    person = choice.person
    return option(_with_address(person) if person.namesake else person.name, str(person.id), roles)


def _with_address(person: Person) -> str:
    """Name and address, short enough for an option: where one must be cut it is the name, which tells nothing apart."""
    room = OPTION - len(f" ({person.email})")
    return f"{clip(one_line(person.name), max(room, 1))} ({person.email})"
