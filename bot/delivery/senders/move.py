"""What was moved together, or offered, as it concerns its reader: one message for each person, which stays current."""

from __future__ import annotations

from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from cases.pages import moves
from domain.outbox_kinds import OutboxKind
from handlers.views import bulk_told
from store.claiming import Claimed


class MoveSender(Sender):
    """Posts the message, or changes the one that stands."""

    kind = OutboxKind.MOVE

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Show it to who is concerned; one who never was, or was not told in time, hears nothing."""
        now = self._runtime.clock.now()
        told = await self._runtime.executor.query(moves.told, row.subject_id, reader=recipient.slack_id, now=now)
        stands = await self._stands(row)
        if told is None or not (told.says_something or stands) or (told.is_over and not stands):
            return False
        await self._direct_messages.show(row, recipient, bulk_told.told(told, self._voice(recipient)), None)
        return True

    async def is_silent(self, row: Claimed) -> bool:
        """One that stands is changed at any hour."""
        return await self._stands(row)
