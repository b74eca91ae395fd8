"""Subtasks and their conclusions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.engine import Connection

from domain.values import Ending, Person, SubtaskStatus
from store import rows
from store.columns import inserted_number
from store.disqualifications import owns
from store.sql import pieces
from store.tables import SOLVED, UNSOLVED, can_act, cases, conclusions, people, subtasks
from store.whole_subtask import WHOLE, SubtaskRow, still_at_place


class PartiesRow(NamedTuple):
    """Where a subtask stands, and whose it is."""

    id: int
    status: SubtaskStatus
    assignee_id: int
    owner_id: int | None


class DeadlineRow(NamedTuple):
    """When a subtask of a case is due."""

    case_id: str
    deadline_on: date


class ConclusionRow(NamedTuple):
    """One version of a conclusion."""

    number: int
    text: str
    saved_at: datetime


class EarlierConclusionRow(NamedTuple):
    """One version of a conclusion with who saved it."""

    number: int
    text: str
    saved_at: datetime
    author: Person


_ADD = subtasks.insert()
_UNSOLVED = sa.text(f"subtasks.{UNSOLVED}")
_ONE = WHOLE.where(subtasks.c.id == bindparam("subtask_id"))
_LOCK = select(subtasks.c.id).where(subtasks.c.id == bindparam("subtask_id")).with_for_update()
_owns = owns(bindparam("person_id", type_=sa.BigInteger()))
_IS_HERS = sa.and_(
    subtasks.c.assignee_id == bindparam("person_id"),
    subtasks.c.declined_at.is_(None),
    or_(still_at_place, _owns),
)
_UNSOLVED_OF = (
    WHOLE.where(_IS_HERS, _UNSOLVED)
    .order_by(subtasks.c.deadline_on, subtasks.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)


def _latest_solved(*whose: sa.ColumnElement[bool]) -> Select[int]:
    """The numbers of as many as are needed to know which are the latest."""
    found = select(subtasks.c.id).join(cases, cases.c.id == subtasks.c.case_id)
    found = found.where(*whose, sa.text(f"subtasks.{SOLVED}"))
    latest = found.order_by(subtasks.c.solved_at.desc(), subtasks.c.id.desc()).limit(bindparam("most")).subquery()
    return select(latest.c.id)


# A person's, and what others solved in their cases: each by its own index, which one OR over two tables has not.
_SOLVED = (
    WHOLE.where(subtasks.c.id.in_(_latest_solved(_IS_HERS).union(_latest_solved(_owns))))
    .order_by(subtasks.c.solved_at.desc(), subtasks.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_IN_CASE = (
    WHOLE.where(subtasks.c.case_id == bindparam("case_id"))
    .order_by(subtasks.c.status == SubtaskStatus.SOLVED, subtasks.c.deadline_on, subtasks.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
PARTIES = rows.of(
    PartiesRow, select(subtasks.c.id, subtasks.c.status, subtasks.c.assignee_id, cases.c.owner_id).join(cases)
)
_DEADLINES = rows.of(DeadlineRow, select(*rows.columns(DeadlineRow, subtasks)).where(_UNSOLVED))
_CONCLUSION = rows.of(ConclusionRow, select(*rows.columns(ConclusionRow, conclusions)))
_newest = (
    select(sa.func.max(conclusions.c.number))
    .where(conclusions.c.subtask_id == bindparam("subtask_id"))
    .scalar_subquery()
)
_EARLIER_CONCLUSIONS = rows.of(
    EarlierConclusionRow,
    select(
        *rows.columns(ConclusionRow, conclusions),
        *(people.c[name].label(f"author_{name}") for name in ("id", "name", "email", "slack_id")),
        can_act().label("author_active"),
    )
    .join(people, people.c.id == conclusions.c.author_id)
    .where(conclusions.c.subtask_id == bindparam("subtask_id"), conclusions.c.number < _newest)
    .order_by(conclusions.c.number.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset")),
)

_NOT_HELD: dict[str, None] = {"held_until_on": None, "held_because": None}
_RESTS_NO_MORE: dict[str, None] = {**_NOT_HELD, "waits_for_owner_at": None}


def get(connection: Connection, subtask_id: int, *, for_update: bool = False) -> SubtaskRow | None:
    """A subtask with its case, people and conclusion; `for_update` makes rivals wait until the commit.

    It is locked first and read afterwards: one statement that had to wait would show the case's owner of before.
    """
    if for_update and connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"subtask_id": subtask_id})
    return rows.one(connection, _ONE, {"subtask_id": subtask_id})


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Store a new subtask and return its number."""
    return inserted_number(connection.execute(_ADD, dict(values)))


def unsolved_of(connection: Connection, person_id: int, *, limit: int, offset: int) -> list[SubtaskRow]:
    """A person's unsolved subtasks, nearest deadline first."""
    return rows.many(connection, _UNSOLVED_OF, {"person_id": person_id, "limit": limit, "offset": offset})


def solved_of(connection: Connection, person_id: int, *, limit: int, offset: int) -> list[SubtaskRow]:
    """The solved subtasks that a person was given, or that others had in their cases; the last one first."""
    keys = {"person_id": person_id, "limit": limit, "offset": offset, "most": limit + offset}
    return rows.many(connection, _SOLVED, keys)


def of_case(connection: Connection, case_id: str, *, limit: int, offset: int) -> list[SubtaskRow]:
    """A case's subtasks, unsolved first, nearest deadline first."""
    return rows.many(connection, _IN_CASE, {"case_id": case_id, "limit": limit, "offset": offset})


def parties_of_unsolved(connection: Connection, person_id: int) -> list[PartiesRow]:
    """All unsolved subtasks a person is to solve or whose case they own."""
    found: dict[int, PartiesRow] = {}
    for part in (subtasks.c.assignee_id, cases.c.owner_id):  # one OR over two tables would read every subtask
        found |= {row.id: row for row in rows.many(connection, PARTIES.where(_UNSOLVED, part == person_id))}
    return [found[number] for number in sorted(found)]


def unsolved_with_card_of(connection: Connection, person_id: int) -> list[int]:
    """The numbers of all unsolved subtasks of which this person has a card, as assignee or as owner."""
    statement = (
        select(subtasks.c.id)
        .join(cases, cases.c.id == subtasks.c.case_id)
        .where(subtasks.c.status != SubtaskStatus.SOLVED)
        .where(or_(subtasks.c.assignee_id == person_id, cases.c.owner_id == person_id))
    )
    return list(connection.execute(statement.order_by(subtasks.c.id)).scalars())


def mark_opened(connection: Connection, subtask_id: int, at: datetime, *, by: int) -> bool:
    """Turn Ny into Åpen; False when it was not Ny any more, or not this person's."""
    is_hers_and_new = (
        subtasks.c.status == SubtaskStatus.NEW,
        subtasks.c.assignee_id == by,
        subtasks.c.declined_at.is_(None),
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


def lock_in(connection: Connection, case_id: str) -> None:
    """Make rivals about any subtask of a case, which is locked itself, wait until the commit."""
    if connection.dialect.name != "sqlite":
        statement = select(subtasks.c.id).where(subtasks.c.case_id == case_id)
        connection.execute(statement.order_by(subtasks.c.id).with_for_update())


def all_in(connection: Connection, case_id: str) -> list[SubtaskRow]:
    """All subtasks of a case, oldest first."""
    return rows.many(connection, WHOLE.where(subtasks.c.case_id == case_id).order_by(subtasks.c.id))


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


def give_to(connection: Connection, subtask_id: int, assignee_id: int) -> None:
    """Give a subtask to somebody else, who has not opened it yet; a rest ends with it."""
    values = {
        "assignee_id": assignee_id,
        "status": SubtaskStatus.NEW,
        "opened_at": None,
        "edited_at": None,
        "nudged_on": None,
        "declined_at": None,
        "declined_because": None,
        "declined_text": None,
        **_RESTS_NO_MORE,
    }
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(values))


def last_conclusion(connection: Connection, subtask_id: int) -> ConclusionRow | None:
    """The newest version of the conclusion."""
    statement = _CONCLUSION.where(conclusions.c.subtask_id == subtask_id)
    return rows.one(connection, statement.order_by(conclusions.c.number.desc()).limit(1))


def earlier_conclusions(
    connection: Connection, subtask_id: int, *, limit: int, offset: int
) -> list[EarlierConclusionRow]:
    """The versions of the conclusion before the newest, with their authors, newest first."""
    return rows.many(connection, _EARLIER_CONCLUSIONS, {"subtask_id": subtask_id, "limit": limit, "offset": offset})


def add_conclusion(connection: Connection, subtask_id: int, number: int, text: str, *, by: int, at: datetime) -> None:
    """Store one more version of the conclusion; earlier ones stay."""
    values = {"subtask_id": subtask_id, "number": number, "text": text, "author_id": by, "saved_at": at}
    connection.execute(conclusions.insert(), values)
