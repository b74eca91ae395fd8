"""Which rows of the outbox may be taken now: those whose turn it is, that are due, and whose way is open.

Rows of one ordering key go one after the other, so only the first of each can be taken; the database finds it by the
index over what waits, key by key, and reads nothing of what waits behind it or was sent.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import and_, bindparam, func, or_, select

from domain.outbox_kinds import OutboxKind, Queue
from store import rows
from store.columns import Instant
from store.delivery_tables import HELD, HELD_NOW, WAITING
from store.ready import Ready
from store.sql import among, due, is_one_of
from store.tables import outbox, people, posts


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


class Claimable(NamedTuple):
    """A row that may be taken, with its way."""

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
    request_id: str | None
    way: str
    overtakes: bool


_WAITING = sa.text(f"outbox.{WAITING}")
NOW = bindparam("now", type_=Instant())
FOR_OTHERS = (Queue.HOOK, Queue.MAIL)  # servers that are not the chat: see LONGEST_WAIT_FOR_OTHERS


_ONE: sa.ColumnElement[int] = sa.literal_column("1")  # as a parameter it would be planned for as any number


def _waits(name: str) -> tuple[sa.FromClause, sa.TextClause]:
    return outbox.alias(name), sa.text(f"{name}.{WAITING}")


def _is_in_the_way(row: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether what stands behind it waits for it: not while it is held for its reader's working hours itself."""
    return or_(row.c.error.is_distinct_from(HELD), row.c.state == "sending", row.c.not_before_at <= NOW)


def _first_in_line() -> sa.Select[int]:
    """The numbers of those that nothing stands before: looked for key by key, however many wait behind each."""
    one, waits = _waits("one")
    keys = select(one.c.ordering_key).where(waits).order_by(one.c.ordering_key).limit(_ONE)
    lines = select(keys.scalar_subquery().label("of")).cte("lines", recursive=True)
    following = keys.where(one.c.ordering_key > lines.c.of).scalar_subquery()
    lines = lines.union_all(select(following).where(lines.c.of.is_not(None)))
    first, waits = _waits("first")
    # Said as a range, in the order of the index: otherwise PostgreSQL goes through all there are by their numbers.
    here = first.c.ordering_key.between(lines.c.of, lines.c.of)
    found = select(first.c.id).where(here, waits, _is_in_the_way(first))
    found = found.order_by(first.c.ordering_key, first.c.id).limit(_ONE)
    return select(found.scalar_subquery()).select_from(lines)


def _stands_first() -> sa.ColumnElement[bool]:
    older, waits = _waits("older")
    ahead = select(older.c.id).where(older.c.ordering_key == outbox.c.ordering_key, older.c.id < outbox.c.id)
    return ~ahead.where(waits, _is_in_the_way(older)).exists()


def _overtakes() -> sa.ColumnElement[bool]:
    """Whether something waits before one that may be taken: what is held, since anything else would be in its way."""
    ahead, waits = _waits("ahead")
    here = ahead.c.ordering_key.between(outbox.c.ordering_key, outbox.c.ordering_key)  # a range, as above
    first = select(ahead.c.id).where(here, waits).order_by(ahead.c.ordering_key, ahead.c.id).limit(_ONE)
    return func.coalesce(first.scalar_subquery() < outbox.c.id, sa.false())


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
)
_is_first = outbox.c.id.in_(_first_in_line())
_is_held = and_(
    sa.text(f"outbox.{HELD_NOW}"), outbox.c.state != "sending", outbox.c.not_before_at > NOW, _stands_first()
)
_due_at = sa.case((outbox.c.state == "sending", outbox.c.lease_until_at), else_=outbox.c.not_before_at)
_is_for_others = or_(*map(_is_of, FOR_OTHERS))
# Of these none was put off before the clock was set back, however far ahead it lies: see `due`.
_has_chosen_time = or_(outbox.c.error.is_not_distinct_from(HELD), outbox.c.kind == OutboxKind.LIST_OVER)
_is_due = due(_due_at, is_for_others=_is_for_others)
_claimable = rows.of(
    Claimable,
    select(*(outbox.c[name] for name in Claimable._fields[:-2]), _way.label("way"), _overtakes().label("overtakes"))
    .select_from(_with_way)
    .where(_is_ours, _is_first, or_(and_(~_has_chosen_time, _is_due), _due_at <= NOW))
    .order_by(sa.case((among(people.c.slack_id, "here"), 0), else_=1), outbox.c.kind == OutboxKind.OPEN, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=outbox),
)
CLAIMABLE = Ready(_claimable)
NEXT_DUE = [
    Ready(select(func.min(_due_at, type_=Instant())).select_from(_with_way).where(_is_ours, which))
    for which in (_is_first, _is_held)
]
