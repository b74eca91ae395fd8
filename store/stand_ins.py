"""Who stands in for the assignee of a subtask, or the owner of a case: written down where it is, so that all see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from domain.values import WORKED_ON, CaseStatus, SubtaskStatus
from store import rows
from store.disqualifications import is_out
from store.sql import is_one_of, pieces
from store.tables import UNSOLVED, can_act, can_answer, cases, people, subtasks
from store.whole_subtask import assignee, may_have_it

_owner = people.alias("owner")


class CaseRow(NamedTuple):
    """A case, who stands in for its owner now, and whether the owner can answer for it."""

    id: str
    status: CaseStatus
    owner_id: int | None
    stand_in_id: int | None
    owner_answers: bool | None


class SubtaskRow(NamedTuple):
    """A subtask, who stands in for its assignee now, and whether the assignee could have it."""

    id: int
    case_id: str
    place_id: int
    status: SubtaskStatus
    declined_at: datetime | None
    nudged_on: date | None
    given_at: datetime | None
    created_at: datetime
    assignee_id: int
    stand_in_id: int | None
    owner_id: int | None
    owner_stand_in_id: int | None
    may_have_it: bool | None

    @property
    def since_at(self) -> datetime:
        """Since when its assignee has it."""
        return self.given_at or self.created_at


class ForOwnerRow(NamedTuple):
    """For which owner of a case somebody stands in."""

    case_id: str
    person_id: int
    name: str


class ForAssigneeRow(NamedTuple):
    """For which assignee of a subtask somebody stands in."""

    subtask_id: int
    person_id: int
    name: str


# Who is disqualified sees nothing of a case that has ended, either, and nor does anybody in their place.
_owner_answers = sa.and_(can_answer(_owner), sa.not_(is_out(cases.c.owner_id, cases.c.id)))
_CASES = rows.of(
    CaseRow,
    select(
        cases.c.id, cases.c.status, cases.c.owner_id, cases.c.stand_in_id, _owner_answers.label("owner_answers")
    ).select_from(cases.outerjoin(_owner, _owner.c.id == cases.c.owner_id)),
)
_not_out = sa.not_(is_out(subtasks.c.assignee_id, cases.c.id))
_SUBTASKS = rows.of(
    SubtaskRow,
    select(
        subtasks.c.id,
        subtasks.c.case_id,
        cases.c.place_id,
        subtasks.c.status,
        subtasks.c.declined_at,
        subtasks.c.nudged_on,
        subtasks.c.given_at,
        subtasks.c.created_at,
        subtasks.c.assignee_id,
        subtasks.c.stand_in_id,
        cases.c.owner_id,
        cases.c.stand_in_id.label("owner_stand_in_id"),
        sa.and_(can_act(assignee), may_have_it, _not_out).label("may_have_it"),
    ).select_from(
        subtasks.join(cases, cases.c.id == subtasks.c.case_id).join(assignee, assignee.c.id == subtasks.c.assignee_id)
    ),
)
_stand_in: sa.BindParameter[int] = sa.bindparam("stand_in_id", type_=sa.BigInteger())
_who = (people.c.id.label("person_id"), people.c.name)
_FOR_ASSIGNEE = rows.of(
    ForAssigneeRow,
    select(subtasks.c.id.label("subtask_id"), *_who)
    .select_from(
        subtasks.join(cases, cases.c.id == subtasks.c.case_id).join(people, people.c.id == subtasks.c.assignee_id)
    )
    .where(subtasks.c.stand_in_id == _stand_in, cases.c.owner_id.is_distinct_from(_stand_in)),
)
_FOR_OWNER = rows.of(
    ForOwnerRow,
    select(cases.c.id.label("case_id"), *_who)
    .select_from(cases.join(people, people.c.id == cases.c.owner_id))
    .where(cases.c.stand_in_id == _stand_in),
)
_unsolved = sa.text(f"subtasks.{UNSOLVED}")
_open = is_one_of(cases.c.status, WORKED_ON)


def cases_with(connection: Connection, case_ids: Collection[str]) -> list[CaseRow]:
    """These cases."""
    return rows.among(connection, _CASES, cases.c.id, case_ids)


def cases_of(connection: Connection, person_ids: Collection[int]) -> list[CaseRow]:
    """The open cases of these people, and every case for whose owner somebody stands in; one may come twice."""
    found = rows.many(connection, _CASES.where(cases.c.stand_in_id.is_not(None)))
    return found + rows.among(connection, _CASES.where(_open), cases.c.owner_id, person_ids)


def subtasks_with(connection: Connection, subtask_ids: Collection[int]) -> list[SubtaskRow]:
    """These subtasks."""
    return rows.among(connection, _SUBTASKS, subtasks.c.id, subtask_ids)


def subtasks_in(connection: Connection, case_ids: Collection[str]) -> list[SubtaskRow]:
    """All subtasks of these cases."""
    return rows.among(connection, _SUBTASKS, subtasks.c.case_id, case_ids)


def subtasks_of(connection: Connection, person_ids: Collection[int]) -> list[SubtaskRow]:
    """The unsolved subtasks of these people, and those for whose assignee somebody stands in; one may come twice."""
    found = rows.many(connection, _SUBTASKS.where(subtasks.c.stand_in_id.is_not(None)))
    return found + rows.among(connection, _SUBTASKS.where(_unsolved), subtasks.c.assignee_id, person_ids)


def lock(connection: Connection, case_ids: Collection[str], subtask_ids: Collection[int]) -> None:
    """Make rivals about these wait until the commit; in the order in which the acts take a case and its subtasks."""
    if connection.dialect.name == "sqlite":
        return
    for table, numbers in ((cases, sorted(case_ids)), (subtasks, sorted(subtask_ids))):
        for piece in pieces(numbers):
            locked = select(table.c.id).where(table.c.id.in_(piece)).order_by(table.c.id)
            connection.execute(locked.with_for_update(key_share=True))


def set_in_case(connection: Connection, case_id: str, person_id: int | None) -> None:
    """Write down who stands in for a case's owner; None for nobody."""
    connection.execute(cases.update().where(cases.c.id == case_id).values(stand_in_id=person_id))


def set_in_subtask(connection: Connection, subtask_id: int, person_id: int | None) -> None:
    """Write down who stands in for a subtask's assignee; None for nobody."""
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(stand_in_id=person_id))


def covered(connection: Connection, stand_in_id: int, person_id: int) -> tuple[int, int]:
    """For how many open subtasks and cases of somebody a person stands in."""
    in_subtasks = select(func.count()).where(
        subtasks.c.stand_in_id == stand_in_id, subtasks.c.assignee_id == person_id, _unsolved
    )
    in_cases = select(func.count()).where(cases.c.stand_in_id == stand_in_id, cases.c.owner_id == person_id, _open)
    return connection.execute(in_subtasks).scalar_one(), connection.execute(in_cases).scalar_one()


def for_assignees(connection: Connection, stand_in_id: int, subtask_ids: Iterable[int]) -> list[ForAssigneeRow]:
    """In which of these subtasks somebody stands in for the assignee, and is not the case's owner besides."""
    return rows.among(connection, _FOR_ASSIGNEE, subtasks.c.id, subtask_ids, {"stand_in_id": stand_in_id})


def for_owners(connection: Connection, stand_in_id: int, case_ids: Iterable[str]) -> list[ForOwnerRow]:
    """In which of these cases somebody stands in for the owner."""
    return rows.among(connection, _FOR_OWNER, cases.c.id, case_ids, {"stand_in_id": stand_in_id})
