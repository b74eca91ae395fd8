"""Who did what, when and why; lines are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.history import Line
from store.columns import AnyRow
from store.tables import can_act, history, people, subtasks

_ADD = history.insert()


def add(connection: Connection, lines: Sequence[Line], at: datetime) -> None:
    """Write these lines, in their order."""
    if lines:
        connection.execute(_ADD, [_row(line, at) for line in lines])


def _row(line: Line, at: datetime) -> dict[str, object]:
    return {
        "at": at,
        "case_id": line.case_id,
        "subtask_id": line.subtask_id,
        "actor_id": line.actor_id,
        "act": line.act,
        "details": dict(line.details),
    }


def of_case(connection: Connection, case_id: str, *, subtask_id: int | None, limit: int, offset: int) -> list[AnyRow]:
    """The lines about a case, or about one of its subtasks, newest first, with who acted."""
    statement = (
        select(
            history,
            subtasks.c.title.label("subtask_title"),
            *(people.c[name].label(f"actor_{name}") for name in ("name", "email", "slack_id")),
            can_act().label("actor_active"),
        )
        .select_from(history.outerjoin(people, people.c.id == history.c.actor_id))
        .outerjoin(subtasks, subtasks.c.id == history.c.subtask_id)
        .where(history.c.case_id == case_id if subtask_id is None else history.c.subtask_id == subtask_id)
        .order_by(history.c.id.desc())
    )
    return list(connection.execute(statement.limit(limit).offset(offset)))
