"""Subtasks that were given at once: `together_id` is the number of the first of them, of which each knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from domain.values import SubtaskStatus
from store import rows
from store.tables import subtasks


class TogetherRow(NamedTuple):
    """One of the subtasks that were given at once."""

    id: int
    title: str
    status: SubtaskStatus
    assignee_id: int
    stand_in_id: int | None
    declined_at: datetime | None
    opened_at: datetime | None


_ALL = rows.of(
    TogetherRow,
    select(*rows.columns(TogetherRow, subtasks))
    .where(subtasks.c.together_id == bindparam("together_id"))
    .order_by(subtasks.c.id),
)


def mark(connection: Connection, numbers: Sequence[int]) -> None:
    """Note that these were given at once; one alone was not."""
    if len(numbers) > 1:
        statement = subtasks.update().where(subtasks.c.id.in_(numbers))
        connection.execute(statement.values(together_id=min(numbers)))


def given(connection: Connection, together_id: int) -> list[TogetherRow]:
    """Those that were given at once, oldest first; one that has been given to somebody else since is not among them."""
    return rows.many(connection, _ALL, {"together_id": together_id})
