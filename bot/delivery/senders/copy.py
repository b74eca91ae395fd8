"""A copy of a file that came with a message, in the other party's thread."""

from __future__ import annotations

from bot.delivery.file_copies import Copy
from bot.delivery.recipients import Recipient
from bot.delivery.senders.shared_file import SharedFileSender
from bot.slack.client import NotYetError
from cases.acts import attachments
from cases.acts.attachments import FileInThread
from cases.pages import subtask_pages
from domain.outbox_kinds import OutboxKind
from store.claiming import Claimed


class CopySender(SharedFileSender):
    """Puts a copy of a sent file into the reader's thread, or takes it away with its message."""

    kind = OutboxKind.COPY

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Put it there, after the message that it came with."""
        sent = await self._sent_to(row, recipient)
        if sent is None:
            return await self._copies.take_away(row, recipient)
        root = await self._direct_messages.card_of(sent.subtask_id, recipient)
        if sent.sha256 is None or root is None:
            return False
        if await self._direct_messages.is_waiting(OutboxKind.MESSAGE, sent.message_id, recipient):
            raise NotYetError("the message it came with is not there yet")

        async def still() -> bool:
            return await self._sent_to(row, recipient) is not None

        return await self._share(row, recipient, Copy(sent.sha256, sent.name, sent.name, root), still)

    async def _sent_to(self, row: Claimed, recipient: Recipient) -> FileInThread | None:
        """The file of a message, while it stands and the reader is one of those who talk there."""
        sent = await self._runtime.executor.query(attachments.sent_file, row.subject_id)
        if sent is None or sent.deleted:
            return None
        return (
            sent
            if await self._runtime.executor.query(subtask_pages.is_party, sent.subtask_id, reader=recipient.slack_id)
            else None
        )

    async def given_up(self, row: Claimed, error: str) -> None:
        """Tell who sent it."""
        await self._runtime.executor.execute(
            attachments.tell_undelivered, row.subject_id, now=self._runtime.clock.now()
        )
