"""What the bot has put into people's conversations, and which page of App Home each one looks at."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, bindparam, or_, select, text
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind
from store import rows
from store.delivery_tables import WAITING
from store.outbox import OutboxItem
from store.ready import Ready
from store.sql import among, insert_into, inserts, is_one_of
from store.tables import UNSOLVED, grants, homes, message_files, messages, outbox, posts, subtasks

ROOTS = [kind for kind in OutboxKind if kind.traits.is_root]


class PostRow(NamedTuple):
    """Where something was put for a person."""

    kind: str
    subject_id: int
    person_id: int
    channel: str | None
    ts: str | None
    thread_ts: str | None
    file_id: str | None
    digest: str | None
    sight: str | None


class ReaderRow(NamedTuple):
    """Somebody in whose conversation something stands."""

    subject_id: int
    person_id: int


class StandingRow(NamedTuple):
    """What something is that stands in a conversation."""

    kind: str
    subject_id: int


class HomeRow(NamedTuple):
    """Which page of App Home a person has in front of them."""

    tab: str
    case_id: str | None
    case_page: int
    subtasks_page: int
    cases_page: int
    waiting_page: int
    seen_at: datetime
    reminded_at: datetime | None
    page: str | None
    page_state: dict[str, Any] | None


_here = and_(
    posts.c.kind == bindparam("of_kind"),
    posts.c.subject_id == bindparam("of_subject"),
    posts.c.person_id == bindparam("of_person"),
)
_POSTS = rows.of(PostRow, select(*rows.columns(PostRow, posts)))
_GET = Ready(_POSTS.where(_here))
_OF_SEVERAL = Ready(
    _POSTS.where(
        among(posts.c.kind, "kinds"),
        among(posts.c.subject_id, "subjects", Integer),
        among(posts.c.person_id, "people", Integer),
    )
)
_REMOVE = Ready[Any](posts.delete().where(_here))
READERS = rows.of(ReaderRow, select(*rows.columns(ReaderRow, posts)))
_STANDING_CARDS = READERS.where(posts.c.kind == OutboxKind.CARD, posts.c.ts.is_not(None))
_ON_THEIR_WAY = rows.of(
    ReaderRow,
    select(outbox.c.subject_id, outbox.c.person_id).where(outbox.c.kind == OutboxKind.CARD, text(WAITING)),
)
_STANDING = rows.of(StandingRow, select(*rows.columns(StandingRow, posts)))
_home_of = homes.c.person_id == bindparam("person_id")
_HOME = Ready(rows.of(HomeRow, select(*rows.columns(HomeRow, homes))).where(_home_of))


def get(connection: Connection, kind: str, subject_id: int, person_id: int) -> PostRow | None:
    """Where this was put for this person, if it was."""
    keys = {"of_kind": kind, "of_subject": subject_id, "of_person": person_id}
    return rows.one(connection, _GET, keys)


def standing_for(
    connection: Connection, items: Collection[tuple[str, int, int]]
) -> dict[tuple[str, int, int], PostRow]:
    """Where these were put, each a kind, a subject and a person; those that were not are left out."""
    kinds, subjects, people = (sorted(set(some)) for some in zip(*items, strict=True))
    keys = {"kinds": kinds, "subjects": subjects, "people": people}
    found = {(row.kind, row.subject_id, row.person_id): row for row in rows.many(connection, _OF_SEVERAL, keys)}
    return {item: found[item] for item in items if item in found}


def put(connection: Connection, kind: str, subject_id: int, person_id: int, **values: str | None) -> None:
    """Remember where it is: any of `channel`, `ts`, `thread_ts`, `file_id`, `digest`, `sight`."""
    row = {"kind": kind, "subject_id": subject_id, "person_id": person_id, **values}
    _put(connection.dialect.name, tuple(values)).change(connection, row)


@cache
def _put(dialect: str, names: Sequence[str]) -> Ready[Any]:
    where = ("kind", "subject_id", "person_id")
    insert = inserts(posts, (*where, *names))[dialect]
    new = {name: insert.excluded[name] for name in names}
    return Ready(insert.on_conflict_do_update(index_elements=where, set_=new))


def hold_back(connection: Connection, items: Sequence[OutboxItem]) -> list[OutboxItem]:
    """Of these, all but cards that neither stand nor are on their way: it is noted that they are to stand some time.

    A card that is held back stands nowhere (its `ts` is empty), and comes with the next thing that is shown in it.
    """
    cards = {(item.subject_id, item.person_id) for item in items if item.kind is OutboxKind.CARD}
    there = cards_before(connection, {subject for subject, _ in cards}, None)
    new = sorted(cards - {(one.subject_id, one.person_id) for one in there})
    values = [{"kind": OutboxKind.CARD.value, "subject_id": subject, "person_id": person} for subject, person in new]
    if values:
        connection.execute(insert_into(connection, posts).on_conflict_do_nothing(), values)
    held = set(new)
    return [one for one in items if one.kind is not OutboxKind.CARD or (one.subject_id, one.person_id) not in held]


def put_anew(connection: Connection, message_ids: Collection[int], person_id: int) -> None:
    """Let these messages and their parts hang nowhere: shown again, each is taken away and put into its thread."""
    is_one = or_(posts.c.kind == OutboxKind.MESSAGE, posts.c.kind.like(f"{OutboxKind.MESSAGE}:%"))
    here = (is_one, posts.c.subject_id.in_(message_ids), posts.c.person_id == person_id)
    connection.execute(posts.update().where(*here).values(thread_ts=None))


def remove(connection: Connection, kind: str, subject_id: int, person_id: int) -> None:
    """Forget it: it stands nowhere any more."""
    keys = {"of_kind": kind, "of_subject": subject_id, "of_person": person_id}
    _REMOVE.change(connection, keys)


def notices_about(case_id: str) -> str:
    """What the names begin with under which the places of notices about a case, and no subtask, are remembered."""
    return f"{OutboxKind.NOTICE}:{json.dumps(case_id)}:"


def readers_of(connection: Connection, kind: str, subject_ids: Collection[int]) -> list[ReaderRow]:
    """Everybody in whose conversation one of these stands."""
    found = READERS.where(posts.c.kind == kind).order_by(*posts.primary_key)
    return rows.among(connection, found, posts.c.subject_id, subject_ids)


def cards_before(
    connection: Connection, subtask_ids: Collection[int], person_ids: Collection[int] | None
) -> list[ReaderRow]:
    """The cards of these subtasks that stand in conversations, or are on their way: of these people; with None all.

    One that is being posted just now was drawn before what is done now.
    """
    found = rows.among(connection, _STANDING_CARDS, posts.c.subject_id, subtask_ids)
    found += rows.among(connection, _ON_THEIR_WAY, outbox.c.subject_id, subtask_ids)
    return sorted({one for one in found if person_ids is None or one.person_id in person_ids})


def in_thread(connection: Connection, subtask_id: int, person_id: int) -> list[StandingRow]:
    """What stands of a subtask in a person's thread: copies of messages, of sent files and of granted attachments."""
    written = select(messages.c.id).where(messages.c.subtask_id == subtask_id)
    sent = select(message_files.c.id).where(message_files.c.message_id.in_(written))
    granted = select(grants.c.id).where(grants.c.subtask_id == subtask_id)
    is_of_it = or_(
        and_(posts.c.kind == OutboxKind.MESSAGE, posts.c.subject_id.in_(written)),
        and_(posts.c.kind == OutboxKind.COPY, posts.c.subject_id.in_(sent)),
        and_(posts.c.kind == OutboxKind.GRANT, posts.c.subject_id.in_(granted)),
    )
    found = _STANDING.where(posts.c.person_id == person_id, is_of_it)
    return rows.many(connection, found.order_by(posts.c.kind, posts.c.subject_id))


def copies_of(connection: Connection, file_ids: Sequence[int], person_id: int) -> dict[int, str]:
    """The files in the chat that are a person's copies of these: theirs by our number."""
    here = (posts.c.kind == OutboxKind.COPY, posts.c.person_id == person_id, posts.c.file_id.is_not(None))
    statement = select(posts.c.subject_id, posts.c.file_id).where(*here, posts.c.subject_id.in_(file_ids))
    return {row.subject_id: row.file_id for row in connection.execute(statement)}


def card_at(connection: Connection, channel: str, ts: str) -> PostRow | None:
    """Which subtask's card, and whose, is the message at this place: the root of its thread."""
    here = (posts.c.channel == channel, posts.c.ts == ts, posts.c.kind == OutboxKind.CARD)
    return rows.one(connection, _POSTS.where(*here))


def take(connection: Connection, which: ColumnElement[bool], keys: Mapping[str, object] | None = None) -> list[PostRow]:
    """Forget where all of these stand, so that they can be taken away; gives what was forgotten."""
    found = rows.many(connection, _POSTS.where(which).order_by(*posts.primary_key), keys)
    connection.execute(posts.delete().where(which), keys)
    return found


def take_put(connection: Connection, kind: str, subject_id: int, person_id: int) -> list[PostRow]:
    """The same of what was put for one row of the outbox, with the parts of it."""
    its_parts = and_(posts.c.kind.startswith(f"{kind}:"), posts.c.subject_id != 0)
    here = (or_(posts.c.kind == kind, its_parts), posts.c.subject_id == subject_id, posts.c.person_id == person_id)
    return take(connection, and_(*here))


def roots_elsewhere(connection: Connection, person_id: int, channel: str) -> list[StandingRow]:
    """What other things hang under, for this person, in another conversation than this one; no card that is solved."""
    unsolved = select(subtasks.c.id).where(subtasks.c.id == posts.c.subject_id, text(f"subtasks.{UNSOLVED}")).exists()
    hers = (is_one_of(posts.c.kind, ROOTS), posts.c.person_id == person_id, posts.c.channel != channel)
    found = _STANDING.where(*hers, or_(posts.c.kind != OutboxKind.CARD, unsolved))
    return rows.many(connection, found.order_by(posts.c.kind, posts.c.ts))


def forget_file(connection: Connection, slack_file_id: str) -> list[PostRow]:
    """Forget a copy of a file that is gone from the chat, whoever took it away; gives what was forgotten."""
    return take(connection, posts.c.file_id == slack_file_id)


def forget_root(connection: Connection, person_id: int, ts: str) -> PostRow | None:
    """Forget the card, or the heading of fetched attachments, that this was for a person; None when nothing was.

    Whatever conversation it stood in: the one of today may be another (archestra-ai/archestra#3086).
    """
    here = (posts.c.person_id == person_id, posts.c.ts == ts, is_one_of(posts.c.kind, ROOTS))
    found = rows.one(connection, _POSTS.where(*here))
    connection.execute(posts.delete().where(*here))
    return found


def home_of(connection: Connection, person_id: int) -> HomeRow | None:
    """Which page of App Home the person has in front of them; None when they have never opened it."""
    return rows.one(connection, _HOME, {"person_id": person_id})


def reminded(connection: Connection, person_id: int, at: datetime) -> None:
    """Note that a person was reminded of something: their App Home says when that was last."""
    connection.execute(homes.update().where(homes.c.person_id == person_id).values(reminded_at=at))


def turn_home(connection: Connection, person_id: int, at: datetime, **turned: Any) -> None:
    """Turn a person's App Home to another page: any of its columns."""
    insert = insert_into(connection, homes)
    values = {**turned, "seen_at": at}
    connection.execute(
        insert.values(person_id=person_id, **values).on_conflict_do_update(index_elements=["person_id"], set_=values)
    )
