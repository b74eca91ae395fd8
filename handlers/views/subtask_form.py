"""The dialog "Ny deloppgave" (S8-S14), its first step where no case is given, and the menus' choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from domain import validation
from domain.absences import Choice
from domain.endings import ReopenForm
from domain.errors import N_
from domain.forms import DeadlineForm, SubtaskForm
from domain.values import CaseLine, NewSubtask, Person, Role
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.absences import absent
from handlers.views.attachments import attachment_options
from handlers.views.blocks import (
    OPTION,
    OPTIONS,
    Block,
    Element,
    actions,
    button,
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

ROLES: Final = {
    Role.CASE_WORKER: N_("saksbehandler"),
    Role.EXPERT: N_("fagperson"),
    Role.DISTRIBUTOR: N_("fordeler"),
}


def subtask_form(form: SubtaskForm, filled: NewSubtask, translator: Translator) -> dict[str, Any]:
    """Draw the dialog, filled with what is already known; who is to have it is always chosen anew."""
    return modal(
        translator.say("Ny deloppgave"),
        [
            facts([(translator.say("Sak"), form.case_title)]),
            _title(filled, translator),
            field(
                ids.DEADLINE,
                translator.say("Frist"),
                date_input(filled.deadline_on),
                hint=deadline_hint(form, translator),
            ),
            _assignee(translator),
            *disqualified_line(form.disqualified, translator),
            _description(filled.description, translator),
            *_questions(filled, translator),
            attachments_field(form, filled.attachment_ids, translator),
            actions(button(translator.say("Se som ansvarlig"), ids.CREATE_PREVIEW, form.case_id)),
        ],
        submit=translator.say("Opprett"),
        close=translator.say("Avbryt"),
        callback_id=ids.SUBTASK_CREATE,
        metadata={"case": form.case_id} | ({"like": filled.like_id} if filled.answer_form else {}),
    )


def _questions(filled: NewSubtask, translator: Translator) -> list[Block]:
    """Name the questions that come along from the subtask it is like."""
    if not filled.answer_form:
        return []
    labels = translator.together([f"«{one.label}»" for one in filled.answer_form])
    return [context(translator.say("Spørsmål som må besvares: {labels}", labels=labels))]


def choose_case_form(translator: Translator, *, description: str | None = None) -> dict[str, Any]:
    """Draw the first step where no case is given.

    `description` (a message that the subtask is made from) becomes a field of its own, so that it
    travels in the view's state: the metadata would be too small for it.
    """
    pick = external_select(ids.CASE_PICK, translator.say("Velg sak"))
    hint = translator.say("Du kan velge blant de åpne sakene dine.")
    blocks = [field(ids.CASE, translator.say("Sak"), pick, hint=hint)]
    if description is not None:
        blocks.append(_description(description, translator))
    return modal(
        translator.say("Ny deloppgave"),
        blocks,
        submit=translator.say("Fortsett"),
        close=translator.say("Avbryt"),
        callback_id=ids.SUBTASK_CHOOSE_CASE,
    )


def assignee_options(choices: Sequence[Choice], translator: Translator) -> list[Element]:
    """Give the choices of `Ansvarlig` or `Sakseier`: name and roles, and with a namesake's name the e-mail address."""
    return [_person(choice, translator) for choice in choices[:OPTIONS]]


def case_options(lines: Sequence[CaseLine], translator: Translator) -> list[Element]:
    """Give the choices of `Sak`."""
    return [
        option(
            translator.say("{id} {title}", id=line.id, title=line.title), line.id, case_status(line.status, translator)
        )
        for line in lines[:OPTIONS]
    ]


def _title(filled: NewSubtask, translator: Translator) -> Block:
    return field(
        ids.TITLE,
        translator.say("Tittel"),
        text_input(most=validation.TITLE, initial=filled.title),
        hint=translator.say("Tittelen er det første den ansvarlige ser."),
    )


def deadline_hint(form: SubtaskForm | DeadlineForm | ReopenForm, translator: Translator) -> str:
    """Say which dates a subtask's deadline may have (A1, A2)."""
    if form.case_deadline_passed:
        return translator.say(
            "Fristen for saken har gått ut. Velg derfor {today} eller en senere dato.", today=form.today
        )
    if form.latest_on is None:
        return translator.say("Saken har ingen frist. Velg {today} eller en senere dato.", today=form.today)
    return translator.say(
        "Tidligst {today} og senest {latest}, som er fristen for saken.",
        today=form.today,
        latest=form.latest_on,
    )


def _assignee(translator: Translator) -> Block:
    return field(
        ids.ASSIGNEE,
        translator.say("Ansvarlig"),
        external_select(ids.ASSIGNEE_PICK, translator.say("Skriv et navn")),
        hint=translator.say("Du kan velge blant fagpersoner, saksbehandlere og fordelere ved stedet saken tilhører."),
    )


def _description(text: str, translator: Translator) -> Block:
    return field(
        ids.DESCRIPTION,
        translator.say("Beskrivelse"),
        long_text_input(text),
        hint=translator.say("Skriv så utfyllende at den ansvarlige vet hva som skal gjøres."),
    )


def attachments_field(form: SubtaskForm, ticked: Sequence[int], translator: Translator) -> Block:
    """Draw the field for what is opened to the assignee (S14)."""
    if not form.attachments:
        return context(translator.say("Saken har ingen vedlegg å gi tilgang til."))
    return field(
        ids.ATTACHMENTS,
        translator.say("Gi tilgang til vedlegg"),
        several(
            attachment_options(form.attachments, translator),
            [str(each) for each in ticked],
            translator.say("Velg vedlegg"),
            ids.ATTACHMENTS_PICK,
        ),
        hint=translator.say(
            "Den ansvarlige ser bare vedleggene du velger. Velger du ingen, ser den ansvarlige ingen vedlegg."
        ),
        optional=True,
    )


def _person(choice: Choice, translator: Translator) -> Element:
    roles = ", ".join(translator.say(ROLES[role]) for role in choice.roles)
    person = choice.person
    if choice.absence:
        roles = absent(choice.absence, translator)
    return option(_with_address(person) if person.namesake else person.name, str(person.id), roles)


def _with_address(person: Person) -> str:
    """Name and address, short enough for an option: where one must be cut it is the name, which tells nothing apart."""
    room = OPTION - len(f" ({person.email})")
    return f"{clip(one_line(person.name), max(room, 1))} ({person.email})"
