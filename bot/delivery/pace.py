"""Slack's limits, kept and not bumped into: how often each method may be called, and who has to wait.

One `Pace` knows every call of this process, whoever makes it: a listener, the delivery, an import. Slack counts
calls by method and workspace over a minute, and messages by conversation, about one a second.
https://docs.slack.dev/apis/web-api/rate-limits

A call is counted until a minute after it was *answered*: Slack counted it before that, so that our count is never
ahead of Slack's. Nothing sleeps here. Who may not call is told for how long, and does something else meanwhile.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

MINUTE = timedelta(minutes=1)

# Calls a minute by method: tiers 2 (20), 3 (50) and 4 (100) of each method's own page, such as
# https://docs.slack.dev/reference/methods/conversations.open. Posting and permalinks have no number there
# ("special"), and apps.connections.open (tier 1: one a minute) gets by with bursts when a line is lost.
PER_MINUTE: Mapping[str, int] = MappingProxyType(
    {
        "chat.delete": 50,
        "chat.update": 50,
        "conversations.history": 50,
        "conversations.open": 50,
        "conversations.replies": 50,
        "files.completeUploadExternal": 100,
        "files.delete": 50,
        "files.getUploadURLExternal": 100,
        "files.info": 100,
        "users.info": 100,
        "users.list": 20,
        "users.lookupByEmail": 50,
        "views.open": 100,
        "views.publish": 100,
        "views.push": 100,
        "views.update": 100,
    }
)
POST = "chat.postMessage"
POST_SECONDS = 1.0  # between two messages in one conversation
FEW = 3  # failures in a row, after which a method is asked by one call at a time
LONGEST_PAUSE = 15.0  # seconds between such calls, so that the end of an outage is noticed within them
PLENTY = 10_000


@dataclass
class _Method:
    """What is known of one method: calls under way, when those of the last minute were answered, and what holds it."""

    running: int = 0
    answered_at: deque[datetime] = field(default_factory=deque)
    held: tuple[datetime, datetime] | None = None
    failures: int = 0

    def hold(self, now: datetime, seconds: float) -> None:
        """Let nobody call for so long, unless that is so already."""
        until = now + timedelta(seconds=seconds)
        if self.held is None or self.held[1] < until:
            self.held = (now, until)

    def seconds_held(self, now: datetime) -> float:
        """For how long nobody may call; a hold that seems to begin later was set before the clock was set back."""
        if self.held is None or not self.held[0] <= now < self.held[1]:
            self.held = None
            return 0.0
        return (self.held[1] - now).total_seconds()


class Pace:
    """How fast this process may speak to Slack. Times are those of the clock it is given."""

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        per_minute: Mapping[str, int] = PER_MINUTE,
        post_seconds: float = POST_SECONDS,
    ) -> None:
        """`now` tells the time, aware; the rest are Slack's limits."""
        self._now = now
        self._per_minute = per_minute
        self._post_pause = timedelta(seconds=post_seconds)
        self._methods: dict[str, _Method] = {}
        self._posted_at: dict[str, datetime] = {}
        self.processes = 1
        """How many processes share the limits: each keeps to its part."""

    def room(self, method: str, *, beyond: int = 0) -> int:
        """How many calls of a method may begin now; of a minute's, `beyond` are left to others, but never all.

        A method that fails again and again has room for one, whoever it is: somebody has to find out that it works.
        """
        one = self._method(method)
        if one.seconds_held(self._now()):
            return 0
        if one.failures >= FEW:
            return max(0, 1 - one.running)
        return max(0, self._limit(method, beyond) - one.running - len(one.answered_at))

    def seconds_until_room(self, method: str, *, beyond: int = 0) -> float:
        """For how long a method has no room for a call that leaves `beyond` to others; 0 when it has."""
        if self.room(method, beyond=beyond):
            return 0.0
        one, now = self._method(method), self._now()
        if held := one.seconds_held(now):
            return held
        must_go = one.running + len(one.answered_at) + 1 - self._limit(method, beyond)
        if one.failures < FEW and 0 < must_go <= len(one.answered_at):
            return max(0.05, (one.answered_at[must_go - 1] + MINUTE - now).total_seconds())
        return POST_SECONDS  # whatever is under way is answered first

    def begin(self, method: str, channel: str | None = None) -> float:
        """Begin a call and give 0; or begin nothing, and give the seconds after which to ask again."""
        wait = self.seconds_until_room(method)
        if not wait and method == POST and channel:
            wait = self._seconds_until_post(channel)
        if wait:
            return wait
        self._method(method).running += 1
        if method == POST and channel:
            self._posted_at[channel] = self._now()
        return 0.0

    def end(self, method: str, channel: str | None = None, *, failed: bool = False) -> None:
        """Note that a call was answered, or that it failed for a reason that strikes every call of the method."""
        one, now = self._method(method), self._now()
        one.running -= 1
        if method in self._per_minute:
            one.answered_at.append(now)
        if method == POST and channel:
            self._posted_at[channel] = now
        if not failed:
            one.failures = 0
            return
        one.failures += 1
        if one.failures >= FEW:
            one.hold(now, min(2.0 ** min(one.failures - FEW, 10), LONGEST_PAUSE))

    def hold(self, method: str, seconds: float) -> None:
        """Slack has asked for so long a pause: nobody calls the method until it is over."""
        self._method(method).hold(self._now(), seconds)

    def failing(self) -> list[str]:
        """Which methods fail again and again, or are held because Slack asks for a pause."""
        now = self._now()
        return sorted(name for name, one in self._methods.items() if one.failures >= FEW or one.seconds_held(now))

    def resting(self) -> set[str]:
        """The conversations that were written to less than a second ago."""
        now = self._now()
        for channel in [one for one, at in self._posted_at.items() if not at <= now < at + self._post_pause]:
            del self._posted_at[channel]
        return set(self._posted_at)

    def seconds_until_rested(self) -> float:
        """How soon the first of the resting conversations may be written to again; 0 when none rests."""
        return min((self._seconds_until_post(channel) for channel in self.resting()), default=0.0)

    def _seconds_until_post(self, channel: str) -> float:
        if channel not in self.resting():
            return 0.0
        return max(0.01, (self._posted_at[channel] + self._post_pause - self._now()).total_seconds())

    def _limit(self, method: str, beyond: int = 0) -> int:
        limit = self._per_minute.get(method)
        ours = PLENTY if limit is None else max(1, limit // self.processes)
        return ours - min(beyond, ours // 2)

    def _method(self, name: str) -> _Method:
        one = self._methods.setdefault(name, _Method())
        now = self._now()
        while one.answered_at and not now - MINUTE < one.answered_at[0] <= now:
            one.answered_at.popleft()
        return one
