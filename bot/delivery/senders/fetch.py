"""The bytes of a file that somebody wrote into a thread."""

from __future__ import annotations

from bot.delivery.direct_messages import DirectMessages
from bot.delivery.downloads import Fetching
from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from bot.slack.client import GoneError, NotDoneError
from cases.acts import attachments, taken_back
from cases.execution.runtime import Runtime
from domain.errors import MissingFileError
from domain.outbox_kinds import OutboxKind
from store.claiming import Claimed

DELETED = (
    "file_deleted",
    "file_is_deleted",
)  # and not merely out of sight: docs.slack.dev/reference/methods/files.info


class FetchSender(Sender):
    """Takes in the bytes before Slack forgets them; the copies follow."""

    kind = OutboxKind.FETCH

    def __init__(self, runtime: Runtime, direct_messages: DirectMessages, fetching: Fetching) -> None:
        """Fetch with these hands."""
        super().__init__(runtime, direct_messages)
        self._fetching = fetching

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Keep them, unless they are kept, or the file was taken back."""
        sent = await self._runtime.executor.query(attachments.sent_file, row.subject_id)
        if sent is None or sent.sha256 or sent.deleted:
            return False
        try:
            sha256 = (await self._fetching.fetch(sent.slack_file_id, sent.size))[0]
            await self._runtime.executor.execute(
                attachments.mark_kept, row.subject_id, sha256, now=self._runtime.clock.now()
            )
        except GoneError as gone:
            done = taken_back.not_there if str(gone) in DELETED else attachments.tell_undelivered
            await self._runtime.executor.execute(done, row.subject_id, now=self._runtime.clock.now())
            return False
        except MissingFileError as missing:
            raise NotDoneError("the bytes were let go while they were fetched") from missing
        return True

    async def is_silent(self, row: Claimed) -> bool:
        """Nobody sees it."""
        return True

    async def given_up(self, row: Claimed, error: str) -> None:
        """Tell who sent it."""
        await self._runtime.executor.execute(
            attachments.tell_undelivered, row.subject_id, now=self._runtime.clock.now()
        )
