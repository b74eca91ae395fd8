"""What is put into the database, or read from it, behind everybody's back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from store import search_index, tables
from tests.institution import CASE, DEADLINE, MONDAY, TODAY
from tests.world import World

WAITING = "Godkjenning av forkunnskaper – Master i historie"


def add_subtasks(world: World, count: int, assignee: str = "U0AISHA") -> None:
    """Put many subtasks into the database at once."""
    with world.database.begin() as connection:
        people = tables.people.c
        aisha = connection.execute(sa.select(people.id).where(people.slack_id == assignee)).scalar()
        kari = connection.execute(sa.select(people.id).where(people.slack_id == "U0KARI")).scalar()
        rows = [
            {
                "case_id": CASE,
                "title": f"Oppgave {number}",
                "deadline_on": min(TODAY + timedelta(days=number % 20), DEADLINE),
                "assignee_id": aisha,
                "description": "Se på dette.",
                "created_by": kari,
                "created_at": MONDAY,
            }
            for number in range(count)
        ]
        if rows:
            connection.execute(tables.subtasks.insert(), rows)
            search_index.take_in(connection)


def add_case(world: World, case_id: str = "2026-200", title: str = WAITING, **other: Any) -> None:
    """Put a case into the database that waits for distribution at the department of history."""
    row = {
        "id": case_id,
        "title": title,
        "place_id": 2,
        "applicant_name": "Nils Søker",
        "applicant_email": "nils@student.example",
        "applied_on": date(2026, 11, 10),
        "text": "Jeg søker.",
    }
    with world.database.begin() as connection:
        connection.execute(tables.cases.insert().values(row | other))


def stored_case(world: World, case_id: str = "2026-200") -> Any:
    """Read a case's row."""
    (row,) = world.rows(sa.select(tables.cases).where(tables.cases.c.id == case_id))
    return row


def owner_of(world: World, case_id: str = CASE) -> str:
    """Read who owns a case."""
    joined = sa.select(tables.people.c.name).join(tables.cases, tables.cases.c.owner_id == tables.people.c.id)
    (row,) = world.rows(joined.where(tables.cases.c.id == case_id))
    return str(row.name)


def make_case(world: World, case_id: str, *, owner: str | None, applied_on: date) -> None:
    """Store another case at the department."""
    with world.database.begin() as connection:
        row = connection.execute(sa.select(tables.cases).where(tables.cases.c.id == CASE)).one()._asdict()
        people = sa.select(tables.people.c.id).where(tables.people.c.slack_id == owner)
        owner_id = connection.execute(people).scalar() if owner else None
        changed = {"id": case_id, "title": f"Sak {case_id}", "owner_id": owner_id, "applied_on": applied_on}
        connection.execute(tables.cases.insert().values(row | changed | {"deadline_on": None}))


def wish(world: World, slack_id: str, **values: str) -> None:
    """Let somebody have chosen how she is told."""
    with world.database.begin() as connection:
        connection.execute(tables.people.update().where(tables.people.c.slack_id == slack_id).values(values))
