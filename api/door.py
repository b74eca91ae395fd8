"""What every route works with: the running bot, the words for faults, and how much one key may ask for."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, Concatenate, ParamSpec, Protocol, TypeVar, cast

from starlette.requests import HTTPConnection

from cases.context import Context
from cases.execution.runtime import Runtime
from domain.case_record import CaseRecord

P = ParamSpec("P")
T = TypeVar("T")

KNOWN = 1000  # of how many keys it is remembered how much they asked for


class Say(Protocol):
    """Fills the places of a sentence and says it in one language."""

    def __call__(self, msgid: str, **values: object) -> str:
        """Give the sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Package:
    """An archive package: its bytes, what they are known by, and of how many files it has not got them."""

    name: str
    file: BinaryIO
    digest: str
    size: int
    missing: int


class Packing(Protocol):
    """The one thread in which packages are made."""

    async def perform(self, act: Callable[Concatenate[Context, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Read what may be long, behind what is made now. Raises what the act raises."""
        ...

    async def made(self, record: CaseRecord) -> Package:
        """Make one. Its file is the caller's to close, and is gone then."""
        ...


@dataclass(slots=True)
class Pace:
    """How much each key may ask for: so many requests at once, and then so many a second."""

    at_once: float = 200.0
    per_second: float = 40.0
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[int | str, tuple[float, float]] = field(default_factory=OrderedDict)

    def seconds_to_wait(self, key_id: int | str) -> float:
        """Take one request's worth; for how long there is none left, and 0.0 when it was taken."""
        now = self.clock()
        left, at = self._left.pop(key_id, (self.at_once, now))
        left = min(self.at_once, left + (now - at) * self.per_second)
        waits = 0.0 if left >= 1.0 else (1.0 - left) / self.per_second
        self._left[key_id] = (left if waits else left - 1.0, now)
        if len(self._left) > KNOWN:
            self._left.popitem(last=False)
        return waits


def nobody_counts(_route: str, _method: str, _status: int) -> None:
    """An answer is not counted."""


@dataclass(frozen=True, slots=True)
class Door:
    """The parts.

    `say` speaks the institution's language, `say_in` that of somebody, where they have one.
    `at_work` are the writes, by key and idempotency key, that are being answered now; `packing_for` are the keys for
    which a package is being made. `answered` is called with the route, the method and the status of each answer.
    """

    runtime: Runtime
    say: Say
    say_in: Callable[[str | None], Say]
    packing: Packing
    pace: Pace = field(default_factory=Pace)
    at_work: set[tuple[int, str]] = field(default_factory=set)
    answered: Callable[[str, str, int], object] = nobody_counts
    packing_for: set[int] = field(default_factory=set)


def door_of(connection: HTTPConnection) -> Door:
    """The parts, for who answers this request."""
    return cast(Door, connection.app.state.door)
