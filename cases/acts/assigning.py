"""Who can be assignee of a subtask: people at the case's place, and the case's owner (S12, A7, A8)."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from cases import choosing, loading
from cases.context import Context
from domain.absences import Choice
from domain.errors import N_, InvalidInputError, Refused
from domain.namesakes import told_apart
from domain.values import Person
from store import disqualifications
from store import people as people_rows
from store.cases import CaseRow


def assignable(context: Context, case_id: str, words: str, *, actor: str) -> list[Choice]:
    """Who may be chosen as assignee, by name: those with a role at the case's place, and its owner (S12, A7, A8)."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        case, _ = loading.case_for(connection, case_id, who)
        there = people_rows.at_place(connection, case.place_id, case_id=case.id)
        out = disqualifications.of_case(connection, case.id)
        everybody = choosing.choices(there, case.owner, apart_from=out)
        return choosing.offered(connection, everybody, words)


def disqualified(connection: Connection, case: CaseRow) -> tuple[Person, ...]:
    """Who cannot be chosen in this case, told apart from those at its place who can: their names, never why."""
    out = disqualifications.of_case(connection, case.id)
    there = people_rows.at_place(connection, case.place_id, case_id=case.id) if out else []
    return tuple(told_apart((out, [row.person for row in there]))[0])


def require_assignable(connection: Connection, case: CaseRow, person_id: int | None) -> str:
    """The name of a person who can be chosen in this case. Refuses, at the field, one who cannot (any more)."""
    if case.owner and person_id == case.owner.id and case.owner.active:
        return case.owner.name
    found = people_rows.roles_at(connection, person_id or 0, case.place_id, case_id=case.id)
    if not found:
        words = N_("Denne personen kan ikke lenger velges ved {place}. Velg en annen.")
        raise InvalidInputError([Refused(words, field="assignee", place=case.place_name)])
    return found[0].person.name
