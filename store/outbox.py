"""What has to be shown to somebody, in order, until it has been.

A row names what to draw, not what to say: it is drawn when it is sent, from what is true then. Rows with one
ordering key (one person's conversation, one file, one person's App Home) go out one at a time and in order. A row
is `sending` while a process holds its lease (store/claiming.py); a lease that ran out means that nobody knows
whether Slack got it, and the next process has to look before it sends again.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from domain import tracing
from domain.outbox_kinds import OutboxKind, Queue, ordering_key
from store.delivery_tables import HELD, HELD_NOW, UNBEGUN, WAITING
from store.ready import Ready
from store.sql import inserts, numbered
from store.tables import outbox, people

FEW = 8
LONGEST_IDS = 150  # characters: so many requests are named by a redrawing that serves them all


def key_of(dedupe_key: str) -> str:
    """What the row of an item that must exist only once is known by."""
    return uuid.uuid5(uuid.NAMESPACE_OID, dedupe_key).hex


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One thing to show to one person: `kind` and `subject_id` say what, `details` what else is needed.

    `dedupe_key` names an item that must exist only once, however often it is added. `unhurried` is what answers no
    colleague's act, such as a notice after an import: it waits for working hours, and holds nothing up.
    `not_before_at` is for what has its own time; None for at once.
    """

    kind: OutboxKind
    subject_id: int
    person_id: int
    details: dict[str, object] = field(default_factory=dict)
    dedupe_key: str | None = None
    unhurried: bool = False
    not_before_at: datetime | None = None

    @property
    def key(self) -> str:
        """What the row, and the message it becomes, is known by; says nothing to others."""
        return key_of(self.dedupe_key) if self.dedupe_key else uuid.uuid4().hex

    @property
    def ordering_key(self) -> str:
        """Where it waits its turn: only behind what it depends on."""
        return ordering_key(self.kind, self.subject_id, self.person_id, unhurried=self.unhurried)


_COLUMNS = (
    "key", "kind", "subject_id", "person_id", "ordering_key", "details", "not_before_at", "created_at", "request_id"
)  # fmt: skip


def _redraw(insert: sqlite.Insert | postgresql.Insert) -> sqlite.Insert | postgresql.Insert:
    """Add a redrawing, or hold the one that waits until our commit: begun earlier, it would not show our change."""
    return insert.on_conflict_do_update(
        index_elements=["kind", "subject_id", "person_id"],
        index_where=sa.text(UNBEGUN),
        set_={"created_at": outbox.c.created_at, "request_id": _ids_with(insert.excluded.request_id)},
    )


def _ids_with(another: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    ours = outbox.c.request_id
    has_it = sa.or_(another.is_(None), ours.contains(another), sa.func.length(ours) > LONGEST_IDS)
    return sa.case((ours.is_(None), another), (has_it, ours), else_=ours + " " + another)


@cache
def _adding(dialect: str, number: int, *, redrawn: bool) -> Ready[Any]:
    insert = inserts(outbox, _COLUMNS, number)[dialect]
    return Ready(_redraw(insert) if redrawn else insert.on_conflict_do_nothing())


def add(connection: Connection, items: Sequence[OutboxItem], at: datetime) -> None:
    """Put items into the outbox: the redrawings first, then the others in this order.

    A redrawing that waits, untried, is not added again. Redrawings are taken in one order everywhere, so that
    two acts about the same people do not wait for each other for ever.
    """
    redrawn = {(item.kind, item.subject_id, item.person_id): item for item in items if item.kind.traits.is_redrawn}
    others = [item for item in items if not item.kind.traits.is_redrawn]
    _add(connection, _rows([redrawn[key] for key in sorted(redrawn)], at), redrawn=True)
    _add(connection, _rows(others, at), redrawn=False)


def _add(connection: Connection, new: Sequence[dict[str, object]], *, redrawn: bool) -> None:
    """Add rows: to PostgreSQL, if they are a few, by one statement, which takes half as long as one for each."""
    dialect = connection.dialect.name
    if dialect == "sqlite" or not 1 < len(new) <= FEW:
        _adding(dialect, 1, redrawn=redrawn).change_each(connection, new)
    else:
        _adding(dialect, len(new), redrawn=redrawn).change(connection, numbered(new))


def _rows(items: Sequence[OutboxItem], at: datetime) -> list[dict[str, object]]:
    asked_by = tracing.request_id()
    return [
        {
            "key": item.key,
            "kind": item.kind,
            "subject_id": item.subject_id,
            "person_id": item.person_id,
            "ordering_key": item.ordering_key,
            "details": item.details,
            "not_before_at": item.not_before_at or at,
            "created_at": at,
            "request_id": asked_by,
        }
        for item in items
    ]


def recall(connection: Connection, dedupe_key: str, at: datetime) -> bool:
    """Let an item that must exist only once not be sent; False when somebody has seen it, or may have."""
    is_it = outbox.c.key == key_of(dedupe_key)
    waits = outbox.update().where(is_it, sa.text("state = 'ready'"), outbox.c.tried_at.is_(None))
    if connection.execute(waits.values(state="dropped", done_at=at, error="not true any more")).rowcount:
        return True
    seen = sa.select(outbox.c.id).where(is_it, sa.text("state IN ('sending', 'unknown', 'sent')"))
    return connection.execute(seen).first() is None


def take_waiting(connection: Connection, dedupe_key: str, at: datetime) -> dict[str, object] | None:
    """Let an item not be sent that waits for its hour, and give its details; None when it does not wait any more."""
    untried = sa.or_(outbox.c.tried_at.is_(None), outbox.c.error == HELD)
    waits = outbox.update().where(outbox.c.key == key_of(dedupe_key), sa.text("state = 'ready'"), untried)
    dropped = waits.values(state="dropped", done_at=at, error="said to another one")
    return connection.execute(dropped.returning(outbox.c.details)).scalar_one_or_none()


def supersede(connection: Connection, items: Sequence[OutboxItem], at: datetime) -> None:
    """Drop what waits, untried, in a person's conversation and is among these items, which come after it."""
    here = [one for one in items if one.kind.traits.queue is Queue.CONVERSATION and not one.unhurried]
    for kind, person_id in {(one.kind, one.person_id) for one in here}:
        subjects = [one.subject_id for one in items if (one.kind, one.person_id) == (kind, person_id)]
        waits = (
            sa.text("state = 'ready'"),
            outbox.c.tried_at.is_(None),
            outbox.c.ordering_key == ordering_key(kind, 0, person_id),
        )
        statement = outbox.update().where(*waits, outbox.c.kind == kind, outbox.c.subject_id.in_(subjects))
        connection.execute(statement.values(state="dropped", done_at=at, error="comes in its order below the card"))


def finish(
    connection: Connection, row_id: int, *, owner: str, state: str, at: datetime, error: str | None = None
) -> bool:
    """Close a row as `sent`, `dropped` or `refused`; False when the lease has gone to somebody else."""
    return _mark(connection, row_id, owner, state=state, done_at=at, error=error)


def is_there(connection: Connection, row_id: int) -> bool:
    """Whether a row is still known, whatever became of it."""
    return connection.execute(sa.select(outbox.c.id).where(outbox.c.id == row_id)).first() is not None


def put_back(
    connection: Connection,
    row_id: int,
    *,
    owner: str,
    state: str,
    not_before_at: datetime,
    error: str,
    attempts: int,
) -> bool:
    """Let a row wait: `ready` when Slack surely did not take it, `unknown` when it may have."""
    return _mark(connection, row_id, owner, state=state, not_before_at=not_before_at, error=error, attempts=attempts)


def _mark(connection: Connection, row_id: int, owner: str, **values: object) -> bool:
    return _marked(tuple(values)).change(connection, {"row_id": row_id, "owner": owner, **values}) == 1


@cache
def _marked(names: Sequence[str]) -> Ready[Any]:
    here = (
        outbox.c.id == sa.bindparam("row_id"),
        outbox.c.state == "sending",
        outbox.c.leased_by == sa.bindparam("owner"),
    )
    new: dict[str, sa.BindParameter[object]] = {name: sa.bindparam(name) for name in names}
    return Ready(outbox.update().where(*here).values(lease_until_at=None, leased_by=None, **new))


def is_waiting(connection: Connection, kind: OutboxKind, subject_id: int, person_id: int) -> bool:
    """Whether something still has to be shown in a person's conversation."""
    here = (
        outbox.c.ordering_key == ordering_key(kind, subject_id, person_id),
        outbox.c.kind == kind,
        outbox.c.subject_id == subject_id,
    )
    waits = sa.select(outbox.c.id).where(sa.text(WAITING), *here).limit(1)
    return connection.execute(waits).first() is not None


def hasten(connection: Connection, kind: OutboxKind, person_id: int, at: datetime) -> None:
    """Let what has waited for something else to stand first be tried now."""
    waits = (sa.text("state = 'ready'"), outbox.c.kind == kind, outbox.c.person_id == person_id)
    statement = outbox.update().where(*waits, outbox.c.error.is_distinct_from(HELD), outbox.c.not_before_at > at)
    connection.execute(statement.values(not_before_at=at))


def held_for(connection: Connection) -> dict[str, int]:
    """For whom something waits for their working hours: their numbers, by id in the chat."""
    held = (sa.text(f"outbox.{WAITING}"), sa.text(f"outbox.{HELD_NOW}"))
    found = sa.select(people.c.slack_id, people.c.id).join(outbox, outbox.c.person_id == people.c.id)
    return {row.slack_id: row.id for row in connection.execute(found.where(*held).distinct()) if row.slack_id}


def release(connection: Connection, person_id: int, at: datetime, *, keep: Queue) -> None:
    """Let go what is held for a person, except in this queue."""
    _let_go(connection, at, outbox.c.person_id == person_id, outbox.c.ordering_key.not_like(f"{keep}:%"))


def release_line(connection: Connection, ordering_key: str, at: datetime) -> None:
    """Let go what is held of one ordering key."""
    _let_go(connection, at, outbox.c.ordering_key == ordering_key)


def _let_go(connection: Connection, at: datetime, *which: sa.ColumnElement[bool]) -> None:
    held = (sa.text(f"{WAITING} AND state <> 'sending'"), outbox.c.error == HELD, outbox.c.not_before_at > at)
    connection.execute(outbox.update().where(*which, *held).values(not_before_at=at))
