"""Which rows of the outbox may be delivered now, and who has taken them: leases, order, and ways that are closed.

Each row goes a `Way`: what it needs of the chat decides what it waits for, and nothing waits for a way it does
not go. A claim costs the same beside a million rows that were sent, or that wait behind others.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind, Queue
from store import posts as posts_store
from store import rows
from store.claimable import CLAIMABLE, FOR_OTHERS, NEXT_DUE, NOW, Claimable, Way
from store.delivery_tables import HELD
from store.outbox import put_back, release_line
from store.posts import PostRow
from store.ready import Ready
from store.sql import LONGEST_WAIT, LONGEST_WAIT_FOR_OTHERS, among, moment_for_others
from store.tables import outbox

LEASE = timedelta(seconds=30)
UNKNOWN = "this version does not know such a row"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this process may deliver now.

    `may_be_sent` is true when an earlier attempt may have reached Slack; `tried_at` is when that was. `created_at` is
    since when it waits, `request_id` for what it was added. `overtakes` is true when others of its ordering key stood
    before it, held for their reader's working hours.
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
    request_id: str | None = None
    overtakes: bool = False
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
        """Under which name `posts` remembers where it was put; a notice about a case has one of its own."""
        if self.kind is OutboxKind.NOTICE and not self.subject_id and (case_id := self.details.get("case")):
            return f"{posts_store.notices_about(str(case_id))}{self.id}"
        return self.kind if self.part == 1 else f"{self.kind}:{self.part}"

    @property
    def longest_wait(self) -> timedelta:
        """For how long at most it is put off; what lies further ahead is taken for due: see `due`."""
        return LONGEST_WAIT_FOR_OTHERS if self.kind.traits.queue in FOR_OTHERS else LONGEST_WAIT

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
    at_most: int | None = None
    """How many rows in all, whichever way they go; None for as many as each way has room for."""

    @property
    def total(self) -> int:
        """How many rows may be begun at all."""
        room = sum(self.of.values())
        return room if self.at_most is None else min(room, self.at_most)


_TAKE = Ready[Any](
    outbox.update()
    .where(outbox.c.id == bindparam("row_id"))
    .values(
        state="sending",
        tried_at=sa.case((outbox.c.state == "ready", NOW), else_=outbox.c.tried_at),
        lease_until_at=bindparam("until"),
        leased_by=bindparam("owner"),
        attempts=outbox.c.attempts + 1,
    )
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Rows that were taken, and whether nothing more could be until something is done, becomes due or is added."""

    rows: list[Claimed]
    is_all: bool


def claim(connection: Connection, room: Room, *, owner: str, now: datetime) -> Taken:
    """Take rows whose turn it is and that are due, as many as there is room for; commit before delivering them.

    Rows of an unknown kind are set aside. A redrawing, a conversation opened ahead of any need: those go last.
    """
    if room.total <= 0:
        return Taken([], is_all=True)
    found = rows.many(connection, CLAIMABLE, {**_asked(room, now), "limit": room.total})
    is_all = len(found) < room.total
    left = dict(room.of)
    taken: list[Claimed] = []
    called: set[int] = set()
    for row in found:
        way, kind = Way(row.way), OutboxKind.named(row.kind)
        if kind is None:
            _set_aside(connection, row, now)
            is_all = False  # what stands behind it is next
        elif left[way] > 0 and row.person_id not in called:
            left[way] -= 1
            called |= {row.person_id} if way is Way.HOOK else set()
            taken.append(_claimed(row, kind, way))
    if taken:
        values = {"now": now, "until": now + LEASE, "owner": owner}
        _TAKE.change_each(connection, [{"row_id": row.id, **values} for row in taken])
    where = posts_store.standing_for(connection, [row.about for row in taken]) if taken else {}
    return Taken([replace(row, post=where.get(row.about)) for row in taken], is_all)


def next_due(connection: Connection, room: Room, now: datetime) -> datetime | None:
    """When the next row whose turn it is, and for which there is room, can be taken; None when none waits."""
    asked = _asked(room, now)
    found: list[datetime | None] = [at for one in NEXT_DUE for at in rows.firsts(connection, one, asked)]
    return min((at for at in found if at is not None), default=None)


def _asked(room: Room, now: datetime) -> dict[str, object]:
    return {
        **moment_for_others(now),
        "in_hand": list(room.in_hand),
        "resting": list(room.resting),
        "here": list(room.here),
        "called": list(room.called),
        "open_ways": [way.value for way, number in room.of.items() if number > 0],
        "rank": room.share.rank,
        "shares": room.share.of,
    }


def _set_aside(connection: Connection, row: Claimable, now: datetime) -> None:
    """Refuse a row of a kind that only a newer version knows, so that what stands behind it goes out."""
    log.error("outbox row %s is set aside: %s %r", row.id, UNKNOWN, row.kind)
    values = {"state": "refused", "error": UNKNOWN, "done_at": now, "lease_until_at": None, "leased_by": None}
    connection.execute(outbox.update().where(outbox.c.id == row.id).values(values))


def _claimed(row: Claimable, kind: OutboxKind, way: Way) -> Claimed:
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
        request_id=row.request_id,
        overtakes=row.overtakes,
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


def stand_back(connection: Connection, row: Claimed, *, owner: str, now: datetime) -> bool:
    """Let a row that may be shown now wait behind those that it would overtake: they may be shown now, too."""
    release_line(connection, row.ordering_key, now)
    return hold(connection, row, owner=owner, until=now)
