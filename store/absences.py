"""Who is away, from when until when, and who was chosen as substitute."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.values import Person
from store import rows
from store.people import ELIGIBLE, PERSON, EligibleRow
from store.places import below
from store.ready import Ready
from store.sql import among, insert_into
from store.tables import absences, can_act, people, places, roles

STANDING = "absences.ended_at IS NULL"


class AwayRow(NamedTuple):
    """Somebody who is away now."""

    id: int
    person_id: int
    substitute_id: int | None
    with_open: bool
    began_at: datetime


class AbsenceRow(NamedTuple):
    """An absence that has not ended; `began_at` is None for one that is only planned."""

    id: int
    from_on: date
    until_on: date
    with_open: bool
    set_at: datetime
    began_at: datetime | None
    person: Person
    substitute: Person | None


_standing = sa.text(STANDING)
_person, _substitute = people.alias("person"), people.alias("substitute")
_AWAY = Ready(
    rows.of(
        AwayRow,
        select(
            absences.c.id, absences.c.person_id, absences.c.substitute_id, absences.c.with_open, absences.c.began_at
        ).where(_standing, absences.c.began_at.is_not(None)),
    )
)
_WHOLE = rows.of(
    AbsenceRow,
    select(
        absences.c.id,
        absences.c.from_on,
        absences.c.until_on,
        absences.c.with_open,
        absences.c.set_at,
        absences.c.began_at,
        *(
            column.label(f"{who.name}_{name}")
            for who in (_person, _substitute)
            for name, column in (
                *((one, who.c[one]) for one in ("id", "name", "email", "slack_id")),
                ("active", can_act(who)),
            )
        ),
    )
    .select_from(
        absences.join(_person, _person.c.id == absences.c.person_id).outerjoin(
            _substitute, _substitute.c.id == absences.c.substitute_id
        )
    )
    .where(_standing),
)
_OF_PEOPLE = Ready(_WHOLE.where(among(absences.c.person_id, "person_ids", sa.Integer)))
_PEOPLE = rows.of(Person, select(*PERSON))


def away(connection: Connection) -> list[AwayRow]:
    """Everybody who is away now: few, whoever works here."""
    return rows.many(connection, _AWAY)


def away_at(connection: Connection, place_ids: Iterable[int]) -> list[AbsenceRow]:
    """The absences, that have begun, of those who have a role at one of these places."""
    there = select(roles.c.person_id).where(roles.c.place_id.in_(list(place_ids)))
    begun = _WHOLE.where(absences.c.began_at.is_not(None), absences.c.person_id.in_(there))
    return rows.many(connection, begun.order_by(absences.c.id))


def all_standing(connection: Connection) -> list[AbsenceRow]:
    """Every absence that has not ended, with those that are planned."""
    return rows.many(connection, _WHOLE.order_by(absences.c.id))


def of_people(connection: Connection, person_ids: Iterable[int]) -> dict[int, AbsenceRow]:
    """The absences of those of these people who are away, or will be."""
    return {row.person.id: row for row in rows.listed(connection, _OF_PEOPLE, "person_ids", person_ids)}


def standing(connection: Connection, absence_id: int) -> AbsenceRow | None:
    """An absence, while it has not ended."""
    return rows.one(connection, _WHOLE.where(absences.c.id == absence_id))


def due(connection: Connection, today: date) -> list[AbsenceRow]:
    """The absences that begin or end, since this day has come."""
    begins = absences.c.began_at.is_(None) & (absences.c.from_on <= today)
    return rows.many(connection, _WHOLE.where(begins | (absences.c.until_on < today)).order_by(absences.c.id))


def add(connection: Connection, values: Mapping[str, object]) -> int | None:
    """Store that somebody will be away, or is, and return its number; None when somebody else has just done so."""
    statement = insert_into(connection, absences).values(dict(values)).on_conflict_do_nothing()
    return connection.execute(statement.returning(absences.c.id)).scalar_one_or_none()


def change(connection: Connection, row: AbsenceRow, values: Mapping[str, object]) -> bool:
    """Change an absence, unless it has ended, or begun, since this was read of it."""
    as_read = (absences.c.id == row.id, _standing, absences.c.began_at.is_not_distinct_from(row.began_at))
    return connection.execute(absences.update().where(*as_read).values(values)).rowcount == 1


def lock_people(connection: Connection, person_ids: Iterable[int]) -> None:
    """Make whoever gives these people a subtask or a case meanwhile wait until the commit, or wait for them."""
    if connection.dialect.name != "sqlite":
        locked = select(people.c.id).where(people.c.id.in_(sorted(person_ids))).order_by(people.c.id)
        connection.execute(locked.with_for_update())


def colleagues(connection: Connection, person_id: int) -> list[EligibleRow]:
    """Those who have a role at a place where this person has one: one row a role."""
    there = select(roles.c.place_id).where(roles.c.person_id == person_id)
    found = ELIGIBLE.where(roles.c.place_id.in_(there), people.c.id != person_id)
    return rows.many(connection, found, {"case_id": None})


def in_reach(connection: Connection, paths: Collection[str]) -> list[EligibleRow]:
    """Those who have a role at one of these places, or below: one row a role."""
    found = ELIGIBLE.join(places, places.c.id == roles.c.place_id).where(below(paths))
    return rows.many(connection, found, {"case_id": None})


def stood_in_for(connection: Connection, substitute_id: int, person_ids: Iterable[int]) -> Person | None:
    """For whom of these people somebody was a substitute last, and is not any more."""
    was = (absences.c.substitute_id == substitute_id, absences.c.person_id.in_(list(person_ids)))
    statement = _PEOPLE.join(absences, absences.c.person_id == people.c.id)
    statement = statement.where(*was, absences.c.began_at.is_not(None)).order_by(absences.c.id.desc())
    return rows.one(connection, statement.limit(1))
