"""Grants: which attachments of a case are open to the assignee of a subtask (S14)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from store.columns import AnyRow
from store.tables import attachments, grants, subtasks

_GRANTED = (
    select(attachments)
    .join(grants, grants.c.attachment_id == attachments.c.id)
    .where(grants.c.subtask_id == bindparam("subtask_id"), grants.c.withdrawn_at.is_(None))
    .order_by(attachments.c.id)
)


def withdraw(
    connection: Connection, subtask_id: int, attachment_ids: Sequence[int], *, by: int, at: datetime
) -> list[int]:
    """Close these attachments to the subtask's assignee and return the grants' numbers."""
    if not attachment_ids:
        return []
    standing = (
        grants.c.subtask_id == subtask_id,
        grants.c.attachment_id.in_(attachment_ids),
        grants.c.withdrawn_at.is_(None),
    )
    numbers = list(connection.execute(select(grants.c.id).where(*standing)).scalars())
    connection.execute(grants.update().where(*standing).values(withdrawn_by=by, withdrawn_at=at))
    return numbers


def add(connection: Connection, subtask_id: int, attachment_ids: Sequence[int], *, by: int, at: datetime) -> list[int]:
    """Open these attachments to the subtask's assignee and return the grants' numbers."""
    rows = [
        {"subtask_id": subtask_id, "attachment_id": number, "granted_by": by, "granted_at": at}
        for number in attachment_ids
    ]
    if not rows:
        return []
    return sorted(connection.execute(grants.insert().returning(grants.c.id), rows).scalars())


def standing(connection: Connection, subtask_id: int) -> list[AnyRow]:
    """The attachments that are open to the subtask's assignee now."""
    return list(connection.execute(_GRANTED, {"subtask_id": subtask_id}))


def get(connection: Connection, grant_id: int) -> AnyRow | None:
    """One grant with its attachment; `standing` says whether it has not been withdrawn."""
    statement = (
        select(
            attachments,
            grants.c.subtask_id,
            grants.c.id.label("grant_id"),
            grants.c.withdrawn_at.is_(None).label("standing"),
        )
        .join(grants, grants.c.attachment_id == attachments.c.id)
        .where(grants.c.id == grant_id)
    )
    return connection.execute(statement).one_or_none()


def numbers_of(connection: Connection, subtask_id: int) -> list[int]:
    """The numbers of all grants a subtask ever had."""
    return list(connection.execute(select(grants.c.id).where(grants.c.subtask_id == subtask_id)).scalars())


def on(connection: Connection, attachment_ids: Collection[int]) -> list[AnyRow]:
    """Every grant that there ever was of these attachments: id, subtask_id, standing."""
    columns = (grants.c.id, grants.c.subtask_id, grants.c.withdrawn_at.is_(None).label("standing"))
    return list(connection.execute(select(*columns).where(grants.c.attachment_id.in_(attachment_ids))))


def withdraw_all(connection: Connection, grant_ids: Collection[int], *, by: int | None, at: datetime) -> None:
    """Close what these grants had opened."""
    connection.execute(grants.update().where(grants.c.id.in_(grant_ids)).values(withdrawn_by=by, withdrawn_at=at))


def standing_in(connection: Connection, case_id: str) -> list[AnyRow]:
    """Every grant that stands in a case, with its subtask and who that is given to."""
    statement = (
        select(grants.c.id, grants.c.subtask_id, subtasks.c.assignee_id)
        .join(subtasks, subtasks.c.id == grants.c.subtask_id)
        .where(subtasks.c.case_id == case_id, grants.c.withdrawn_at.is_(None))
    )
    return list(connection.execute(statement.order_by(grants.c.id)))
