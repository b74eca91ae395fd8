"""A believable institution: faculties with a distributor each, and institutes whose people own cases and solve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sandbox.person import Person
from sandbox.workspace import Workspace
from store import search_index, tables
from store.database import Database
from tests.institution import TODAY

EACH_FACULTY = 60
INSTITUTES = 3
CASES_EACH = 2
_FIRST = ("Kari", "Ola", "Aisha", "Per", "Ingrid", "Nils", "Siri", "Jon", "Liv", "Odd", "Tuva", "Ahmed", "Ragnhild")
_LAST = ("Berg", "Dahl", "Hansen", "Lie", "Moe", "Rahman", "Solbakken", "Vik", "Aas", "Nguyen", "Haugen")


@dataclass(frozen=True)
class Place:
    """A faculty or an institute."""

    id: int
    code: str
    name: str
    path: str
    parent_id: int | None


def places(people: int) -> list[Place]:
    """As many faculties as so many people need, each with its institutes below it."""
    found: list[Place] = []
    for faculty in range(-(-people // EACH_FACULTY)):
        top = Place(len(found) + 1, f"{100 + faculty}", f"Fakultet {faculty + 1}", f"/{len(found) + 1}/", None)
        found.append(top)
        for number in range(INSTITUTES):
            one = len(found) + 1
            name = f"Institutt {faculty + 1}.{number + 1}"
            found.append(Place(one, f"{top.code}.{number + 1}", name, f"{top.path}{one}/", top.id))
    return found


def slack_id(number: int) -> str:
    """The login of the person with this number, counted from 1."""
    return f"U0{number:06}"


def furnish(database: Database, ws: Workspace, people: int) -> dict[int, Person]:
    """Fill an empty database and let everybody have an account; gives the people by their numbers."""
    there = places(people)
    institutes = [one for one in there if one.parent_id]
    rows, roles, cases = [], [], []
    found: dict[int, Person] = {}
    for number in range(1, people + 1):
        name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]} {number}"
        email = f"person{number}@uni.example"
        rows.append({"id": number, "name": name, "email": email, "slack_id": slack_id(number)})
        found[number] = ws.add_person(slack_id(number), name=name, email=email, locale="en-US", tz="Europe/Oslo")
        faculty, place = (number - 1) // EACH_FACULTY, institutes[_institute(number)]
        if number % EACH_FACULTY == 1:
            top = there[faculty * (INSTITUTES + 1)]
            roles.append({"person_id": number, "place_id": top.id, "role": "fordeler"})
            continue
        is_owner = number % 2 == 0
        roles.append({"person_id": number, "place_id": place.id, "role": "saksbehandler" if is_owner else "fagperson"})
        if is_owner:
            cases += [case(f"2026-{number:05}-{one}", place.id, owner_id=number) for one in range(CASES_EACH)]
    cases += [case(f"2026-{one.id:05}-n", one.id, owner_id=None) for one in institutes]
    with database.begin() as connection:
        connection.execute(tables.places.insert(), [vars(one) for one in there])
        connection.execute(tables.people.insert(), rows)
        connection.execute(tables.roles.insert(), roles)
        connection.execute(tables.cases.insert(), cases)
        search_index.take_in(connection)
        for table in ("places", "people"):
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 100000)")
    return found


def _institute(number: int) -> int:
    return (number - 1) // EACH_FACULTY * INSTITUTES + number % INSTITUTES


def case(number: str, place_id: int, *, owner_id: int | None) -> dict[str, Any]:
    """The row of a case."""
    return {
        "id": number,
        "title": f"Innpassing av eksterne emner, søknad {number}",
        "place_id": place_id,
        "applicant_name": "Ada Søker",
        "applicant_email": "ada@student.example",
        "applied_on": date(2026, 11, 2),
        "owner_id": owner_id,
        "deadline_on": TODAY.replace(month=12, day=30),
        "text": "Jeg søker om innpassing av emner fra Universitetet i Uppsala.",
    }
