"""Whether the delivery moves: what it has begun, and when it did something last.

By a clock that only goes on, and not while the machine sleeps: who sets the program's clock, or wakes it, has stopped
nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable


class Moving:
    """What the delivery notes as it goes, for whoever watches over it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing has been begun; it counts from now."""
        self._clock = clock
        self._begun_at: dict[int, float] = {}
        self._looked_at = self._tried_at = clock()

    def looked(self) -> None:
        """It has looked for what is due, and goes on."""
        self._looked_at = self._clock()

    def began(self, row_id: int) -> None:
        """It has begun to deliver a row."""
        self._tried_at = self._begun_at[row_id] = self._clock()

    def ended(self, row_id: int) -> None:
        """It has done with a row for now, however that went."""
        self._tried_at = self._clock()
        self._begun_at.pop(row_id, None)

    @property
    def unlooked(self) -> float:
        """For how many seconds it has not looked for what is due."""
        return self._clock() - self._looked_at

    @property
    def untried(self) -> float:
        """For how many seconds it has neither begun nor ended anything."""
        return self._clock() - self._tried_at

    @property
    def longest(self) -> float:
        """For how many seconds the longest of what is under way has been; 0 for nothing."""
        return self._clock() - min(self._begun_at.values(), default=self._clock())
