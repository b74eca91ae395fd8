"""The dialog "Ikke nødvendig": why nobody has to solve a subtask any more."""

from __future__ import annotations

from typing import Any

from domain.validation import SENTENCE
from domain.values import SubtaskFacts
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import context, facts, modal, section
from handlers.views.inputs import field, text_input
from handlers.views.status import assignee


def not_needed_form(subtask: SubtaskFacts, translator: Translator, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; `under` is the callback id of the page it lies on, which is redrawn afterwards."""
    is_begun = bool(subtask.conclusion.strip() or subtask.answers)
    draft = [context(translator.say("Konklusjonen som er lagret, blir stående."))] if is_begun else []
    return modal(
        translator.say("Ikke nødvendig"),
        [
            facts(
                [
                    (translator.say("Deloppgave"), subtask.title),
                    (translator.say("Sak"), subtask.case_title),
                    *assignee(subtask, translator),
                ]
            ),
            section(
                translator.say("Deloppgaven avsluttes uten at noen har løst den. Det står det alle steder den vises.")
            ),
            field(
                ids.REASON,
                translator.say("Hvorfor er den ikke nødvendig?"),
                text_input(most=SENTENCE, multiline=True),
                hint=translator.say("Den ansvarlige får beskjed med denne setningen."),
            ),
            *draft,
        ],
        submit=translator.say("Avslutt deloppgaven"),
        close=translator.say("Avbryt"),
        callback_id=ids.SUBTASK_NOT_NEEDED,
        metadata={"subtask": subtask.id, "case": subtask.case_id, "under": under},
    )
