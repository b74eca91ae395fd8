"""Grants: which attachments of a case are open to the assignee of a subtask (S14)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from store import rows
from store.attachments import WHOLE, AttachmentRow
from store.tables import attachments, grants, subtasks


class GrantRow(NamedTuple):
    """A grant with its attachment; `standing` says whether it has not been withdrawn."""

    id: int
    subtask_id: int
    standing: bool
    attachment: AttachmentRow


class GrantOnRow(NamedTuple):
    """A grant that there is or was; `standing` says whether it has not been withdrawn."""

    id: int
    subtask_id: int
    standing: bool


class StandingGrantRow(NamedTuple):
    """A grant that stands, with its subtask and who that is given to; `stand_in_id` is who stands in."""

    id: int
    subtask_id: int
    assignee_id: int
    stand_in_id: int | None

    @property
    def holders(self) -> list[int]:
        """Who sees what was granted."""
        return [one for one in (self.assignee_id, self.stand_in_id) if one]


_GRANTED = (
    WHOLE.join(grants, grants.c.attachment_id == attachments.c.id)
    .where(grants.c.subtask_id == bindparam("subtask_id"), grants.c.withdrawn_at.is_(None))
    .order_by(attachments.c.id)
)
_standing = grants.c.withdrawn_at.is_(None).label("standing")
_GRANT = rows.of(
    GrantRow,
    select(
        grants.c.id,
        grants.c.subtask_id,
        _standing,
        *(column.label(f"attachment_{column.name}") for column in rows.columns(AttachmentRow, attachments)),
    ).join(attachments, attachments.c.id == grants.c.attachment_id),
)
_ON = rows.of(GrantOnRow, select(grants.c.id, grants.c.subtask_id, _standing))
STANDING = rows.of(
    StandingGrantRow,
    select(grants.c.id, grants.c.subtask_id, subtasks.c.assignee_id, subtasks.c.stand_in_id)
    .join(subtasks, subtasks.c.id == grants.c.subtask_id)
    .where(grants.c.withdrawn_at.is_(None))
    .order_by(grants.c.id),
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
    given = [
        {"subtask_id": subtask_id, "attachment_id": number, "granted_by": by, "granted_at": at}
        for number in attachment_ids
    ]
    if not given:
        return []
    return sorted(connection.execute(grants.insert().returning(grants.c.id), given).scalars())


def standing(connection: Connection, subtask_id: int) -> list[AttachmentRow]:
    """The attachments that are open to the subtask's assignee now."""
    return rows.many(connection, _GRANTED, {"subtask_id": subtask_id})


def get(connection: Connection, grant_id: int) -> GrantRow | None:
    """One grant with its attachment."""
    return rows.one(connection, _GRANT.where(grants.c.id == grant_id))


def numbers_of(connection: Connection, subtask_id: int) -> list[int]:
    """The numbers of all grants a subtask ever had."""
    return list(connection.execute(select(grants.c.id).where(grants.c.subtask_id == subtask_id)).scalars())


def on(connection: Connection, attachment_ids: Collection[int]) -> list[GrantOnRow]:
    """Every grant that there ever was of these attachments."""
    return rows.many(connection, _ON.where(grants.c.attachment_id.in_(attachment_ids)))


def withdraw_all(connection: Connection, grant_ids: Collection[int], *, by: int | None, at: datetime) -> None:
    """Close what these grants had opened."""
    connection.execute(grants.update().where(grants.c.id.in_(grant_ids)).values(withdrawn_by=by, withdrawn_at=at))


def standing_in(connection: Connection, case_id: str) -> list[StandingGrantRow]:
    """Every grant that stands in a case."""
    return rows.many(connection, STANDING.where(subtasks.c.case_id == case_id))
