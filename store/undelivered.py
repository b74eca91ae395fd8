"""What waits in the outbox or was refused, for the one who runs the bot: to look at, to try again, to drop."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind, Subject
from store import rows
from store.delivery_tables import HELD, WAITING
from store.ready import Ready
from store.sql import is_one_of
from store.tables import cases, messages, outbox, people, posts, subtasks


class UndeliveredRow(NamedTuple):
    """A row of the outbox: whom it is for, what it is about, since when, and why it waits or was refused."""

    id: int
    kind: str
    state: str
    error: str | None
    attempts: int
    created_at: datetime
    not_before_at: datetime
    done_at: datetime | None
    person_id: int
    person: str
    person_email: str
    subtask: str | None
    case_id: str | None


class OverdueRow(NamedTuple):
    """A reason why something waits, how many rows for it, and since when the oldest."""

    error: str | None
    number: int
    since_at: datetime


class UntoldRow(NamedTuple):
    """A system that has not taken something, why, and how much."""

    person: str
    error: str | None
    number: int


class KindRow(NamedTuple):
    """One kind of thing that waits for a person or was refused, and since when the oldest of it."""

    kind: str
    is_refused: bool
    since_at: datetime


_IS_WAITING = sa.text(f"outbox.{WAITING}")
_IS_REFUSED = sa.text("outbox.state = 'refused'")
AT_THEIR_TIME = (OutboxKind.UNDO_OVER, OutboxKind.LIST_OVER)
# What waits for somebody's working hours, or has its own time, does so on purpose.
_ON_PURPOSE = and_(
    or_(outbox.c.error.is_not_distinct_from(HELD), is_one_of(outbox.c.kind, AT_THEIR_TIME)),
    outbox.c.not_before_at > sa.bindparam("now"),
)
_ABOUT_SUBTASKS = [kind for kind in OutboxKind if kind.traits.subject is Subject.SUBTASK]
# The person's page itself, and what nobody hears of.
_NOT_FOR_HER = (
    OutboxKind.HOME,
    OutboxKind.OPEN,
    OutboxKind.FETCH,
    OutboxKind.DISCARD,
    OutboxKind.ERASED,
    OutboxKind.WEBHOOK,
    *AT_THEIR_TIME,
)
_subtask_id = sa.case((is_one_of(outbox.c.kind, _ABOUT_SUBTASKS), outbox.c.subject_id), else_=messages.c.subtask_id)
_TOLD = rows.of(
    UndeliveredRow,
    select(
        outbox.c.id,
        outbox.c.kind,
        outbox.c.state,
        outbox.c.error,
        outbox.c.attempts,
        outbox.c.created_at,
        outbox.c.not_before_at,
        outbox.c.done_at,
        people.c.id.label("person_id"),
        people.c.name.label("person"),
        people.c.email.label("person_email"),
        subtasks.c.title.label("subtask"),
        cases.c.id.label("case_id"),
    )
    .select_from(
        outbox.join(people, people.c.id == outbox.c.person_id)
        .outerjoin(messages, and_(outbox.c.kind == OutboxKind.MESSAGE, messages.c.id == outbox.c.subject_id))
        .outerjoin(subtasks, subtasks.c.id == _subtask_id)
        .outerjoin(cases, cases.c.id == subtasks.c.case_id)
    )
    .order_by(outbox.c.id),
)

_there = sa.exists().where(
    posts.c.kind == outbox.c.kind,
    posts.c.subject_id == outbox.c.subject_id,
    posts.c.person_id == outbox.c.person_id,
    posts.c.ts.is_not(None),
)
_is_refused = (outbox.c.state == "refused").label("is_refused")
_TO_PERSON = Ready(
    rows.of(
        KindRow,
        select(outbox.c.kind, _is_refused, func.min(outbox.c.created_at).label("since_at"))
        .where(
            sa.text("outbox.state IN ('ready', 'sending', 'unknown', 'refused')"),
            outbox.c.person_id == sa.bindparam("person_id"),
            outbox.c.created_at < sa.bindparam("before_at"),
            ~is_one_of(outbox.c.kind, _NOT_FOR_HER),
            outbox.c.error.is_distinct_from(HELD),
            or_(outbox.c.state != "refused", ~_there),
        )
        .group_by(outbox.c.kind, _is_refused)
        .order_by(func.min(outbox.c.created_at), outbox.c.kind),
    )
)


def waiting(connection: Connection, limit: int) -> list[UndeliveredRow]:
    """What waits, oldest first."""
    return rows.many(connection, _TOLD.where(_IS_WAITING).limit(limit))


def refused(connection: Connection, limit: int) -> list[UndeliveredRow]:
    """What was refused, oldest first."""
    return rows.many(connection, _TOLD.where(_IS_REFUSED).limit(limit))


def number_of_waiting(connection: Connection) -> int:
    """How much waits."""
    return connection.execute(select(func.count()).select_from(outbox).where(_IS_WAITING)).scalar_one()


def number_of_refused(connection: Connection) -> int:
    """How much was refused and has neither been tried again nor dropped; not what systems were to be told."""
    to_people = outbox.c.kind != OutboxKind.WEBHOOK
    return connection.execute(select(func.count()).select_from(outbox).where(_IS_REFUSED, to_people)).scalar_one()


_UNTOLD = rows.of(
    UntoldRow,
    select(people.c.name.label("person"), outbox.c.error, func.count().label("number"))
    .join(people, people.c.id == outbox.c.person_id)
    .where(_IS_REFUSED, outbox.c.kind == OutboxKind.WEBHOOK)
    .group_by(people.c.name, outbox.c.error)
    .order_by(people.c.name, outbox.c.error),
)


def untold(connection: Connection) -> list[UntoldRow]:
    """What systems were to be told and did not take, so that it was given up."""
    return rows.many(connection, _UNTOLD)


_oldest_at = func.min(outbox.c.created_at)
_OVERDUE = rows.of(
    OverdueRow,
    select(outbox.c.error, func.count().label("number"), _oldest_at.label("since_at"))
    .where(_IS_WAITING, ~_ON_PURPOSE)
    .group_by(outbox.c.error)
    .order_by(_oldest_at),
)


def overdue(connection: Connection, since_at: datetime, now: datetime) -> list[OverdueRow]:
    """What waits since before an instant, not on purpose."""
    return rows.many(connection, _OVERDUE.where(outbox.c.created_at < since_at), {"now": now})


def to_person(connection: Connection, person_id: int, before_at: datetime) -> list[KindRow]:
    """What of the things for one person has waited since before an instant, or was refused.

    Not what waits for their working hours, and not what was refused once but stands in their conversation all the same.
    """
    return rows.many(connection, _TO_PERSON, {"person_id": person_id, "before_at": before_at})


def retry(connection: Connection, row_id: int | None, now: datetime) -> int:
    """Let a row, or all that was refused or waits, be tried now; gives how many there are."""
    mine = outbox.c.id == row_id if row_id is not None else sa.true()
    again = or_(_IS_REFUSED, sa.text("outbox.state IN ('ready', 'unknown')"))
    state = sa.case((outbox.c.state == "refused", "unknown"), else_=outbox.c.state)  # an attempt may have come through
    statement = outbox.update().where(mine, again).values(state=state, not_before_at=now, attempts=0, done_at=None)
    return connection.execute(statement).rowcount


def drop(connection: Connection, row_id: int, why: str, now: datetime) -> bool:
    """Let a row that waits or was refused never be sent, and note why; False when there is no such row."""
    mine = (outbox.c.id == row_id, or_(_IS_REFUSED, sa.text("outbox.state IN ('ready', 'unknown')")))
    values = {"state": "dropped", "error": why, "done_at": now}
    return connection.execute(outbox.update().where(*mine).values(values)).rowcount == 1
