"""A subtask's card, and with it everything that hangs below it."""

from __future__ import annotations

from functools import partial

from sqlalchemy.engine import Connection

from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from cases import threads
from cases.acts import undelivered
from cases.pages import subtask_pages
from domain.outbox_kinds import OutboxKind
from handlers.views import card as card_view
from handlers.views.status import is_assignee
from store import outbox
from store import posts as post_rows
from store.claiming import Claimed


class CardSender(Sender):
    """Draws a card whole and posts or updates it; what is below it is put in order where that has to be."""

    kind = OutboxKind.CARD

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Show the card to a party, or to one who has it from before."""
        now = self._runtime.clock.now()
        card = await self._runtime.executor.query(subtask_pages.card, row.subject_id, recipient.slack_id, now)
        before = row.post
        not_yet = before is None or before.ts is None
        if card is None or ((not card.is_party or card.is_held_back) and not_yet):
            return False
        if before is not None and before.ts is None and not is_assignee(card.subtask, recipient.person):
            return False  # it came with many others: who owns the case gets it with the first message in it

        def put_in_order(connection: Connection, *, is_new: bool) -> None:
            subtask, person, now = row.subject_id, row.person_id, self._runtime.clock.now()
            saw_it = before is not None and threads.CONVERSATION in (before.sight or "")
            is_back = card.is_party and not (is_new or saw_it)
            found = threads.in_order(
                connection, subtask, person, is_party=card.is_party, is_new=is_new, is_back=is_back
            )
            outbox.supersede(connection, found, now)
            outbox.add(connection, found, now)
            post_rows.put(connection, row.kind, subtask, person, sight=card.sight)

        drawn = card_view.card(card, self._voice(recipient))
        is_new = await self._direct_messages.show(row, recipient, drawn, None, partial(put_in_order, is_new=True))
        if not is_new and before and before.sight != card.sight:
            self._direct_messages.owe(row, partial(put_in_order, is_new=False))
        return True

    async def is_silent(self, row: Claimed) -> bool:
        """One that stands is changed at any hour."""
        return await self._stands(row)

    async def given_up(self, row: Claimed, error: str) -> None:
        """Tell the other party."""
        await self._runtime.executor.execute(
            undelivered.tell_of_card, row.subject_id, row.person_id, now=self._runtime.clock.now()
        )
