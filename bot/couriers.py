"""What each kind of outbox row becomes: drawn now, from what is true now, for the one who reads it.

A courier returns True when it has shown (or taken away) something and False when there was nothing to
show any more. What can not be shown raises; the delivery decides what comes of that.
"""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations import Conversations, Reader
from bot.notices import drawn_notice
from bot.slack_client import RefusedError, UnknownOutcomeError, call, time_for_a_file
from cases import attachments, main_page, pages
from cases.errors import DamagedFileError, NotAllowedError
from cases.values import CasePage
from handlers.desk import Desk
from handlers.views import card as card_view
from handlers.views import home as home_views
from handlers.views import messages as views
from handlers.words import Words
from store.files import BLOCK
from store.outbox import Claimed

Courier = Callable[[Claimed, Reader], Awaitable[bool]]
SLACK_HOSTS = ("slack.com", "slack-files.com")


class Couriers:
    """One courier for each kind of row."""

    def __init__(
        self, desk: Desk, conversations: Conversations, slack: AsyncWebClient, session: aiohttp.ClientSession
    ) -> None:
        """Draw at this desk, show in these conversations."""
        self._desk = desk
        self._conversations = conversations
        self._slack = slack
        self._session = session
        self.by_kind: dict[str, Courier] = {
            "card": self.card,
            "message": self.message,
            "fetch": self.fetch,
            "copy": self.copy,
            "grant": self.grant,
            "notice": self.notice,
            "home": self.home,
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
        if message.deleted:
            return await self._conversations.take_away(row, reader, root)
        if root is None:
            return False
        own = message.author.id == reader.person.id
        drawn = views.mirrored(message, reader.person, self._voice(reader), own=own)
        await self._conversations.show(row, reader, drawn, root)
        return True

    async def fetch(self, row: Claimed, reader: Reader) -> bool:
        """Take in the bytes of a file that somebody wrote into a thread, before Slack forgets them."""
        sent = await self._desk.look(attachments.sent_file, row.subject_id)
        if sent is None or sent.sha256 or sent.deleted:
            return False
        try:
            answer = await call(self._slack.files_info(file=sent.slack_file_id))
        except RefusedError:
            return False  # its author took it away before it came this far
        address = str(answer["file"].get("url_private_download") or answer["file"]["url_private"])
        with tempfile.TemporaryFile() as file:
            await call(self._download(address, sent.size, file))
            sha256 = await self._desk.look(attachments.keep_bytes, file)
        await self._desk.note(attachments.mark_kept, row.subject_id, sha256)
        return True

    async def copy(self, row: Claimed, reader: Reader) -> bool:
        """Put a copy of a sent file into the reader's thread, or take it away with its message."""
        sent = await self._desk.look(attachments.sent_file, row.subject_id)
        if sent is None or sent.deleted:
            return await self._conversations.take_file_away(row)
        root = await self._thread(row, reader, sent.subtask_id)
        if sent.sha256 is None or root is None:
            return False
        return await self._share(row, reader, sent.sha256, sent.name, sent.name, root)

    async def grant(self, row: Claimed, reader: Reader) -> bool:
        """Put a granted attachment into the assignee's thread, or take the copy back (S34, S35)."""
        granted = await self._desk.look(attachments.granted_file, row.subject_id, reader.slack_id)
        if granted is None:
            return await self._conversations.take_file_away(row)
        root = await self._thread(row, reader, granted.subtask_id)
        if root is None:
            return False
        return await self._share(row, reader, granted.sha256, granted.name, granted.title, root)

    async def _share(self, row: Claimed, reader: Reader, sha256: str, name: str, title: str, root: str) -> bool:
        try:
            path = await self._desk.look(attachments.path, sha256)
        except DamagedFileError:
            await self._conversations.show(row, reader, views.damaged_file(title, self._voice(reader)), root)
            raise
        await self._conversations.share_file(row, reader, path, name=name, title=title, root=root)
        return True

    async def notice(self, row: Claimed, reader: Reader) -> bool:
        """Say something short, once."""
        drawn = await drawn_notice(self._desk, row, reader)
        if drawn is None:
            return False
        thread = row.details.get("thread_ts") or await self._thread(row, reader, row.subject_id)
        if row.must_look and await self._conversations.find(row, reader, str(thread) if thread else None):
            return True
        await self._conversations.post(row, reader, drawn, str(thread) if thread else None)
        return True

    async def home(self, row: Claimed, reader: Reader) -> bool:
        """Draw the page of App Home that the reader has in front of her; nothing for one who never looked."""
        page = await self._desk.look(main_page.home, actor=reader.slack_id, now=self._desk.now())
        if page is None:
            return False
        words = self._voice(reader)
        view: dict[str, Any] = (
            home_views.home_case(page, words) if isinstance(page, CasePage) else home_views.home(page, words)
        )
        await call(self._slack.views_publish(user_id=reader.slack_id, view=view))
        return True

    async def _post(self, row: Claimed, kind: str, subject_id: int) -> Any:
        return await self._conversations.post_of(kind, subject_id, row.person_id)

    async def _thread(self, row: Claimed, reader: Reader, subtask_id: int) -> str | None:
        """Where a subtask's thread hangs in this person's conversation."""
        post = await self._conversations.post_of("card", subtask_id, reader.person.id)
        return str(post.ts) if post and post.ts else None

    async def _download(self, address: str, size: int, file: BinaryIO) -> None:
        """Get a private file. Slack answers a wrong token with a page in HTML and status 200."""
        if not self._is_slack(address):
            raise RefusedError("foreign_file_address")
        headers = {"Authorization": f"Bearer {self._slack.token}"}
        timeout = time_for_a_file(self._session)
        async with self._session.get(address, headers=headers, timeout=timeout, allow_redirects=False) as answer:
            async for block in answer.content.iter_chunked(BLOCK):
                file.write(block)
        if answer.status != 200 or (size and file.tell() != size):
            raise UnknownOutcomeError(f"download: status {answer.status}, {file.tell()} of {size} bytes")

    def _is_slack(self, address: str) -> bool:
        parts, own = urlsplit(address), urlsplit(self._slack.base_url)
        host = parts.hostname or ""
        if (parts.scheme, parts.netloc) == (own.scheme, own.netloc):
            return True
        return parts.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in SLACK_HOSTS)

    def _voice(self, reader: Reader) -> Words:
        return self._desk.voice(reader.person.language)
