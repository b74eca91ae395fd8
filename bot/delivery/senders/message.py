"""An internal message in the other party's thread."""

from __future__ import annotations

from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from bot.slack.errors import Verdict, verdict_on
from cases import effects
from cases.acts import messages, undelivered
from cases.context import Context
from cases.pages import subtask_pages
from domain.notification_settings import NoticeKind
from domain.outbox_kinds import OutboxKind
from domain.values import SubtaskFacts
from handlers.views import messages as views
from store import outbox
from store import people as people_rows
from store.claiming import Claimed


class MessageSender(Sender):
    """Shows an internal message in the reader's thread as it stands now, or takes it away."""

    kind = OutboxKind.MESSAGE

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Show it to a party; below a card that does not stand yet it comes with the card."""
        found = await self._runtime.executor.query(subtask_pages.message, row.subject_id, reader=recipient.person)
        if found is None:
            return False
        message, subtask, is_party, root = found
        if message.deleted or not is_party:
            return await self._direct_messages.show_parts(row, recipient, [], root)
        if root is None:
            await self._call_for_card(subtask, row)
            await self._direct_messages.bring_card(subtask.id, recipient.person.id)  # which brings the message along
            return False
        own = message.author.id == recipient.person.id
        is_away = recipient.person.id in subtask.stood_in_for
        calls = not (own or is_away) and await self._calls(row, recipient)
        parties = (subtask.assignee, subtask.owner, recipient.person)
        person = next(one for one in parties if one and one.id == recipient.person.id)  # as named beside the other
        drawn = views.mirrored(message, person, self._voice(recipient), own=own, calls=calls)
        return await self._direct_messages.show_parts(row, recipient, drawn, root)

    async def _call_for_card(self, subtask: SubtaskFacts, row: Claimed) -> None:
        """Let a card come that was held back, since something is said in its subtask now; it brings what was said."""
        if subtask.is_given_with_others:
            card, now = effects.card(subtask.id, row.person_id), self._runtime.clock.now()
            await self._direct_messages.write(lambda connection: outbox.add(connection, [card], now))

    async def _calls(self, row: Claimed, recipient: Recipient) -> bool:
        """Whether a message of another one is to make itself heard, and is not part of a notice the reader just had."""
        if not recipient.preferences.wants(NoticeKind.MESSAGE):
            return False
        return await self._runtime.executor.query(messages.calls, row.subject_id, reader=recipient.person.id)

    async def is_silent(self, row: Claimed) -> bool:
        """One that stands is changed, and one that is the reader's no more taken away, at any hour."""
        if row.post and row.post.ts and row.post.thread_ts:  # otherwise it is posted, or once more, behind others
            return True
        return await self._runtime.executor.query(_has_no_place, row)

    async def given_up(self, row: Claimed, error: str) -> None:
        """Tell its author."""
        unreachable = verdict_on(error) is Verdict.PERSON
        subject, person = row.subject_id, row.person_id
        now = self._runtime.clock.now()
        await self._runtime.executor.execute(
            undelivered.tell_of_message, subject, person, unreachable=unreachable, now=now
        )


def _has_no_place(context: Context, row: Claimed) -> bool:
    """Whether nothing is left of a message that its reader's thread could show."""
    with context.database.read() as connection:
        reader = people_rows.by_id(connection, row.person_id)
    found = subtask_pages.message(context, row.subject_id, reader=reader.person) if reader else None
    return found is None or found.message.deleted or not found.is_party
