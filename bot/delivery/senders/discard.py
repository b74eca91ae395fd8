"""Bytes that nothing refers to any more."""

from __future__ import annotations

from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from cases.acts import taken_back
from domain.outbox_kinds import OutboxKind
from store.claiming import Claimed


class DiscardSender(Sender):
    """Lets the bytes of what was taken back go, unless something else refers to them."""

    kind = OutboxKind.DISCARD

    async def deliver(self, row: Claimed, recipient: Recipient | None) -> bool:
        """Let them go; nobody has to be reached for that."""
        return await self._runtime.executor.record(taken_back.discard, str(row.details["sha256"]))

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Do the same."""
        return await self.deliver(row, recipient)

    async def is_silent(self, row: Claimed) -> bool:
        """Nobody sees it."""
        return True
