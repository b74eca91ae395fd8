"""The dialog "Ikke nødvendig": why nobody has to solve a subtask any more."""

from __future__ import annotations

from typing import Any

from domain.validation import SENTENCE
from domain.values import SubtaskFacts
from handlers.views import ids
from handlers.views.blocks import context, facts, modal, section
from handlers.views.inputs import field, text_input
from handlers.views.status import assignee
from handlers.words import Words


def not_needed_form(subtask: SubtaskFacts, words: Words, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; `under` is the callback id of the page it lies on, which is redrawn afterwards."""
    draft = [context(words.say("Konklusjonen som er lagret, blir stående."))] if subtask.conclusion.strip() else []
    return modal(
        words.say("Ikke nødvendig"),
        [
            facts(
                [
                    (words.say("Deloppgave"), subtask.title),
                    (words.say("Sak"), subtask.case_title),
                    *assignee(subtask, words),
                ]
            ),
            section(words.say("Deloppgaven avsluttes uten at noen har løst den. Det står det alle steder den vises.")),
            field(
                ids.REASON,
                words.say("Hvorfor er den ikke nødvendig?"),
                text_input(most=SENTENCE, multiline=True),
                hint=words.say("Ansvarlig får beskjed med denne setningen."),
            ),
            *draft,
        ],
        submit=words.say("Avslutt deloppgaven"),
        close=words.say("Avbryt"),
        callback_id=ids.SUBTASK_NOT_NEEDED,
        metadata={"subtask": subtask.id, "case": subtask.case_id, "under": under},
    )
