"""Faults on demand: what a test (or the page) can make go wrong in the Web API.

A Fault waits for its method (and person), strikes so many calls or for so long as was said, and tells what to do.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sandbox.clock import SettableClock

Kind = Literal[
    "ratelimited",
    "error",
    "http_500",
    "http_500_after_effect",
    "cut_before",
    "cut_after_effect",
    "hang_after_effect",
    "silent",
    "slow",
    "redirected",
]
BEFORE: frozenset[str] = frozenset({"ratelimited", "error", "http_500", "cut_before", "silent", "slow", "redirected"})


@dataclass(eq=False)
class Fault:
    """One thing that will go wrong."""

    kind: Kind
    method: str | None
    person: str | None
    times: int | None
    until: datetime | None
    retry_after: int
    code: str
    seconds: float
    used: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def before(self) -> bool:
        """Say whether it strikes before the call has had its effect."""
        return self.kind in BEFORE

    @property
    def left(self) -> int:
        """Say how many calls it still strikes; one that lasts counts as one."""
        return 1 if self.times is None else self.times - self.used

    def release(self) -> None:
        """Let an answer go that hangs."""
        self.released.set()


class Faults:
    """The faults that are waiting to happen."""

    def __init__(self, clock: SettableClock) -> None:
        self.active: list[Fault] = []
        self._struck: set[Fault] = set()
        self._clock = clock
        clock.subscribe(self._end_those_over)

    def add(
        self,
        method: str | None = None,
        person: str | None = None,
        times: int | None = 1,
        *,
        kind: Kind,
        until: datetime | None = None,
        retry_after: int = 1,
        code: str = "internal_error",
        seconds: float = 0.0,
    ) -> Fault:
        """Make calls of the method go wrong; without method or person it strikes any of them.

        It strikes the next so many calls; with `until`, an instant of the workspace's clock, every call before it; with
        times=None, every call until it is cleared. `silent` never answers and has no effect. An `error` comes with
        HTTP 200, whatever its code: so does `rate_limited`, which is another thing than the 429 of `ratelimited`
        (docs.slack.dev/reference/methods/chat.postMessage lists it; nothing there says for how long to wait).

        `redirected` is for downloads: Slack sends whoever asks on to the host where the bytes lie, which wants the
        token as well (NousResearch/hermes-agent#114483). A `code` that is an address is where it sends them instead.
        """
        fault = Fault(kind, method, person, None if until else times, until, retry_after, code, seconds)
        self.active.append(fault)
        return fault

    def clear(self, *these: Fault) -> None:
        """Let nothing more go wrong, or these faults no more, and release the answers that hang."""
        for fault in these or (*self.active, *self._struck):
            fault.release()
        self.active = [fault for fault in self.active if these and fault not in these]

    def take(self, method: str, person: str | None) -> Fault | None:
        """Return the fault that strikes this call, and count it as used."""
        self._end_those_over()
        for fault in self.active:
            if fault.method in {None, method} and fault.person in {None, person}:
                fault.used += 1
                self._struck.add(fault)
                if fault.left <= 0:
                    self.active.remove(fault)
                return fault
        return None

    def _end_those_over(self) -> None:
        now = self._clock.now()
        over = [fault for fault in self.active if fault.until is not None and fault.until <= now]
        if over:
            self.clear(*over)
