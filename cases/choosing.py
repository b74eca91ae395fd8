"""Who can be chosen: people with their roles, told apart, and when each of them is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.engine import Connection

from domain import arriving, letters, validation
from domain.absences import Absence, Choice
from domain.namesakes import told_apart
from domain.values import Person, Role
from store import absences as absence_rows
from store import disqualifications
from store import people as people_rows
from store.absences import AbsenceRow
from store.people import EligibleRow

MOST = 100  # as many as a menu of Slack's shows


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


def offered(connection: Connection, everybody: Sequence[Choice], words: str) -> list[Choice]:
    """Those of them whose name or address these words are in, as many as a menu shows, with their absences."""
    sought = arriving.sought(words)
    found = [one for one in everybody if arriving.is_found(sought, one.person.name, one.person.email)]
    return with_absences(connection, found[:MOST])


def possible_owners(connection: Connection, words: str, case_id: str | None = None) -> list[Choice]:
    """Who may be given this case, or any, and has these words in name or address; nobody before three letters."""
    sought = arriving.sought(words)
    if len(" ".join(sought)) < validation.SEARCH_LETTERS:
        return []
    out = disqualifications.of_case(connection, case_id) if case_id else ()
    everybody = choices(people_rows.possible_owners(connection, sought, case_id=case_id), apart_from=out)
    return with_absences(connection, everybody[:MOST])


def with_absences(connection: Connection, found: Sequence[Choice]) -> list[Choice]:
    """The same choices, with when each person is away: whoever chooses sees that before choosing."""
    away = absence_rows.of_people(connection, [one.person.id for one in found])
    return [replace(one, absence=absence(away[one.person.id])) if one.person.id in away else one for one in found]
