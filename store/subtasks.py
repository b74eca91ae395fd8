"""Subtasks and their conclusions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import bindparam, or_, select
from sqlalchemy.engine import Connection

from domain.values import Ending, SubtaskStatus
from store import rows
from store.disqualifications import is_out, owns
from store.ready import Ready
from store.sql import pieces
from store.tables import SOLVED, UNSOLVED, cases, subtasks
from store.whole_subtask import WHOLE, SubtaskRow, in_order, is_begun, is_there, may_have_it, still_at_place


class PartiesRow(NamedTuple):
    """Where a subtask stands, and whose it is; who stands in for the two while they are away."""

    id: int
    status: SubtaskStatus
    assignee_id: int
    owner_id: int | None
    stand_in_id: int | None
    owner_stand_in_id: int | None

    @property
    def people(self) -> list[int]:
        """Everybody who may have a card of it, once each."""
        found = (self.assignee_id, self.owner_id, self.stand_in_id, self.owner_stand_in_id)
        return list(dict.fromkeys(one for one in found if one))


class DeadlineRow(NamedTuple):
    """When a subtask of a case is due."""

    case_id: str
    deadline_on: date


_UNSOLVED = sa.text(f"subtasks.{UNSOLVED}")
_ONE = Ready(WHOLE.where(subtasks.c.id == bindparam("subtask_id")))
_LOCK = Ready(select(subtasks.c.id).where(subtasks.c.id == bindparam("subtask_id")).with_for_update())
_reader: sa.BindParameter[int] = bindparam("person_id", type_=sa.BigInteger())
_owns = owns(_reader)
_is_given = sa.and_(
    subtasks.c.assignee_id == _reader, subtasks.c.declined_at.is_(None), is_begun, or_(still_at_place, _owns)
)
_stands_in = sa.and_(
    subtasks.c.stand_in_id == _reader,
    subtasks.c.declined_at.is_(None),
    may_have_it,
    sa.not_(is_out(_reader, cases.c.id)),
)


def _numbers(by: sa.Column[Any], *each: sa.ColumnElement[bool], latest: bool = False) -> Ready[int]:
    """The numbers of a page of what is somebody's in one of these ways: each by its own index, which one OR has not."""

    def order(of: sa.FromClause) -> list[sa.ColumnElement[Any]]:
        return [of.c[name].desc() if latest else of.c[name].asc() for name in (by.name, "id")]

    standing = sa.text(f"subtasks.{SOLVED if latest else UNSOLVED}")
    ways = [
        select(subtasks.c.id, by)
        .join(cases, cases.c.id == subtasks.c.case_id)
        .where(whose, standing, is_there)
        .order_by(*order(subtasks))
        .limit(bindparam("most"))
        .subquery()
        for whose in each
    ]
    all_ways = sa.union(*(select(way) for way in ways)).subquery()
    page = select(all_ways.c.id).order_by(*order(all_ways))
    return Ready(page.limit(bindparam("limit")).offset(bindparam("offset")))


_UNSOLVED_OF = _numbers(subtasks.c.deadline_on, _is_given, _stands_in)
# A person's, and what others solved in their cases.
_SOLVED = _numbers(subtasks.c.solved_at, _is_given, _stands_in, _owns, latest=True)
_IN_CASE = Ready(
    WHOLE.where(subtasks.c.case_id == bindparam("case_id"))
    .order_by(subtasks.c.status == SubtaskStatus.SOLVED, subtasks.c.deadline_on, subtasks.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
PARTIES = rows.of(
    PartiesRow,
    select(
        subtasks.c.id,
        subtasks.c.status,
        subtasks.c.assignee_id,
        cases.c.owner_id,
        subtasks.c.stand_in_id,
        cases.c.stand_in_id.label("owner_stand_in_id"),
    ).join(cases),
)
_DEADLINES = rows.of(DeadlineRow, select(*rows.columns(DeadlineRow, subtasks)).where(_UNSOLVED))
_WAITING = select(subtasks.c.id).where(_UNSOLVED)
# Each by its own index: one OR over two tables would read every subtask.
PARTS = (subtasks.c.assignee_id, cases.c.owner_id, subtasks.c.stand_in_id, cases.c.stand_in_id)
_NOT_HELD: dict[str, None] = {"held_until_on": None, "held_because": None}
_RESTS_NO_MORE: dict[str, None] = {**_NOT_HELD, "waits_for_owner_at": None}


def get(connection: Connection, subtask_id: int, *, for_update: bool = False) -> SubtaskRow | None:
    """A subtask with its case, people and conclusion; `for_update` makes rivals wait until the commit.

    It is locked first and read afterwards: one statement that had to wait would show the case's owner of before.
    """
    if for_update and connection.dialect.name != "sqlite":
        _LOCK.fetch(connection, {"subtask_id": subtask_id})
    return rows.one(connection, _ONE, {"subtask_id": subtask_id})


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Store a new subtask and return its number."""
    (number,) = rows.firsts(connection, _add(tuple(values)), values)
    return number


@cache
def _add(names: Sequence[str]) -> Ready[int]:
    new: dict[str, Any] = {name: bindparam(name) for name in names}
    return Ready(subtasks.insert().values(new).returning(subtasks.c.id))


def unsolved_of(connection: Connection, person_id: int, *, limit: int, offset: int) -> list[SubtaskRow]:
    """A person's unsolved subtasks, and those of others for whom the person stands in, nearest deadline first."""
    keys = {"person_id": person_id, "limit": limit, "offset": offset, "most": limit + offset}
    return in_order(connection, _UNSOLVED_OF, keys)


def solved_of(connection: Connection, person_id: int, *, limit: int, offset: int) -> list[SubtaskRow]:
    """The solved subtasks that a person was given, or that others had in their cases; the last one first."""
    keys = {"person_id": person_id, "limit": limit, "offset": offset, "most": limit + offset}
    return in_order(connection, _SOLVED, keys)


def of_case(connection: Connection, case_id: str, *, limit: int, offset: int) -> list[SubtaskRow]:
    """A case's subtasks, unsolved first, nearest deadline first."""
    return rows.many(connection, _IN_CASE, {"case_id": case_id, "limit": limit, "offset": offset})


def parties_of_unsolved(connection: Connection, person_id: int) -> list[PartiesRow]:
    """All unsolved subtasks a person is to solve or whose case they own, also in somebody else's place."""
    found: dict[int, PartiesRow] = {}
    for part in PARTS:
        found |= {row.id: row for row in rows.many(connection, PARTIES.where(_UNSOLVED, part == person_id))}
    return [found[number] for number in sorted(found)]


def unsolved_with_card_of(connection: Connection, person_id: int) -> list[int]:
    """The numbers of all unsolved subtasks of which this person has a card, as assignee or as owner, or for one."""
    statement = (
        select(subtasks.c.id)
        .join(cases, cases.c.id == subtasks.c.case_id)
        .where(subtasks.c.status != SubtaskStatus.SOLVED)
        .where(or_(*(part == person_id for part in PARTS)))
    )
    return list(connection.execute(statement.order_by(subtasks.c.id)).scalars())


def mark_opened(connection: Connection, subtask_id: int, at: datetime, *, by: int) -> bool:
    """Turn Ny into Åpen; False when it was not Ny any more, or not for this person to solve."""
    is_hers_and_new = (
        subtasks.c.status == SubtaskStatus.NEW,
        or_(subtasks.c.assignee_id == by, subtasks.c.stand_in_id == by),
        subtasks.c.declined_at.is_(None),
        is_begun,
    )
    statement = subtasks.update().where(subtasks.c.id == subtask_id, *is_hers_and_new)
    return connection.execute(statement.values(status=SubtaskStatus.OPEN, opened_at=at)).rowcount == 1


def mark_solved(
    connection: Connection, subtask_id: int, *, by: int | None, ending: Ending, at: datetime, text: str | None = None
) -> bool:
    """Turn Ny or Åpen into Løst, with a sentence to it or without; False when somebody was first."""
    statement = subtasks.update().where(subtasks.c.id == subtask_id, subtasks.c.status != SubtaskStatus.SOLVED)
    how = {"ending": ending, "ending_text": text or None}
    values = {"status": SubtaskStatus.SOLVED, "solved_by": by, "solved_at": at, **how}
    return connection.execute(statement.values(values)).rowcount == 1


def waiting_for(connection: Connection, numbers: Collection[int]) -> list[int]:
    """The numbers of the unsolved subtasks that wait for these, oldest first."""
    return sorted(rows.values(connection, _WAITING, subtasks.c.after_id, numbers))


def lock_in(connection: Connection, case_id: str) -> None:
    """Make rivals about any subtask of a case, which is locked itself, wait until the commit."""
    if connection.dialect.name != "sqlite":
        statement = select(subtasks.c.id).where(subtasks.c.case_id == case_id)
        connection.execute(statement.order_by(subtasks.c.id).with_for_update())


def all_in(connection: Connection, case_id: str) -> list[SubtaskRow]:
    """All subtasks of a case, oldest first."""
    return rows.many(connection, WHOLE.where(subtasks.c.case_id == case_id).order_by(subtasks.c.id))


def several(connection: Connection, numbers: Collection[int]) -> list[SubtaskRow]:
    """These subtasks."""
    return rows.among(connection, WHOLE, subtasks.c.id, numbers)


def in_cases(connection: Connection, case_ids: Collection[str]) -> list[SubtaskRow]:
    """All subtasks of these cases."""
    return rows.among(connection, WHOLE, subtasks.c.case_id, case_ids)


def numbers_in(connection: Connection, case_ids: Collection[str]) -> list[int]:
    """The numbers of all subtasks of these cases."""
    return rows.values(connection, select(subtasks.c.id), subtasks.c.case_id, case_ids)


def unsolved_in(connection: Connection, case_id: str) -> list[SubtaskRow]:
    """All unsolved subtasks of a case, oldest first."""
    statement = WHOLE.where(subtasks.c.case_id == case_id, subtasks.c.status != SubtaskStatus.SOLVED)
    return rows.many(connection, statement.order_by(subtasks.c.id))


def deadlines_in(connection: Connection, case_ids: Collection[str]) -> list[DeadlineRow]:
    """When the unsolved subtasks of these cases are due."""
    return rows.among(connection, _DEADLINES, subtasks.c.case_id, case_ids)


def mark_all_solved(
    connection: Connection, numbers: Sequence[int], *, by: int | None, ending: Ending, at: datetime
) -> None:
    """Turn these subtasks, which are locked and unsolved, into Løst."""
    values = {"status": SubtaskStatus.SOLVED, "solved_by": by, "solved_at": at, "ending": ending}
    for piece in pieces(numbers):
        connection.execute(subtasks.update().where(subtasks.c.id.in_(piece)).values(values))


def move_deadlines(connection: Connection, numbers: Sequence[int], deadline_on: date) -> None:
    """Give these subtasks, which are locked and unsolved, another deadline."""
    for piece in pieces(numbers):
        connection.execute(subtasks.update().where(subtasks.c.id.in_(piece)).values(deadline_on=deadline_on))


def hold(connection: Connection, subtask_id: int, until_on: date, because: str) -> None:
    """Put a subtask on hold until the morning of this day, or change day and reason."""
    statement = subtasks.update().where(subtasks.c.id == subtask_id)
    connection.execute(statement.values(held_until_on=until_on, held_because=because))


def end_hold(connection: Connection, subtask_id: int) -> None:
    """Let a subtask go on."""
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(**_NOT_HELD))


def mark_declined(connection: Connection, subtask_id: int, because: str, text: str, at: datetime) -> None:
    """Note that the assignee has declined, for which reason and in which words; a rest ends with her part in it."""
    statement = subtasks.update().where(subtasks.c.id == subtask_id)
    connection.execute(statement.values(declined_at=at, declined_because=because, declined_text=text, **_RESTS_NO_MORE))


def give_to(connection: Connection, numbers: Collection[int], assignee_id: int, at: datetime) -> None:
    """Give subtasks to somebody else, who has not opened them yet; a rest ends with it, and nobody stands in so far."""
    values = {
        "assignee_id": assignee_id,
        "stand_in_id": None,
        "together_id": None,
        "given_at": at,
        "status": SubtaskStatus.NEW,
        "opened_at": None,
        "edited_at": None,
        "nudged_on": None,
        "declined_at": None,
        "declined_because": None,
        "declined_text": None,
        **_RESTS_NO_MORE,
    }
    for piece in pieces(numbers):
        connection.execute(subtasks.update().where(subtasks.c.id.in_(piece)).values(values))
