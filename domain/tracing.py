"""One id from what was asked for, through the acts it leads to, to everything that people are shown for it.

A request of the chat or of a system, an event, a beat of the clock: each has an id. It stands in every line of the log
that is written for it, in the rows that wait to be sent because of it, and so in the lines about their sending. It says
nothing about anybody, and goes with the work from thread to thread as Python's context variables do.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from domain.history import Act

# Digits and letters that are not taken for one another when somebody reads them out on the telephone.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10


class Outcome(StrEnum):
    """What became of a request."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(slots=True)
class Trace:
    """What is being done for one id."""

    id: str
    outcome: Outcome = Outcome.DONE
    has_written: bool = False


_TRACE: ContextVar[Trace | None] = ContextVar("trace", default=None)
_ACTS: ContextVar[list[Act] | None] = ContextVar("acts", default=None)


def new_id() -> str:
    """A short id, which a person can read out."""
    number, letters = random.getrandbits(64), []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def request_id() -> str | None:
    """For which id something is done now; None for none."""
    trace = _TRACE.get()
    return trace.id if trace else None


@contextmanager
def under(known: str | None = None) -> Iterator[Trace]:
    """Do what is inside the block for this id, or for a new one."""
    trace = Trace(known or new_id())
    before = _TRACE.set(trace)
    try:
        yield trace
    finally:
        _TRACE.reset(before)


@contextmanager
def writing() -> Iterator[None]:
    """Write something down inside the block: for the id that there is, or for a new one."""
    trace = _TRACE.get()
    if trace:
        trace.has_written = True
        yield
    else:
        with under():
            yield


def came_to(outcome: Outcome) -> None:
    """Say what became of the request for which something is done now."""
    if trace := _TRACE.get():
        trace.outcome = outcome


def collect_acts() -> list[Act]:
    """Have the acts collected that are done from here on in this context; the list grows."""
    done: list[Act] = []
    _ACTS.set(done)
    return done


def done(acts: Iterable[Act]) -> None:
    """Say which lines of the history a transaction has written; whether it was saved is known to who began it."""
    collected = _ACTS.get()
    if collected is not None:
        collected += acts
