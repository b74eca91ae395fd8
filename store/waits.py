"""Since when a subtask waits for an answer of its case's owner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from store.tables import subtasks


def begin(connection: Connection, subtask_id: int, at: datetime) -> None:
    """Let a subtask wait from now on."""
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(waits_for_owner_at=at))


def end(connection: Connection, subtask_id: int) -> None:
    """Let it wait no more."""
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(waits_for_owner_at=None))
