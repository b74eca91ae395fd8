"""Faults on demand: what a test (or the page) can make go wrong in the Web API.

A Fault waits for its method (and person), is used as many times as was said, and tells what to do to the call.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "ratelimited",
    "error",
    "http_500",
    "http_500_after_effect",
    "cut_before",
    "cut_after_effect",
    "hang_after_effect",
    "slow",
]
BEFORE: frozenset[str] = frozenset({"ratelimited", "error", "http_500", "cut_before", "slow"})


@dataclass
class Fault:
    """One thing that will go wrong."""

    kind: Kind
    method: str | None
    person: str | None
    times: int
    retry_after: int
    code: str
    seconds: float
    used: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def before(self) -> bool:
        """Say whether it strikes before the call has had its effect."""
        return self.kind in BEFORE

    def release(self) -> None:
        """Let an answer go that hangs."""
        self.released.set()


class Faults:
    """The faults that are waiting to happen."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self._struck: list[Fault] = []

    def add(
        self,
        method: str | None = None,
        person: str | None = None,
        times: int = 1,
        *,
        kind: Kind,
        retry_after: int = 1,
        code: str = "internal_error",
        seconds: float = 0.0,
    ) -> Fault:
        """Make the next calls of the method go wrong; without method or person it strikes any of them."""
        fault = Fault(kind, method, person, times, retry_after, code, seconds)
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        """Let nothing more go wrong, and release every answer that hangs."""
        for fault in [*self.active, *self._struck]:
            fault.release()
        self.active.clear()

    def take(self, method: str, person: str | None) -> Fault | None:
        """Return the fault that strikes this call, and count it as used."""
        for fault in self.active:
            if fault.method in {None, method} and fault.person in {None, person}:
                fault.used += 1
                self._struck.append(fault)
                if fault.used >= fault.times:
                    self.active.remove(fault)
                return fault
        return None
