"""What the clock reads and writes: whose turn it is to be looked at, and the book of what fell due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy import Select, Table, Update, bindparam, func, select
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind, ordering_key
from store import rows
from store.disqualifications import answers_for
from store.sql import insert_into, pieces
from store.systems import is_system
from store.tables import (
    UNSOLVED,
    WORKING,
    cases,
    marks,
    outbox,
    people,
    reminders,
    subtasks,
)
from store.watched import TABLES, Key, Kind

Statement = TypeVar("Statement", Select[Any], Update)


class ToTellRow(NamedTuple):
    """A person for whom something waits to be said."""

    id: int
    slack_zone: str | None


class ReminderRow(NamedTuple):
    """A line of the book of what fell due to be said."""

    key: str
    kind: str
    subtask_id: int | None
    case_id: str | None


class OldCaseRow(NamedTuple):
    """A case that was applied for long ago."""

    id: str
    title: str
    applied_on: date


_UNSOLVED = sa.text(UNSOLVED)
_OPEN = sa.text(WORKING)


def _due(table: Table, *watched: sa.TextClause) -> Select[Any]:
    """Those whose turn has come, the longest due first; others of our kind take others meanwhile."""
    statement = select(table.c.id).where(table.c.look_at <= bindparam("now"), *watched)
    return (
        statement.order_by(table.c.look_at).limit(bindparam("limit")).with_for_update(skip_locked=True, key_share=True)
    )


_DUE: dict[Kind, Select[Any]] = {
    "subtasks": _due(subtasks, _UNSOLVED),
    "cases": _due(cases, _OPEN),
    "people": _due(people),
}
_NEW_PEOPLE = select(people.c.id).where(people.c.look_at.is_(None), ~is_system(people.c.id)).limit(bindparam("limit"))


_TO_TELL = rows.of(ToTellRow, select(*rows.columns(ToTellRow, people)))
_LINES = rows.of(ReminderRow, select(*rows.columns(ReminderRow, reminders)))
_OLD_CASES = rows.of(OldCaseRow, select(*rows.columns(OldCaseRow, cases)).order_by(cases.c.applied_on, cases.c.id))


def due(connection: Connection, what: Kind, now: datetime, limit: int) -> list[Key]:
    """The numbers of those `subtasks`, `cases` or `people` whose turn it is, locked until the commit."""
    found = list(connection.execute(_DUE[what], {"now": now, "limit": limit}).scalars())
    if what == "people" and len(found) < limit:
        found += connection.execute(_NEW_PEOPLE, {"limit": limit - len(found)}).scalars()
    return found


def anything_due(connection: Connection, now: datetime) -> bool:
    """Whether anything's turn has come and nobody has looked yet; what others look at now counts."""
    return any(
        connection.execute(
            select(table.c.id).where(table.c.look_at <= now, *_watched(what)).limit(1)
        ).scalar()
        is not None
        for what, table in TABLES.items()
    )  # fmt: skip


def _watched(what: Kind) -> list[sa.TextClause]:
    return {"subtasks": [_UNSOLVED], "cases": [_OPEN], "people": []}[what]


def looked(connection: Connection, what: Kind, next_at: Mapping[Key, datetime | None]) -> None:
    """Note when each of these is to be looked at again; None for never."""
    table = TABLES[what]
    statement = table.update().where(table.c.id == bindparam("number")).values(look_at=bindparam("next_at"))
    if next_at:
        connection.execute(statement, [{"number": number, "next_at": at} for number, at in next_at.items()])


def write_down(connection: Connection, lines: Sequence[Mapping[str, object]]) -> None:
    """Write down what fell due; what stands in the book already is left as it is."""
    if lines:
        statement = insert_into(connection, reminders).on_conflict_do_nothing()
        connection.execute(statement, [dict(line) for line in lines])


def to_be_told(connection: Connection, now: datetime, limit: int) -> list[ToTellRow]:
    """The people for whom something is in the book that is not bundled and whose hour has come."""
    waiting = select(reminders.c.person_id).where(reminders.c.due_at <= now, reminders.c.bundle_id.is_(None))
    return rows.many(connection, _TO_TELL.where(people.c.id.in_(waiting.distinct().limit(limit))))


def put_off(connection: Connection, person_id: int, now: datetime, until: datetime) -> None:
    """Let what is to be said to a person now wait until then."""
    connection.execute(_to_say(reminders.update(), person_id, now).values(due_at=until))


def bundle(connection: Connection, person_id: int, now: datetime) -> int | None:
    """Make one bundle of all that is to be said to a person now, with what waits on its way to them already.

    Its number when it is a new one; None when it was added to another, or another process has it.
    """
    statement = _to_say(select(reminders.c.id), person_id, now).with_for_update(skip_locked=True)
    numbers = list(connection.execute(statement).scalars())
    if not numbers:
        return None
    waiting = select(outbox.c.subject_id).where(
        outbox.c.kind == OutboxKind.REMINDER,
        outbox.c.ordering_key == ordering_key(OutboxKind.REMINDER, 0, person_id),
        outbox.c.state == "ready",
    )
    on_its_way = connection.execute(waiting.limit(1).with_for_update(skip_locked=True)).scalar()
    number: int = on_its_way or min(numbers)
    connection.execute(reminders.update().where(reminders.c.id.in_(numbers)).values(bundle_id=number))
    return None if on_its_way else number


def _to_say(statement: Statement, person_id: int, now: datetime) -> Statement:
    return statement.where(
        reminders.c.person_id == person_id, reminders.c.due_at <= now, reminders.c.bundle_id.is_(None)
    )


def of_bundle(connection: Connection, bundle_id: int) -> list[ReminderRow]:
    """Everything that a bundle was made of."""
    return rows.many(connection, _LINES.where(reminders.c.bundle_id == bundle_id).order_by(reminders.c.id))


def in_book(connection: Connection, keys: Sequence[str]) -> dict[str, datetime | None]:
    """Which of these keys stand in the book, and when each is still to be said; None for what has been."""
    statement = select(reminders.c.key, reminders.c.due_at, reminders.c.bundle_id)
    found: dict[str, datetime | None] = {}
    for piece in pieces(keys):
        lines = connection.execute(statement.where(reminders.c.key.in_(piece)))
        found |= {key: due_at if bundle_id is None else None for key, due_at, bundle_id in lines}
    return found


def old_cases(connection: Connection, person_id: int, applied_by: date, *, limit: int) -> list[OldCaseRow]:
    """A person's open cases that were applied for at this date or earlier, oldest first."""
    return rows.many(connection, _OLD_CASES.where(*_old(person_id, applied_by)).limit(limit))


def count_old_cases(connection: Connection, person_id: int, applied_by: date) -> int:
    """How many there are of these."""
    return connection.execute(select(func.count()).where(*_old(person_id, applied_by))).scalar_one()


def _old(person_id: int, applied_by: date) -> tuple[sa.ColumnElement[bool] | sa.TextClause, ...]:
    return answers_for(sa.literal(person_id, sa.BigInteger())), _OPEN, cases.c.applied_on <= applied_by


def mark(connection: Connection, name: str) -> str | None:
    """What the program remembers under this name."""
    return connection.execute(select(marks.c.value).where(marks.c.name == name)).scalar_one_or_none()


def set_mark(connection: Connection, name: str, value: str) -> None:
    """Remember something under this name."""
    statement = insert_into(connection, marks).values(name=name, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
