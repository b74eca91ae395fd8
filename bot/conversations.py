"""People's conversations with the bot: putting messages and files there, changing them, taking them away.

Everything that is put somewhere is remembered in `posts`, so that it can be changed later, and carries its
outbox row's key in the message metadata, so that it can be found again when Slack's answer was lost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.engine import Connection

from bot.slack_client import ChannelLostError, GoneError, NotDoneError, call
from cases import reading
from cases.preferences import Preferences
from cases.reminders.watching import zone_of
from cases.values import Person
from handlers.desk import Desk
from handlers.views.blocks import Message
from handlers.views.messages import discreet_text
from store import people as people_rows
from store import posts as post_rows
from store.claiming import Claimed
from store.columns import AnyRow

T = TypeVar("T")
Note = Callable[[Connection], None]
EVENT_TYPE = "saksbot_post"
BEFORE = timedelta(minutes=5)  # Slack's clock and ours need not agree


class ThreadGoneError(Exception):
    """The message under which something was to hang is not there any more; nothing stands anywhere."""

    def __init__(self, channel: str, thread_ts: str) -> None:
        super().__init__("the thread is gone")
        self.channel = channel
        self.thread_ts = thread_ts


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who can be reached in Slack, as the delivery sees her."""

    person: Person
    slack_id: str
    channel: str | None
    zone: ZoneInfo
    preferences: Preferences


class Conversations:
    """All conversations of the bot with people."""

    def __init__(self, desk: Desk, slack: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        """Call Slack through `slack`, and its upload addresses through `session`."""
        self._desk = desk
        self._slack = slack
        self._session = session

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Run one query in a reading transaction."""

        def look(office: Any) -> T:
            with office.database.read() as connection:
                return query(connection)

        return await self._desk.look(look)

    async def write(self, change: Callable[[Connection], T]) -> T:
        """Run one change in a transaction of its own."""

        def act(office: Any) -> T:
            with office.database.begin() as connection:
                return change(connection)

        return await self._desk.note(act)

    async def reader(self, person_id: int) -> Reader | None:
        """Who a row is for; None for one who can not be reached in Slack any more."""
        row = await self.read(lambda connection: people_rows.by_id(connection, person_id))
        if row is None or not row.slack_id:
            return None
        zone = zone_of(self._desk.office, row.slack_zone)
        return Reader(reading.person(row), row.slack_id, row.dm_channel, zone, Preferences.of(row))

    async def post_of(self, kind: str, subject_id: int, person_id: int) -> AnyRow | None:
        """Where something was put for a person, if it was."""
        return await self.read(lambda connection: post_rows.get(connection, kind, subject_id, person_id))

    async def card_of(self, subtask_id: int, reader: Reader) -> str | None:
        """Under which message a subtask's thread hangs in this person's conversation; None where there is none."""
        post = await self.post_of("card", subtask_id, reader.person.id)
        return str(post.ts) if post and post.ts else None

    async def in_thread(self, row: Claimed) -> list[tuple[str, int]]:
        """The messages and files of a subtask that stand in a person's thread: their kinds and numbers."""
        found = await self.read(lambda connection: post_rows.in_thread(connection, row.subject_id, row.person_id))
        return [(one.kind, one.subject_id) for one in found]

    async def remember(self, row: Claimed, also: Note | None = None, **values: str | None) -> None:
        """Remember where a row's subject was put, and write something else down with it."""

        def write(connection: Connection) -> None:
            post_rows.put(connection, row.kind, row.subject_id, row.person_id, **values)
            if also:
                also(connection)

        await self.write(write)

    async def forget(self, row: Claimed, also: Note | None = None) -> None:
        """Forget a row's subject: it stands nowhere any more; and write something else down with it."""

        def write(connection: Connection) -> None:
            post_rows.remove(connection, row.kind, row.subject_id, row.person_id)
            if also:
                also(connection)

        await self.write(write)

    async def channel(self, reader: Reader) -> str:
        """The conversation with this person: opened once, then remembered."""
        if reader.channel:
            return reader.channel
        answer = await call(self._slack.conversations_open(users=reader.slack_id))
        channel = str(answer["channel"]["id"])
        await self.write(lambda connection: people_rows.set_dm_channel(connection, reader.person.id, channel))
        return channel

    @asynccontextmanager
    async def in_channel(self, reader: Reader) -> AsyncIterator[str]:
        """The conversation with this person, for calls inside the block; one that Slack does not know is opened anew.

        Raises what `call` raises, and NotDoneError for one that has to be opened first.
        """
        channel = await self.channel(reader)
        try:
            yield channel
        except ChannelLostError as lost:
            await self.write(lambda connection: people_rows.set_dm_channel(connection, reader.person.id, None))
            raise NotDoneError(lost.code) from lost

    async def show(
        self, row: Claimed, reader: Reader, message: Message, thread_ts: str | None, also: Note | None = None
    ) -> None:
        """Make the conversation show this message for a row: post it, or change the one that stands there.

        What stands under another root than `thread_ts` is put under this one. `also` is written down with a
        message that is new. Raises ThreadGoneError when there is no such root.
        """
        message = self._as_told(row, reader, message)
        post = await self.post_of(row.kind, row.subject_id, row.person_id)
        digest = _digest(message)
        if post and post.ts and post.thread_ts != thread_ts:
            await self.take_away(row, reader, post.thread_ts)
            post = None
        if post is None or post.ts is None:
            await self._put(row, reader, message, thread_ts, digest, also)
        elif post.digest != digest or row.must_look:  # a lost update may stand there, which `posts` knows nothing of
            if await self._change(post, reader, message):
                await self.remember(row, digest=digest)
            else:
                await self.forget(row)
                await self._put(row, reader, message, thread_ts, digest, also)

    def _as_told(self, row: Claimed, reader: Reader, message: Message) -> Message:
        """Keep what the message is about out of the notification, where the institution wants that."""
        if not self._desk.discreet:
            return message
        return replace(message, text=discreet_text(row.kind, self._desk.voice(reader.person.language)))

    async def _change(self, post: AnyRow, reader: Reader, message: Message) -> bool:
        """Change a message that stands; False when it is gone, by itself or with its conversation."""
        shown = {"channel": post.channel, "ts": post.ts, "text": message.text, "blocks": message.blocks}
        try:
            if post.channel != await self.channel(reader):
                return False
            async with self.in_channel(reader):
                await call(self._slack.chat_update(**shown))
        except GoneError:
            return False
        return True

    async def _put(
        self,
        row: Claimed,
        reader: Reader,
        message: Message,
        thread_ts: str | None,
        digest: str,
        also: Note | None,
    ) -> None:
        if not (found := await self.find(row, reader, thread_ts)):
            await self.post(row, reader, message, thread_ts, digest=digest, also=also)
            return
        async with self.in_channel(reader) as channel:
            await call(self._slack.chat_update(channel=channel, ts=found, text=message.text, blocks=message.blocks))
        await self.remember(row, also, channel=channel, ts=found, thread_ts=thread_ts, digest=digest)

    async def post(
        self,
        row: Claimed,
        reader: Reader,
        message: Message,
        thread_ts: str | None,
        *,
        digest: str | None = None,
        also: Note | None = None,
    ) -> None:
        """Post a new message and remember where it stands. Raises ThreadGoneError when its thread has no root."""
        message = self._as_told(row, reader, message)
        async with self.in_channel(reader) as channel:
            try:
                answer = await call(
                    self._slack.chat_postMessage(
                        channel=channel,
                        text=message.text,
                        blocks=message.blocks,
                        thread_ts=thread_ts,
                        metadata={"event_type": EVENT_TYPE, "event_payload": {"key": row.key}},
                        unfurl_links=False,
                        unfurl_media=False,
                    )
                )
            except GoneError as gone:
                if not thread_ts:
                    raise
                raise ThreadGoneError(channel, thread_ts) from gone
            if thread_ts and not await self._stands_in(channel, str(answer["ts"]), answer.get("message")):
                raise ThreadGoneError(channel, thread_ts)
        await self.remember(row, also, channel=channel, ts=str(answer["ts"]), thread_ts=thread_ts, digest=digest)

    async def require_root(self, channel: str, thread_ts: str) -> None:
        """See whether a message stands that a file is to hang under: where it would appear is told too late.

        Raises ThreadGoneError. https://docs.slack.dev/reference/methods/chat.getPermalink
        """
        try:
            await call(self._slack.chat_getPermalink(channel=channel, message_ts=thread_ts))
        except GoneError as gone:
            raise ThreadGoneError(channel, thread_ts) from gone

    async def _stands_in(self, channel: str, ts: str, message: Any) -> bool:
        """Whether what was just posted stands in a thread; if not, it is taken away.

        Where the root is gone Slack posts at the top level and leaves `thread_ts` out of its answer
        (https://github.com/slack-go/slack/issues/1571).
        """
        if message is None or message.get("thread_ts"):
            return True
        await self._gone(self._slack.chat_delete(channel=channel, ts=ts))
        return False

    async def find(self, row: Claimed, reader: Reader, thread_ts: str | None) -> str | None:
        """Look for the message of an earlier attempt whose answer was lost; None when there is none.

        To be asked when Slack has had the time to show it (bot/delivery.py, SETTLED). A thread whose root is
        gone can have it at the top level only, where it does not count and is taken away.
        """
        if not row.must_look or row.tried_at is None:
            return None
        oldest = str((row.tried_at - BEFORE).timestamp())
        wanted: dict[str, Any] = {"oldest": oldest, "include_all_metadata": True, "limit": 200}
        async with self.in_channel(reader) as channel:
            if thread_ts:
                try:
                    answer = await call(self._slack.conversations_replies(channel=channel, ts=thread_ts, **wanted))
                except GoneError as gone:
                    if stray := await self.find(row, reader, None):
                        await self._gone(self._slack.chat_delete(channel=channel, ts=stray))
                    raise ThreadGoneError(channel, thread_ts) from gone
            else:
                answer = await call(self._slack.conversations_history(channel=channel, **wanted))
        for message in answer["messages"]:
            if message.get("metadata", {}).get("event_payload", {}).get("key") == row.key:
                return str(message["ts"])
        return None

    async def take_away(self, row: Claimed, reader: Reader, thread_ts: str | None) -> bool:
        """Delete the message that stands for a row, also one whose posting was never confirmed; False without one."""
        post = await self.post_of(row.kind, row.subject_id, row.person_id)
        try:
            ts = post.ts if post else await self.find(row, reader, thread_ts)
        except ThreadGoneError:
            return False
        if ts is None:
            return False
        channel = post.channel if post else await self.channel(reader)
        await self._gone(self._slack.chat_delete(channel=channel, ts=ts))
        await self.forget(row)
        return True

    async def _gone(self, deletion: Awaitable[Any]) -> None:
        """Delete; what is not there, or whose conversation is not, is deleted already."""
        with suppress(GoneError, ChannelLostError):
            await call(deletion)


def _digest(message: Message) -> str:
    return hashlib.sha256(json.dumps([message.text, message.blocks], sort_keys=True).encode()).hexdigest()
