"""What somebody may open now, and what of it a search finds: subtasks, and cases that have none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import BigInteger, ColumnElement, and_, func, literal, not_, or_, select
from sqlalchemy.engine import Connection

from domain.search import Due, Order, Sought, SoughtPlace, Standing
from domain.values import Person, SubtaskStatus
from store import rows
from store.case_lists import LINES, CaseLineRow
from store.disqualifications import is_out
from store.people import PERSON
from store.tables import SOLVED, UNSOLVED, cases, message_versions, messages, people, places, subtasks
from store.whole_subtask import WHOLE, SubtaskRow, may_have_it


class Scope(NamedTuple):
    """Whose search it is: the person, and the places below which they distribute cases."""

    person_id: int
    place_ids: frozenset[int] = frozenset()


class SaidRow(NamedTuple):
    """A message that stands in a thread, with who wrote it."""

    subtask_id: int
    text: str
    author: Person


_UNSOLVED, _SOLVED = sa.text(f"subtasks.{UNSOLVED}"), sa.text(f"subtasks.{SOLVED}")
_PLACES = rows.of(SoughtPlace, select(places.c.id, places.c.name, places.c.path).order_by(places.c.path))
_PEOPLE = rows.of(Person, select(*PERSON))
_versions = message_versions.alias("versions")
_SAID = rows.of(
    SaidRow,
    select(
        messages.c.subtask_id,
        message_versions.c.text,
        *(people.c[name].label(f"author_{name}") for name in ("id", "name", "email", "slack_id")),
    )
    .select_from(messages.join(message_versions, message_versions.c.message_id == messages.c.id).join(people))
    .where(
        messages.c.deleted_at.is_(None),
        message_versions.c.number
        == select(func.max(_versions.c.number)).where(_versions.c.message_id == messages.c.id).scalar_subquery(),
    )
    .order_by(messages.c.id.desc()),
)


def below(connection: Connection, paths: Collection[str]) -> list[SoughtPlace]:
    """The places with these paths, and those below them."""
    if not paths:
        return []
    return rows.many(connection, _PLACES.where(or_(*(places.c.path.startswith(path) for path in sorted(paths)))))


def with_those_below(connection: Connection, place_id: int) -> frozenset[int]:
    """The numbers of a place and of those below it; none of one that there is not."""
    path = select(places.c.path).where(places.c.id == place_id).scalar_subquery()
    found = select(places.c.id).where(places.c.path.startswith(path))
    return frozenset(connection.execute(found).scalars())


def _me(scope: Scope) -> ColumnElement[int]:
    return literal(scope.person_id, BigInteger())


def _runs(scope: Scope) -> ColumnElement[bool]:
    """Whether this person owns a case, or stands in for its owner, or distributes it."""
    me = _me(scope)
    theirs = [cases.c.owner_id == me, cases.c.stand_in_id == me]
    if scope.place_ids:
        theirs.append(cases.c.place_id.in_(sorted(scope.place_ids)))
    return and_(or_(*theirs), cases.c.removed_at.is_(None), not_(is_out(me, cases.c.id)))


def _has(scope: Scope) -> ColumnElement[bool]:
    """Whether this person is to solve a subtask, or stands in for who is; what waits for another is nobody's yet."""
    me = _me(scope)
    return and_(
        or_(subtasks.c.assignee_id == me, subtasks.c.stand_in_id == me),
        subtasks.c.declined_at.is_(None),
        subtasks.c.after_id.is_(None),
        may_have_it,
        not_(is_out(me, cases.c.id)),
    )


def _narrowed(sought: Sought, today: date, place_ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if sought.standing in (Standing.UNSOLVED, Standing.HELD) or (sought.due and sought.standing is None):
        found.append(subtasks.c.status != SubtaskStatus.SOLVED)
    if sought.standing is Standing.HELD:
        found.append(subtasks.c.held_until_on.is_not(None))
    if sought.standing in (Standing.NEW, Standing.OPEN, Standing.SOLVED):
        found.append(subtasks.c.status == SubtaskStatus(sought.standing.value))
    if sought.due:
        found.append(_is_due(sought.due, today))
    if sought.assignee_id is not None:
        found.append(subtasks.c.assignee_id == sought.assignee_id)
    if place_ids is not None:
        found.append(cases.c.place_id.in_(sorted(place_ids)))
    return found


def _is_due(due: Due, today: date) -> ColumnElement[bool]:
    sunday = today + timedelta(days=6 - today.weekday())
    deadline = subtasks.c.deadline_on
    return {
        Due.OVERDUE: deadline < today,
        Due.TODAY: deadline == today,
        Due.THIS_WEEK: deadline.between(today, sunday),
        Due.LATER: deadline > sunday,
    }[due]


_ORDERS: dict[Order, tuple[ColumnElement[Any], ...]] = {
    Order.NEWEST: (subtasks.c.id.desc(),),
    Order.DEADLINE: (subtasks.c.status == SubtaskStatus.SOLVED, subtasks.c.deadline_on, subtasks.c.id),
    Order.CASE: (subtasks.c.case_id, subtasks.c.deadline_on, subtasks.c.id),
}


def subtask_numbers(
    connection: Connection, scope: Scope, sought: Sought, today: date, place_ids: Collection[int] | None
) -> list[int]:
    """The subtasks that this person may open, as narrowed, in this order."""
    found = select(subtasks.c.id).join(cases, cases.c.id == subtasks.c.case_id)
    found = found.where(or_(_runs(scope), _has(scope)), *_narrowed(sought, today, place_ids))
    return list(connection.execute(found.order_by(*_ORDERS[sought.order])).scalars())


def with_numbers(connection: Connection, numbers: Sequence[int]) -> list[SubtaskRow]:
    """These subtasks, in this order."""
    found = {row.id: row for row in rows.among(connection, WHOLE, subtasks.c.id, numbers)}
    return [found[number] for number in numbers if number in found]


def said_in(connection: Connection, numbers: Sequence[int]) -> list[SaidRow]:
    """What stands in the threads of these subtasks, newest first."""
    return rows.among(connection, _SAID, messages.c.subtask_id, numbers)


def bare_cases(connection: Connection, scope: Scope, place_ids: Collection[int] | None) -> list[CaseLineRow]:
    """The cases without any subtask that this person runs."""
    found = LINES.where(_runs(scope), ~select(subtasks.c.id).where(subtasks.c.case_id == cases.c.id).exists())
    if place_ids is not None:
        found = found.where(cases.c.place_id.in_(sorted(place_ids)))
    return rows.many(connection, found.order_by(cases.c.applied_on.desc(), cases.c.id))


def assignees(connection: Connection, scope: Scope) -> list[Person]:
    """Who has been given a subtask that this person may open."""
    found = select(subtasks.c.assignee_id).join(cases, cases.c.id == subtasks.c.case_id)
    given = found.where(or_(_runs(scope), _has(scope)))
    return rows.many(connection, _PEOPLE.where(people.c.id.in_(given)))
