"""What a distributor chooses from to move much at once, and what was shown, moved and taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy import and_, not_, or_, select
from sqlalchemy.engine import Connection

from domain.bulk_moves import Listed
from domain.outbox_kinds import OutboxKind
from domain.values import WORKED_ON, Person, SubtaskStatus
from store import cases as case_rows
from store import rows
from store.cases import CaseRow
from store.columns import inserted_number
from store.delivery_tables import WAITING
from store.people import PERSON
from store.places import below, reached
from store.sql import is_one_of, pieces
from store.tables import UNSOLVED, bulk_moves, can_answer, cases, outbox, people, places, posts, subtasks
from store.whole_subtask import SubtaskRow, in_order, is_begun


class MoveRow(NamedTuple):
    """What somebody wants to move at once, or has."""

    id: int
    moved_by: int
    planned_at: datetime
    planned: dict[str, Any]
    moved_at: datetime | None
    moved: dict[str, Any] | None
    undone_at: datetime | None


K = TypeVar("K", int, str)
KEPT = timedelta(days=1)
_MOVES = rows.of(MoveRow, select(*rows.columns(MoveRow, bulk_moves)))
_PEOPLE = rows.of(Person, select(*PERSON))
_UNSOLVED = sa.text(f"subtasks.{UNSOLVED}")


def _reached(person_id: int, paths: Sequence[str], place: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    """Whether a case lies below these places, and below this one, and the distributor is not disqualified from it."""
    return reached(person_id, paths), below([place]) if place else sa.true()


_CASES: Mapping[Listed, sa.ColumnElement[bool]] = {
    Listed.UNDISTRIBUTED: cases.c.owner_id.is_(None),
    Listed.OWNERLESS: and_(cases.c.owner_id.is_not(None), not_(can_answer())),
    Listed.CASES: cases.c.owner_id.is_not(None),
}


def cases_from(
    connection: Connection,
    reader_id: int,
    paths: Sequence[str],
    listed: Listed,
    *,
    holder_id: int | None,
    place: str | None,
    limit: int,
) -> list[CaseRow]:
    """The open cases of one of the lists, within the reader's reach: of one owner, or of all; the oldest first."""
    theirs = [cases.c.owner_id == holder_id] if holder_id else []
    found = case_rows.WHOLE.where(
        is_one_of(cases.c.status, WORKED_ON), _CASES[listed], *theirs, *_reached(reader_id, paths, place)
    )
    return rows.many(connection, found.order_by(cases.c.applied_on, cases.c.id).limit(limit))


def subtasks_from(
    connection: Connection,
    reader_id: int,
    paths: Sequence[str],
    listed: Listed,
    *,
    holder_id: int | None,
    place: str | None,
    today: date,
    limit: int,
) -> list[SubtaskRow]:
    """The unsolved subtasks of one of the lists, within the reader's reach: the nearest deadline first."""
    which = {
        Listed.SUBTASKS: sa.true(),
        Listed.OVERDUE: subtasks.c.deadline_on < today,
        Listed.UNOPENED: and_(subtasks.c.status == SubtaskStatus.NEW, subtasks.c.declined_at.is_(None), is_begun),
    }
    theirs = [subtasks.c.assignee_id == holder_id] if holder_id else []
    found = (
        select(subtasks.c.id)
        .join(cases, cases.c.id == subtasks.c.case_id)
        .join(places, places.c.id == cases.c.place_id)
        .where(_UNSOLVED, which[listed], *theirs, *_reached(reader_id, paths, place))
        .order_by(subtasks.c.deadline_on, subtasks.c.id)
        .limit(limit)
    )
    return in_order(connection, found)


_open_case = (cases.c.owner_id == people.c.id, is_one_of(cases.c.status, WORKED_ON))


def holders(
    connection: Connection, reader_id: int, paths: Sequence[str], words: Sequence[str], limit: int
) -> list[Person]:
    """Who owns open cases within the reader's reach, or has unsolved subtasks there, by name; also who has left."""
    there = select(cases.c.id).join(places, places.c.id == cases.c.place_id).where(*_reached(reader_id, paths, None))
    owns = there.where(*_open_case).correlate(people).exists()
    solves = there.join(subtasks, subtasks.c.case_id == cases.c.id).where(subtasks.c.assignee_id == people.c.id)
    has = or_(owns, solves.where(_UNSOLVED).correlate(people).exists())
    named = (people.c.searched.contains(word, autoescape=True) for word in words)
    return rows.many(connection, _PEOPLE.where(has, *named).order_by(people.c.name, people.c.id).limit(limit))


# ---- what is kept of a move


def plan(connection: Connection, person_id: int, planned: Mapping[str, object], at: datetime) -> int:
    """Keep what somebody was shown; what the person was shown long before and has not done is forgotten."""
    theirs = (bulk_moves.c.moved_by == person_id, bulk_moves.c.moved_at.is_(None))
    connection.execute(bulk_moves.delete().where(*theirs, bulk_moves.c.planned_at < at - KEPT))
    values = {"moved_by": person_id, "planned_at": at, "planned": dict(planned)}
    return inserted_number(connection.execute(bulk_moves.insert().values(values)))


def plan_anew(connection: Connection, move_id: int, planned: Mapping[str, object]) -> None:
    """Keep what somebody is shown instead."""
    connection.execute(bulk_moves.update().where(bulk_moves.c.id == move_id).values(planned=dict(planned)))


def get(connection: Connection, move_id: int, *, lock: bool = False) -> MoveRow | None:
    """A move; `lock` makes rivals wait until the commit."""
    if lock and connection.dialect.name != "sqlite":
        connection.execute(select(bulk_moves.c.id).where(bulk_moves.c.id == move_id).with_for_update())
    return rows.one(connection, _MOVES.where(bulk_moves.c.id == move_id))


def told_of(connection: Connection, move_id: int) -> list[int]:
    """Who has the message about a move, or is to get it."""
    row = get(connection, move_id)
    return list((row.moved or {}).get("told", ())) if row else []


def with_message_to(connection: Connection, person_id: int, keys: Collection[str]) -> list[int]:
    """The moves of any of these cases or subtasks of which a message stands in somebody's conversation, or is due."""
    told = [
        select(table.c.subject_id).where(table.c.kind == OutboxKind.MOVE, table.c.person_id == person_id, still)
        for table, still in ((posts, sa.true()), (outbox, sa.text(WAITING)))
    ]
    found = rows.many(connection, _MOVES.where(bulk_moves.c.id.in_(sa.union(*told))).order_by(bulk_moves.c.id))
    return [row.id for row in found if not set(keys).isdisjoint(row.planned["keys"])]


def mark_moved(connection: Connection, move_id: int, moved: Mapping[str, object], at: datetime) -> None:
    """Keep what was done, and how it stood before."""
    values = {"moved_at": at, "moved": dict(moved)}
    connection.execute(bulk_moves.update().where(bulk_moves.c.id == move_id).values(values))


def mark_undone(connection: Connection, move_id: int, moved: Mapping[str, object], at: datetime) -> None:
    """Note that it was taken back."""
    values = {"undone_at": at, "moved": dict(moved)}
    connection.execute(bulk_moves.update().where(bulk_moves.c.id == move_id).values(values))


# ---- as it was before


OF_CASE = ("owner_id", "status", "opened_at")
OF_SUBTASK = (
    "assignee_id", "given_at", "status", "opened_at", "edited_at", "nudged_on", "declined_at", "declined_because",
    "declined_text", "held_until_on", "held_because", "waits_for_owner_at",
)  # fmt: skip
"""What giving them to somebody else changes (store/cases.py, store/subtasks.py)."""


def state_of_subtasks(connection: Connection, numbers: Collection[int]) -> dict[int, dict[str, object]]:
    """How these subtasks stand, of what is given back."""
    return _state(connection, subtasks, OF_SUBTASK, numbers)


def state_of_cases(connection: Connection, case_ids: Collection[str]) -> dict[str, dict[str, object]]:
    """The same of cases."""
    return _state(connection, cases, OF_CASE, case_ids)


def give_cases_back(connection: Connection, before: Sequence[Mapping[str, object]]) -> None:
    """Let cases have again the owner, the status and the day of opening that they had."""
    _give_back(connection, cases, OF_CASE, before)


def give_subtasks_back(connection: Connection, before: Sequence[Mapping[str, object]]) -> None:
    """Let subtasks have again their assignee, and stand as they stood with them."""
    _give_back(connection, subtasks, OF_SUBTASK, before)


def _state(
    connection: Connection, table: sa.Table, names: Sequence[str], wanted: Collection[K]
) -> dict[K, dict[str, object]]:
    statement = select(table.c.id, *(table.c[name] for name in names))
    found: dict[K, dict[str, object]] = {}
    for piece in pieces(wanted):
        found |= {row["id"]: dict(row) for row in connection.execute(statement.where(table.c.id.in_(piece))).mappings()}
    return found


def _give_back(
    connection: Connection, table: sa.Table, names: Sequence[str], before: Sequence[Mapping[str, object]]
) -> None:
    if before:
        values: dict[str, Any] = {"stand_in_id": None, **{name: sa.bindparam(f"was_{name}") for name in names}}
        statement = table.update().where(table.c.id == sa.bindparam("number")).values(values)
        was = [{"number": one["id"], **{f"was_{name}": one[name] for name in names}} for one in before]
        connection.execute(statement, was)


def answers(connection: Connection, person_id: int) -> bool:
    """Whether somebody may own cases at all (F4): each but those from which they are disqualified."""
    return connection.execute(select(people.c.id).where(people.c.id == person_id, can_answer())).first() is not None
