"""Who can be chosen: people with their roles, told apart, and when each of them is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.engine import Connection

from domain import letters
from domain.absences import Absence, Choice
from domain.namesakes import told_apart
from domain.values import Person, Role
from store import absences as absence_rows
from store.absences import AbsenceRow
from store.people import EligibleRow


def choices(
    rows: Sequence[EligibleRow], besides: Person | None = None, *, apart_from: Sequence[Person] = ()
) -> list[Choice]:
    """People with all their roles, by name, from rows with one role each; `besides` needs no role.

    They are told apart from each other, and from those who cannot be chosen.
    """
    people: dict[int, Person] = {}
    roles: dict[int, list[Role]] = {}
    for row in rows:
        people.setdefault(row.person.id, row.person)
        roles.setdefault(row.person.id, []).append(row.role)
    if besides:
        people.setdefault(besides.id, besides)
    ordered = sorted(people.values(), key=lambda one: (letters.in_order(one.name), one.email))
    found, _ = told_apart(([Choice(one, tuple(sorted(roles.get(one.id, [])))) for one in ordered], apart_from))
    return found


def absence(row: AbsenceRow) -> Absence:
    """An absence, as others and the person see it."""
    has_begun = row.began_at is not None
    return Absence(row.id, row.person, row.from_on, row.until_on, row.substitute, row.with_open, has_begun)


def with_absences(connection: Connection, found: Sequence[Choice]) -> list[Choice]:
    """The same choices, with when each person is away: whoever chooses sees that before choosing."""
    away = absence_rows.of_people(connection, [one.person.id for one in found])
    return [replace(one, absence=absence(away[one.person.id])) if one.person.id in away else one for one in found]
