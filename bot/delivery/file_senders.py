"""What each kind of outbox row about a file becomes: bytes fetched from Slack, copies put there or taken away.

A file waits for nobody, and nobody for it. What is to hang under a card that does not stand yet is left to the
card: posting it brings along everything that belongs below it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.engine import Connection

from bot.delivery.direct_messages import Conversations
from bot.delivery.downloads import Fetching
from bot.delivery.file_copies import Copies, Copy
from bot.delivery.recipients import Note, Reader
from bot.slack.client import GoneError, NotDoneError, NotYetError
from cases.acts import access, attachments, case_files, taken_back
from cases.acts.attachments import FileInThread, GrantedFile
from cases.acts.case_files import CaseFile
from cases.pages import subtask_pages
from domain.errors import DamagedFileError, MissingFileError
from handlers.desk import Desk
from handlers.views.file_notices import damaged_file
from store import case_copies
from store.claiming import Claimed

Sender: TypeAlias = Callable[[Claimed, Reader], Awaitable[bool]]
DELETED = (
    "file_deleted",
    "file_is_deleted",
)  # and not merely out of sight: docs.slack.dev/reference/methods/files.info


class FileSenders:
    """One sender for each kind of row about a file."""

    def __init__(
        self, desk: Desk, conversations: Conversations, slack: AsyncWebClient, session: aiohttp.ClientSession
    ) -> None:
        """Look at this desk what is to be shown, and show it in these conversations."""
        self._desk = desk
        self._conversations = conversations
        self._fetching = Fetching(desk, slack, session)
        self.copies = Copies(conversations, slack, session)
        self.by_kind: dict[str, Sender] = {
            "fetch": self.fetch,
            "upload": self.upload,
            "discard": self.discard,
            "copy": self.copy,
            "grant": self.grant,
            case_copies.COPY: self.case_copy,
        }

    async def fetch(self, row: Claimed, _: Reader) -> bool:
        """Take in the bytes of a file that somebody wrote into a thread, before Slack forgets them."""
        sent = await self._desk.look(attachments.sent_file, row.subject_id)
        if sent is None or sent.sha256 or sent.deleted:
            return False
        try:
            sha256 = (await self._fetching.fetch(sent.slack_file_id, sent.size))[0]
            await self._desk.act(attachments.mark_kept, row.subject_id, sha256, now=self._desk.now())
        except GoneError as gone:
            done = taken_back.not_there if str(gone) in DELETED else attachments.tell_undelivered
            await self._desk.act(done, row.subject_id, now=self._desk.now())
            return False
        except MissingFileError as missing:
            raise NotDoneError("the bytes were let go while they were fetched") from missing
        return True

    async def discard(self, row: Claimed, _: Reader | None = None) -> bool:
        """Let the bytes of what was taken back go, unless something else refers to them."""
        return await self._desk.note(taken_back.discard, str(row.details["sha256"]))

    async def upload(self, row: Claimed, _: Reader) -> bool:
        """Take in the bytes of a file that was handed in for a case; without them it leaves the list again (F15)."""
        waiting = await self._desk.look(access.uploaded, row.subject_id)
        if waiting is None:
            return False
        try:
            kept = await self._fetching.fetch(waiting.slack_file_id, waiting.size)
            await self._desk.act(access.keep_uploaded, row.subject_id, *kept, now=self._desk.now())
        except GoneError:
            await self._desk.act(access.give_up_uploaded, row.subject_id, now=self._desk.now())
        except MissingFileError as missing:
            raise NotDoneError("the bytes were let go while they were fetched") from missing
        return True

    async def copy(self, row: Claimed, reader: Reader) -> bool:
        """Put a copy of a sent file into the reader's thread, or take it away with its message."""
        sent = await self._sent_to(row, reader)
        if sent is None:
            return await self.copies.take_away(row, reader)
        root = await self._conversations.card_of(sent.subtask_id, reader)
        if sent.sha256 is None or root is None:
            return False
        if await self._conversations.is_waiting("message", sent.message_id, reader):
            raise NotYetError("the message it came with is not there yet")

        async def still() -> bool:
            return await self._sent_to(row, reader) is not None

        return await self._share(row, reader, Copy(sent.sha256, sent.name, sent.name, root), still)

    async def _sent_to(self, row: Claimed, reader: Reader) -> FileInThread | None:
        """The file of a message, while it stands and the reader is one of those who talk there."""
        sent = await self._desk.look(attachments.sent_file, row.subject_id)
        if sent is None or sent.deleted:
            return None
        return sent if await self._desk.look(subtask_pages.is_party, sent.subtask_id, reader=reader.slack_id) else None

    async def grant(self, row: Claimed, reader: Reader) -> bool:
        """Put a granted attachment into the assignee's thread, or take the copy back (S34, S35)."""

        async def granted_now() -> GrantedFile | None:
            return await self._desk.look(attachments.granted_file, row.subject_id, reader.slack_id)

        async def still() -> bool:
            return await granted_now() == granted

        def noted(connection: Connection) -> None:
            delivered = granted is not None
            access.note_copy(connection, row.subject_id, row.person_id, delivered=delivered, now=self._desk.now())

        granted = await granted_now()
        if granted is None:
            return await self.copies.take_away(row, reader, noted)
        root = await self._conversations.card_of(granted.subtask_id, reader)
        if root is None:
            return False
        return await self._share(row, reader, Copy(granted.sha256, granted.name, granted.title, root), still, noted)

    async def case_copy(self, row: Claimed, reader: Reader) -> bool:
        """Put one of a case's attachments there, or take the copy back."""

        async def file_now() -> CaseFile | None:
            return await self._desk.look(case_files.file_for, row.subject_id, reader.slack_id)

        async def still() -> bool:
            now = await file_now()
            return now is not None and now.sha256 == wanted

        file = await file_now()
        if file is None:
            return await self.copies.take_away(row, reader)
        wanted = file.sha256
        post = await self._conversations.post_of(case_copies.ROOT, file.root_id, row.person_id)
        if post is None or post.ts is None:
            raise NotYetError("what it hangs under is not there yet")
        return await self._share(row, reader, Copy(file.sha256, file.name, file.title, str(post.ts)), still)

    async def _share(
        self,
        row: Claimed,
        reader: Reader,
        copy: Copy,
        still: Callable[[], Awaitable[bool]],
        noted: Note | None = None,
    ) -> bool:
        if await self.copies.stands(row, copy):
            return False
        try:
            path = await self._desk.look(attachments.path, copy.sha256)
        except MissingFileError as missing:
            raise NotDoneError("the file is not in FILES_DIR") from missing
        except DamagedFileError:
            await self.copies.take_away(row, reader)
            said = damaged_file(copy.title, self._desk.voice(reader.person.language))
            await self._conversations.show(row, reader, said, copy.root)
            raise
        return await self.copies.put(row, reader, copy, path, still=still, noted=noted)

    async def given_up(self, row: Claimed) -> None:
        """Leave no half state behind a file that will not come, and tell who waits for it."""
        now = self._desk.now()
        match row.kind:
            case "upload":
                await self._desk.act(access.give_up_uploaded, row.subject_id, now=now)
            case "fetch" | "copy":
                await self._desk.act(attachments.tell_undelivered, row.subject_id, now=now)
            case "grant":
                await self._desk.act(attachments.tell_unshared, row.subject_id, row.person_id, now=now)
            case case_copies.COPY:
                subject, key = row.subject_id, row.key
                await self._desk.act(case_files.tell_unfetched, subject, row.person_id, key=key, now=now)
