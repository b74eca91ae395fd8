"""Which rows of the outbox may be delivered now, and who has taken them: leases, order, and ways that are closed.

Each row goes a `Way`: what it needs of the chat decides what it waits for, and nothing waits for a way it does
not go. The index over what waits holds nothing of what was sent, so that a claim costs the same beside a
million sent rows.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind, Queue
from store import posts as posts_store
from store import rows
from store.columns import Instant
from store.outbox import HELD, put_back
from store.posts import PostRow
from store.sql import among, due, is_one_of, moment
from store.tables import outbox, people, posts

LEASE = timedelta(seconds=30)
UNKNOWN = "this version does not know such a row"

log = logging.getLogger(__name__)


class Way(StrEnum):
    """What a row needs of the chat before anybody sees it."""

    OPEN = "open"  # a conversation that nobody has opened yet
    POST = "post"  # a new message
    CHANGE = "change"  # a message that stands, changed or taken away
    HOME = "home"  # a main page
    HOME_NOW = "home_now"  # that of somebody who is here now
    FILE = "file"
    MAIL = "mail"
    HOOK = "hook"  # nothing: it is for a system


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this process may deliver now.

    `may_be_sent` is true when an earlier attempt may have reached Slack; `tried_at` is when that was. `created_at` is
    since when it waits.
    """

    id: int
    key: str
    kind: OutboxKind
    subject_id: int
    person_id: int
    details: dict[str, object]
    attempts: int
    may_be_sent: bool
    tried_at: datetime | None
    ordering_key: str
    created_at: datetime
    way: Way
    part: int = 1
    """Which of several messages, where one row becomes several."""
    post: PostRow | None = None
    """Where its first message stands, as it was when the row was taken; until it is done nobody else moves it."""

    @property
    def about(self) -> tuple[str, int, int]:
        """Its kind, its subject and its person."""
        return self.kind, self.subject_id, self.person_id

    @property
    def place(self) -> str:
        """Under which name `posts` remembers where it was put."""
        return self.kind if self.part == 1 else f"{self.kind}:{self.part}"

    def is_in(self, *queues: Queue) -> bool:
        """Whether it waited its turn in one of these."""
        return self.ordering_key.partition(":")[0] in queues


@dataclass(frozen=True, slots=True)
class Share:
    """Which part of the people a process serves, where several share the work: number `rank` of `of`."""

    rank: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True)
class Room:
    """What may be begun now: how many rows of each way, and where not.

    `in_hand` are rows that the caller is delivering: they are not taken again, even if their lease ran out.
    `resting` are conversations that were written to a moment ago, `here` the people (by their id in the chat)
    who are doing something now and go first. `called` are systems that are being told something: one thing at a time.
    """

    of: Mapping[Way, int]
    in_hand: Collection[int] = ()
    resting: Collection[str] = ()
    here: Collection[str] = ()
    called: Collection[int] = ()
    share: Share = field(default_factory=Share)

    @property
    def total(self) -> int:
        """How many rows may be begun at all."""
        return sum(self.of.values())


class _Claimable(NamedTuple):
    id: int
    key: str
    kind: str
    subject_id: int
    person_id: int
    details: dict[str, object]
    attempts: int
    state: str
    tried_at: datetime | None
    ordering_key: str
    created_at: datetime
    way: str


_WAITING = sa.text("outbox.state IN ('ready', 'sending', 'unknown')")
_now = bindparam("now", type_=Instant())


def _stands_first() -> sa.ColumnElement[bool]:
    older = outbox.alias("older")
    ahead = select(older.c.id).where(older.c.ordering_key == outbox.c.ordering_key, older.c.id < outbox.c.id)
    is_in_the_way = or_(older.c.error.is_distinct_from(HELD), older.c.state == "sending", older.c.not_before_at <= _now)
    ahead = ahead.where(is_in_the_way)
    return ~ahead.where(sa.text("older.state IN ('ready', 'sending', 'unknown')")).exists()


def _is_of(queue: Queue) -> sa.ColumnElement[bool]:
    return is_one_of(outbox.c.kind, [kind for kind in OutboxKind if kind.traits.queue is queue])


_way = sa.case(
    (and_(_is_of(Queue.HOME), among(people.c.slack_id, "here")), Way.HOME_NOW.value),
    (_is_of(Queue.HOME), Way.HOME.value),
    (_is_of(Queue.MAIL), Way.MAIL.value),
    (_is_of(Queue.HOOK), Way.HOOK.value),
    (_is_of(Queue.FILE), Way.FILE.value),
    (_is_of(Queue.LATER), Way.CHANGE.value),
    (people.c.dm_channel.is_(None), Way.OPEN.value),
    (posts.c.ts.is_not(None), Way.CHANGE.value),
    else_=Way.POST.value,
)
_stands_here = and_(
    posts.c.kind == outbox.c.kind,
    posts.c.subject_id == outbox.c.subject_id,
    posts.c.person_id == outbox.c.person_id,
)
_with_way = outbox.join(people, people.c.id == outbox.c.person_id).outerjoin(posts, _stands_here)
_is_ours = and_(
    _WAITING,
    ~among(outbox.c.id, "in_hand", sa.Integer),
    outbox.c.person_id % bindparam("shares") == bindparam("rank"),
    among(_way, "open_ways"),
    ~and_(_way == Way.POST.value, among(people.c.dm_channel, "resting")),
    ~and_(_is_of(Queue.HOOK), among(outbox.c.person_id, "called", sa.Integer)),
    _stands_first(),
)
_due_at = sa.case((outbox.c.state == "sending", outbox.c.lease_until_at), else_=outbox.c.not_before_at)
# Of these none was put off before the clock was set back, however far ahead it lies: see `due`.
_has_chosen_time = or_(outbox.c.error.is_not_distinct_from(HELD), outbox.c.kind == OutboxKind.LIST_OVER)
_CLAIMABLE = rows.of(
    _Claimable,
    select(*(outbox.c[name] for name in _Claimable._fields[:-1]), _way.label("way"))
    .select_from(_with_way)
    .where(_is_ours, or_(and_(~_has_chosen_time, due(_due_at)), _due_at <= _now))
    .order_by(sa.case((among(people.c.slack_id, "here"), 0), else_=1), outbox.c.kind == OutboxKind.OPEN, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=outbox),
)
_NEXT_DUE = select(func.min(_due_at, type_=Instant())).select_from(_with_way).where(_is_ours)
_TAKE = (
    outbox.update()
    .where(outbox.c.id == bindparam("row_id"))
    .values(
        state="sending",
        tried_at=sa.case((outbox.c.state == "ready", _now), else_=outbox.c.tried_at),
        lease_until_at=bindparam("until"),
        leased_by=bindparam("owner"),
        attempts=outbox.c.attempts + 1,
    )
)


def claim(connection: Connection, room: Room, *, owner: str, now: datetime) -> list[Claimed]:
    """Take rows whose turn it is and that are due, as many as there is room for; commit before delivering them.

    Rows of an unknown kind are set aside. A redrawing, a conversation opened ahead of any need: those go last.
    """
    if room.total <= 0:
        return []
    found = rows.many(connection, _CLAIMABLE, {**_asked(room, now), "limit": room.total})
    left = dict(room.of)
    taken: list[Claimed] = []
    called: set[int] = set()
    for row in found:
        way, kind = Way(row.way), OutboxKind.named(row.kind)
        if kind is None:
            _set_aside(connection, row, now)
        elif left[way] > 0 and row.person_id not in called:
            left[way] -= 1
            called |= {row.person_id} if way is Way.HOOK else set()
            taken.append(_claimed(row, kind, way))
    if taken:
        values = {"now": now, "until": now + LEASE, "owner": owner}
        connection.execute(_TAKE, [{"row_id": row.id, **values} for row in taken])
    where = posts_store.standing_for(connection, [row.about for row in taken]) if taken else {}
    return [replace(row, post=where.get(row.about)) for row in taken]


def next_due(connection: Connection, room: Room, now: datetime) -> datetime | None:
    """When the next row whose turn it is, and for which there is room, can be taken; None when none waits."""
    found: datetime | None = connection.execute(_NEXT_DUE, _asked(room, now)).scalar_one()
    return found


def _asked(room: Room, now: datetime) -> dict[str, object]:
    return {
        **moment(now),
        "in_hand": list(room.in_hand),
        "resting": list(room.resting),
        "here": list(room.here),
        "called": list(room.called),
        "open_ways": [way.value for way, number in room.of.items() if number > 0],
        "rank": room.share.rank,
        "shares": room.share.of,
    }


def _set_aside(connection: Connection, row: _Claimable, now: datetime) -> None:
    """Refuse a row of a kind that only a newer version knows, so that what stands behind it goes out."""
    log.error("outbox row %s is set aside: %s %r", row.id, UNKNOWN, row.kind)
    values = {"state": "refused", "error": UNKNOWN, "done_at": now, "lease_until_at": None, "leased_by": None}
    connection.execute(outbox.update().where(outbox.c.id == row.id).values(values))


def _claimed(row: _Claimable, kind: OutboxKind, way: Way) -> Claimed:
    return Claimed(
        id=row.id,
        key=row.key,
        kind=kind,
        subject_id=row.subject_id,
        person_id=row.person_id,
        details=row.details,
        attempts=row.attempts + 1,
        may_be_sent=row.state != "ready",
        tried_at=row.tried_at,
        ordering_key=row.ordering_key,
        created_at=row.created_at,
        way=way,
    )


def renew(connection: Connection, owner: str, now: datetime, in_hand: Collection[int]) -> None:
    """Keep the leases of these rows, whose delivery takes long; not of those that the owner has left to theirs."""
    statement = outbox.update().where(
        outbox.c.state == "sending", outbox.c.leased_by == owner, among(outbox.c.id, "in_hand", sa.Integer)
    )  # fmt: skip
    connection.execute(statement.values(lease_until_at=now + LEASE), {"in_hand": list(in_hand)})


def end_leases(connection: Connection, at: datetime) -> None:
    """End at this instant the leases of processes that are gone; only for one who knows that no other is running."""
    connection.execute(outbox.update().where(outbox.c.state == "sending").values(lease_until_at=at))


def hold(connection: Connection, row: Claimed, *, owner: str, until: datetime) -> bool:
    """Let a row wait for its reader's working hours as if it had not been tried.

    The rows behind it with its ordering key are taken meanwhile; once its hour has come it stands before them again.
    """
    state = "unknown" if row.may_be_sent else "ready"
    return put_back(
        connection, row.id, owner=owner, state=state, not_before_at=until, error=HELD, attempts=row.attempts - 1
    )
