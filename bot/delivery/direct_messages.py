"""People's conversations with the bot: putting messages and files there, changing them, taking them away.

Everything that is put somewhere is remembered in `posts` when its row is settled, so that it can be changed later, and
carries its outbox row's key in the message metadata, so that it can be found again when Slack's answer was lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count, takewhile
from typing import Any

import orjson
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.engine import Connection

from bot.delivery.recipients import Note, Recipient, Remembered
from bot.slack.client import ChannelLostError, GoneError, NotDoneError, after_effect, call
from cases import effects
from cases.execution.runtime import Runtime
from handlers.translator import Translator
from handlers.translators import Translators
from handlers.views.blocks import Message
from handlers.views.messages import discreet_text
from store import outbox
from store import people as people_rows
from store import posts as post_rows
from store.claiming import Claimed
from store.posts import PostRow

EVENT_TYPE = "saksbot_post"
BEFORE = timedelta(minutes=5)  # Slack's clock and ours need not agree


def signature(key: str) -> dict[str, object]:
    """The metadata by which a message is found again when Slack's answer was lost; says nothing to others."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def signed_with(messages: Sequence[dict[str, Any]], key: str) -> str | None:
    """The `ts` of the one of these messages that carries this key; None when none does."""
    return next((str(one["ts"]) for one in messages if _key_in(one) == key), None)


def _key_in(message: dict[str, Any]) -> str:
    return str(message.get("metadata", {}).get("event_payload", {}).get("key") or "")


class ThreadGoneError(Exception):
    """The message under which something was to hang is not there any more; nothing stands anywhere."""

    def __init__(self, thread_ts: str) -> None:
        super().__init__("the thread is gone")
        self.thread_ts = thread_ts


class DirectMessages(Remembered):
    """All conversations of the bot with people."""

    def __init__(self, runtime: Runtime, slack: AsyncWebClient, translators: Translators) -> None:
        """Call Slack through `slack`."""
        super().__init__(runtime)
        self._slack = slack
        self._translators = translators

    def translator_of(self, recipient: Recipient) -> Translator:
        """The words in a reader's language."""
        return self._translators.of(recipient.person.language)

    async def channel(self, recipient: Recipient) -> str:
        """The conversation with this person: opened once, then remembered. Cards that stand in another come anew."""
        if recipient.channel:
            return recipient.channel
        answer = await call(self._slack.conversations_open(users=recipient.slack_id))
        channel, person = str(answer["channel"]["id"]), recipient.person.id

        def opened(connection: Connection) -> None:
            people_rows.set_dm_channel(connection, person, channel)
            elsewhere = post_rows.roots_elsewhere(connection, person, channel)
            again = [effects.look_again(one.kind, one.subject_id, person) for one in elsewhere]
            outbox.add(connection, again, self._runtime.clock.now())

        await self.write(opened)
        return channel

    @asynccontextmanager
    async def in_channel(self, recipient: Recipient) -> AsyncIterator[str]:
        """The conversation with this person, for calls inside the block; one that Slack does not know is opened anew.

        Raises what `call` raises, and NotDoneError for one that has to be opened first.
        """
        channel = await self.channel(recipient)
        try:
            yield channel
        except ChannelLostError as lost:
            await self.write(lambda connection: people_rows.set_dm_channel(connection, recipient.person.id, None))
            raise NotDoneError(str(lost)) from lost

    async def show(
        self, row: Claimed, recipient: Recipient, message: Message, thread_ts: str | None, also: Note | None = None
    ) -> bool:
        """Make the conversation show this message for a row: post it, or change the one that stands there.

        What stands under another root than `thread_ts` is put under this one. `also` is written down with a
        message that is new; True for such a one. Raises ThreadGoneError when there is no such root.
        """
        message = self._as_told(row, recipient, message)
        post = row.post if row.part == 1 else await self.post_of(row.place, row.subject_id, row.person_id)
        digest = _digest(message)
        if post and post.ts and (post.thread_ts != thread_ts or recipient.channel not in (None, post.channel)):
            await self.take_away(row, recipient, post.thread_ts)
            post = None
        if post and post.ts:
            if post.digest == digest and not row.may_be_sent:  # a lost update may stand there, unknown to `posts`
                return False
            if await self._change(post, recipient, message):
                self.owe_place(row, digest=digest)
                return False
            await self.forget(row)
        await self._put(row, recipient, message, thread_ts, digest, also)
        return True

    async def show_parts(
        self, row: Claimed, recipient: Recipient, parts: Sequence[Message], thread_ts: str | None
    ) -> bool:
        """Make the conversation show these messages, one below the other, for one row, and no more of them than these.

        Each part has a place and a key of its own, so that what was cut off is gone on with. False when there was
        nothing to show, nor to take away.
        """
        is_new = False
        for number, part in enumerate(parts, 1):
            is_new = await self.show(_part(row, number), recipient, part, thread_ts)
        if is_new:  # then all that an earlier attempt left behind it has been found with it
            row = replace(row, may_be_sent=False)
        number, changed = len(parts) + 1, bool(parts)
        while (stood := await self.take_away(_part(row, number), recipient, thread_ts)) or number == 1:
            changed |= stood
            number += 1
        return changed

    def _as_told(self, row: Claimed, recipient: Recipient, message: Message) -> Message:
        """Keep what the message is about out of the notification, where the institution wants that."""
        if not self._runtime.context.discreet:
            return message
        return replace(message, text=discreet_text(row.kind, self.translator_of(recipient)))

    async def _change(self, post: PostRow, recipient: Recipient, message: Message) -> bool:
        """Change a message that stands; False when it is gone, by itself or with its conversation."""
        try:
            channel = await self.channel(recipient)
            if post.channel != channel or post.ts is None:
                return False
            async with self.in_channel(recipient):
                changed = self._slack.chat_update(channel=channel, ts=post.ts, text=message.text, blocks=message.blocks)
                await call(changed)
        except GoneError:
            return False
        return True

    async def _put(
        self,
        row: Claimed,
        recipient: Recipient,
        message: Message,
        thread_ts: str | None,
        digest: str,
        also: Note | None,
    ) -> None:
        if not (found := await self.find(row, recipient, thread_ts)):
            await self.post(row, recipient, message, thread_ts, digest=digest, also=also)
            return
        async with self.in_channel(recipient) as channel:
            await call(self._slack.chat_update(channel=channel, ts=found, text=message.text, blocks=message.blocks))
        self.owe_place(row, also, channel=channel, ts=found, thread_ts=thread_ts, digest=digest)

    async def post(
        self,
        row: Claimed,
        recipient: Recipient,
        message: Message,
        thread_ts: str | None,
        *,
        digest: str | None = None,
        also: Note | None = None,
    ) -> None:
        """Post a message, whose place is remembered with the row. Raises ThreadGoneError when there is no such root."""
        message = self._as_told(row, recipient, message)
        async with self.in_channel(recipient) as channel:
            try:
                answer = await call(
                    self._slack.chat_postMessage(
                        channel=channel,
                        text=message.text,
                        blocks=message.blocks,
                        thread_ts=thread_ts,
                        metadata=signature(row.key),
                        unfurl_links=False,
                        unfurl_media=False,
                    )
                )
            except GoneError as gone:
                if not thread_ts:
                    raise
                raise ThreadGoneError(thread_ts) from gone
            if thread_ts and not (answer.get("message") or {}).get("thread_ts"):
                with after_effect():
                    await self._require_in_thread(channel, str(answer["ts"]), thread_ts)
        self.owe_place(row, also, channel=channel, ts=str(answer["ts"]), thread_ts=thread_ts, digest=digest)

    async def require_root(self, channel: str, thread_ts: str) -> None:
        """See whether a message stands that a file is to hang under: where it would appear is told too late.

        Raises ThreadGoneError. https://docs.slack.dev/reference/methods/chat.getPermalink
        """
        try:
            await call(self._slack.chat_getPermalink(channel=channel, message_ts=thread_ts))
        except GoneError as gone:
            raise ThreadGoneError(thread_ts) from gone

    async def _require_in_thread(self, channel: str, ts: str, thread_ts: str) -> None:
        """Take a message away that Slack has put beside a thread whose root is gone, and raise ThreadGoneError.

        Slack then posts at the top level and leaves `thread_ts` out of its answer
        (https://github.com/slack-go/slack/issues/1571). One that leaves it out though the root stands is believed.
        """
        try:
            await self.require_root(channel, thread_ts)
        except ThreadGoneError:
            await self._gone(self._slack.chat_delete(channel=channel, ts=ts))
            raise

    async def find(self, row: Claimed, recipient: Recipient, thread_ts: str | None) -> str | None:
        """Look for the message of an earlier attempt whose answer was lost; None when there is none.

        To be asked when Slack has had the time to show it (bot/delivery/worker.py, SETTLED). A thread whose root is
        gone can have it at the top level only, where it does not count and is taken away. Where the parts behind it
        stand is remembered: one look serves them all.
        """
        if not row.may_be_sent or row.tried_at is None:
            return None
        oldest = str((row.tried_at - BEFORE).timestamp())
        wanted: dict[str, Any] = {"oldest": oldest, "include_all_metadata": True, "limit": 200}
        async with self.in_channel(recipient) as channel:
            if thread_ts:
                try:
                    answer = await call(self._slack.conversations_replies(channel=channel, ts=thread_ts, **wanted))
                except GoneError as gone:
                    if stray := await self.find(row, recipient, None):
                        await self._gone(self._slack.chat_delete(channel=channel, ts=stray))
                    raise ThreadGoneError(thread_ts) from gone
            else:
                answer = await call(self._slack.conversations_history(channel=channel, **wanted))
        for later in _parts_behind(row, answer["messages"]):
            ts = signed_with(answer["messages"], later.key)
            await self.remember(later, channel=channel, ts=ts, thread_ts=thread_ts)
        return signed_with(answer["messages"], row.key)

    async def take_away(self, row: Claimed, recipient: Recipient, thread_ts: str | None) -> bool:
        """Delete the message that stands for a row, also one whose posting was never confirmed; False without one.

        What stands in a conversation that is not the reader's any more is gone with it.
        """
        post = await self.post_of(row.place, row.subject_id, row.person_id)
        try:
            ts = post.ts if post else await self.find(row, recipient, thread_ts)
        except ThreadGoneError:
            return False
        if ts is None:
            return False
        async with self.in_channel(recipient) as channel:
            if post is None or post.channel == channel:
                await self._gone(self._slack.chat_delete(channel=channel, ts=ts))
        await self.forget(row)
        return True

    async def _gone(self, deletion: Awaitable[Any]) -> None:
        """Delete; what is not there is deleted already."""
        with suppress(GoneError):
            await call(deletion)


def _part(row: Claimed, number: int) -> Claimed:
    return row if number == 1 else replace(row, part=number, key=f"{row.key}:{number}")


def _parts_behind(row: Claimed, messages: Sequence[dict[str, Any]]) -> list[Claimed]:
    """The later parts of a row that stand among these messages: left by a process that ended before it wrote that."""
    first, there = replace(row, key=row.key.partition(":")[0], part=1), {_key_in(one) for one in messages}
    return list(takewhile(lambda part: part.key in there, (_part(first, number) for number in count(row.part + 1))))


def _digest(message: Message) -> str:
    return hashlib.sha256(orjson.dumps([message.text, message.blocks], option=orjson.OPT_SORT_KEYS)).hexdigest()
