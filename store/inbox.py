"""What Slack has told the bot: the reason why the same thing told twice has one effect.

Two uses of one table. An act notes the key of the submission or click it answers (`note`), in its own
transaction. An event is stored whole before it is acknowledged (`keep`) and taken in afterwards, in order, by one
process: the act that takes it in notes this (`take`) in its own transaction, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import bindparam, or_, select
from sqlalchemy.engine import Connection

from domain import tracing
from store import rows
from store.ready import Ready
from store.sql import due, inserts, moment
from store.tables import inbox


class NotedRow(NamedTuple):
    """What was noted of something that has been answered."""

    digest: str | None
    received_at: datetime


class EventRow(NamedTuple):
    """An event that waits to be taken in, or was set aside."""

    key: str
    event: dict[str, Any]
    ordering_key: str
    attempts: int
    received_at: datetime
    error: str | None
    done_at: datetime | None
    request_id: str | None


_EVENTS = rows.of(EventRow, select(*rows.columns(EventRow, inbox))).where(
    inbox.c.event.is_not(None), inbox.c.ordering_key.is_not(None)
)
_GET = Ready(rows.of(NotedRow, select(*rows.columns(NotedRow, inbox))).where(inbox.c.key == bindparam("wanted")))
_is_due = or_(inbox.c.not_before_at.is_(None), due(inbox.c.not_before_at))
_HELD_KEYS = select(inbox.c.ordering_key).where(sa.text("done_at IS NULL"), inbox.c.attempts == 0, ~_is_due)
_WAITING = Ready(
    _EVENTS.where(
        sa.text("done_at IS NULL"), _is_due, or_(inbox.c.attempts > 0, inbox.c.ordering_key.not_in(_HELD_KEYS))
    )
    .order_by(inbox.c.ts, inbox.c.key)
    .limit(bindparam("limit"))
)
_is_aside = sa.and_(sa.text("error IS NOT NULL"), inbox.c.done_at.is_not(None))


def note(connection: Connection, key: str, *, digest: str, at: datetime) -> NotedRow | None:
    """Note that `key` is being answered. Returns what was noted before if it is not the first time.

    On PostgreSQL a rival with the same key waits here until the first one has committed or failed.
    """
    values = {"key": key, "received_at": at, "digest": digest, "done_at": at}
    if _add(connection.dialect.name, tuple(values)).change(connection, values) == 1:
        return None
    return rows.one(connection, _GET, {"wanted": key})


def keep(
    connection: Connection, key: str, event: Mapping[str, object], at: datetime, *, ordering_key: str, ts: str
) -> bool:
    """Store an event until it has been taken in; False when it is here already.

    What is of one ordering key is taken in in the order of `ts`, a time as Slack writes it.
    """
    values = {"key": key, "received_at": at, "event": dict(event), "ordering_key": ordering_key, "ts": ts}
    values["request_id"] = tracing.request_id()
    return _add(connection.dialect.name, tuple(values)).change(connection, values) == 1


@cache
def _add(dialect: str, names: Sequence[str]) -> Ready[Any]:
    return Ready(inserts(inbox, names)[dialect].on_conflict_do_nothing())


def waiting(connection: Connection, now: datetime, limit: int) -> list[EventRow]:
    """Events that are to be taken in now, in their order; none of a key in which one has been put off."""
    return rows.many(connection, _WAITING, {**moment(now), "limit": limit})


def take(connection: Connection, key: str, attempts: int, at: datetime) -> bool:
    """Note, in the transaction that takes an event in, that this is done; its words are not kept a second time.

    False when it has been taken in already, or tried once more than these `attempts`. On PostgreSQL a rival waits
    here until the first one has committed or failed: that is what makes one of them do it.
    """
    return _mark(connection, key, attempts, done_at=at, error=None, event=None)


def hold(connection: Connection, key: str, *, attempts: int, now: datetime, until: datetime) -> bool:
    """Keep others from an event until an instant; False when somebody else does, or has taken it in."""
    is_free = (inbox.c.key == key, inbox.c.done_at.is_(None), inbox.c.attempts == attempts, _is_due)
    statement = inbox.update().where(*is_free).values(not_before_at=until)
    return connection.execute(statement, moment(now)).rowcount == 1


def put_off(connection: Connection, key: str, *, attempts: int, not_before_at: datetime, error: str) -> bool:
    """Try an event again later, for no fault of its own: what has its ordering key waits for it."""
    return _mark(connection, key, attempts, not_before_at=not_before_at, error=error)


def failed(connection: Connection, key: str, *, attempts: int, not_before_at: datetime, error: str) -> bool:
    """Count that an event could not be taken in, and try again later; nothing waits for it any more."""
    return _mark(connection, key, attempts, attempts=attempts + 1, not_before_at=not_before_at, error=error)


def set_aside(connection: Connection, key: str, *, attempts: int, error: str) -> bool:
    """Keep an event that could not be taken in, with its words, and try no more until `take_up`.

    It counts as done since it was heard, so that it is forgotten in time however often it is tried.
    """
    return _mark(connection, key, attempts, attempts=attempts + 1, done_at=inbox.c.received_at, error=error)


def take_up(connection: Connection) -> int:
    """Let what was set aside be tried once more; tells how many that are."""
    statement = inbox.update().where(_is_aside).values(done_at=None, not_before_at=None)
    return connection.execute(statement).rowcount


def aside(connection: Connection, limit: int) -> list[EventRow]:
    """Events that were set aside, the newest first."""
    return rows.many(connection, _EVENTS.where(_is_aside).order_by(inbox.c.done_at.desc()).limit(limit))


def _mark(connection: Connection, key: str, tried: int, **values: object) -> bool:
    statement = inbox.update().where(inbox.c.key == key, inbox.c.done_at.is_(None), inbox.c.attempts == tried)
    return connection.execute(statement.values(values)).rowcount == 1
