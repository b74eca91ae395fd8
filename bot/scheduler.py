"""The clock's beat: looks at what is due until nothing is, then lets people be told. APScheduler only says when."""

from __future__ import annotations

import asyncio
import logging

from cases.reminders import enqueue
from domain.errors import NotSavedError
from handlers.desk import Desk

log = logging.getLogger(__name__)


class Ticking:
    """One look at a time; who asks for one meanwhile gets another one afterwards."""

    def __init__(self, desk: Desk) -> None:
        """Look at this desk's office."""
        self._desk = desk
        self._one = asyncio.Lock()
        self._asked = False

    async def start(self) -> None:
        """Take notice of a calendar that was changed while the bot was down. Raises NotSavedError."""
        await self._desk.note(enqueue.take_calendar, now=self._desk.now())

    async def tick(self) -> None:
        """Write down, and hand to the delivery, all that is due now; what can not be saved now waits for the next."""
        self._asked = True
        if self._one.locked():
            return
        async with self._one:
            while self._asked:
                self._asked = False
                try:
                    await self._until_done()
                except NotSavedError:
                    log.warning("the database cannot be reached; the clock waits for its next beat")

    async def _until_done(self) -> None:
        now = self._desk.now()
        while await self._desk.note(enqueue.look, now=now):
            await self._desk.lull()
        while await self._desk.note(enqueue.bundle, now=now):
            pass
        self._desk.changed.set()  # bundles to send, and cards of what is no longer on hold
