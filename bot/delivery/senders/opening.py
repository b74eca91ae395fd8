"""A conversation opened ahead of the first thing that its person has to be told."""

from __future__ import annotations

from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from domain.outbox_kinds import OutboxKind
from store.claiming import Claimed


class OpeningSender(Sender):
    """Opens somebody's conversation."""

    kind = OutboxKind.OPEN

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Open it unless it is open."""
        if recipient.channel:
            return False
        await self._direct_messages.channel(recipient)
        return True

    async def is_silent(self, row: Claimed) -> bool:
        """Nobody sees it."""
        return True
