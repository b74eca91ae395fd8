"""A loop that must survive: takes one step after the other until it is stopped, whatever a step meets."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from domain.errors import NotSavedError

log = logging.getLogger(__name__)


class Loop:
    """Takes steps, and rests between them as long as a step says, or until it is woken."""

    def __init__(
        self, name: str, step: Callable[[], Awaitable[float]], woken: asyncio.Event, *, after_fault: float
    ) -> None:
        """`step` gives for how many seconds there is nothing to do; `after_fault` is that number after one that failed.

        `woken` is set by whoever has work for it; `name` is what the log calls it.
        """
        self._name = name
        self._step = step
        self._woken = woken
        self._after_fault = after_fault
        self._stopping = False

    async def run(self) -> None:
        """Go on until `stop` is called, or until this is cancelled."""
        while not self._stopping:
            self._woken.clear()
            await rest(self._woken, await self._one())

    def stop(self) -> None:
        """Take no step after the one that is under way."""
        self._stopping = True
        self._woken.set()

    async def _one(self) -> float:
        try:
            return await self._step()
        except NotSavedError:
            log.warning("the database cannot be reached; %s waits", self._name)
        except Exception:
            log.exception("%s met a fault and goes on", self._name)
        return self._after_fault


async def rest(woken: asyncio.Event, seconds: float) -> None:
    """Do nothing for so many seconds, or until somebody sets the event."""
    if seconds <= 0:
        return
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        return
