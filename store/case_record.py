"""Reads everything that is kept of one case: one statement for each table, however much there is in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Table, bindparam, select
from sqlalchemy.engine import Connection

from store import case_rows, rows, tables
from store.case_rows import Everything

R = TypeVar("R")
_HERE: ColumnElement[Any] = bindparam("of_case")


def _rows(row: type[R], table: Table, *where: ColumnElement[bool], by: tuple[str, ...] = ("id",)) -> Select[R]:
    found = rows.of(row, select(*rows.columns(row, table)))
    return found.where(*where).order_by(*(table.c[name] for name in by))


_subtasks = select(tables.subtasks.c.id).where(tables.subtasks.c.case_id == _HERE)
_messages = select(tables.messages.c.id).where(tables.messages.c.subtask_id.in_(_subtasks))
_below = tables.places.alias("below")

_CASE = _rows(case_rows.CaseRow, tables.cases, tables.cases.c.id == _HERE)
_OUT = _rows(
    case_rows.DisqualificationRow,
    tables.disqualifications,
    tables.disqualifications.c.case_id == _HERE,
    by=("declared_at", "person_id"),
)
_ATTACHMENTS = _rows(case_rows.AttachmentRow, tables.attachments, tables.attachments.c.case_id == _HERE)
_SUBTASKS = _rows(case_rows.SubtaskRow, tables.subtasks, tables.subtasks.c.case_id == _HERE)
_GRANTS = _rows(case_rows.GrantRow, tables.grants, tables.grants.c.subtask_id.in_(_subtasks))
_MESSAGES = _rows(
    case_rows.MessageRow, tables.messages, tables.messages.c.subtask_id.in_(_subtasks), by=("sent_at", "id")
)
_VERSIONS = _rows(
    case_rows.VersionRow,
    tables.message_versions,
    tables.message_versions.c.message_id.in_(_messages),
    by=("message_id", "number"),
)
_FILES = _rows(case_rows.FileRow, tables.message_files, tables.message_files.c.message_id.in_(_messages))
_CONCLUSIONS = _rows(
    case_rows.ConclusionRow,
    tables.conclusions,
    tables.conclusions.c.subtask_id.in_(_subtasks),
    by=("subtask_id", "number"),
)
_ROUNDS = _rows(case_rows.RoundRow, tables.rounds, tables.rounds.c.case_id == _HERE)
_OFFERS = _rows(case_rows.OfferRow, tables.offers, tables.offers.c.case_id == _HERE)
_MOVES = _rows(case_rows.MoveRow, tables.bulk_moves)
_HISTORY = _rows(case_rows.LineRow, tables.history, tables.history.c.case_id == _HERE)
_PLACES = (
    _rows(case_rows.PlaceRow, tables.places)
    .select_from(tables.places.join(_below, _below.c.path.startswith(tables.places.c.path)))
    .distinct()
)
_PEOPLE = _rows(case_rows.PersonRow, tables.people)

WHO = frozenset(
    column.name
    for table in case_rows.READ
    for column in table.columns
    if any(key.column is tables.people.c.id for key in column.foreign_keys)
)
"""The columns that say who."""


def everything(connection: Connection, case_id: str) -> Everything | None:
    """All rows of a case; None without one."""
    key = {"of_case": case_id}
    case = rows.one(connection, _CASE, key)
    if case is None:
        return None
    offers = rows.many(connection, _OFFERS, key)
    found: dict[str, list[Any]] = {
        "disqualifications": rows.many(connection, _OUT, key),
        "attachments": rows.many(connection, _ATTACHMENTS, key),
        "subtasks": rows.many(connection, _SUBTASKS, key),
        "grants": rows.many(connection, _GRANTS, key),
        "messages": rows.many(connection, _MESSAGES, key),
        "versions": rows.many(connection, _VERSIONS, key),
        "files": rows.many(connection, _FILES, key),
        "conclusions": rows.many(connection, _CONCLUSIONS, key),
        "rounds": rows.many(connection, _ROUNDS, key),
        "offers": offers,
        "moves": rows.among(connection, _MOVES, tables.bulk_moves.c.id, {one.move_id for one in offers}),
        "history": rows.many(connection, _HISTORY, key),
        "places": rows.among(connection, _PLACES, _below.c.id, {case.place_id, *(one.place_id for one in offers)}),
    }
    named = _named([case], *found.values())
    return Everything(case, **found, people=rows.among(connection, _PEOPLE, tables.people.c.id, sorted(named)))


def _named(*lists: Iterable[Any]) -> set[int]:
    """The numbers of everybody whom these rows name."""
    some = [one for one in lists if one]
    return {
        number
        for found in some
        for name in WHO & {*next(iter(found))._fields}
        for one in found
        if (number := getattr(one, name)) is not None
    }
