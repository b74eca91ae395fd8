"""Who is disqualified (inhabil) from which case: out of all of it, until another distributor lifts that."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from domain.values import Person
from store import rows
from store.ready import Ready
from store.sql import insert_into, lines_of
from store.tables import can_act, cases, disqualifications, people

BETWEEN = "\n"  # no case's number has it


def is_out(person: sa.ColumnElement[int], case: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether this person is disqualified from this case: part of every statement that finds the one for the other."""
    found = select(disqualifications.c.person_id).where(
        disqualifications.c.case_id == case, disqualifications.c.person_id == person
    )
    return found.correlate_except(disqualifications).limit(1).scalar_subquery().is_not(None)


def owns(person: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether a case is this person's to work on as its owner, or in the owner's place; one that has ended may be."""
    is_theirs = sa.or_(cases.c.owner_id == person, cases.c.stand_in_id == person)
    return sa.and_(is_theirs, sa.not_(is_out(person, cases.c.id)))


def answers_for(person: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether this person is told what concerns a case's owner: the one who stands in, while the owner is away."""
    return sa.and_(owns(person), func.coalesce(cases.c.stand_in_id, cases.c.owner_id) == person)


def cases_of(person: sa.ColumnElement[int]) -> sa.ScalarSelect[str]:
    """The numbers of all cases from which somebody is disqualified, one on each line; None for no case."""
    hers = select(lines_of(disqualifications.c.case_id))
    return hers.where(disqualifications.c.person_id == person).correlate_except(disqualifications).scalar_subquery()


class DisqualifiedRow(NamedTuple):
    """Somebody who is disqualified from a case."""

    case_id: str
    person_id: int


_ALL = rows.of(DisqualifiedRow, select(*rows.columns(DisqualifiedRow, disqualifications)))
_OF_CASE = Ready(
    rows.of(
        Person,
        select(people.c.id, people.c.name, people.c.email, people.c.slack_id, can_act().label("active"))
        .join(disqualifications, disqualifications.c.person_id == people.c.id)
        .where(disqualifications.c.case_id == sa.bindparam("case_id"))
        .order_by(disqualifications.c.declared_at, people.c.id),
    )
)


def declare(connection: Connection, case_id: str, person_id: int, at: datetime) -> bool:
    """Note that somebody is disqualified from a case; False when they were before."""
    values = {"case_id": case_id, "person_id": person_id, "declared_at": at}
    statement = insert_into(connection, disqualifications).values(values).on_conflict_do_nothing()
    return connection.execute(statement.returning(disqualifications.c.person_id)).first() is not None


def lift(connection: Connection, case_id: str, person_id: int) -> bool:
    """Let somebody be no longer disqualified from a case; False when they were not."""
    here = (disqualifications.c.case_id == case_id, disqualifications.c.person_id == person_id)
    return connection.execute(disqualifications.delete().where(*here)).rowcount == 1


def of_case(connection: Connection, case_id: str) -> list[Person]:
    """Who is disqualified from a case, in the order in which they said so."""
    return rows.many(connection, _OF_CASE, {"case_id": case_id})


def of_cases(connection: Connection, case_ids: Collection[str]) -> list[DisqualifiedRow]:
    """Who is disqualified from these cases."""
    return rows.among(connection, _ALL, disqualifications.c.case_id, case_ids)
