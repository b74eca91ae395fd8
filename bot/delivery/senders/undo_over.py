"""The end of the minutes in which somebody can take back that they have solved a subtask."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from cases import effects
from domain.outbox_kinds import OutboxKind
from store import outbox
from store.claiming import Claimed


class UndoOverSender(Sender):
    """Has the card drawn again, in its turn in the conversation."""

    kind = OutboxKind.UNDO_OVER

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Leave the redrawing to the card's own sender."""

        def redraw(connection: Connection) -> None:
            outbox.add(connection, [effects.card(row.subject_id, row.person_id)], self._runtime.clock.now())

        await self._direct_messages.write(redraw)
        return True

    async def is_silent(self, row: Claimed) -> bool:
        """Nobody sees it by itself."""
        return True
