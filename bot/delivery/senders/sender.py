"""What every sender is: all that is particular to one kind of outbox row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Final

from bot.backing_off import back_off
from bot.delivery.direct_messages import DirectMessages
from bot.delivery.recipients import Recipient
from cases.execution.runtime import Runtime
from domain.outbox_kinds import OutboxKind
from handlers.translator import Translator
from store.claiming import Claimed
from store.outbox import OutboxItem
from store.sql import LONGEST_WAIT_FOR_OTHERS

LONGEST_WAIT: Final = LONGEST_WAIT_FOR_OTHERS.total_seconds()
_FIRST_WAIT: Final = 5.0


class LaterError(Exception):
    """It may have come to somebody else's server or not, and is tried again ever less often.

    `seconds` is for how long it waits.
    """

    def __init__(self, why: str, tries: int, *, at_least: float = 0.0) -> None:
        """`at_least` is for how many seconds that server wants to be left alone; it is within the longest wait."""
        super().__init__(why)
        self.seconds = min(max(back_off(tries, first=_FIRST_WAIT, longest=LONGEST_WAIT), at_least), LONGEST_WAIT)


class Sender(ABC):
    """Draws a row now, from what is true now, for the one who reads it.

    What cannot be shown raises; the worker decides what comes of that.
    """

    kind: ClassVar[OutboxKind]

    def __init__(self, runtime: Runtime, direct_messages: DirectMessages) -> None:
        """Draw what is true now, show it in these conversations."""
        self._runtime = runtime
        self._direct_messages = direct_messages

    async def deliver(self, row: Claimed, recipient: Recipient | None) -> bool:
        """Do what a row is for; False when there was nothing to do any more, or is nobody to do it for."""
        return await self.show(row, recipient) if recipient else False

    @abstractmethod
    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Show something, or take it away; False when there was nothing to show any more.

        After an attempt whose answer was lost (`may_be_sent`) it is not shown twice.
        """

    async def is_silent(self, row: Claimed) -> bool:
        """Whether it calls nobody, so that it need not wait for the reader's working hours."""
        return False

    async def given_up(self, row: Claimed, error: str) -> None:  # noqa: B027
        """Leave no half state behind a row that was refused for good, and tell who waits for it, once."""

    def anew(self, row: Claimed) -> OutboxItem:
        """The same once more, after what it was to hang under was gone."""
        return OutboxItem(row.kind, row.subject_id, row.person_id, row.details)

    async def _stands(self, row: Claimed) -> bool:
        """Whether it stands in the conversation: what is changed there, or taken away, makes no sound."""
        return row.post is not None and row.post.ts is not None

    def _voice(self, recipient: Recipient) -> Translator:
        return self._direct_messages.translator_of(recipient)
