"""The dialog "Spør flere": the same subtask to up to ten people, with one question to answer if the person likes."""

from __future__ import annotations

from typing import Any, Final

from domain import answer_forms, round_forms, validation
from domain.answer_forms import Kind
from domain.errors import N_
from domain.forms import SubtaskForm
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Block, context, facts, header, modal, option
from handlers.views.disqualification_form import disqualified_line
from handlers.views.inputs import (
    checkboxes,
    date_input,
    external_selects,
    field,
    long_text_input,
    static_select,
    text_input,
)
from handlers.views.subtask_form import attachments_field, deadline_hint

SHOWS: Final = "shows"
KINDS: Final = {
    Kind.CHOICE: N_("Et valg mellom svar"),
    Kind.NUMBER: N_("Et tall"),
    Kind.TEXT: N_("En tekst"),
}


def round_form(form: SubtaskForm, translator: Translator) -> dict[str, Any]:
    """Draw the dialog for a case."""
    hint = translator.say("Tittelen er det første de som blir spurt, ser.")
    deadline = field(
        ids.DEADLINE, translator.say("Frist"), date_input(form.proposed_on), hint=deadline_hint(form, translator)
    )
    wanted = translator.say("Skriv så utfyllende at de som blir spurt, vet hva de skal svare på.")
    return modal(
        translator.say("Spør flere"),
        [
            facts([(translator.say("Sak"), form.case_title)]),
            context(
                translator.say("Alle du spør, får hver sin deloppgave. Ingen av dem ser hva de andre svarer underveis.")
            ),
            field(ids.TITLE, translator.say("Tittel"), text_input(most=validation.TITLE), hint=hint),
            deadline,
            _people(translator),
            *disqualified_line(form.disqualified, translator),
            field(ids.DESCRIPTION, translator.say("Beskrivelse"), long_text_input(), hint=wanted),
            attachments_field(form, (), translator),
            *_question(translator),
            _shows(translator),
        ],
        submit=translator.say("Spør"),
        close=translator.say("Avbryt"),
        callback_id=ids.ROUND_CREATE,
        metadata={"case": form.case_id},
    )


def _people(translator: Translator) -> Block:
    menu = external_selects(ids.ASSIGNEES_PICK, translator.say("Skriv et navn"), round_forms.MOST)
    hint = translator.say("Velg opptil {most} personer ved stedet saken tilhører.", most=round_forms.MOST)
    return field(ids.ASSIGNEE, translator.say("Hvem skal spørres?"), menu, hint=hint)


def _question(translator: Translator) -> list[Block]:
    kinds = [option(translator.say(words), kind) for kind, words in KINDS.items()]
    menu = static_select(kinds, "", translator.say("Bare konklusjon"))
    asked = translator.say("La feltet stå tomt hvis de bare skal skrive en konklusjon.")
    lines = translator.say("Ett svar på hver linje, bare når det skal være et valg.")
    question = text_input(most=answer_forms.LABEL)
    options = text_input(most=validation.LONG_TEXT, multiline=True)
    return [
        header(translator.say("Spørsmål som må besvares")),
        field(ids.QUESTION, translator.say("Spørsmål"), question, hint=asked, optional=True),
        field(ids.KIND, translator.say("Svaret er"), menu, optional=True),
        field(ids.OPTIONS, translator.say("Svar å velge blant"), options, hint=lines, optional=True),
    ]


def _shows(translator: Translator) -> Block:
    words = translator.say("Vis svarene for dem når alle har svart, eller når fristen er ute")
    box = checkboxes([option(words, SHOWS)], [SHOWS])
    return field(ids.SHOWS_ANSWERS, translator.say("Hvem ser svarene?"), box, optional=True)
