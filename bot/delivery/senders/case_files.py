"""A case's attachments in the conversation of one who runs it: what they hang under, and each copy."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.delivery.file_copies import Copy
from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from bot.delivery.senders.shared_file import SharedFileSender
from bot.slack.client import NotYetError
from cases.acts import case_files
from cases.acts.case_files import CaseFile
from domain.outbox_kinds import OutboxKind
from handlers.views.file_notices import files_of_case
from store import outbox
from store.claiming import Claimed


class CaseFilesSender(Sender):
    """Shows what fetched attachments hang under to one who runs the case, or takes it back."""

    kind = OutboxKind.CASE_FILES

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Post it, and have the copies below it brought along."""
        case = await self._runtime.executor.query(case_files.case_for, row.subject_id, recipient.slack_id)
        if case is None:
            return await self._direct_messages.take_away(row, recipient, None)

        if row.post and row.post.ts and row.post.channel and recipient.channel == row.post.channel:
            await self._direct_messages.require_root(row.post.channel, row.post.ts)

        def bring_copies(connection: Connection) -> None:
            outbox.add(connection, case_files.below(connection, case.id, row.person_id), self._runtime.clock.now())

        await self._direct_messages.show(
            row, recipient, files_of_case(case, self._voice(recipient)), None, bring_copies
        )
        return True

    async def is_silent(self, row: Claimed) -> bool:
        """One that stands is changed, or taken away, at any hour."""
        return await self._stands(row)


class CaseCopySender(SharedFileSender):
    """Puts one of a case's attachments there, or takes the copy back."""

    kind = OutboxKind.CASE_COPY

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Bring the copy to what its reader may have now."""

        async def file_now() -> CaseFile | None:
            return await self._runtime.executor.query(case_files.file_for, row.subject_id, recipient.slack_id)

        async def still() -> bool:
            now = await file_now()
            return now is not None and now.sha256 == wanted

        file = await file_now()
        if file is None:
            return await self._copies.take_away(row, recipient)
        wanted = file.sha256
        post = await self._direct_messages.post_of(OutboxKind.CASE_FILES, file.root_id, row.person_id)
        if post is None or post.ts is None:
            if not await self._direct_messages.is_waiting(OutboxKind.CASE_FILES, file.root_id, recipient):
                now = self._runtime.clock.now()
                await self._runtime.executor.record(case_files.bring_root, file.root_id, row.person_id, now=now)
            raise NotYetError("what it hangs under is not there yet")
        return await self._share(row, recipient, Copy(file.sha256, file.name, file.title, str(post.ts)), still)

    async def given_up(self, row: Claimed, error: str) -> None:
        """Tell who has fetched it."""
        subject, key, now = row.subject_id, row.key, self._runtime.clock.now()
        await self._runtime.executor.execute(case_files.tell_unfetched, subject, row.person_id, key=key, now=now)
