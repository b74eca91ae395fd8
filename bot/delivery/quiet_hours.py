"""Quiet hours: what would call somebody outside their working hours waits until they are at work, or active.

What stands in their conversation already is changed and taken away at any hour: that makes no sound, and
what they may not see any more must go at once.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy.engine import Connection

from bot.delivery.direct_messages import DirectMessages
from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from cases.execution.runtime import Runtime
from domain.outbox_kinds import Queue
from store import claiming, outbox
from store.claiming import Claimed

BY_COLLEAGUES = (Queue.CONVERSATION, Queue.FILE, Queue.MAIL)


class QuietHours:
    """Which rows wait, until when, and whose."""

    def __init__(self, runtime: Runtime, direct_messages: DirectMessages) -> None:
        """Nothing waits yet that this process would know of: `learn` says what does."""
        self._runtime = runtime
        self._direct_messages = direct_messages
        self._waiting: dict[str, int] = {}

    async def learn(self) -> None:
        """Know for whom something waits that an earlier process, or another one, has put back."""
        self._waiting |= await self._direct_messages.read(outbox.held_for)

    def hold_until(self, row: Claimed, recipient: Recipient, now: datetime) -> datetime | None:
        """When a row may call its reader; None for now.

        A reminder waits for everybody's working hours. What a colleague has done waits only for somebody who
        has chosen quiet hours, and not while they do something here themselves.
        """
        wants_it_now = not recipient.preferences.quiet_hours or self._runtime.presence.is_active(recipient.slack_id)
        if not row.is_in(Queue.REMINDERS) and (wants_it_now or not row.is_in(*BY_COLLEAGUES)):
            return None
        days = self._runtime.context.days
        return days.next_working_moment(now, recipient.zone) if days.is_quiet(now, recipient.zone) else None

    async def keep(self, row: Claimed, recipient: Recipient, sender: Sender, *, owner: str) -> bool:
        """Put a row back that would call its reader outside their hours; False when it may be shown.

        One that was taken past others, while these were held, stands back when its reader's hours, or the reader,
        came between its being taken and now: it would come before what was said before it.
        """
        now = self._runtime.clock.now()
        until = self.hold_until(row, recipient, now)
        if (until is None and not row.overtakes) or await sender.is_silent(row):
            return False
        if until is None:
            await self._direct_messages.write(partial(claiming.stand_back, row=row, owner=owner, now=now))
            return True
        await self._direct_messages.write(lambda connection: claiming.hold(connection, row, owner=owner, until=until))
        self._waiting[recipient.slack_id] = row.person_id  # only now: what is let go must have been put back
        return True

    async def release(self) -> None:
        """Let go what waits here for those who have become active."""
        for slack_id in [one for one in self._waiting if self._runtime.presence.is_active(one)]:
            person_id = self._waiting.pop(slack_id)
            await self._direct_messages.write(partial(self._let_go, person_id=person_id))

    def _let_go(self, connection: Connection, *, person_id: int) -> None:
        outbox.release(connection, person_id, self._runtime.clock.now(), keep=Queue.REMINDERS)
