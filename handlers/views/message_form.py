"""The dialog for writing an internal message from the task page (S38) or the case page (S39)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.values import InternalMessage, SubtaskFacts
from handlers.views import ids
from handlers.views.blocks import facts, modal
from handlers.views.conversation import conversation
from handlers.views.inputs import field, long_text_input
from handlers.views.status import name_of
from handlers.words import Words


def message_form(
    subtask: SubtaskFacts, messages: Sequence[InternalMessage], words: Words, *, earlier: int = 0
) -> dict[str, Any]:
    """Draw the latest messages and a field for the next one; `earlier` is how many more the thread has."""
    text = long_text_input()
    return modal(
        words.say("Skriv melding"),
        [
            facts(
                [
                    (words.say("Deloppgave"), subtask.title),
                    (words.say("Sakseier"), name_of(subtask.owner, words)),
                    (words.say("Ansvarlig"), name_of(subtask.assignee, words)),
                ]
            ),
            *conversation(messages, earlier, words),
            field(ids.MESSAGE, words.say("Melding"), text),
        ],
        submit=words.say("Send"),
        close=words.say("Avbryt"),
        callback_id=ids.MESSAGE_SEND,
        metadata={"subtask": subtask.id},
    )
