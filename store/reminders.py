"""What the clock reads and writes: whose turn it is to be looked at, and the book of what fell due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Select, Table, Update, bindparam, func, literal, select
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind, ordering_key
from store.columns import AnyRow, Instant
from store.sql import insert_into, pieces
from store.subtasks import still_at_place
from store.tables import can_act, can_answer, cases, marks, outbox, people, places, reminders, roles, subtasks

Statement = TypeVar("Statement", Select[Any], Update)

_assignee = people.alias("assignee")
_owner = people.alias("owner")

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_UNSOLVED = sa.text("status <> 'solved'")
_OPEN = sa.text("status IN ('new', 'open')")


def _due(table: Table, *watched: sa.TextClause) -> Select[Any]:
    """Those whose turn has come, the longest due first; others of our kind take others meanwhile."""
    statement = select(table.c.id).where(table.c.look_at <= bindparam("now"), *watched)
    return (
        statement.order_by(table.c.look_at).limit(bindparam("limit")).with_for_update(skip_locked=True, key_share=True)
    )


_DUE = {"subtasks": _due(subtasks, _UNSOLVED), "cases": _due(cases, _OPEN), "people": _due(people)}
_NEW_PEOPLE = select(people.c.id).where(people.c.look_at.is_(None)).limit(bindparam("limit"))
_TABLES = {"subtasks": subtasks, "cases": cases, "people": people}

_WATCHED_SUBTASKS = (
    select(
        subtasks.c.id,
        subtasks.c.status,
        subtasks.c.deadline_on,
        subtasks.c.declined_at,
        subtasks.c.held_until_on,
        subtasks.c.reminds_from_at,
        subtasks.c.assignee_id,
        _assignee.c.slack_zone.label("assignee_zone"),
        _assignee.c.slack_id.label("assignee_slack_id"),
        can_act(_assignee).label("assignee_active"),
        still_at_place.label("assignee_at_place"),
        cases.c.owner_id,
        cases.c.owned_from_at,
        _owner.c.slack_zone.label("owner_zone"),
        _owner.c.slack_id.label("owner_slack_id"),
        can_act(_owner).label("owner_active"),
    )
    .select_from(
        subtasks.join(cases, cases.c.id == subtasks.c.case_id)
        .join(_assignee, _assignee.c.id == subtasks.c.assignee_id)
        .outerjoin(_owner, _owner.c.id == cases.c.owner_id)
    )
    .where(subtasks.c.status != "solved")
)
_stand_in = people.alias("stand_in")
_at, _above = places.alias("at"), places.alias("above")
_reaches_case = (
    select(roles.c.role)
    .select_from(roles.join(_above, _above.c.id == roles.c.place_id).join(_at, _at.c.path.startswith(_above.c.path)))
    .where(roles.c.person_id == _stand_in.c.id, roles.c.role == "fordeler", _at.c.id == cases.c.place_id)
    .correlate(_stand_in, cases)
    .exists()
)
# A case whose owner can not answer for it comes once for each distributor who has to find another one.
_WATCHED_CASES = (
    select(
        cases.c.id,
        cases.c.deadline_on,
        cases.c.reminds_from_at,
        cases.c.owner_id,
        people.c.slack_zone.label("owner_zone"),
        people.c.slack_id.label("owner_slack_id"),
        can_answer().label("owner_answers"),
        _stand_in.c.id.label("stand_in_id"),
        _stand_in.c.slack_zone.label("stand_in_zone"),
        _stand_in.c.slack_id.label("stand_in_slack_id"),
    )
    .select_from(
        cases.outerjoin(people, people.c.id == cases.c.owner_id).outerjoin(
            _stand_in,
            sa.and_(cases.c.owner_id.is_not(None), sa.not_(can_answer()), _reaches_case, can_answer(_stand_in)),
        )
    )
    .where(cases.c.status.in_(("new", "open")))
)
_distributes = (
    select(roles.c.role).where(roles.c.person_id == people.c.id, roles.c.role == "fordeler").correlate(people).exists()
)
_owned_from_at = func.coalesce(cases.c.owned_from_at, literal(LONG_AGO, Instant()), type_=Instant())
_owns_from_at = (
    select(func.min(_owned_from_at, type_=Instant()))
    .where(cases.c.owner_id == people.c.id, _OPEN)
    .correlate(people)
    .scalar_subquery()
)
_WATCHED_PEOPLE = select(
    people.c.id,
    people.c.slack_id,
    people.c.slack_zone,
    people.c.reminding,
    can_act().label("active"),
    people.c.look_at,
    _distributes.label("distributes"),
    _owns_from_at.label("owns_from_at"),
)


_WATCHED = {"subtasks": _WATCHED_SUBTASKS, "cases": _WATCHED_CASES, "people": _WATCHED_PEOPLE}


def due(connection: Connection, what: str, now: datetime, limit: int) -> list[Any]:
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
        for what, table in _TABLES.items()
    )  # fmt: skip


def _watched(what: str) -> list[sa.TextClause]:
    return {"subtasks": [_UNSOLVED], "cases": [_OPEN], "people": []}[what]


def watched(connection: Connection, what: str, numbers: Collection[Any]) -> list[AnyRow]:
    """What decides of these `subtasks`, `cases` or `people`; those that have ended are left out.

    A case whose owner can not answer for it comes once for each distributor who has to find another one.
    """
    return list(connection.execute(_WATCHED[what].where(_TABLES[what].c.id.in_(list(numbers)))))


def everything_watched(connection: Connection, what: str) -> Iterator[AnyRow]:
    """All there is of `subtasks`, `cases` or `people`, one after the other: for a forecast, never for the clock."""
    statement = _WATCHED[what].order_by(_TABLES[what].c.id).execution_options(yield_per=1000)
    yield from connection.execute(statement)


def looked(connection: Connection, what: str, next_at: Mapping[Any, datetime | None]) -> None:
    """Note when each of these is to be looked at again; None for never."""
    table = _TABLES[what]
    statement = table.update().where(table.c.id == bindparam("number")).values(look_at=bindparam("next_at"))
    if next_at:
        connection.execute(statement, [{"number": number, "next_at": at} for number, at in next_at.items()])


def write_down(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Write down what fell due; what stands in the book already is left as it is."""
    if rows:
        statement = insert_into(connection, reminders).on_conflict_do_nothing()
        connection.execute(statement, [dict(row) for row in rows])


def to_be_told(connection: Connection, now: datetime, limit: int) -> list[AnyRow]:
    """The people for whom something is in the book that is not bundled and whose hour has come: id, slack_zone."""
    waiting = select(reminders.c.person_id).where(reminders.c.due_at <= now, reminders.c.bundle_id.is_(None))
    statement = select(people.c.id, people.c.slack_zone).where(people.c.id.in_(waiting.distinct().limit(limit)))
    return list(connection.execute(statement))


def put_off(connection: Connection, person_id: int, now: datetime, until: datetime) -> None:
    """Let what is to be said to a person now wait until then."""
    connection.execute(_to_say(reminders.update(), person_id, now).values(due_at=until))


def bundle(connection: Connection, person_id: int, now: datetime) -> int | None:
    """Make one bundle of all that is to be said to a person now, with what waits on its way to her already.

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


def of_bundle(connection: Connection, bundle_id: int) -> list[AnyRow]:
    """Everything that a bundle was made of."""
    return list(connection.execute(select(reminders).where(reminders.c.bundle_id == bundle_id).order_by("id")))


def in_book(connection: Connection, keys: Sequence[str]) -> dict[str, datetime | None]:
    """Which of these keys stand in the book, and when each is still to be said; None for what has been."""
    statement = select(reminders.c.key, reminders.c.due_at, reminders.c.bundle_id)
    found: dict[str, datetime | None] = {}
    for piece in pieces(keys):
        rows = connection.execute(statement.where(reminders.c.key.in_(piece)))
        found |= {row.key: row.due_at if row.bundle_id is None else None for row in rows}
    return found


def old_cases(connection: Connection, person_id: int, applied_by: date, *, limit: int) -> list[AnyRow]:
    """A person's open cases that were applied for at this date or earlier, oldest first: id, title, applied_on."""
    statement = select(cases.c.id, cases.c.title, cases.c.applied_on).where(*_old(person_id, applied_by))
    return list(connection.execute(statement.order_by(cases.c.applied_on, cases.c.id).limit(limit)))


def count_old_cases(connection: Connection, person_id: int, applied_by: date) -> int:
    """How many there are of these."""
    return connection.execute(select(func.count()).where(*_old(person_id, applied_by))).scalar_one()


def _old(person_id: int, applied_by: date) -> tuple[sa.ColumnElement[bool] | sa.TextClause, ...]:
    return cases.c.owner_id == person_id, _OPEN, cases.c.applied_on <= applied_by


def mark(connection: Connection, name: str) -> str | None:
    """What the program remembers under this name."""
    return connection.execute(select(marks.c.value).where(marks.c.name == name)).scalar_one_or_none()


def set_mark(connection: Connection, name: str, value: str) -> None:
    """Remember something under this name."""
    statement = insert_into(connection, marks).values(name=name, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
