"""On which day somebody was reminded of a subtask by a colleague, and who is away, and so is reminded of nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.absence_tables import absences
from store.tables import subtasks


def note(connection: Connection, subtask_id: int, on: date) -> None:
    """Note the working day on which the assignee hears of it."""
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(nudged_on=on))


def away(connection: Connection, person_ids: Collection[int], today: date) -> frozenset[int]:
    """Those of these people who are away on this day."""
    statement = select(absences.c.person_id).where(
        absences.c.person_id.in_(person_ids),
        absences.c.ended_at.is_(None),
        absences.c.from_on <= today,
        absences.c.until_on >= today,
    )
    return frozenset(connection.execute(statement).scalars())
