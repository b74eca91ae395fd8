"""The conclusions of subtasks: every version that was ever saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from domain.values import Person
from store import rows
from store.tables import can_act, conclusions, people


class ConclusionRow(NamedTuple):
    """One version of a conclusion, with the answers to the subtask's form, where it has one."""

    number: int
    text: str
    saved_at: datetime
    answers: dict[str, str] | None


class EarlierConclusionRow(NamedTuple):
    """One version of a conclusion with who saved it."""

    number: int
    text: str
    saved_at: datetime
    answers: dict[str, str] | None
    author: Person


_CONCLUSION = rows.of(ConclusionRow, select(*rows.columns(ConclusionRow, conclusions)))
_newest = (
    select(sa.func.max(conclusions.c.number))
    .where(conclusions.c.subtask_id == bindparam("subtask_id"))
    .scalar_subquery()
)
_EARLIER_CONCLUSIONS = rows.of(
    EarlierConclusionRow,
    select(
        *rows.columns(ConclusionRow, conclusions),
        *(people.c[name].label(f"author_{name}") for name in ("id", "name", "email", "slack_id")),
        can_act().label("author_active"),
    )
    .join(people, people.c.id == conclusions.c.author_id)
    .where(conclusions.c.subtask_id == bindparam("subtask_id"), conclusions.c.number < _newest)
    .order_by(conclusions.c.number.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset")),
)


def last(connection: Connection, subtask_id: int) -> ConclusionRow | None:
    """The newest version of the conclusion."""
    statement = _CONCLUSION.where(conclusions.c.subtask_id == subtask_id)
    return rows.one(connection, statement.order_by(conclusions.c.number.desc()).limit(1))


def earlier(connection: Connection, subtask_id: int, *, limit: int, offset: int) -> list[EarlierConclusionRow]:
    """The versions of the conclusion before the newest, with their authors, newest first."""
    return rows.many(connection, _EARLIER_CONCLUSIONS, {"subtask_id": subtask_id, "limit": limit, "offset": offset})


def add(
    connection: Connection,
    subtask_id: int,
    number: int,
    text: str,
    *,
    by: int,
    at: datetime,
    answers: Mapping[str, str] | None = None,
) -> None:
    """Store one more version of the conclusion; earlier ones stay."""
    values: dict[str, Any] = {"subtask_id": subtask_id, "number": number, "text": text, "author_id": by, "saved_at": at}
    values["answers"] = dict(answers) if answers else None
    connection.execute(conclusions.insert(), values)
