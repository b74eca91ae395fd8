"""A copy of a granted attachment in the assignee's thread (S34, S35)."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.delivery.file_copies import Copy
from bot.delivery.recipients import Recipient
from bot.delivery.senders.shared_file import SharedFileSender
from cases.acts import access, attachments
from cases.acts.attachments import GrantedFile
from domain.outbox_kinds import OutboxKind
from store.claiming import Claimed


class GrantSender(SharedFileSender):
    """Puts a granted attachment into the assignee's thread, or takes the copy back."""

    kind = OutboxKind.GRANT

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Bring the copy to what is granted now, with its line in the history."""

        async def granted_now() -> GrantedFile | None:
            return await self._runtime.executor.query(attachments.granted_file, row.subject_id, recipient.slack_id)

        async def still() -> bool:
            return await granted_now() == granted

        def noted(connection: Connection) -> None:
            delivered = granted is not None
            access.note_copy(
                connection, row.subject_id, row.person_id, delivered=delivered, now=self._runtime.clock.now()
            )

        granted = await granted_now()
        if granted is None:
            return await self._copies.take_away(row, recipient, noted)
        if granted.waits and await self._direct_messages.post_of(row.place, row.subject_id, row.person_id) is None:
            return False
        root = await self._direct_messages.card_of(granted.subtask_id, recipient)
        if root is None:
            return False
        return await self._share(row, recipient, Copy(granted.sha256, granted.name, granted.title, root), still, noted)

    async def given_up(self, row: Claimed, error: str) -> None:
        """Tell the case's owner, who gave access to it."""
        await self._runtime.executor.execute(
            attachments.tell_unshared, row.subject_id, row.person_id, now=self._runtime.clock.now()
        )
