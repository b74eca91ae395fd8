"""Copies of files in people's threads: put there once, replaced when the bytes are others, taken away for good.

A copy's Slack id is remembered before it is shared, so that it can be taken back whatever becomes of the
answer. What the history says of a copy is written together with what is remembered of it.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.direct_messages import DirectMessages
from bot.delivery.recipients import Note, Recipient
from bot.slack.client import GoneError, UnknownOutcomeError, call, proxy_for, time_for_a_file
from store.claiming import Claimed
from store.posts import PostRow

SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Copy:
    """A file as a thread is to show it: the name of its bytes, what it is called, the thread's root if it has one."""

    sha256: str
    name: str
    title: str
    root: str | None
    said: str | None = None
    """What stands above it; nothing that people wrote."""


class Copies:
    """All copies of files in the bot's conversations with people."""

    def __init__(self, direct_messages: DirectMessages, slack: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        """Call Slack through `slack`, and its upload addresses through `session`."""
        self._direct_messages = direct_messages
        self._slack = slack
        self._session = session

    async def stands(self, row: Claimed, copy: Copy) -> bool:
        """Whether a copy of these bytes is in the thread already."""
        post = await self._post(row)
        return post is not None and post.ts == SHARED and (post.digest, post.thread_ts) == (copy.sha256, copy.root)

    async def put(
        self,
        row: Claimed,
        recipient: Recipient,
        copy: Copy,
        path: Path,
        *,
        still: Callable[[], Awaitable[bool]],
        noted: Note | None = None,
    ) -> bool:
        """Put a copy into the thread, in place of an older one; False when it was not wanted any more by then.

        A big file takes long: `still` is asked again before anybody sees it, and once more afterwards, for what
        was decided meanwhile. Raises ThreadGoneError when there is no such thread.
        https://docs.slack.dev/reference/methods/files.completeUploadExternal
        """
        post = await self._post(row)
        async with self._direct_messages.in_channel(recipient) as channel:
            if post and (post.ts or post.digest != copy.sha256 or post.thread_ts != copy.root):
                await self.take_away(row, recipient)
            elif post and post.file_id and await self._is_shared(post.file_id, channel, copy.root):
                await self._direct_messages.remember(row, noted, ts=SHARED)
                return True
            if copy.root:
                await self._direct_messages.require_root(channel, copy.root)
            file_id = await self._upload(path, copy.name)
            if not await still():
                return False  # never completed, so Slack shows it to nobody and forgets it
            put_there = {"channel": channel, "thread_ts": copy.root, "file_id": file_id, "digest": copy.sha256}
            await self._direct_messages.remember(row, None, **put_there)
            files: list[dict[str, str | None]] = [{"id": file_id, "title": copy.title}]
            await call(
                self._slack.files_completeUploadExternal(
                    files=files, channel_id=channel, thread_ts=copy.root, initial_comment=copy.said
                ),
            )
        # All of it once more: an erasure may have found the place, but no file there yet that it could delete.
        await self._direct_messages.remember(row, noted, **put_there, ts=SHARED)
        if not await still():
            await self.take_away(row, recipient)
        return True

    async def take_away(self, row: Claimed, recipient: Recipient, noted: Note | None = None) -> bool:
        """Delete a person's copy, or what was said in its place; False when there is nothing.

        `noted` is written only of a copy that the reader can have seen.
        """
        post = await self._post(row)
        if post is None:
            return False
        if post.file_id is None:
            return await self._direct_messages.take_away(row, recipient, post.thread_ts)
        if not await self._gone(self._slack.files_delete(file=post.file_id)) and post.ts != SHARED:
            noted = None  # it never came that far
        await self._direct_messages.forget(row, noted)
        return True

    async def _gone(self, deletion: Awaitable[Any]) -> bool:
        """Delete; False when it was not there."""
        try:
            await call(deletion)
        except GoneError:
            return False
        return True

    async def _post(self, row: Claimed) -> PostRow | None:
        return await self._direct_messages.post_of(row.place, row.subject_id, row.person_id)

    async def _is_shared(self, file_id: str, channel: str, root: str | None) -> bool:
        """Whether a file whose sharing was never confirmed stands where it should; elsewhere it is taken away."""
        try:
            answer = await call(self._slack.files_info(file=file_id))
        except GoneError:
            return False  # it was never completed, so it is nowhere
        places = [place.get(channel, []) for place in (answer["file"].get("shares") or {}).values()]
        if any(share.get("thread_ts") == root for shares in places for share in shares):
            return True
        await self._gone(self._slack.files_delete(file=file_id))
        return False

    async def _upload(self, path: Path, name: str) -> str:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            answer = await call(self._slack.files_getUploadURLExternal(filename=name, length=size))
            await call(self._send(answer["upload_url"], file))
        return str(answer["file_id"])

    async def _send(self, address: str, file: Any) -> None:
        timeout, proxy = time_for_a_file(self._session), proxy_for(address)
        async with self._session.post(address, data=file, timeout=timeout, proxy=proxy) as answer:
            if answer.status != 200:
                raise UnknownOutcomeError(f"upload: status {answer.status}")
