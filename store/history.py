"""Who did what, when and why; lines are only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.columns import AnyRow
from store.tables import can_act, history, people, subtasks

_ADD = history.insert()


def add(
    connection: Connection,
    act: str,
    *,
    at: datetime,
    case_id: str,
    subtask_id: int | None = None,
    actor_id: int | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Write one line. `actor_id` is None where a job or an import acted."""
    connection.execute(
        _ADD,
        {
            "at": at,
            "case_id": case_id,
            "subtask_id": subtask_id,
            "actor_id": actor_id,
            "act": act,
            "details": dict(details or {}),
        },
    )


def add_all(connection: Connection, lines: Sequence[Mapping[str, object]]) -> None:
    """Write many lines of the same kind at once."""
    if lines:
        connection.execute(_ADD, [dict(line) for line in lines])


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
