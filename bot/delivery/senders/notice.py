"""Something short that is said once (domain/notices.py, bot/delivery/notices.py)."""

from __future__ import annotations

from dataclasses import replace

from bot.delivery.notice_subjects import To
from bot.delivery.notices import drawn_notice
from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from cases import effects
from domain.answers import AnswersInThread
from domain.notices import Notice
from domain.outbox_kinds import OutboxKind
from domain.stored_notices import from_json
from store.claiming import Claimed
from store.outbox import OutboxItem


class NoticeSender(Sender):
    """Says a notice in the thread that it belongs to."""

    kind = OutboxKind.NOTICE

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Say it, unless it is not true any more. Raises UnreadableNoticeError."""
        told = from_json(row.details)
        drawn = await drawn_notice(To(self._runtime, row.subject_id, recipient, self._voice(recipient)), told)
        if drawn is None:
            return False
        thread = _thread_of(told) or await self._direct_messages.card_of(row.subject_id, recipient)
        number, person = row.subject_id, recipient.person.id
        if thread is None and await self._direct_messages.bring_card(number, person, self.anew(row)):
            return False
        if not await self._direct_messages.find(row, recipient, thread):
            await self._direct_messages.post(row, recipient, drawn, thread)
        return True

    def anew(self, row: Claimed) -> OutboxItem:
        """What answered below a message that is gone is said by itself."""
        told = from_json(row.details)
        alone = replace(told, thread_ts=None) if isinstance(told, AnswersInThread) else told
        return effects.notice(alone, row.person_id, subtask_id=row.subject_id)


def _thread_of(told: Notice) -> str | None:
    return told.thread_ts if isinstance(told, AnswersInThread) else None
