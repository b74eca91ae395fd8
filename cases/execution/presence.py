"""Who is at work with Saksbot now: their notices need not wait for quiet hours to be over, and go first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.clock import Clock

ACTIVE_FOR = timedelta(minutes=30)
HERE_FOR = timedelta(minutes=2)


class Presence:
    """Remembers when somebody did something here last; by ids in Slack, in memory."""

    def __init__(self, clock: Clock, came: Callable[[], None]) -> None:
        """`came` is called when somebody comes who was away: what waits for them can be delivered."""
        self._clock = clock
        self._came = came
        self._seen_at: dict[str, datetime] = {}

    def note(self, slack_id: str) -> None:
        """Note that somebody does something here now."""
        was_active = self.is_active(slack_id)
        self._seen_at.pop(slack_id, None)  # the newest stand last
        self._seen_at[slack_id] = self._clock.now()
        if not was_active:
            self._came()

    def is_active(self, slack_id: str) -> bool:
        """Whether somebody has done something here within the last half hour."""
        seen_at = self._seen_at.get(slack_id)
        return seen_at is not None and self._clock.now() - seen_at < ACTIVE_FOR

    def here(self) -> list[str]:
        """Who has done something here within the last minutes, by id in Slack: what is theirs goes first."""
        now = self._clock.now()
        return [slack_id for slack_id, seen_at in self._seen_at.items() if timedelta() <= now - seen_at < HERE_FOR]
