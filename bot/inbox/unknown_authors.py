"""Answers to people whom the institution does not know: the outbox has no place for them, so the inbox waits for these.

An event of theirs counts as taken in when its answer stands; what keeps Slack from taking the answer puts it off.
"""

from __future__ import annotations

import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.direct_messages import signature, signed_with
from bot.slack.client import GoneError, RefusedError, call
from cases import inbox
from cases.acts.messages import Change, UnknownAuthorError
from cases.execution.runtime import Runtime
from cases.inbox import KeptEvent
from handlers.translators import Translators
from handlers.views.introduction import unknown_author

log = logging.getLogger(__name__)


class UnknownAuthors:
    """Tells them that nobody read what they wrote, and whom to ask."""

    def __init__(self, runtime: Runtime, translators: Translators, slack: AsyncWebClient) -> None:
        """Answer through `slack`."""
        self._executor = runtime.executor
        self._clock = runtime.clock
        self._translators = translators
        self._slack = slack

    async def answer(self, kept: KeptEvent, unknown: UnknownAuthorError) -> bool:
        """Answer below what was written, once, and note the event as taken in; False where another process is at it.

        Raises what `call` raises.
        """
        if not await self._executor.record(inbox.hold, kept, now=self._clock.now()):
            return False
        if unknown.heard.change is Change.WRITTEN:
            try:
                await self._say(kept, unknown)
            except (RefusedError, GoneError) as refused:
                log.info("somebody unknown cannot be answered: %s", refused)
        await self._executor.record(inbox.taken_in, kept, now=self._clock.now())
        return True

    async def _say(self, kept: KeptEvent, unknown: UnknownAuthorError) -> None:
        heard = unknown.heard
        translator = await self._translators.of_person(heard.author)
        told = unknown_author(translator.refusal(unknown), translator)
        thread = heard.thread_ts or heard.ts
        if not await self._stands(heard.channel, thread, kept.key):
            await call(
                self._slack.chat_postMessage(
                    channel=heard.channel,
                    thread_ts=thread,
                    text=told.text,
                    blocks=told.blocks,
                    metadata=signature(kept.key),
                )
            )

    async def _stands(self, channel: str, thread: str, key: str) -> bool:
        """Whether an earlier attempt, of which nobody heard, has come through."""
        answer = await call(
            self._slack.conversations_replies(channel=channel, ts=thread, include_all_metadata=True, limit=200)
        )
        return signed_with(answer["messages"], key) is not None
