"""Events of the chat between their acknowledgement and the act they lead to: kept whole, taken in afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cases.context import Context
from store import inbox

TRIES = 6
SOON = timedelta(seconds=10)
ANSWERED_WITHIN = timedelta(minutes=1)  # two calls of the chat, each of which may take a quarter of it


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """An event that waits to be taken in; `tries` counts the attempts so far that failed for a fault of its own."""

    key: str
    event: dict[str, Any]
    ordering_key: str
    tries: int
    request_id: str | None = None


def keep(context: Context, key: str, event: Mapping[str, Any], *, ordering_key: str, ts: str, now: datetime) -> bool:
    """Store an event for good; False when it had come before. After this it may be acknowledged.

    Events of one `ordering_key` (one conversation) are taken in in the order of `ts`, the chat's own time of them,
    whichever process has heard them.
    """
    with context.database.begin() as connection:
        return inbox.keep(connection, key, event, now, ordering_key=ordering_key, ts=ts or f"{now.timestamp():.6f}")


def waiting(context: Context, *, now: datetime, limit: int = 50) -> list[KeptEvent]:
    """The events to be taken in now, in their order. Several processes may be given the same ones."""
    with context.database.read() as connection:
        rows = inbox.waiting(connection, now, limit)
        return [KeptEvent(row.key, row.event, row.ordering_key, row.attempts, row.request_id) for row in rows]


def taken_in(context: Context, kept: KeptEvent, *, now: datetime) -> None:
    """Note that an event asks for nothing. One that does is noted by the act it leads to."""
    with context.database.begin() as connection:
        inbox.take(connection, kept.key, kept.tries, now)


def hold(context: Context, kept: KeptEvent, *, now: datetime) -> bool:
    """Keep other processes from an event while it is answered in the chat; False when another one answers it.

    Should this process end meanwhile, another one looks later, when the chat shows what was said.
    """
    with context.database.begin() as connection:
        return inbox.hold(connection, kept.key, attempts=kept.tries, now=now, until=now + ANSWERED_WITHIN)


def put_off(context: Context, kept: KeptEvent, error: str, *, now: datetime) -> None:
    """Let an event wait that could not be taken in for no fault of its own, however often that happens."""
    with context.database.begin() as connection:
        inbox.put_off(connection, kept.key, attempts=kept.tries, not_before_at=now + SOON, error=error)


def failed(context: Context, kept: KeptEvent, error: str, *, now: datetime) -> bool:
    """Let an event that cannot be taken in wait, longer each time, and set it aside after some tries.

    True when it was set aside: it is kept, and tried again at the next start, perhaps by a better program.
    """
    with context.database.begin() as connection:
        if kept.tries + 1 >= TRIES:
            return inbox.set_aside(connection, kept.key, attempts=kept.tries, error=error)
        later = now + timedelta(seconds=2 ** (kept.tries + 1))
        inbox.failed(connection, kept.key, attempts=kept.tries, not_before_at=later, error=error)
        return False


def take_up(context: Context) -> int:
    """Let what was set aside be tried once more; tells how many events that are."""
    with context.database.begin() as connection:
        return inbox.take_up(connection)
