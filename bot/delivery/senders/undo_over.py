"""The end of the minutes in which somebody can take back that they have solved a subtask, or moved many things."""

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
            move = row.details.get("move")
            card = effects.card(row.subject_id, row.person_id)
            shown = effects.moved(move, [row.person_id]) if isinstance(move, int) else [card]
            outbox.add(connection, shown, self._runtime.clock.now())

        await self._direct_messages.write(redraw)
        return True

    async def is_silent(self, row: Claimed) -> bool:
        """Nobody sees it by itself."""
        return True
