"""The log of administration: who did what about the program itself, and when; lines are only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from domain.administration import LogLine, Measure
from domain.values import Person
from store import rows
from store.tables import administration, can_act, people


class LoggedRow(NamedTuple):
    """One line. `by` is the account on the machine that gave the command; empty for the program itself."""

    id: int
    at: datetime
    act: str
    by: str
    person_id: int | None
    case_id: str | None
    details: dict[str, Any]
    erasure_id: int | None
    actor: Person | None


_ADD = administration.insert()
_LINES = rows.of(
    LoggedRow,
    select(
        *(administration.c[name] for name in LoggedRow._fields if name != "actor"),
        *(people.c[name].label(f"actor_{name}") for name in ("id", "name", "email", "slack_id")),
        can_act().label("actor_active"),
    )
    .select_from(administration.outerjoin(people, people.c.id == administration.c.actor_id))
    .order_by(administration.c.id),
)


def add(connection: Connection, lines: Sequence[LogLine], at: datetime, *, by: str = "") -> None:
    """Write these lines, in their order, in the transaction that does what they tell."""
    if lines:
        connection.execute(_ADD, [_row(line, at, by) for line in lines])


def _row(line: LogLine, at: datetime, by: str) -> Mapping[str, object]:
    return {
        "at": at,
        "act": line.measure.value,
        "by": by,
        "actor_id": line.actor_id,
        "person_id": line.person_id,
        "case_id": line.case_id,
        "details": dict(line.details),
    }


def since(connection: Connection, at: datetime | None) -> list[LoggedRow]:
    """All lines from an instant on, or all there are; the oldest first."""
    return rows.many(connection, _LINES if at is None else _LINES.where(administration.c.at >= at))


def about(
    connection: Connection, *, person_ids: Sequence[int], case_ids: Sequence[str], at: datetime | None
) -> list[LoggedRow]:
    """The lines about these people or cases, or of what these people did; the oldest first."""
    found = _LINES.where(
        or_(
            administration.c.person_id.in_(person_ids),
            administration.c.actor_id.in_(person_ids),
            administration.c.case_id.in_(case_ids),
        )
    )
    return rows.many(connection, found if at is None else found.where(administration.c.at >= at))


def has_read(connection: Connection, person_id: int, case_id: str, subtask_id: int, since_at: datetime) -> bool:
    """Whether the log says already that somebody has read a subtask's messages since then."""
    found = select(administration.c.details).where(
        administration.c.case_id == case_id,
        administration.c.actor_id == person_id,
        administration.c.act == Measure.MESSAGES_READ.value,
        administration.c.at >= since_at,
    )
    return any(details.get("subtask") == subtask_id for details in connection.execute(found).scalars())
