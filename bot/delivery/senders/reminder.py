"""One message of reminders."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy.engine import Connection

from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from cases.reminders import digest
from domain.outbox_kinds import OutboxKind
from domain.reminders import ReminderKind
from handlers.views.reminder import reminder
from store import posts
from store.claiming import Claimed


class ReminderSender(Sender):
    """Reminds of what is still true: in the subtask's thread when it is about that alone, else in a list."""

    kind = OutboxKind.REMINDER
    reminded: Callable[[Collection[ReminderKind]], object] = bool
    """Called with what somebody has been reminded of."""

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Remind, unless nothing of it is true any more."""
        now = self._runtime.clock.now()
        bundle = await self._runtime.executor.query(digest.bundle, row.subject_id, reader=recipient.slack_id, now=now)
        if bundle is None:
            return False
        thread = None if bundle.thread_of is None else await self._direct_messages.card_of(bundle.thread_of, recipient)
        if await self._direct_messages.find(row, recipient, thread):
            return True
        if bundle.is_empty:
            return False
        drawn = reminder(bundle, self._voice(recipient), in_thread=thread is not None)

        def note(connection: Connection) -> None:
            posts.reminded(connection, row.person_id, now)

        await self._direct_messages.post(row, recipient, drawn, thread, also=note)
        self.reminded([item.kind for item in bundle.items])
        return True
