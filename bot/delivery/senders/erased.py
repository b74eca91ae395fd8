"""What an erasure took: where it stands in Slack it is deleted, and so are its bytes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.direct_messages import DirectMessages
from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from bot.slack.client import ChannelLostError, GoneError, call
from cases.acts import taken_back
from cases.execution.runtime import Runtime
from domain.outbox_kinds import OutboxKind
from store.claiming import Claimed


class ErasedSender(Sender):
    """Deletes a file, or a message with everything that the bot has said below it. Nobody has to be reached for it."""

    kind = OutboxKind.ERASED

    def __init__(self, runtime: Runtime, direct_messages: DirectMessages, slack: AsyncWebClient) -> None:
        """Call Slack through `slack`."""
        super().__init__(runtime, direct_messages)
        self._slack = slack

    async def deliver(self, row: Claimed, recipient: Recipient | None) -> bool:
        """Take it away; what is gone already, by itself or with its conversation, is not there to be deleted."""
        where = row.details
        if sha256 := where.get("sha256"):
            return await self._runtime.executor.record(taken_back.discard, str(sha256))
        if file_id := where.get("file_id"):
            await self._gone(self._slack.files_delete(file=str(file_id)))
            return True
        channel, ts = str(where["channel"]), str(where["ts"])
        if where.get("with_thread"):
            async for below in self._said_below(channel, ts):
                await self._gone(self._slack.chat_delete(channel=channel, ts=below))
        await self._gone(self._slack.chat_delete(channel=channel, ts=ts))
        return True

    async def _said_below(self, channel: str, ts: str) -> AsyncIterator[str]:
        """What the bot has said in a thread, page by page; what people wrote there only they can delete.

        https://docs.slack.dev/reference/methods/conversations.replies
        """
        cursor: str | None = None
        with suppress(GoneError, ChannelLostError):
            while True:
                asked = self._slack.conversations_replies(channel=channel, ts=ts, cursor=cursor, limit=200)
                answer: Any = await call(asked)
                for one in answer["messages"]:
                    if one.get("bot_id") and one["ts"] != ts:
                        yield str(one["ts"])
                cursor = (answer.get("response_metadata") or {}).get("next_cursor")
                if not cursor:
                    return

    async def _gone(self, deletion: Awaitable[Any]) -> None:
        with suppress(GoneError, ChannelLostError):
            await call(deletion)

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Do the same."""
        return await self.deliver(row, recipient)

    async def is_silent(self, row: Claimed) -> bool:
        """Nobody hears it."""
        return True
