"""Slack's rate limits, by the workspace's clock; they hold only where the test has switched them on."""

from collections import defaultdict, deque
from datetime import datetime, timedelta

from sandbox.clock import SettableClock

MINUTE = timedelta(minutes=1)
PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
POST_PAUSE = timedelta(seconds=0.9)  # a second, less what two good clocks may differ


class Rates:
    """How often each method was called lately, and when each conversation last got a message."""

    def __init__(self, clock: SettableClock) -> None:
        self._clock = clock
        self._calls: dict[str, deque[datetime]] = defaultdict(deque)
        self._posted: dict[str, datetime] = {}

    def wait_for_method(self, method: str, tier: int | None) -> int:
        """Count a call and return 0, or return for how many seconds the bot must wait."""
        if tier is None:
            return 0
        now, calls = self._clock.now(), self._calls[method]
        while calls and now - calls[0] >= MINUTE:
            calls.popleft()
        if len(calls) >= PER_MINUTE[tier]:
            return int((calls[0] + MINUTE - now).total_seconds()) + 1
        calls.append(now)
        return 0

    def wait_for_post(self, channel: str) -> int:
        """Count a message and return 0, or return 1 when the conversation had one less than a second ago."""
        now = self._clock.now()
        last = self._posted.get(channel)
        if last is not None and now - last < POST_PAUSE:
            return 1
        self._posted[channel] = now
        return 0
