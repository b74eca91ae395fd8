"""The clock's beat: looks at what is due until nothing is, then lets people be told. APScheduler only says when."""

from __future__ import annotations

import asyncio
import logging

from cases.acts import absences, grant_ends, rounds
from cases.execution.runtime import Runtime
from cases.reminders import enqueue
from domain import tracing
from domain.errors import NotSavedError

log = logging.getLogger(__name__)


class Ticking:
    """One look at a time; who asks for one meanwhile gets another one afterwards."""

    def __init__(self, runtime: Runtime) -> None:
        """Look at what is due in this context."""
        self._runtime = runtime
        self._one = asyncio.Lock()
        self._asked = False

    async def start(self) -> None:
        """Take notice of a calendar that was changed, and of who went or came, while the bot was down.

        Raises NotSavedError.
        """
        now = self._runtime.clock.now()
        await self._runtime.executor.record(enqueue.take_calendar, now=now)
        await self._runtime.executor.record(absences.turn, now=now)

    async def tick(self) -> None:
        """Write down, and hand to the delivery, all that is due now; what cannot be saved now waits for the next."""
        self._asked = True
        if self._one.locked():
            return
        async with self._one:
            while self._asked:
                self._asked = False
                try:
                    with tracing.under():
                        await self._until_done()
                except NotSavedError:
                    log.warning("the database cannot be reached; the clock waits for its next beat")

    async def _until_done(self) -> None:
        now = self._runtime.clock.now()
        await self._runtime.executor.record(absences.turn, now=now)
        while await self._runtime.executor.record(grant_ends.end_some, now=now):
            await self._runtime.gate.lull()
        while await self._runtime.executor.record(rounds.end_some, now=now):
            await self._runtime.gate.lull()
        while await self._runtime.executor.record(enqueue.look, now=now):
            await self._runtime.gate.lull()
        while await self._runtime.executor.record(enqueue.bundle, now=now):
            pass
        self._runtime.executor.changed.set()  # bundles to send, and cards of what has come to its end
