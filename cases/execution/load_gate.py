"""Who waits for an answer goes before what is told later."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

GAP = 0.005  # seconds; twice this without a request, and nobody is kept waiting by other work
LONGEST_LULL = 0.25


class LoadGate:
    """Knows whether somebody waits for an answer now."""

    def __init__(self) -> None:
        """Nobody does."""
        self._asking = 0
        self._answered = 0

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Mark that somebody waits for an answer inside the block."""
        self._asking += 1
        try:
            yield
        finally:
            self._asking -= 1
            self._answered += 1

    async def lull(self) -> bool:
        """Let those who wait for an answer go first; False when, after a while, there still are some."""
        end = time.monotonic() + LONGEST_LULL
        quiet = 0
        while quiet < 2 and time.monotonic() < end:  # twice: the first look may come before a request is read
            answered = self._answered
            await asyncio.sleep(GAP)
            quiet = quiet + 1 if answered == self._answered and not self._asking else 0
        return quiet == 2
