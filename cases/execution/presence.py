"""Who is at work with Saksbot now: their notices need not wait for quiet hours to be over, and go first.

Slack deals out what people do among all processes, so they tell each other whom they have seen (store/processes.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from domain.clock import Clock

ACTIVE_FOR = timedelta(minutes=30)
HERE_FOR = timedelta(minutes=2)


class Presence:
    """Remembers when somebody did something last, here or with another process; by ids in Slack, in memory."""

    def __init__(self, clock: Clock, came: Callable[[], None]) -> None:
        """`came` is called when somebody comes who was away: what waits for them can be delivered."""
        self._clock = clock
        self._came = came
        self._seen_at: dict[str, datetime] = {}
        self._elsewhere: Mapping[str, datetime] = {}

    def note(self, slack_id: str) -> None:
        """Note that somebody does something here now."""
        was_active = self.is_active(slack_id)
        self._seen_at.pop(slack_id, None)  # the newest stand last
        self._seen_at[slack_id] = self._clock.now()
        if not was_active:
            self._came()

    def note_elsewhere(self, seen_at: Mapping[str, datetime]) -> None:
        """Note whom other processes have seen, and when."""
        came = any(not self.is_active(slack_id) for slack_id in seen_at)
        self._elsewhere = seen_at
        if came:
            self._came()

    def is_active(self, slack_id: str) -> bool:
        """Whether somebody has done something within the last half hour."""
        now = self._clock.now()
        return any(now - seen[slack_id] < ACTIVE_FOR for seen in (self._seen_at, self._elsewhere) if slack_id in seen)

    def seen_here(self) -> dict[str, datetime]:
        """Who has done something with this process within the last half hour, and when; the others are forgotten."""
        now = self._clock.now()
        self._seen_at = {one: seen_at for one, seen_at in self._seen_at.items() if now - seen_at < ACTIVE_FOR}
        return dict(self._seen_at)

    def here(self) -> list[str]:
        """Who has done something within the last minutes, by id in Slack: what is theirs goes first."""
        now = self._clock.now()
        seen = (*self._elsewhere.items(), *self._seen_at.items())
        return list(dict.fromkeys(one for one, seen_at in seen if timedelta() <= now - seen_at < HERE_FOR))
