"""Who waits for an answer goes before what is told later."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

GAP = 0.005  # seconds; twice this without a request, and nobody is kept waiting by other work
LONGEST_LULL = 0.25
STEPS = 4  # of the event loop, until a request that has come is known to have


class LoadGate:
    """Knows whether somebody waits for an answer now."""

    def __init__(self) -> None:
        """Nobody does."""
        self._asking = 0
        self._answered_at = -LONGEST_LULL

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Mark that somebody waits for an answer inside the block."""
        self._asking += 1
        try:
            yield
        finally:
            self._asking -= 1
            self._answered_at = time.monotonic()

    async def lull(self) -> bool:
        """Let those who wait for an answer go first; False when, after a while, there still are some."""
        end = time.monotonic() + LONGEST_LULL
        while not await self._is_quiet():
            if time.monotonic() >= end:
                return False
            await asyncio.sleep(GAP)
        return True

    async def _is_quiet(self) -> bool:
        for _ in range(STEPS):
            await asyncio.sleep(0)
        return not self._asking and time.monotonic() - self._answered_at >= 2 * GAP
