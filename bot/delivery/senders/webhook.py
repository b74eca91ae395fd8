"""An event, told to a system that wants to hear of it: numbers only, and only of what it sees now."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Final

import aiohttp
import orjson

from bot.delivery import hooks
from bot.delivery.direct_messages import DirectMessages
from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import LaterError, Sender
from bot.slack.client import RefusedError
from cases.doors import hooks as doors
from cases.doors.hooks import Telling
from cases.execution.runtime import Runtime
from domain.doors import EventData, ToldEvent
from domain.outbox_kinds import OutboxKind
from domain.webhooks import Event
from store.claiming import Claimed

TRIED_FOR: Final = timedelta(days=3)


class WebhookSender(Sender):
    """Calls the receiver until it says that it has taken it, for three days."""

    kind = OutboxKind.WEBHOOK

    def __init__(self, runtime: Runtime, direct_messages: DirectMessages, session: aiohttp.ClientSession) -> None:
        """Call through `session`."""
        super().__init__(runtime, direct_messages)
        self._session = session

    async def deliver(self, row: Claimed, recipient: Recipient | None) -> bool:
        """Tell it; a system has no account in Slack, and needs none."""
        system, runtime, event = row.person_id, self._runtime, str(row.details["event"])
        now = runtime.clock.now()
        telling = await runtime.executor.query(doors.to_tell, system, row.subject_id, event, now=now)
        if telling is None:
            return False
        body = orjson.dumps(_told(row, telling))
        try:
            status, retry_after = await hooks.post(
                self._session, telling.url, body, hooks.headers(row.key, body, telling.secrets, now)
            )
            if status == hooks.GONE:
                await runtime.executor.execute(doors.end, system, telling.url, now=runtime.clock.now())
                return False
            hooks.require_taken(status, retry_after, runtime.clock.now())
        except hooks.NotTakenError as error:
            raise self._not_taken(row, error) from error
        if row.attempts > 1:
            await runtime.executor.execute(doors.is_back, system, now=runtime.clock.now())
        return True

    def _not_taken(self, row: Claimed, error: hooks.NotTakenError) -> Exception:
        if self._runtime.clock.now() - row.created_at > TRIED_FOR:
            return RefusedError(str(error))
        return LaterError(str(error), row.attempts, at_least=error.seconds)

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Do the same."""
        return await self.deliver(row, recipient)

    async def is_silent(self, row: Claimed) -> bool:
        """Nobody hears it."""
        return True


def _told(row: Claimed, telling: Telling) -> ToldEvent:
    subtask, sequence = row.details.get("subtask"), row.details["sequence"]
    return ToldEvent(
        type=Event(str(row.details["event"])),
        timestamp=row.created_at.astimezone(UTC),
        data=EventData(
            case=telling.case_id,
            subtask=subtask if isinstance(subtask, int) else None,
            sequence=sequence if isinstance(sequence, int) else 0,
        ),
    )
