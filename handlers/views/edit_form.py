"""The dialog "Rediger": a subtask's title and description, while it is unsolved."""

from __future__ import annotations

from typing import Any

from domain.endings import mark_of_words
from domain.validation import LONG_TEXT, TITLE
from domain.values import SubtaskFacts
from handlers.views import ids
from handlers.views.blocks import modal
from handlers.views.inputs import field, text_input
from handlers.words import Words


def edit_form(subtask: SubtaskFacts, words: Words, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog, filled with how it is now; `under` is the callback id of the page it lies on."""
    description = text_input(most=LONG_TEXT, initial=subtask.description, multiline=True)
    return modal(
        words.say("Rediger deloppgave"),
        [
            field(ids.TITLE, words.say("Tittel"), text_input(most=TITLE, initial=subtask.title)),
            field(
                ids.DESCRIPTION,
                words.say("Beskrivelse"),
                description,
                hint=words.say("Har ansvarlig åpnet deloppgaven, sendes det beskjed om at den er endret."),
            ),
        ],
        submit=words.say("Lagre"),
        close=words.say("Avbryt"),
        callback_id=ids.SUBTASK_EDIT,
        metadata={
            "subtask": subtask.id,
            "case": subtask.case_id,
            "under": under,
            "was": mark_of_words(subtask.title, subtask.description),
        },
    )
