"""Who did what, when and why; lines are only ever added."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import Connection

from domain.history import Act, Line
from domain.values import Person
from store import rows
from store.columns import Instant
from store.ready import Ready
from store.tables import can_act, history, people, subtasks
from store.webhooks import is_anybody_listening


class LineRow(NamedTuple):
    """One line, with who acted; nobody where a job or an import did."""

    at: datetime
    subtask_id: int | None
    act: str
    details: dict[str, Any]
    subtask_title: str | None
    actor: Person | None


class ChangeRow(NamedTuple):
    """When something was done with a subtask last."""

    subtask_id: int | None
    at: datetime


_CHANGES = rows.of(
    ChangeRow,
    select(history.c.subtask_id, func.max(history.c.at, type_=Instant()).label("at")).group_by(history.c.subtask_id),
)
_COLUMNS = ("at", "case_id", "subtask_id", "actor_id", "act", "details")
_add = history.insert().values({name: bindparam(name) for name in _COLUMNS})
_ADD = Ready[Any](_add)
_ADD_AND_ASK = Ready[object](_add.returning(is_anybody_listening.label("is_heard")))
_LINES = rows.of(
    LineRow,
    select(
        history.c.at,
        history.c.subtask_id,
        history.c.act,
        history.c.details,
        subtasks.c.title.label("subtask_title"),
        *(people.c[name].label(f"actor_{name}") for name in ("id", "name", "email", "slack_id")),
        can_act().label("actor_active"),
    )
    .select_from(history.outerjoin(people, people.c.id == history.c.actor_id))
    .outerjoin(subtasks, subtasks.c.id == history.c.subtask_id)
    .order_by(history.c.id.desc()),
)


def add(connection: Connection, lines: Sequence[Line], at: datetime, *, asks: bool = False) -> bool:
    """Write these lines, in their order; for who `asks`, tell in the same statement whether any system listens."""
    if not lines:
        return False
    *others, last = [_row(line, at) for line in lines]
    _ADD.change_each(connection, others)
    if asks:
        return any(rows.firsts(connection, _ADD_AND_ASK, last))
    _ADD.change(connection, last)
    return False


def _row(line: Line, at: datetime) -> dict[str, object]:
    return {
        "at": at,
        "case_id": line.case_id,
        "subtask_id": line.subtask_id,
        "actor_id": line.actor_id,
        "act": line.act,
        "details": dict(line.details),
    }


def since(connection: Connection, subtask_id: int, act: Act, at: datetime) -> list[LineRow]:
    """The lines about one kind of act on a subtask from this instant on, newest first."""
    about = (history.c.subtask_id == subtask_id, history.c.act == act, history.c.at >= at)
    return rows.many(connection, _LINES.where(*about))


def of_case(connection: Connection, case_id: str, *, subtask_id: int | None, limit: int, offset: int) -> list[LineRow]:
    """The lines about a case, or about one of its subtasks, newest first, with who acted."""
    about = history.c.case_id == case_id if subtask_id is None else history.c.subtask_id == subtask_id
    return rows.many(connection, _LINES.where(about).limit(limit).offset(offset))


def changed_at(connection: Connection, subtask_ids: Collection[int]) -> dict[int, datetime]:
    """When something was done last with each of these subtasks of which the history has a line."""
    found = rows.among(connection, _CHANGES, history.c.subtask_id, subtask_ids)
    return {row.subtask_id: row.at for row in found if row.subtask_id}
