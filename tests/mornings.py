"""A faculty on a Monday morning, put into the database: forty people at three departments, and what is open there."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import sqlalchemy as sa

from store import tables
from tests.institution import MONDAY, TODAY
from tests.world import World

FIRST = ("Anne", "Bjørn", "Cecilie", "Dag", "Eirin", "Fredrik", "Guro", "Håkon")
LAST = ("Aasen", "Bakke", "Christoffersen Wulfsberg", "Dahl", "Øien")
COLLEAGUES = 40
CASES = 300
SUBTASKS = 2000
_DEPARTMENTS = (("184.12.2", "Institutt for språk"), ("184.12.3", "Institutt for filosofi"))
_SUBJECTS = ("Innpassing av eksterne emner", "Godkjenning av forkunnskaper", "Fritak for språkkrav", "Utsatt frist")
_TITLES = ("Vurder emnene", "Les søknaden", "Hent uttalelse", "Sammenlign pensum")


def fill(world: World, people: int = COLLEAGUES, cases: int = CASES, subtasks: int = SUBTASKS) -> None:
    """Put them in: cases of all ages, nine subtasks in ten of them solved, all of it below the faculty."""
    with world.database.begin() as connection:
        connection.execute(
            tables.places.insert(),
            [
                {"code": code, "name": name, "path": f"/1/{at}/", "parent_id": 1}
                for at, (code, name) in enumerate(_DEPARTMENTS, start=4)
            ],
        )
        names = [f"{first} {last}" for first, last in product(FIRST, LAST)][:people]
        numbers = [_person(connection, world, at, name) for at, name in enumerate(names)]
        connection.execute(tables.roles.insert(), [_role(number, at) for at, number in enumerate(numbers)])
        connection.execute(tables.cases.insert(), [_case(at, numbers) for at in range(cases)])
        connection.execute(tables.subtasks.insert(), [_subtask(at, cases, numbers) for at in range(subtasks)])


def _person(connection: sa.Connection, world: World, at: int, name: str) -> int:
    row = {"name": name, "email": f"person{at}@uni.example", "slack_id": f"U0P{at:03}"}
    world.ws.add_person(row["slack_id"], name=name, email=row["email"], locale="en-US", tz="Europe/Oslo", title="")
    return int(connection.execute(tables.people.insert().values(row).returning(tables.people.c.id)).scalar_one())


def _place(at: int) -> int:
    return (2, 4, 5)[at % 3]


def _role(person_id: int, at: int) -> dict[str, Any]:
    return {"person_id": person_id, "place_id": _place(at), "role": ("saksbehandler", "fagperson")[at % 2]}


def _case(at: int, people: list[int]) -> dict[str, Any]:
    return {
        "id": f"2026-{1000 + at}",
        "title": f"{_SUBJECTS[at % len(_SUBJECTS)]} – søknad {at + 1}",
        "place_id": _place(at),
        "applicant_name": "Ada Søker",
        "applicant_email": "ada@student.example",
        "applied_on": date(2026, 10, 1) + timedelta(days=at % 40),
        "owner_id": None if at % 25 == 7 else people[at * 2 % len(people)],
        "deadline_on": None if at % 11 == 0 else TODAY + timedelta(days=at % 60 - 4),
        "text": "Jeg søker.",
        "status": "open",
    }


def _subtask(at: int, cases: int, people: list[int]) -> dict[str, Any]:
    solved = at % 10 != 0
    case = at // 10 % cases if not solved else at % cases
    return {
        "case_id": f"2026-{1000 + case}",
        "title": f"{_TITLES[at // 10 % len(_TITLES)]} {at}",
        "deadline_on": TODAY + timedelta(days=at // 10 % 45 - 5),
        "assignee_id": people[at // 10 * 7 % len(people)],
        "description": "Se på dette.",
        "created_by": people[0],
        "created_at": MONDAY - timedelta(days=at // 10 % 13),
        "status": "solved" if solved else ("new", "open")[at // 10 % 2],
        "ending": "assignee" if solved else None,
        "solved_at": MONDAY if solved else None,
        "held_until_on": TODAY + timedelta(days=9) if not solved and at // 10 % 9 == 0 else None,
    }
