"""The dialog for writing an internal message from the task page (S38) or the case page (S39)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.values import InternalMessage, SubtaskFacts
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import facts, modal
from handlers.views.conversation import conversation
from handlers.views.inputs import field, long_text_input
from handlers.views.status import name_of


def message_form(
    subtask: SubtaskFacts, messages: Sequence[InternalMessage], earlier: int, translator: Translator
) -> dict[str, Any]:
    """Draw the latest messages and a field for the next one; `earlier` is how many more the thread has."""
    text = long_text_input()
    return modal(
        translator.say("Skriv melding"),
        [
            facts(
                [
                    (translator.say("Deloppgave"), subtask.title),
                    (translator.say("Sakseier"), name_of(subtask.owner, translator)),
                    (translator.say("Ansvarlig"), name_of(subtask.assignee, translator)),
                ]
            ),
            *conversation(messages, earlier, translator),
            field(ids.MESSAGE, translator.say("Melding"), text),
        ],
        submit=translator.say("Send"),
        close=translator.say("Avbryt"),
        callback_id=ids.MESSAGE_SEND,
        metadata={"subtask": subtask.id},
    )
