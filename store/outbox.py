"""What has to be shown to somebody, in order, until it has been.

A row names what to draw, not what to say: it is drawn when it is sent, from what is true then. Rows of one
lane (one person's conversation, one person's App Home) go out one at a time and in order. A row is `sending`
while a process holds its lease; a lease that ran out means that nobody knows whether Slack got it, and the
next process has to look before it sends again.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from store.columns import AnyRow, Instant
from store.tables import outbox

WAITING = ("ready", "sending", "unknown")
_waiting = sa.text("state IN ('ready', 'sending', 'unknown')")
REDRAWN = ("card", "home")
LEASE = timedelta(seconds=30)
HELD = "outside working hours"  # said of a row that waits for them, and stands in the way of no other meanwhile
APART = ("home", "mail", "upload", "reminder")  # what does not wait for its turn in the conversation


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to show to one person: `kind` and `subject_id` say what, `details` what else is needed.

    `once` names an errand that must exist only once, however often it is added. `unhurried` is what answers no
    colleague's act, such as a notice after an import: it waits for working hours, and holds nothing up.
    """

    kind: str
    subject_id: int
    person_id: int
    details: dict[str, object] = field(default_factory=dict)
    once: str | None = None
    unhurried: bool = False

    @property
    def key(self) -> str:
        """What the row, and the message it becomes, is known by; says nothing to others."""
        return uuid.uuid5(uuid.NAMESPACE_OID, self.once).hex if self.once else uuid.uuid4().hex

    @property
    def lane(self) -> str:
        """Where it waits its turn."""
        lane = "reminder" if self.unhurried else self.kind if self.kind in APART else "dm"
        return f"{lane}:{self.person_id}"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this process may deliver now.

    `must_look` is true when an earlier attempt may have reached Slack; `tried_at` is when that was.
    """

    id: int
    key: str
    kind: str
    subject_id: int
    person_id: int
    details: dict[str, object]
    attempts: int
    looks: int
    must_look: bool
    tried_at: datetime | None
    lane: str


_ADD = {
    "sqlite": sqlite.insert(outbox).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(outbox).on_conflict_do_nothing(),
}


def _redraw(insert: sqlite.Insert | postgresql.Insert) -> sqlite.Insert | postgresql.Insert:
    """Add a redrawing, or hold the one that waits until our commit: begun earlier, it would not show our change."""
    return insert.on_conflict_do_update(
        index_elements=["kind", "subject_id", "person_id"],
        index_where=sa.text("tried_at IS NULL AND kind IN ('card', 'home')"),
        set_={"created_at": outbox.c.created_at},
    )


_ADD_REDRAWN = {"sqlite": _redraw(sqlite.insert(outbox)), "postgresql": _redraw(postgresql.insert(outbox))}


def add(
    connection: Connection, errands: Sequence[Errand], at: datetime, *, not_before_at: datetime | None = None
) -> None:
    """Put errands into the outbox: the redrawings first, then the others in this order.

    A redrawing that waits, untried, is not added again. Redrawings are taken in one order everywhere, so that
    two acts about the same people do not wait for each other for ever.
    """
    redrawn = [errand for errand in errands if errand.kind in REDRAWN]
    others = [errand for errand in errands if errand.kind not in REDRAWN]
    if redrawn:
        redrawn.sort(key=lambda errand: (errand.kind, errand.subject_id, errand.person_id))
        connection.execute(_ADD_REDRAWN[connection.dialect.name], _rows(redrawn, at, not_before_at or at))
    if others:
        connection.execute(_ADD[connection.dialect.name], _rows(others, at, not_before_at or at))


def _rows(errands: Sequence[Errand], at: datetime, not_before_at: datetime) -> list[dict[str, object]]:
    return [
        {
            "key": errand.key,
            "kind": errand.kind,
            "subject_id": errand.subject_id,
            "person_id": errand.person_id,
            "lane": errand.lane,
            "details": errand.details,
            "not_before_at": not_before_at,
            "created_at": at,
        }
        for errand in errands
    ]


def _stands_first() -> sa.ColumnElement[bool]:
    older = outbox.alias("older")
    ahead = select(older.c.id).where(older.c.lane == outbox.c.lane, older.c.id < outbox.c.id)
    is_in_the_way = or_(
        older.c.error.is_distinct_from(HELD), older.c.state == "sending", older.c.not_before_at <= bindparam("now")
    )
    ahead = ahead.where(is_in_the_way)
    return ~ahead.where(sa.text("older.state IN ('ready', 'sending', 'unknown')")).exists()


_in_hand = outbox.c.id.in_(bindparam("in_hand", expanding=True))


def _claimable() -> sa.Select[Any]:
    due = or_(
        sa.and_(sa.text("outbox.state IN ('ready', 'unknown')"), outbox.c.not_before_at <= bindparam("now")),
        sa.and_(sa.text("outbox.state = 'sending'"), outbox.c.lease_until_at <= bindparam("now")),
    )
    return (
        select(outbox)
        .where(sa.text("outbox.state IN ('ready', 'sending', 'unknown')"), due, ~_in_hand, _stands_first())
        .order_by(outbox.c.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True, of=outbox)
    )


_CLAIMABLE = _claimable()
_due_at = sa.case((outbox.c.state == "sending", outbox.c.lease_until_at), else_=outbox.c.not_before_at)
_NEXT_DUE = select(func.min(_due_at, type_=Instant())).where(_waiting, ~_in_hand, _stands_first())
_TAKE = (
    outbox.update()
    .where(outbox.c.id == bindparam("row_id"))
    .values(
        state="sending",
        tried_at=sa.case((outbox.c.state == "ready", bindparam("now", type_=Instant())), else_=outbox.c.tried_at),
        lease_until_at=bindparam("until"),
        leased_by=bindparam("owner"),
        attempts=outbox.c.attempts + 1,
    )
)


def claim(
    connection: Connection, *, owner: str, now: datetime, limit: int, in_hand: Collection[int] = ()
) -> list[Claimed]:
    """Take up to `limit` rows that stand first in their lane and are due; commit before delivering them.

    `in_hand` are rows that the caller is delivering: they are not taken again, even if their lease ran out.
    """
    rows = connection.execute(_CLAIMABLE, {"now": now, "limit": limit, "in_hand": list(in_hand)}).all()
    if rows:
        taken = {"now": now, "until": now + LEASE, "owner": owner}
        connection.execute(_TAKE, [{"row_id": row.id, **taken} for row in rows])
    return [_claimed(row) for row in rows]


def _claimed(row: AnyRow) -> Claimed:
    return Claimed(
        id=row.id,
        key=row.key,
        kind=row.kind,
        subject_id=row.subject_id,
        person_id=row.person_id,
        details=row.details,
        attempts=row.attempts + 1,
        looks=row.looks,
        must_look=row.state != "ready",
        tried_at=row.tried_at,
        lane=row.lane,
    )


def finish(
    connection: Connection, row_id: int, *, owner: str, state: str, at: datetime, error: str | None = None
) -> bool:
    """Close a row as `sent`, `dropped` or `dead`; False when the lease has gone to somebody else."""
    return _mark(connection, row_id, owner, state=state, done_at=at, error=error)


def put_back(
    connection: Connection,
    row_id: int,
    *,
    owner: str,
    state: str,
    not_before_at: datetime,
    error: str,
    attempts: int,
    looks: int,
) -> bool:
    """Let a row wait: `ready` when Slack surely did not take it, `unknown` when it may have."""
    values = {"not_before_at": not_before_at, "error": error, "attempts": attempts, "looks": looks}
    return _mark(connection, row_id, owner, state=state, **values)


def renew(connection: Connection, owner: str, now: datetime, in_hand: Collection[int]) -> None:
    """Keep the leases of these rows, whose delivery takes long; not of those that the owner has left to theirs."""
    statement = outbox.update().where(outbox.c.state == "sending", outbox.c.leased_by == owner, _in_hand)
    connection.execute(statement.values(lease_until_at=now + LEASE), {"in_hand": list(in_hand)})


def end_leases(connection: Connection, now: datetime) -> None:
    """End the leases of processes that are gone; only for one who knows that no other is running."""
    connection.execute(outbox.update().where(outbox.c.state == "sending").values(lease_until_at=now))


def _mark(connection: Connection, row_id: int, owner: str, **values: object) -> bool:
    statement = outbox.update().where(
        outbox.c.id == row_id, outbox.c.state == "sending", outbox.c.leased_by == owner
    )  # fmt: skip
    return connection.execute(statement.values(lease_until_at=None, leased_by=None, **values)).rowcount == 1


def hold(connection: Connection, row: Claimed, *, owner: str, until: datetime) -> bool:
    """Let a row wait for its reader's working hours as if it had not been tried.

    The rows behind it in its lane are taken meanwhile; once its hour has come it stands before them again.
    """
    return put_back(
        connection,
        row.id,
        owner=owner,
        state="unknown" if row.must_look else "ready",
        not_before_at=until,
        error=HELD,
        attempts=row.attempts - 1,
        looks=row.looks,
    )


def release(connection: Connection, lanes: Collection[str], at: datetime) -> None:
    """Let go what is held in these lanes."""
    held = (outbox.c.lane.in_(lanes), outbox.c.error == HELD, sa.text("state IN ('ready', 'unknown')"))
    connection.execute(outbox.update().where(*held, outbox.c.not_before_at > at).values(not_before_at=at))


def next_due(connection: Connection, now: datetime, *, in_hand: Collection[int] = ()) -> datetime | None:
    """When the next row that stands first in its lane, and is not in hand, can be taken; None when none waits."""
    found: datetime | None = connection.execute(_NEXT_DUE, {"now": now, "in_hand": list(in_hand)}).scalar_one()
    return found


def counts(connection: Connection) -> dict[str, int]:
    """How many rows wait and how many were given up, for `check` and the log."""
    statement = select(outbox.c.state, func.count()).where(sa.text("state IN ('ready','sending','unknown','dead')"))
    return {row[0]: row[1] for row in connection.execute(statement.group_by(outbox.c.state))}


def dead(connection: Connection, limit: int = 20) -> list[AnyRow]:
    """The newest rows that were given up, with their reasons."""
    statement = select(outbox).where(outbox.c.state == "dead").order_by(outbox.c.id.desc()).limit(limit)
    return list(connection.execute(statement))
