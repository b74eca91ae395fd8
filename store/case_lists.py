"""Lists of cases: those that wait for an owner, those whose owner is lost, a person's own, those to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, TextClause, bindparam, func, literal, not_, or_, select, text
from sqlalchemy.engine import Connection

from domain.values import WORKED_ON, CaseStatus, Person, SubtaskStatus
from store import rows
from store.cases import OWNER
from store.disqualifications import owns
from store.places import reached
from store.ready import Ready
from store.sql import is_one_of
from store.tables import WORKING, attachments, can_answer, cases, people, places, subtasks


class WaitingCaseRow(NamedTuple):
    """A case that nobody owns yet."""

    id: str
    title: str
    place: str
    applicant_name: str
    applied_on: date
    new_attachments: int
    deadline_on: date | None


class OwnerlessCaseRow(NamedTuple):
    """An open case whose owner cannot answer for it any more."""

    id: str
    title: str
    place: str
    applicant_name: str
    applied_on: date
    deadline_on: date | None
    owner: Person


class CaseLineRow(NamedTuple):
    """A case in a list; `owner` is None for one that nobody owns."""

    id: str
    title: str
    status: CaseStatus
    deadline_on: date | None
    open_subtasks: int
    owner: Person | None


def count_waiting_in_reach(connection: Connection, person_id: int, paths: Sequence[str]) -> int:
    """How many undistributed cases there are at these places or below them, for this distributor."""
    statement = select(func.count()).select_from(cases).join(places, places.c.id == cases.c.place_id)
    return connection.execute(statement.where(*_waits(person_id, paths))).scalar_one()


def _waits(person_id: int, paths: Sequence[str]) -> tuple[ColumnElement[bool] | TextClause, ...]:
    return cases.c.owner_id.is_(None), text(f"cases.{WORKING}"), reached(person_id, paths)


_new_attachments = (
    select(func.count())
    .select_from(attachments)
    .where(attachments.c.case_id == cases.c.id, attachments.c.withdrawn_at.is_(None))
    .scalar_subquery()
)
_WAITING = rows.of(
    WaitingCaseRow,
    select(
        cases.c.id,
        cases.c.title,
        places.c.name.label("place"),
        cases.c.applicant_name,
        cases.c.applied_on,
        _new_attachments.label("new_attachments"),
        cases.c.deadline_on,
    )
    .join(places, places.c.id == cases.c.place_id)
    .order_by(cases.c.applied_on, cases.c.id),
)


def waiting_in_reach(
    connection: Connection, person_id: int, paths: Sequence[str], *, limit: int, offset: int
) -> list[WaitingCaseRow]:
    """Undistributed cases at these places or below them, oldest application first (F6), for this distributor."""
    return rows.many(connection, _WAITING.where(*_waits(person_id, paths)).limit(limit).offset(offset))


_OWNERLESS = rows.of(
    OwnerlessCaseRow,
    select(
        cases.c.id,
        cases.c.title,
        places.c.name.label("place"),
        cases.c.applicant_name,
        cases.c.applied_on,
        cases.c.deadline_on,
        *OWNER,
    )
    .join(people, people.c.id == cases.c.owner_id)
    .join(places, places.c.id == cases.c.place_id)
    .where(text(f"cases.{WORKING}"), not_(can_answer()))
    .order_by(cases.c.deadline_on.is_(None), cases.c.deadline_on, cases.c.id),
)


def ownerless(connection: Connection) -> list[OwnerlessCaseRow]:
    """All open cases whose owner cannot answer for them any more, nearest deadline first."""
    return rows.many(connection, _OWNERLESS)


def ownerless_in_reach(
    connection: Connection, person_id: int, paths: Sequence[str], *, limit: int, offset: int = 0
) -> list[OwnerlessCaseRow]:
    """Those of them that lie at these places or below them, for this distributor."""
    return rows.many(connection, _OWNERLESS.where(reached(person_id, paths)).limit(limit).offset(offset))


def count_ownerless_in_reach(connection: Connection, person_id: int, paths: Sequence[str]) -> int:
    """How many there are of these."""
    found = _OWNERLESS.with_only_columns(cases.c.id).order_by(None).where(reached(person_id, paths)).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


_unsolved = (
    select(func.count())
    .select_from(subtasks)
    .where(subtasks.c.case_id == cases.c.id, subtasks.c.status != SubtaskStatus.SOLVED)
    .scalar_subquery()
)
LINES = rows.of(
    CaseLineRow,
    select(
        cases.c.id, cases.c.title, cases.c.status, cases.c.deadline_on, _unsolved.label("open_subtasks"), *OWNER
    ).select_from(cases.outerjoin(people, people.c.id == cases.c.owner_id)),
)
_OWNED = Ready(
    LINES.where(owns(bindparam("person_id", type_=BigInteger())))
    .order_by(~is_one_of(cases.c.status, WORKED_ON), cases.c.deadline_on.is_(None), cases.c.deadline_on, cases.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)


def owned_by(connection: Connection, person_id: int, *, limit: int, offset: int) -> list[CaseLineRow]:
    """A person's own cases: those being worked on first, nearest deadline first, those without one last."""
    return rows.many(connection, _OWNED, {"person_id": person_id, "limit": limit, "offset": offset})


def open_in_reach(
    connection: Connection, person_id: int, paths: Sequence[str], words: Sequence[str], limit: int
) -> list[CaseLineRow]:
    """Open, distributed cases that a person owns or reaches as distributor, whose id and title have all the words."""
    reach = [owns(literal(person_id, BigInteger())), *([reached(person_id, paths)] if paths else [])]
    statement = (
        LINES.join(places, places.c.id == cases.c.place_id)
        .where(or_(*reach), *(cases.c.searched.contains(word, autoescape=True) for word in words))
        .where(cases.c.owner_id.is_not(None), is_one_of(cases.c.status, WORKED_ON))
        .order_by(cases.c.id)
        .limit(limit)
    )
    return rows.many(connection, statement)
