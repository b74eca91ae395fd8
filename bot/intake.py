"""From the inbox to the acts: takes in the events that were kept before they were acknowledged."""

from __future__ import annotations

import asyncio
import logging

from cases import events
from cases.errors import Refused
from cases.events import KeptEvent
from handlers import conversation
from handlers.desk import Desk

IDLE = 5.0

log = logging.getLogger(__name__)


class Intake:
    """Takes in events, oldest first, until it is stopped."""

    def __init__(self, desk: Desk) -> None:
        """Take in at this desk."""
        self._desk = desk
        self._stopping = False

    async def run(self) -> None:
        """Take in until `stop` is called."""
        while not self._stopping:
            self._desk.heard.clear()
            try:
                if await self._take_in_waiting():
                    continue
            except Refused:
                log.warning("the database can not be reached; the intake waits")
            except Exception:
                log.exception("the intake met a fault and goes on")
            await self._sleep()

    def stop(self) -> None:
        """Take in nothing more; what waits is taken in after the next start."""
        self._stopping = True
        self._desk.heard.set()

    async def _sleep(self) -> None:
        try:
            async with asyncio.timeout(IDLE):
                await self._desk.heard.wait()
        except TimeoutError:
            return

    async def _take_in_waiting(self) -> int:
        waiting = await self._desk.look(events.waiting, now=self._desk.now())
        for kept in waiting:
            await self._take_in(kept)
        return len(waiting)

    async def _take_in(self, kept: KeptEvent) -> None:
        try:
            await conversation.take_in(self._desk, kept.event)
        except Refused as refused:
            log.warning("event %s waits: %s", kept.key, refused)
            await self._desk.act(events.failed, kept, str(refused), now=self._desk.now())
        except Exception as error:
            log.exception("event %s could not be taken in", kept.key)
            await self._desk.act(events.failed, kept, type(error).__name__, now=self._desk.now())
        else:
            await self._desk.act(events.taken_in, kept.key, now=self._desk.now())
