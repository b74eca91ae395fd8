"""People's conversations with the bot: putting messages and files there, changing them, taking them away.

Everything that is put somewhere is remembered in `posts`, so that it can be changed later, and carries its
outbox row's key in the message metadata, so that it can be found again when Slack's answer was lost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.engine import Connection

from bot.slack_client import RefusedError, call
from cases import reading
from cases.preferences import Preferences
from cases.reminders.watching import zone_of
from cases.values import Person
from handlers.desk import Desk
from handlers.views.blocks import Message
from handlers.views.messages import discreet_text
from store import people as people_rows
from store import posts as post_rows
from store.columns import AnyRow
from store.outbox import Claimed

T = TypeVar("T")
Note = Callable[[Connection], None]
EVENT_TYPE = "saksbot_post"
GONE = {"message_not_found", "channel_not_found", "thread_not_found", "cant_update_message"}
BEFORE = timedelta(minutes=5)  # Slack's clock and ours need not agree


class LookAgainError(Exception):
    """The message was not found, but the history may lag: look once more before sending again."""


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

    async def show(self, row: Claimed, reader: Reader, message: Message, thread_ts: str | None) -> None:
        """Make the conversation show this message for a row: post it, or change the one that stands there."""
        message = self._as_told(row, reader, message)
        post = await self.post_of(row.kind, row.subject_id, row.person_id)
        digest = _digest(message)
        if post is None or post.ts is None:
            await self._put(row, reader, message, thread_ts, digest)
        elif post.digest != digest or row.must_look:  # a lost update may stand there, which `posts` knows nothing of
            if await self._change(post, message):
                await self.remember(row, digest=digest)
            else:
                await self.forget(row)
                await self._put(row, reader, message, thread_ts, digest)

    def _as_told(self, row: Claimed, reader: Reader, message: Message) -> Message:
        """Keep what the message is about out of the notification, where the institution wants that."""
        if not self._desk.discreet:
            return message
        return replace(message, text=discreet_text(row.kind, self._desk.voice(reader.person.language)))

    async def _change(self, post: AnyRow, message: Message) -> bool:
        """Change a message that stands; False when it is gone."""
        shown = {"channel": post.channel, "ts": post.ts, "text": message.text, "blocks": message.blocks}
        try:
            await call(self._slack.chat_update(**shown))
        except RefusedError as refused:
            if refused.code not in GONE:
                raise
            return False
        return True

    async def _put(self, row: Claimed, reader: Reader, message: Message, thread_ts: str | None, digest: str) -> None:
        found = await self.find(row, reader, thread_ts)
        if found:
            channel = await self.channel(reader)
            await call(self._slack.chat_update(channel=channel, ts=found, text=message.text, blocks=message.blocks))
            await self.remember(row, channel=channel, ts=found, digest=digest)
        else:
            await self.post(row, reader, message, thread_ts, digest=digest)

    async def post(
        self, row: Claimed, reader: Reader, message: Message, thread_ts: str | None, *, digest: str | None = None
    ) -> None:
        """Post a new message and remember where it stands."""
        message = self._as_told(row, reader, message)
        channel = await self.channel(reader)
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
        await self.remember(row, channel=channel, ts=str(answer["ts"]), digest=digest)

    async def find(self, row: Claimed, reader: Reader, thread_ts: str | None) -> str | None:
        """Look for the message of an earlier attempt whose answer was lost. Two looks decide that it is not there.

        Raises LookAgainError after the first look.
        """
        if not row.must_look or row.tried_at is None:
            return None
        channel = await self.channel(reader)
        oldest = str((row.tried_at - BEFORE).timestamp())
        wanted: dict[str, Any] = {"channel": channel, "oldest": oldest, "include_all_metadata": True, "limit": 200}
        if thread_ts:
            answer = await call(self._slack.conversations_replies(ts=thread_ts, **wanted))
        else:
            answer = await call(self._slack.conversations_history(**wanted))
        for message in answer["messages"]:
            if message.get("metadata", {}).get("event_payload", {}).get("key") == row.key:
                return str(message["ts"])
        if row.looks < 1:
            raise LookAgainError
        return None

    async def take_away(self, row: Claimed, reader: Reader, thread_ts: str | None) -> bool:
        """Delete the message that stands for a row, also one whose posting was never confirmed; False without one."""
        post = await self.post_of(row.kind, row.subject_id, row.person_id)
        ts = post.ts if post else await self.find(row, reader, thread_ts)
        if ts is None:
            return False
        try:
            await call(self._slack.chat_delete(channel=await self.channel(reader), ts=ts))
        except RefusedError as refused:
            if refused.code not in GONE:
                raise
        await self.forget(row)
        return True


def _digest(message: Message) -> str:
    return hashlib.sha256(json.dumps([message.text, message.blocks], sort_keys=True).encode()).hexdigest()
