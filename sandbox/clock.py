"""The workspace's clock, which a test can set, and things to be done when it has come so far.

It runs on with real time from where it was set, so that a demo needs no pushing and a test can jump.
"""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SettableClock:
    """A clock that starts where it is told to, goes on with real time, and can be set at any moment."""

    def __init__(self, start: datetime | None = None) -> None:
        self._subscribers: list[Callable[[], None]] = []
        self._set_to(start or datetime.now(UTC))

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return self._base + timedelta(seconds=time.monotonic() - self._read_at)

    def set(self, at: datetime) -> None:
        """Go to this instant and tell everybody who subscribed."""
        self._set_to(at)
        for callback in list(self._subscribers):
            callback()

    def move(self, **delta: float) -> None:
        """Go forward or back by so much: days=2, hours=1 and the like."""
        self.set(self.now() + timedelta(**delta))

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have the callback called at each set and move; returns what ends the subscription."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def _set_to(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("the clock wants an aware datetime")
        self._base = at.astimezone(UTC)
        self._read_at = time.monotonic()


class Schedule:
    """Things to be done when the clock has come so far, by itself or by being set."""

    def __init__(self, clock: SettableClock) -> None:
        self._clock = clock
        self._due: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._timer: asyncio.TimerHandle | None = None
        clock.subscribe(self._run_due)

    def at(self, when: datetime, act: Callable[[], None]) -> None:
        """Do this once the clock shows that instant or later."""
        heapq.heappush(self._due, (when, next(self._order), act))
        self._arm()

    def close(self) -> None:
        """Forget everything that was to be done."""
        self._due.clear()
        self._arm()

    def _run_due(self) -> None:
        while self._due and self._due[0][0] <= self._clock.now():
            heapq.heappop(self._due)[2]()
        self._arm()

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._due:
            wait = (self._due[0][0] - self._clock.now()).total_seconds()
            self._timer = asyncio.get_running_loop().call_later(max(0.0, wait) + 0.001, self._run_due)
