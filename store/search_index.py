"""Takes in what has changed, so that the search finds what stands there and nothing else.

Acts do not wait for it: what they change is noted by the database itself, in their own commit, and taken in before
anybody searches, and otherwise as soon as nobody waits for an answer. One at a time takes in: whoever reads what there
is to find, and writes it, has nobody beside them who read it earlier and writes it later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache, reduce
from typing import Any, NamedTuple, cast
from zlib import crc32

import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection
from sqlalchemy.sql.dml import ReturningDelete

from domain import searching
from store import rows
from store import subtasks as subtask_rows
from store.columns import Number
from store.ready import Ready
from store.sql import among, inserts, pieces
from store.tables import cases, conclusions, message_versions, messages, people, search_stale, search_texts, subtasks

PIECE = 500
GRAM = 3


class _CaseFacts(NamedTuple):
    id: str
    title: str
    owner: str | None


class TextRow(NamedTuple):
    """A text by which a subtask is found."""

    subtask_id: int
    text: str


_assignee, _owner = people.alias("assignee"), people.alias("owner")
_versions = message_versions.alias("versions")
_conclusion = (
    select(conclusions.c.text)
    .where(conclusions.c.subtask_id == subtasks.c.id)
    .order_by(conclusions.c.number.desc())
    .limit(1)
    .scalar_subquery()
)
FACTS = (
    subtasks.c.case_id,
    cases.c.title,
    subtasks.c.title,
    subtasks.c.description,
    _assignee.c.name,
    func.coalesce(_owner.c.name, ""),
    func.coalesce(_conclusion, ""),
)
_FACTS = rows.of(
    TextRow,
    select(subtasks.c.id.label("subtask_id"), reduce(lambda before, text: before + "\n" + text, FACTS).label("text"))
    .select_from(
        subtasks.join(cases, cases.c.id == subtasks.c.case_id)
        .join(_assignee, _assignee.c.id == subtasks.c.assignee_id)
        .outerjoin(_owner, _owner.c.id == cases.c.owner_id)
    )
    .where(cases.c.removed_at.is_(None)),
)
_BARE = rows.of(
    _CaseFacts,
    select(cases.c.id, cases.c.title, _owner.c.name.label("owner"))
    .select_from(cases.outerjoin(_owner, _owner.c.id == cases.c.owner_id))
    .where(cases.c.removed_at.is_(None), ~select(subtasks.c.id).where(subtasks.c.case_id == cases.c.id).exists()),
)
SAID = rows.of(
    TextRow,
    select(messages.c.subtask_id, message_versions.c.text)
    .join(message_versions, message_versions.c.message_id == messages.c.id)
    .where(
        messages.c.deleted_at.is_(None),
        message_versions.c.number
        == select(func.max(_versions.c.number)).where(_versions.c.message_id == messages.c.id).scalar_subquery(),
    ),
)
_KEPT = rows.of(
    TextRow,
    select(search_texts.c.subtask_id, search_texts.c.text).where(search_texts.c.subtask_id.is_not(None)),
)
# Made once and not for each time.
_TEXTS_OF = [
    Ready(statement.where(among(number, "numbers", sa.Integer)))
    for statement, number in ((_FACTS, subtasks.c.id), (SAID, messages.c.subtask_id))
]
_ROW: dict[str, sa.ColumnElement[Any]] = {
    "sqlite": sa.literal_column("rowid"),
    "postgresql": sa.literal_column("ctid"),
}
_ALONE = sa.text("SELECT pg_advisory_xact_lock(5211)")
_IS_DUE = Ready(select(search_stale.c.case_id).limit(1))


def is_due(connection: Connection) -> bool:
    """Whether anything has changed that was not taken in."""
    return bool(_IS_DUE.fetch(connection))


def take_in(connection: Connection, most: int | None = None) -> None:
    """Take in what has changed, at most so many notes of it or all; before the commit nobody else takes in."""
    if connection.dialect.name == "postgresql":  # in SQLite every writer is alone anyway
        connection.execute(_ALONE)
    stale = connection.execute(_take(connection.dialect.name, limited=most is not None), {"most": most}).all()
    if not stale:
        return
    case_ids = {row.case_id for row in stale if row.case_id is not None}
    whole = {row.subtask_id for row in stale if row.case_id is None and row.message_id is None}
    whole |= set(subtask_rows.numbers_in(connection, case_ids))
    new = {row.message_id: row.subtask_id for row in stale if row.message_id is not None}
    added = [message for message, subtask in new.items() if subtask not in whole]
    for piece in pieces(added, PIECE):
        whole |= _add_words(connection, piece, {new[message] for message in piece})
    for piece in pieces(sorted(whole), PIECE):
        _subtasks(connection, piece)
    _cases(connection, case_ids)


@lru_cache
def _take(dialect: str, *, limited: bool) -> ReturningDelete[Any]:
    row = _ROW[dialect]
    some = select(row).select_from(search_stale).limit(sa.bindparam("most")).scalar_subquery()
    taken = search_stale.delete().where(row.in_(some)) if limited else search_stale.delete()
    return taken.returning(search_stale.c.case_id, search_stale.c.subtask_id, search_stale.c.message_id)


def grams_of(text: str) -> set[int]:
    """The trigrams of a text, as PostgreSQL keeps them: numbers, of which now and then two are the same."""
    return {crc32(text[at : at + GRAM].encode()) >> 1 for at in range(len(text) - GRAM + 1)}


@lru_cache(maxsize=10_000)  # a kilobyte each
def _grams_of_word(word: str) -> frozenset[int]:
    return frozenset(grams_of(f" {word} "))


def _add_words(connection: Connection, message_ids: list[int], subtask_ids: set[int]) -> set[int]:
    """Add what new messages say; gives the subtasks of which nothing was known before."""
    kept = {row.subtask_id: row.text for row in rows.among(connection, _KEPT, search_texts.c.subtask_id, subtask_ids)}
    said: dict[int, set[str]] = {}
    for row in rows.among(connection, SAID, messages.c.id, message_ids):
        said.setdefault(row.subtask_id, set()).update(searching.words_of(row.text))
    known = {number: set(text.split()) for number, text in kept.items()}
    more = {number: known[number] | words for number, words in said.items() if not words <= known.get(number, words)}
    _write(connection, "subtask_id", more)
    return subtask_ids - kept.keys()


def _subtasks(connection: Connection, numbers: list[int]) -> None:
    found: dict[int, set[str]] = {}
    for statement in _TEXTS_OF:
        for row in rows.many(connection, statement, {"numbers": numbers}):
            found.setdefault(row.subtask_id, set()).update(searching.words_of(row.text))
    _write(connection, "subtask_id", found)


def _cases(connection: Connection, case_ids: Iterable[str]) -> None:
    """A case is found by itself as long as there is no subtask in it by which it would be."""
    for piece in pieces(sorted(case_ids), PIECE):
        found = rows.among(connection, _BARE, cases.c.id, piece)
        words = {row.id: searching.words_of(row.id, row.title, row.owner or "") for row in found}
        _forget(connection, [case_id for case_id in piece if case_id not in words])
        _write(connection, "case_id", words)


def _forget(connection: Connection, case_ids: Collection[str]) -> None:
    if case_ids:
        connection.execute(search_texts.delete().where(search_texts.c.case_id.in_(case_ids)))


def _write(connection: Connection, key: str, found: dict[Any, set[str]]) -> None:
    if not found:
        return
    written: list[dict[str, object]] = [
        {key: number, "text": searching.document(words)} for number, words in sorted(found.items())
    ]
    if connection.dialect.name != "sqlite":
        for row, (_, words) in zip(written, sorted(found.items()), strict=True):
            row["grams"] = sorted(set().union(*map(_grams_of_word, words)))
    _upsert(connection.dialect.name, key).change_each(connection, written)


@lru_cache
def _upsert(dialect: str, key: str) -> Ready[Any]:
    is_sqlite = dialect == "sqlite"
    names, table = [key, "text", *([] if is_sqlite else ["grams"])], search_texts if is_sqlite else _WITH_GRAMS
    add = inserts(table, names)[dialect]
    changed = {name: add.excluded[name] for name in names[1:]}
    return Ready(add.on_conflict_do_update(index_elements=[key], set_=changed, where=table.c.text != add.excluded.text))


_WITH_GRAMS = cast(
    sa.Table,
    sa.table(
        "search_texts",
        sa.column("case_id"),
        sa.column("subtask_id", Number),
        sa.column("text"),
        sa.column("grams", postgresql.ARRAY(sa.Integer)),
    ),
)
