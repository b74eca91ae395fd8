"""The dialog "Rediger": a subtask's title and description, while it is unsolved."""

from __future__ import annotations

from typing import Any

from domain.endings import mark_of_words
from domain.validation import LONG_TEXT, TITLE
from domain.values import SubtaskFacts
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import modal
from handlers.views.inputs import field, text_input


def edit_form(subtask: SubtaskFacts, translator: Translator, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog, filled with how it is now; `under` is the callback id of the page it lies on."""
    description = text_input(most=LONG_TEXT, initial=subtask.description, multiline=True)
    return modal(
        translator.say("Rediger deloppgave"),
        [
            field(ids.TITLE, translator.say("Tittel"), text_input(most=TITLE, initial=subtask.title)),
            field(
                ids.DESCRIPTION,
                translator.say("Beskrivelse"),
                description,
                hint=translator.say("Er deloppgaven åpnet, får den ansvarlige beskjed om endringen."),
            ),
        ],
        submit=translator.say("Lagre"),
        close=translator.say("Avbryt"),
        callback_id=ids.SUBTASK_EDIT,
        metadata={
            "subtask": subtask.id,
            "case": subtask.case_id,
            "under": under,
            "was": mark_of_words(subtask.title, subtask.description),
        },
    )
