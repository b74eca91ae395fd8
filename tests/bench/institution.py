"""The institution that is measured: forty colleagues with work before them, and as much history as is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import posts, search_index, tables
from store.database import Database

COLLEAGUES = 40
CASES_EACH = 12
OTHERS_CASES_EACH = 2
SUBTASKS_EACH = 12
BATCH = 5000
NOW = datetime.now(UTC)
SOON = NOW.date() + timedelta(days=30)


def slack_id(number: int) -> str:
    """The Slack id of a colleague, counted from 0."""
    return f"U0{number + 1:05}"


def case_id(owner: int, number: int = 0) -> str:
    """The id of one of a colleague's own cases."""
    return f"2026-{owner + 1:05}-{number}"


def fill(database: Database, subtasks: int) -> None:
    """Fill an empty database: the colleagues' own subtasks first, then other people's up to this number."""
    others = max(subtasks - COLLEAGUES * SUBTASKS_EACH, 0)
    people = COLLEAGUES + others // SUBTASKS_EACH + 1
    with database.begin(patient=True) as connection:
        _add(connection, tables.places, [{"id": 1, "code": "184", "name": "Det humanistiske fakultet", "path": "/1/"}])
        _add(connection, tables.people, (_person(number) for number in range(people)))
        _add(connection, tables.places, (_place(number) for number in range(2, people // COLLEAGUES + 3)))
        _add(connection, tables.roles, (_role(number) for number in range(people)))
        _add(connection, tables.cases, (_case(who, n) for who in range(people) for n in range(_cases_of(who))))
        _add(connection, tables.subtasks, (_subtask(number) for number in range(subtasks)))
        for person in range(COLLEAGUES):
            posts.turn_home(connection, person + 1, NOW, case_id=None)
        search_index.take_in(connection)  # what is measured has only its own
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _add(connection: Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        connection.execute(table.insert(), batch)


def _person(number: int) -> dict[str, Any]:
    name = f"{('Kari', 'Ola', 'Aisha', 'Per')[number % 4]} {('Berg', 'Dahl', 'Hansen')[number % 3]}sen {number}"
    return {"id": number + 1, "name": name, "email": f"person{number}@uni.example", "slack_id": slack_id(number)}


def _place(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "code": f"184.{number}",
        "name": f"Institutt {number}",
        "path": f"/1/{number}/",
        "parent_id": 1,
    }


def _place_of(person: int) -> int:
    return person // COLLEAGUES + 2


def _cases_of(person: int) -> int:
    return CASES_EACH if person < COLLEAGUES else OTHERS_CASES_EACH


def _role(number: int) -> dict[str, Any]:
    return {"person_id": number + 1, "place_id": _place_of(number), "role": ("saksbehandler", "fagperson")[number % 2]}


def _case(owner: int, number: int) -> dict[str, Any]:
    return {
        "id": case_id(owner, number),
        "title": f"Innpassing av eksterne emner – Bachelor i historie, søknad {number}",
        "place_id": _place_of(owner),
        "applicant_name": "Ada Søker",
        "applicant_email": "ada@student.example",
        "applied_on": date(2026, 11, 2),
        "owner_id": owner + 1,
        "deadline_on": SOON,
        "text": "Jeg søker om innpassing av emner fra Universitetet i Uppsala.",
        "status": "open",
    }


def _subtask(number: int) -> dict[str, Any]:
    """Deal them out: one round of the colleagues after the other, then the others in the same way."""
    ours = COLLEAGUES * SUBTASKS_EACH
    assignee = number % COLLEAGUES if number < ours else COLLEAGUES + (number - ours) // SUBTASKS_EACH
    owner = assignee // COLLEAGUES * COLLEAGUES + (assignee + 7) % COLLEAGUES if number < ours else assignee
    solved = number >= ours and number % 2 == 0
    return {
        "case_id": case_id(owner, number % _cases_of(owner)),
        "title": f"Vurder emnene mot våre egne, del {number}",
        "deadline_on": SOON - timedelta(days=number % 20),
        "assignee_id": assignee + 1,
        "description": "Sammenlign emnene med våre egne og skriv hvilke som kan innpasses. " * 5,
        "created_by": owner + 1,
        "created_at": NOW,
        "status": "solved" if solved else "open",
        "ending": "assignee" if solved else None,
        "solved_at": NOW if solved else None,
        "solved_by": assignee + 1 if solved else None,
    }
