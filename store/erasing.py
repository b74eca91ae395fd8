"""Takes a case out of every table, as store/erased_columns.py says; and notes which erasures are under way."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Table, bindparam, delete, or_, select, update
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind
from store import posts as post_rows
from store import rows
from store.columns import inserted_number
from store.database import Database
from store.delivery_tables import WAITING
from store.erased_columns import BLANKED, DUE, GOING, IN_CASE, OF_CASE, WRITTEN
from store.posts import PostRow
from store.search_statements import INDEX
from store.tables import (
    administration,
    attachments,
    bulk_moves,
    cases,
    erasures,
    grants,
    history,
    homes,
    inbox,
    message_files,
    messages,
    outbox,
    places,
    posts,
    reminders,
    rounds,
    saved_searches,
    search_stale,
    search_texts,
    subtasks,
    told_cases,
)


class ErasureRow(NamedTuple):
    """An erasure, of a case or of a person."""

    id: int
    kind: str
    case_id: str | None
    person_id: int | None
    begun_at: datetime
    asked_by: str
    provision: str
    counts: dict[str, Any]
    done_at: datetime | None


_erasure: sa.BindParameter[int] = bindparam("by_erasure", type_=sa.BigInteger())
_sent = select(message_files.c.id).where(message_files.c.message_id.in_(WRITTEN)).scalar_subquery()
_given = select(attachments.c.id).where(attachments.c.case_id == OF_CASE).scalar_subquery()
_granted = select(grants.c.id).where(grants.c.subtask_id.in_(IN_CASE)).scalar_subquery()
_lines = select(history.c.id).where(history.c.case_id == OF_CASE).scalar_subquery()
_told = select(told_cases.c.id).where(told_cases.c.case_id == OF_CASE).scalar_subquery()
_bundles = select(reminders.c.bundle_id).where(DUE, reminders.c.bundle_id.is_not(None)).scalar_subquery()

OF_SUBJECT: Final[Mapping[str, sa.ScalarSelect[Any] | None]] = {
    "subtask": IN_CASE,
    "message": WRITTEN,
    "sent file": _sent,
    "attachment": _given,
    "grant": _granted,
    "bundle": _bundles,
    "line": _lines,
    "list": None,  # any list may name it: every one that stands is taken away
    "move": None,  # found by what stands in the moves (`moves_of`)
    "person": None,  # a main page is drawn anew
    "bytes": None,  # these rows are what lets bytes go
    "erasure": None,  # and these what takes away what stands
    "told case": _told,
}
"""Which rows of `posts` and `outbox` are about a case, by what their `subject_id` is the number of."""
TOUCHED: Final[tuple[sa.Table, ...]] = (
    *(table for table, _ in GOING), *BLANKED, posts, outbox, inbox, homes, saved_searches, bulk_moves, rounds,
    search_stale, search_texts,
)  # fmt: skip
FILES: Final = ("copy", "grant", "case_files", "case_copy", "package")
"""The kinds by which files, and nothing else, stand in conversations."""

# ---- the statements

_ROWS_GO = tuple((table.name, delete(table).where(condition)) for table, condition in GOING)
_ROUNDS_GO = delete(rounds).where(rounds.c.case_id == OF_CASE)
_STALE_GO = delete(search_stale).where(or_(search_stale.c.case_id == OF_CASE, search_stale.c.subtask_id.in_(IN_CASE)))
_WORDS_GO = delete(search_texts).where(or_(search_texts.c.case_id == OF_CASE, search_texts.c.subtask_id.in_(IN_CASE)))
_CASE_BLANK = update(cases).where(cases.c.id == OF_CASE).values({**BLANKED[cases], "removed_at": bindparam("gone_at")})
_SUBTASKS_BLANK = update(subtasks).where(subtasks.c.case_id == OF_CASE).values(dict(BLANKED[subtasks]))
_LOGGED_BLANK = (
    update(administration).where(administration.c.case_id == OF_CASE).values(details={}, erasure_id=_erasure)
)
_LINES_BLANK = update(history).where(history.c.case_id == OF_CASE).values(details={}, erasure_id=_erasure)
_BYTES = (
    select(attachments.c.sha256).where(attachments.c.case_id == OF_CASE)
    .union(select(message_files.c.sha256).where(message_files.c.message_id.in_(WRITTEN)))
)  # fmt: skip
_BYTES_GO = (
    update(attachments).where(attachments.c.case_id == OF_CASE, attachments.c.sha256.is_not(None)),
    update(message_files).where(message_files.c.message_id.in_(WRITTEN), message_files.c.sha256.is_not(None)),
)
_ERASED: sa.Select[str] = select(erasures.c.case_id).where(erasures.c.kind == "case")
_ERASURES = rows.of(ErasureRow, select(*rows.columns(ErasureRow, erasures)))
_LOCKS = (
    select(subtasks.c.id).where(subtasks.c.case_id == OF_CASE).order_by(subtasks.c.id).with_for_update(),
    select(messages.c.id).where(messages.c.subtask_id.in_(IN_CASE)).order_by(messages.c.id).with_for_update(),
)


def lock(connection: Connection, case_id: str) -> None:
    """Until the commit, let nobody change or add anything in a case that is locked itself."""
    if connection.dialect.name != "sqlite":  # where every writer is alone anyway
        for statement in _LOCKS:
            connection.execute(statement, {"of_case": case_id}).all()


def begin(
    connection: Connection, kind: str, *, case_id: str | None, person_id: int | None, by: str, provision: str,
    at: datetime,
) -> int:  # fmt: skip
    """Note that an erasure is under way; gives its number."""
    about = {"kind": kind, "case_id": case_id, "person_id": person_id}
    values: dict[str, Any] = {**about, "begun_at": at, "asked_by": by, "provision": provision, "counts": {}}
    return inserted_number(connection.execute(erasures.insert(), values))


def under_way(connection: Connection) -> list[ErasureRow]:
    """The erasures of which something outside the database may still be there."""
    return rows.many(connection, _ERASURES.where(sa.text("done_at IS NULL")).order_by(erasures.c.id))


def of_case(connection: Connection, case_id: str) -> list[ErasureRow]:
    """What was erased of a case."""
    return rows.many(connection, _ERASURES.where(erasures.c.case_id == case_id).order_by(erasures.c.id))


def erased_at(connection: Connection, case_id: str) -> str | None:
    """The path of the place of a case that was erased; None for any other case."""
    found = select(places.c.path).join(cases, cases.c.place_id == places.c.id).where(cases.c.id == case_id)
    path: str | None = connection.execute(found.where(cases.c.id.in_(_ERASED))).scalar()
    return path


def erased_among(connection: Connection, case_ids: Collection[str]) -> frozenset[str]:
    """Those of these cases that were erased."""
    found: list[str] = rows.values(connection, _ERASED, erasures.c.case_id, case_ids)
    return frozenset(found)


def done(connection: Connection, erasure_id: int, at: datetime) -> None:
    """Note that nothing of what an erasure took is left anywhere; where things stood is forgotten with it."""
    connection.execute(update(erasures).where(erasures.c.id == erasure_id).values(done_at=at))
    connection.execute(delete(outbox).where(_takes_away(erasure_id), outbox.c.state != "refused"))


def still_to_take_away(connection: Connection, erasure_id: int) -> list[dict[str, object]]:
    """What an erasure took, and what may still stand in Slack or lie in the folder of files."""
    waits = sa.text(WAITING)
    return list(connection.execute(select(outbox.c.details).where(_takes_away(erasure_id), waits)).scalars())


def taken_away(connection: Connection, erasure_id: int, sha256: str, at: datetime) -> None:
    """Note that bytes are gone, or that something else refers to them."""
    waits = sa.text("state IN ('ready', 'unknown')")
    gone = update(outbox).where(_takes_away(erasure_id), waits, outbox.c.details["sha256"].as_string() == sha256)
    connection.execute(gone.values(state="sent", done_at=at))


def _takes_away(erasure_id: int) -> sa.ColumnElement[bool]:
    """Whether a row of the outbox takes away what this erasure took."""
    return sa.and_(outbox.c.kind == OutboxKind.ERASED, outbox.c.subject_id == erasure_id)


def scrub(database: Database) -> bool:
    """Let nothing stay in the database's own files of what an erasure took; False when it is to be tried again."""
    merge = f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')"  # noqa: S608 - our own words
    return database.scrub(sorted({table.name for table in TOUCHED}), [merge])


def counted(connection: Connection, erasure_id: int, counts: Mapping[str, int], **more: Any) -> None:
    """Keep how much of what it took; `packages` are those to be removed from where they were put."""
    connection.execute(update(erasures).where(erasures.c.id == erasure_id).values(counts={**counts, **more}))


def bytes_of(connection: Connection, case_id: str) -> list[str]:
    """The names of all bytes that are kept for a case."""
    return sorted(name for name in connection.execute(_BYTES, {"of_case": case_id}).scalars() if name)


def take_posts(connection: Connection, case_id: str, moves: Collection[int], kinds: Collection[str]) -> list[PostRow]:
    """Forget where things of these kinds that are about a case stand; gives what was forgotten."""
    which = _is_about(posts, moves, kinds)
    if OutboxKind.NOTICE in kinds:
        begin = post_rows.notices_about(case_id)
        which = or_(which, sa.func.substr(posts.c.kind, 1, len(begin)) == begin)
    return post_rows.take(connection, which, {"of_case": case_id})


def moves_of(connection: Connection, case_id: str) -> list[int]:
    """The moves of many at once in which the case, or a subtask of it, was."""
    numbers = connection.execute(select(subtasks.c.id).where(subtasks.c.case_id == case_id)).scalars()
    keys = {case_id, *map(str, numbers)}
    found = connection.execute(select(bulk_moves.c.id, bulk_moves.c.planned)).all()
    return [row.id for row in found if keys & {*map(str, row.planned.get("keys", ()))}]


def forget_told(connection: Connection, case_id: str, moves: Collection[int], stood: Collection[str]) -> int:
    """Forget what was told about a case, or heard in its threads, which stood at these times of Slack's."""
    written = json.dumps(case_id)
    about = or_(_is_about(outbox, moves, list(OutboxKind)), _says(outbox.c.details, written))
    keeps = outbox.c.kind.in_([kind for kind in OutboxKind if kind.traits.subject.value in ("bytes", "erasure")])
    number = connection.execute(delete(outbox).where(about, sa.not_(keeps)), {"of_case": case_id}).rowcount
    number += _forget_heard(connection, {case_id, *stood})
    for values, where in (
        (dict[str, Any](case_id=None, case_page=0, subtasks_page=0), homes.c.case_id == case_id),
        (dict[str, Any](page=None, page_state=None), _says(homes.c.page_state, written.strip('"'))),
    ):
        connection.execute(update(homes).where(where).values(values))
    connection.execute(delete(saved_searches).where(_says(saved_searches.c.sought, written.strip('"'))))
    emptied = update(bulk_moves).where(bulk_moves.c.id.in_(moves))
    connection.execute(emptied.values(planned={"keys": []}))
    connection.execute(emptied.where(bulk_moves.c.moved.is_not(None)).values(moved={}))
    return number


def erase(connection: Connection, case_id: str, erasure_id: int, at: datetime) -> dict[str, int]:
    """Leave of a case its tombstone; gives how many rows of what went."""
    keys = {"of_case": case_id}
    counts = {name: connection.execute(statement, keys).rowcount for name, statement in _ROWS_GO}
    counts["history"] = connection.execute(_LINES_BLANK, {**keys, "by_erasure": erasure_id}).rowcount
    connection.execute(_LOGGED_BLANK, {**keys, "by_erasure": erasure_id})
    connection.execute(_CASE_BLANK, {**keys, "gone_at": at})
    for statement in (_SUBTASKS_BLANK, _ROUNDS_GO, _WORDS_GO, _STALE_GO):
        connection.execute(statement, keys)
    return counts


def erase_bytes(connection: Connection, case_id: str) -> dict[str, int]:
    """Let a case refer to no bytes any more; the names of its files stay with the record."""
    taken = sum(
        connection.execute(statement.values(sha256=None), {"of_case": case_id}).rowcount for statement in _BYTES_GO
    )
    connection.execute(
        update(attachments).where(attachments.c.case_id == OF_CASE).values(slack_file_id=None), {"of_case": case_id}
    )
    return {"files": taken}


def _forget_heard(connection: Connection, words: Collection[str]) -> int:
    """Forget the words of events that wait, or were set aside, in which one of these stands."""
    found = connection.execute(select(inbox.c.key, inbox.c.event).where(inbox.c.event.is_not(None))).all()
    keys = [row.key for row in found if any(word in json.dumps(row.event, ensure_ascii=False) for word in words)]
    forgotten = update(inbox).where(inbox.c.key.in_(keys))
    done_at = sa.func.coalesce(inbox.c.done_at, inbox.c.received_at)
    return connection.execute(forgotten.values(event=sa.null(), error=None, done_at=done_at)).rowcount if keys else 0


def _is_about(table: Table, moves: Collection[int], kinds: Collection[str]) -> sa.ColumnElement[bool]:
    """Whether a row of `posts` or `outbox` is about a case."""
    found: list[sa.ColumnElement[bool]] = [sa.false()]
    for kind in OutboxKind:
        numbers = OF_SUBJECT[kind.traits.subject.value]
        if kind.traits.subject.value == "move":
            found.append(sa.and_(table.c.kind == kind, table.c.subject_id.in_(moves)))
        elif kind.traits.subject.value == "list" and kind in kinds:
            is_there = table.c.kind == kind  # what still is to be sent is drawn without the case
            found.append(is_there if table is posts else sa.and_(is_there, table.c.done_at.is_not(None)))
        elif numbers is not None and kind in kinds:
            is_kind = or_(table.c.kind == kind, table.c.kind.startswith(f"{kind}:", autoescape=True))
            found.append(sa.and_(is_kind, table.c.subject_id.in_(numbers)))
    return or_(*found)


def _says(column: sa.ColumnElement[Any], words: str) -> sa.ColumnElement[bool]:
    """Whether these very words stand in it: a search by pattern takes S-1 for s-1 on SQLite."""
    said = sa.cast(column, sa.Text)
    return sa.func.replace(said, words, "") != said
