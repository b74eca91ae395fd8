"""What each kind of outbox row becomes: drawn now, from what is true now, for the one who reads it.

A courier returns True when it has shown (or taken away) something and False when there was nothing to
show any more. What can not be shown raises; the delivery decides what comes of that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.engine import Connection

from bot.conversations import Conversations, Note, Reader
from bot.copies import Copies, Copy
from bot.fetching import Fetching
from bot.notices import drawn_notice, with_files
from bot.slack_client import RefusedError, call
from cases import access, attachments, case_files, main_page, messages, pages
from cases.attachments import FileInThread, GrantedFile
from cases.case_files import CaseFile
from cases.errors import DamagedFileError, NotAllowedError
from cases.preferences import NoticeKind
from cases.reminders import bundles
from cases.values import CasePage
from handlers.desk import Desk
from handlers.views import card as card_view
from handlers.views import home as home_views
from handlers.views import messages as views
from handlers.views.file_notices import damaged_file, files_of_case
from handlers.views.reminder import reminder
from handlers.words import Words
from store import case_copies
from store.outbox import Claimed

Courier = Callable[[Claimed, Reader], Awaitable[bool]]


class Couriers:
    """One courier for each kind of row."""

    def __init__(
        self, desk: Desk, conversations: Conversations, slack: AsyncWebClient, session: aiohttp.ClientSession
    ) -> None:
        """Draw at this desk, show in these conversations."""
        self._desk = desk
        self._conversations = conversations
        self._slack = slack
        self._fetching = Fetching(desk, slack, session)
        self._copies = Copies(conversations, slack, session)
        self.by_kind: dict[str, Courier] = {
            "card": self.card,
            "message": self.message,
            "fetch": self.fetch,
            "upload": self.upload,
            "copy": self.copy,
            "leave": self.leave,
            "grant": self.grant,
            case_copies.ROOT: self.case_files,
            case_copies.COPY: self.case_copy,
            "notice": self.notice,
            "home": self.home,
            "reminder": self.reminder,
        }

    async def card(self, row: Claimed, reader: Reader) -> bool:
        """Draw a subtask's card whole and post or update it."""
        try:
            card = await self._desk.look(pages.card, row.subject_id, reader.slack_id)
        except NotAllowedError:
            return False  # she has left the institution: what stands in her conversation is not hers to open
        if card is None or (not card.is_party and await self._post(row, "card", row.subject_id) is None):
            return False
        await self._conversations.show(row, reader, card_view.card(card, self._voice(reader)), None)
        return True

    async def message(self, row: Claimed, reader: Reader) -> bool:
        """Show an internal message in the reader's thread as it stands now, or take it away."""
        found = await self._desk.look(pages.message, row.subject_id)
        if found is None:
            return False
        message, subtask = found
        root = await self._thread(row, reader, subtask.id)
        if message.deleted or not await self._is_party(subtask.id, reader):
            return await self._conversations.take_away(row, reader, root)
        if root is None:
            return False
        own = message.author.id == reader.person.id
        calls = not own and await self._calls(row, reader)
        drawn = views.mirrored(message, reader.person, self._voice(reader), own=own, calls=calls)
        await self._conversations.show(row, reader, drawn, root)
        return True

    async def _calls(self, row: Claimed, reader: Reader) -> bool:
        """Whether a message of another one is to make itself heard, and is not part of a notice she just had."""
        if not reader.preferences.wants(NoticeKind.MESSAGE):
            return False
        return await self._desk.look(messages.calls, row.subject_id, reader=reader.person.id)

    async def fetch(self, row: Claimed, reader: Reader) -> bool:
        """Take in the bytes of a file that somebody wrote into a thread, before Slack forgets them."""
        sent = await self._desk.look(attachments.sent_file, row.subject_id)
        if sent is None or sent.sha256 or sent.deleted:
            return False
        kept = await self._fetching.fetch(sent.slack_file_id, sent.size)
        if kept is None:
            return False
        await self._desk.note(attachments.mark_kept, row.subject_id, kept[0])
        return True

    async def upload(self, row: Claimed, _: Reader) -> bool:
        """Take in the bytes of a file that was handed in for a case; without them it leaves the list again (F15)."""
        waiting = await self._desk.look(access.uploaded, row.subject_id)
        if waiting is None:
            return False
        kept = await self._fetching.fetch(waiting.slack_file_id, waiting.size)
        if kept is None:
            await self._desk.act(access.give_up_uploaded, row.subject_id, now=self._desk.now())
        else:
            await self._desk.act(access.keep_uploaded, row.subject_id, *kept, now=self._desk.now())
        return True

    async def given_up(self, row: Claimed) -> None:
        """Leave no half state behind a row that will not be tried again, and tell who waits for it."""
        if row.kind == "upload":
            await self._desk.act(access.give_up_uploaded, row.subject_id, now=self._desk.now())
        elif row.kind in ("fetch", "copy"):
            await self._desk.act(attachments.tell_undelivered, row.subject_id, now=self._desk.now())
        elif row.kind == "grant":
            await self._desk.act(attachments.tell_unshared, row.subject_id, row.person_id, now=self._desk.now())
        elif row.kind == case_copies.COPY:
            subject, now = row.subject_id, self._desk.now()
            await self._desk.act(case_files.tell_unfetched, subject, row.person_id, key=row.key, now=now)

    async def copy(self, row: Claimed, reader: Reader) -> bool:
        """Put a copy of a sent file into the reader's thread, or take it away with its message."""
        sent = await self._sent_to(row, reader)
        if sent is None:
            return await self._copies.take_away(row)
        root = await self._thread(row, reader, sent.subtask_id)
        if sent.sha256 is None or root is None:
            return False

        async def still() -> bool:
            return await self._sent_to(row, reader) is not None

        return await self._share(row, reader, Copy(sent.sha256, sent.name, sent.name, root), still)

    async def _sent_to(self, row: Claimed, reader: Reader) -> FileInThread | None:
        """The file of a message, while it stands and the reader is one of those who talk there."""
        sent = await self._desk.look(attachments.sent_file, row.subject_id)
        return sent if sent and not sent.deleted and await self._is_party(sent.subtask_id, reader) else None

    async def leave(self, row: Claimed, reader: Reader) -> bool:
        """Take what others wrote and sent out of the thread of one who is not a party any more."""
        if await self._is_party(row.subject_id, reader):
            return False
        shown = await self._conversations.in_thread(row)
        for kind, number in shown:
            one = replace(row, kind=kind, subject_id=number, must_look=False)
            if kind == "copy":
                await self._copies.take_away(one)
            else:
                await self._conversations.take_away(one, reader, None)
        return bool(shown)

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
            return await self._copies.take_away(row, noted)
        root = await self._thread(row, reader, granted.subtask_id)
        if root is None:
            return False
        return await self._share(row, reader, Copy(granted.sha256, granted.name, granted.title, root), still, noted)

    async def case_files(self, row: Claimed, reader: Reader) -> bool:
        """Show what a case's fetched attachments hang under to one who runs the case, or take it back."""
        case = await self._desk.look(case_files.case_for, row.subject_id, reader.slack_id)
        if case is None:
            return await self._conversations.take_away(row, reader, None)
        await self._conversations.show(row, reader, files_of_case(case, self._voice(reader)), None)
        return True

    async def case_copy(self, row: Claimed, reader: Reader) -> bool:
        """Put one of a case's attachments there, or take the copy back."""

        async def file_now() -> CaseFile | None:
            return await self._desk.look(case_files.file_for, row.subject_id, reader.slack_id)

        async def still() -> bool:
            now = await file_now()
            return now is not None and now.sha256 == wanted

        file = await file_now()
        if file is None:
            return await self._copies.take_away(row)
        wanted = file.sha256
        post = await self._post(row, case_copies.ROOT, file.root_id)
        root = str(post.ts) if post and post.ts else None
        return await self._share(row, reader, Copy(file.sha256, file.name, file.title, root), still)

    async def _share(
        self,
        row: Claimed,
        reader: Reader,
        copy: Copy,
        still: Callable[[], Awaitable[bool]],
        noted: Note | None = None,
    ) -> bool:
        if await self._copies.stands(row, copy.sha256):
            return False
        try:
            path = await self._desk.look(attachments.path, copy.sha256)
        except DamagedFileError:
            await self._copies.take_away(row)
            await self._conversations.show(row, reader, damaged_file(copy.title, self._voice(reader)), copy.root)
            raise
        return await self._copies.put(row, reader, copy, path, still=still, noted=noted)

    async def notice(self, row: Claimed, reader: Reader) -> bool:
        """Say something short, once."""
        drawn = await drawn_notice(self._desk, row, reader)
        if drawn is None:
            return False
        drawn = with_files(drawn, row, self._voice(reader))
        thread = row.details.get("thread_ts") or await self._thread(row, reader, row.subject_id)
        if row.must_look and await self._conversations.find(row, reader, str(thread) if thread else None):
            return True
        await self._conversations.post(row, reader, drawn, str(thread) if thread else None)
        return True

    async def reminder(self, row: Claimed, reader: Reader) -> bool:
        """Remind of what is still true: in the subtask's thread when it is about that alone, else in a list."""
        now = self._desk.now()
        bundle = await self._desk.look(bundles.bundle, row.subject_id, reader=reader.slack_id, now=now)
        if bundle is None:
            return False
        thread = await self._thread(row, reader, bundle.thread_of) if bundle.thread_of is not None else None
        if row.must_look and await self._conversations.find(row, reader, thread):
            return True
        if bundle.is_empty:
            return False
        drawn = reminder(bundle, self._voice(reader), in_thread=thread is not None)
        await self._conversations.post(row, reader, drawn, thread)
        return True

    async def home(self, row: Claimed, reader: Reader) -> bool:
        """Draw the page of App Home that the reader has in front of her; nothing for one who never looked.

        From one who has left it is taken away, unless her account is closed in Slack, too, and Slack refuses.
        """
        words, now = self._voice(reader), self._desk.now()
        try:
            page = await self._desk.look(main_page.home, row.person_id, actor=reader.slack_id, now=now)
        except NotAllowedError as unknown:
            try:
                return await self._publish(reader, home_views.stranger(words.refusal(unknown)))
            except RefusedError:
                return False
        if page is None:
            return False
        if isinstance(page, CasePage):
            return await self._publish(reader, home_views.home_case(page, words))
        return await self._publish(reader, home_views.home(page, words))

    async def _publish(self, reader: Reader, view: dict[str, Any]) -> bool:
        await call(self._slack.views_publish(user_id=reader.slack_id, view=view))
        return True

    async def _is_party(self, subtask_id: int, reader: Reader) -> bool:
        return await self._desk.look(pages.is_party, subtask_id, reader=reader.slack_id)

    async def _post(self, row: Claimed, kind: str, subject_id: int) -> Any:
        return await self._conversations.post_of(kind, subject_id, row.person_id)

    async def _thread(self, row: Claimed, reader: Reader, subtask_id: int) -> str | None:
        """Where a subtask's thread hangs in this person's conversation."""
        post = await self._conversations.post_of("card", subtask_id, reader.person.id)
        return str(post.ts) if post and post.ts else None

    def _voice(self, reader: Reader) -> Words:
        return self._desk.voice(reader.person.language)
