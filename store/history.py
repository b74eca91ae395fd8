"""Who did what, when and why; lines are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.engine import Connection

from store.tables import history

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
