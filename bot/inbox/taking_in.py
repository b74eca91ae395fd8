"""From a kept event to the act that it asks for. Doing it twice, here or in another process, has no second effect."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from cases import inbox
from cases.acts import messages, taken_back
from cases.execution.runtime import Runtime
from cases.inbox import KeptEvent
from handlers import asking, said
from handlers.said.events import hear, message_of


class TakingIn:
    """Takes in one event. Nobody waits for it, so it may come late."""

    def __init__(self, runtime: Runtime, slack: AsyncWebClient) -> None:
        """Ask `slack` for what an event does not tell."""
        self._executor = runtime.executor
        self._clock = runtime.clock
        self._slack = slack

    async def take_in(self, kept: KeptEvent) -> None:
        """Do what a kept event asks for. Raises what the act raises."""
        event = kept.event
        if event.get("type") == "file_deleted":
            file_id = str(event.get("file_id"))
            await self._executor.record(taken_back.file_deleted, file_id, kept, now=self._clock.now())
            self._executor.changed.set()
            return
        told = await asking.with_files(self._slack, message_of(event))
        event = event | ({"message": told} if "message" in event else told if "user" in event else {})
        names = await asking.names(self._executor, self._slack, said.mentions(told).people)
        heard = hear(event, names)
        if heard is None:
            await self._executor.record(inbox.taken_in, kept, now=self._clock.now())
        else:
            await self._executor.record(messages.hear, heard, kept, now=self._clock.now())
            self._executor.changed.set()

    async def tell_author(self, kept: KeptEvent) -> None:
        """Tell who did it that an event could not be taken in."""
        message, now = message_of(kept.event), self._clock.now()
        author, thread_ts = str(message.get("user")), str(message.get("thread_ts") or "") or None
        await self._executor.execute(messages.tell_author, kept, author=author, thread_ts=thread_ts, now=now)
