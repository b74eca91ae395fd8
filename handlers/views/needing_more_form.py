"""The dialog "Trenger mer": what the assignee needs from the case's owner to go on."""

from __future__ import annotations

from typing import Any

from domain.values import SubtaskFacts
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import facts, modal, section
from handlers.views.inputs import field, long_text_input
from handlers.views.status import owner


def needing_more_form(subtask: SubtaskFacts, translator: Translator, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; `under` is the callback id of the page it lies on, which is redrawn afterwards."""
    told = translator.say(
        "Sakseier får det du skriver som en melding i tråden, og blir minnet på det til det kommer et svar. "
        "Så lenge får du ingen påminnelser om deloppgaven."
    )
    return modal(
        translator.say("Trenger mer"),
        [
            facts([(translator.say("Deloppgave"), subtask.title), owner(subtask, translator)]),
            section(told),
            field(ids.MESSAGE, translator.say("Hva trenger du for å løse deloppgaven?"), long_text_input()),
        ],
        submit=translator.say("Send"),
        close=translator.say("Avbryt"),
        callback_id=ids.SUBTASK_NEED_MORE,
        metadata={"subtask": subtask.id, "case": subtask.case_id, "under": under},
    )
