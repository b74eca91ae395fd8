"""Events of the chat between their acknowledgement and the act they lead to: kept whole, taken in afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cases.office import Office
from store import inbox

TRIES = 6


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """An event that waits to be taken in; `tries` counts the failed attempts so far."""

    key: str
    event: dict[str, Any]
    tries: int


def keep(office: Office, key: str, event: Mapping[str, Any], *, now: datetime) -> bool:
    """Store an event for good; False when it had come before. After this it may be acknowledged."""
    with office.database.begin() as connection:
        return inbox.keep(connection, key, event, now)


def waiting(office: Office, *, now: datetime, limit: int = 50) -> list[KeptEvent]:
    """The events to be taken in now, oldest first."""
    with office.database.read() as connection:
        rows = inbox.waiting(connection, now, limit)
        return [KeptEvent(row.key, row.event, row.attempts) for row in rows]


def taken_in(office: Office, key: str, *, now: datetime) -> None:
    """Note that the event has had its effect."""
    with office.database.begin() as connection:
        inbox.done(connection, key, now)


def failed(office: Office, kept: KeptEvent, error: str, *, now: datetime) -> None:
    """Let an event that could not be taken in wait, longer each time; after some tries it is given up, but kept."""
    tries = kept.tries + 1
    with office.database.begin() as connection:
        if tries >= TRIES:
            inbox.done(connection, kept.key, now, error=error)
        else:
            later = now + timedelta(seconds=2**tries)
            inbox.later(connection, kept.key, attempts=tries, not_before_at=later, error=error)
