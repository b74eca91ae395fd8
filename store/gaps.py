"""When nobody listened to the chat, who takes over what was missed, and how far that has come.

A gap is worked off by one process at a time, which holds a lease; whoever comes after it goes on where it stopped.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import and_, or_, select
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind
from store import rows
from store.columns import Instant
from store.sql import due, insert_into, moment
from store.tables import UNSOLVED, can_act, gaps, inbox, marks, people, posts, subtasks


class GapRow(NamedTuple):
    """A time in which nobody listened, and how far the taking over of it has come."""

    id: int
    since_at: datetime
    until_at: datetime
    cursor: str | None
    closed: list[str]
    compared_at: datetime | None


class ConversationRow(NamedTuple):
    """A person's conversation."""

    id: int
    channel: str


class ThreadRow(NamedTuple):
    """A card whose thread is to be read."""

    channel: str
    ts: str
    subject_id: int
    person_id: int
    solved_at: datetime | None


LEASE = timedelta(minutes=2)
KEY = "gap:"
"""What the inbox's keys of events begin with that were not heard, but read."""
_HEARD = "listened_until"
_BOT = "bot_user"

_LAST_HEARD = select(sa.func.max(inbox.c.received_at, type_=Instant()))
_IS_OPEN = sa.text("done_at IS NULL")
_first = select(sa.func.min(gaps.c.id)).where(_IS_OPEN).scalar_subquery()
_is_free = or_(
    gaps.c.leased_by.is_(None), gaps.c.leased_by == sa.bindparam("owner", type_=sa.Text()), due(gaps.c.lease_until_at)
)
_CLAIM = (
    gaps.update()
    .where(gaps.c.id == _first, _IS_OPEN, _is_free)
    .values(leased_by=sa.bindparam("owner"), lease_until_at=sa.bindparam("until", type_=Instant()))
)
_GAPS = rows.of(GapRow, select(*rows.columns(GapRow, gaps)))
_CONVERSATIONS = rows.of(
    ConversationRow,
    select(people.c.id, people.c.dm_channel.label("channel"))
    .where(can_act(), people.c.dm_channel.is_not(None))
    .order_by(people.c.id)
    .limit(1),
)
_THREADS = rows.of(
    ThreadRow,
    select(posts.c.channel, posts.c.ts, posts.c.subject_id, posts.c.person_id, subtasks.c.solved_at)
    .join(subtasks, subtasks.c.id == posts.c.subject_id)
    .where(posts.c.kind == OutboxKind.CARD, posts.c.channel.is_not(None), posts.c.ts.is_not(None))
    .order_by(posts.c.ts, posts.c.channel)
    .limit(1),
)


def listened(connection: Connection, now: datetime) -> datetime | None:
    """Note that the chat is listened to now; gives until when it was before. None for never.

    Where an earlier release did not note it: until something was heard for the last time. Of two processes that ask at
    once, one waits here until the other one has committed.
    """
    before = _exchange(connection, _HEARD, now.isoformat())
    if before:
        return datetime.fromisoformat(before)
    heard_at: datetime | None = connection.execute(_LAST_HEARD).scalar_one()
    return heard_at


def installed_as(connection: Connection, bot: str) -> str | None:
    """Note as which user the bot is in the chat; gives as which it was before, None where that was not noted."""
    return _exchange(connection, _BOT, bot)


def _exchange(connection: Connection, name: str, value: str) -> str | None:
    """Remember something under a name; gives what was remembered before."""
    last = select(marks.c.value).where(marks.c.name == name).with_for_update()
    before: str | None = connection.execute(last).scalar_one_or_none()
    row = insert_into(connection, marks).values(name=name, value=value)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
    return before


def add(connection: Connection, since_at: datetime, until_at: datetime) -> None:
    """Note that nobody listened between these instants."""
    connection.execute(gaps.insert(), {"since_at": since_at, "until_at": until_at, "closed": []})


def covers(connection: Connection, at: datetime) -> bool:
    """Whether what happened at this instant is, or was, taken over after a gap."""
    return connection.execute(select(gaps.c.id).where(gaps.c.until_at >= at).limit(1)).scalar() is not None


def claim(connection: Connection, owner: str, now: datetime) -> GapRow | None:
    """Take the oldest gap that is not worked off, or keep it; None when there is none, or another one has it."""
    values = {**moment(now), "owner": owner, "until": now + LEASE}
    if not connection.execute(_CLAIM, values).rowcount:
        return None
    return rows.one(connection, _GAPS.where(gaps.c.id == _first))


def end_leases(connection: Connection) -> None:
    """Let go what processes that are gone were working off; only for one who knows that no other is running."""
    connection.execute(gaps.update().where(_IS_OPEN).values(leased_by=None, lease_until_at=None))


def is_open(connection: Connection) -> bool:
    """Whether there is a gap that is not worked off."""
    return connection.execute(select(gaps.c.id).where(_IS_OPEN).limit(1)).scalar() is not None


def set_people(
    connection: Connection, gap_id: int, *, cursor: str | None, closed: list[str], at: datetime | None
) -> None:
    """Note how far the comparing of people has come: the next page, or at which instant the last one was done."""
    values = {"cursor": cursor, "closed": closed, "compared_at": at}
    connection.execute(gaps.update().where(gaps.c.id == gap_id).values(values))


def next_conversation(connection: Connection, gap_id: int) -> ConversationRow | None:
    """The conversation of the next person to be looked through."""
    visited = select(gaps.c.visited).where(gaps.c.id == gap_id).scalar_subquery()
    return rows.one(connection, _CONVERSATIONS.where(people.c.id > visited))


def set_visited(connection: Connection, gap_id: int, person_id: int) -> None:
    """Note that everybody's conversation has been looked through, up to this person's."""
    connection.execute(gaps.update().where(gaps.c.id == gap_id).values(visited=person_id))


def finish(connection: Connection, gap_id: int, at: datetime) -> None:
    """Note that a gap is worked off."""
    connection.execute(gaps.update().where(gaps.c.id == gap_id).values(done_at=at))


def next_thread(connection: Connection, until_at: datetime, solved_since_at: datetime) -> ThreadRow | None:
    """The oldest card whose thread has not been read since a gap ended, of a subtask not solved before an instant.

    A card that was posted after the gap has nothing below it that was missed.
    """
    not_read = or_(posts.c.read_at.is_(None), posts.c.read_at < until_at)
    lately = or_(sa.text(f"subtasks.{UNSOLVED}"), subtasks.c.solved_at >= solved_since_at)
    return rows.one(connection, _THREADS.where(posts.c.ts < f"{until_at.timestamp():.6f}", not_read, lately))


def note_read(connection: Connection, channel: str, ts: str, at: datetime) -> None:
    """Note that the thread below the card at this place has been read."""
    here = and_(posts.c.channel == channel, posts.c.ts == ts, posts.c.kind == OutboxKind.CARD)
    connection.execute(posts.update().where(here).values(read_at=at))


def has_unheard(connection: Connection) -> bool:
    """Whether something that was read after a gap waits to be taken in, and is not put off for a fault of its own."""
    statement = select(inbox.c.key).where(sa.text("done_at IS NULL"), inbox.c.attempts == 0)
    return connection.execute(statement.where(inbox.c.key.startswith(KEY)).limit(1)).scalar() is not None
