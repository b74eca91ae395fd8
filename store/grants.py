"""Grants: which attachments of a case are open to the assignee of a subtask (S14)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, text
from sqlalchemy.engine import Connection

from domain.values import Person
from store import rows
from store.attachments import WHOLE, AttachmentRow
from store.sql import pieces
from store.tables import attachments, can_act, grants, people, subtasks


class GrantRow(NamedTuple):
    """A grant with its attachment; `standing` says whether it has not been withdrawn, `fetched_by` who fetched last."""

    id: int
    subtask_id: int
    standing: bool
    ends_on: date | None
    fetched_by: int | None
    attachment: AttachmentRow


class OpenRow(NamedTuple):
    """A grant that stands, with its attachment, and who has fetched that last."""

    id: int
    ends_on: date | None
    fetched_at: datetime | None
    attachment: AttachmentRow
    fetcher: Person | None


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
_attachment = [column.label(f"attachment_{column.name}") for column in rows.columns(AttachmentRow, attachments)]
_GRANT = rows.of(
    GrantRow,
    select(grants.c.id, grants.c.subtask_id, _standing, grants.c.ends_on, grants.c.fetched_by, *_attachment).join(
        attachments, attachments.c.id == grants.c.attachment_id
    ),
)
_OPEN = rows.of(
    OpenRow,
    select(
        grants.c.id,
        grants.c.ends_on,
        grants.c.fetched_at,
        *_attachment,
        *(people.c[name].label(f"fetcher_{name}") for name in ("id", "name", "email", "slack_id")),
        can_act().label("fetcher_active"),
    )
    .select_from(grants.join(attachments, attachments.c.id == grants.c.attachment_id))
    .outerjoin(people, people.c.id == grants.c.fetched_by)
    .where(grants.c.subtask_id == bindparam("subtask_id"), grants.c.withdrawn_at.is_(None))
    .order_by(attachments.c.id),
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


def add(
    connection: Connection,
    subtask_id: int,
    attachment_ids: Sequence[int],
    *,
    by: int,
    at: datetime,
    ends_on: date | None = None,
) -> list[int]:
    """Open these attachments to the subtask's assignee, `ends_on` for the last day, and return the grants' numbers."""
    values = {"subtask_id": subtask_id, "granted_by": by, "granted_at": at, "ends_on": ends_on}
    given = [values | {"attachment_id": number} for number in attachment_ids]
    if not given:
        return []
    return sorted(connection.execute(grants.insert().returning(grants.c.id), given).scalars())


def standing(connection: Connection, subtask_id: int) -> list[AttachmentRow]:
    """The attachments that are open to the subtask's assignee now."""
    return rows.many(connection, _GRANTED, {"subtask_id": subtask_id})


def open_to(connection: Connection, subtask_id: int) -> list[OpenRow]:
    """What is open to the subtask's assignee now, with all that is known of it."""
    return rows.many(connection, _OPEN, {"subtask_id": subtask_id})


def move_end(connection: Connection, grant_ids: Collection[int], ends_on: date | None) -> None:
    """Give these grants another last day, or none."""
    connection.execute(grants.update().where(grants.c.id.in_(grant_ids)).values(ends_on=ends_on))


def ended(connection: Connection, today: date) -> int | None:
    """A subtask with a grant that still stands though its last day is over; None where there is none."""
    found = select(grants.c.subtask_id).where(_is_over(today)).order_by(grants.c.ends_on).limit(1)
    return connection.execute(found).scalar()


def withdraw_ended(connection: Connection, subtask_id: int, today: date, at: datetime) -> list[tuple[int, int]]:
    """Close what was open to the subtask's assignee until a day that is over; the grants and their attachments."""
    statement = grants.update().where(_is_over(today), grants.c.subtask_id == subtask_id).values(withdrawn_at=at)
    found = connection.execute(statement.returning(grants.c.id, grants.c.attachment_id))
    return sorted((row.id, row.attachment_id) for row in found)


def _is_over(today: date) -> ColumnElement[bool]:
    return and_(text("ends_on IS NOT NULL AND withdrawn_at IS NULL"), grants.c.ends_on < today)


def note_fetched(connection: Connection, grant_id: int, *, by: int, at: datetime) -> bool:
    """Note that somebody has fetched what a grant opens; False when they have, or when it does not stand."""
    is_new = or_(grants.c.fetched_by.is_(None), grants.c.fetched_by != by)
    statement = grants.update().where(grants.c.id == grant_id, grants.c.withdrawn_at.is_(None), is_new)
    return connection.execute(statement.values(fetched_by=by, fetched_at=at)).rowcount == 1


def forget_fetched(connection: Connection, subtask_ids: Collection[int]) -> None:
    """Whoever has these subtasks from now on has to fetch what is open."""
    for piece in pieces(subtask_ids):
        of_them = (grants.c.subtask_id.in_(piece), grants.c.fetched_by.is_not(None))
        connection.execute(grants.update().where(*of_them).values(fetched_by=None, fetched_at=None))


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
