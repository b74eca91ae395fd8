"""The bytes of a file that was handed in for a case."""

from __future__ import annotations

from bot.delivery.direct_messages import DirectMessages
from bot.delivery.downloads import Fetching
from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from bot.slack.client import GoneError, NotDoneError
from cases.acts import access
from cases.execution.runtime import Runtime
from domain.errors import MissingFileError
from domain.outbox_kinds import OutboxKind
from store.claiming import Claimed


class UploadSender(Sender):
    """Takes in the bytes; without them the attachment leaves the case's list again (F15)."""

    kind = OutboxKind.UPLOAD

    def __init__(self, runtime: Runtime, direct_messages: DirectMessages, fetching: Fetching) -> None:
        """Fetch with these hands."""
        super().__init__(runtime, direct_messages)
        self._fetching = fetching

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Keep them, unless nobody waits for them any more."""
        waiting = await self._runtime.executor.query(access.uploaded, row.subject_id)
        if waiting is None or waiting.slack_file_id is None:
            return False
        try:
            kept = await self._fetching.fetch(waiting.slack_file_id, waiting.size)
            await self._runtime.executor.execute(
                access.keep_uploaded, row.subject_id, *kept, now=self._runtime.clock.now()
            )
        except GoneError:
            await self._give_up(row)
        except MissingFileError as missing:
            raise NotDoneError("the bytes were let go while they were fetched") from missing
        return True

    async def is_silent(self, row: Claimed) -> bool:
        """Nobody sees it."""
        return True

    async def given_up(self, row: Claimed, error: str) -> None:
        """Take the attachment off the list, and tell who handed it in."""
        await self._give_up(row)

    async def _give_up(self, row: Claimed) -> None:
        await self._runtime.executor.execute(access.give_up_uploaded, row.subject_id, now=self._runtime.clock.now())
