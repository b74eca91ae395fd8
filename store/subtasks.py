"""Subtasks and their conclusions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.engine import Connection

from store.columns import AnyRow, inserted_number
from store.sql import pieces
from store.tables import can_act, can_answer, cases, conclusions, people, places, roles, subtasks

_owner = people.alias("owner")
assignee = people.alias("assignee")
_solver = people.alias("solver")
still_at_place = (
    select(roles.c.role)
    .where(roles.c.person_id == subtasks.c.assignee_id, roles.c.place_id == cases.c.place_id)
    .correlate(subtasks, cases)
    .limit(1)
    .scalar_subquery()
    .is_not(None)  # EXISTS says the same, but lets PostgreSQL read all roles there are into a hash
)


def _whole() -> Select[Any]:
    """A subtask with everything its parties see of it, and what rights are decided by."""
    conclusion = (
        select(conclusions.c.text)
        .where(conclusions.c.subtask_id == subtasks.c.id)
        .order_by(conclusions.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    persons = [
        column.label(f"{who.name}_{name}")
        for who in (_owner, assignee, _solver)
        for name, column in (
            *((one, who.c[one]) for one in ("id", "name", "email", "slack_id")),
            ("active", can_act(who)),
        )
    ]
    return select(
        subtasks.c.id,
        subtasks.c.title,
        subtasks.c.status,
        subtasks.c.deadline_on,
        subtasks.c.description,
        subtasks.c.case_id,
        subtasks.c.solved_at,
        subtasks.c.ending,
        subtasks.c.declined_at,
        subtasks.c.declined_because,
        subtasks.c.declined_text,
        subtasks.c.held_until_on,
        subtasks.c.held_because,
        cases.c.title.label("case_title"),
        cases.c.status.label("case_status"),
        places.c.path.label("place_path"),
        still_at_place.label("assignee_at_place"),
        conclusion.label("conclusion"),
        can_answer(_owner).label("owner_answers"),
        *persons,
    ).select_from(
        subtasks.join(cases, cases.c.id == subtasks.c.case_id)
        .join(places, places.c.id == cases.c.place_id)
        .join(assignee, assignee.c.id == subtasks.c.assignee_id)
        .outerjoin(_owner, _owner.c.id == cases.c.owner_id)
        .outerjoin(_solver, _solver.c.id == subtasks.c.solved_by)
    )


_ADD = subtasks.insert()
WHOLE = _whole()
_ONE = WHOLE.where(subtasks.c.id == bindparam("subtask_id"))
_LOCK = select(subtasks.c.id).where(subtasks.c.id == bindparam("subtask_id")).with_for_update()
_IS_HERS = sa.and_(
    subtasks.c.assignee_id == bindparam("person_id"),
    subtasks.c.declined_at.is_(None),
    or_(still_at_place, cases.c.owner_id == bindparam("person_id")),
)
_UNSOLVED = (
    WHOLE.where(_IS_HERS, sa.text("subtasks.status <> 'solved'"))
    .order_by(subtasks.c.deadline_on, subtasks.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)


def _latest_solved(*whose: sa.ColumnElement[bool]) -> Select[Any]:
    """The numbers of as many as are needed to know which are the latest."""
    found = select(subtasks.c.id).join(cases, cases.c.id == subtasks.c.case_id)
    found = found.where(*whose, sa.text("subtasks.status = 'solved'"))
    latest = found.order_by(subtasks.c.solved_at.desc(), subtasks.c.id.desc()).limit(bindparam("most")).subquery()
    return select(latest.c.id)


# Hers, and those that others have solved in her cases: each by its own index, which one OR over two tables has not.
_SOLVED = (
    WHOLE.where(
        subtasks.c.id.in_(_latest_solved(_IS_HERS).union(_latest_solved(cases.c.owner_id == bindparam("person_id"))))
    )
    .order_by(subtasks.c.solved_at.desc(), subtasks.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_IN_CASE = (
    WHOLE.where(subtasks.c.case_id == bindparam("case_id"))
    .order_by(subtasks.c.status == "solved", subtasks.c.deadline_on, subtasks.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)

_NOT_HELD: dict[str, None] = {"held_until_on": None, "held_because": None}


def get(connection: Connection, subtask_id: int, *, for_update: bool = False) -> AnyRow | None:
    """A subtask with its case, people and conclusion; `for_update` makes rivals wait until the commit.

    It is locked first and read afterwards: one statement that had to wait would show the case's owner of before.
    """
    if for_update and connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"subtask_id": subtask_id})
    return connection.execute(_ONE, {"subtask_id": subtask_id}).one_or_none()


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Store a new subtask and return its number."""
    return inserted_number(connection.execute(_ADD, dict(values)))


def unsolved_of(connection: Connection, person_id: int, *, limit: int, offset: int) -> list[AnyRow]:
    """A person's unsolved subtasks, nearest deadline first."""
    return list(connection.execute(_UNSOLVED, {"person_id": person_id, "limit": limit, "offset": offset}))


def solved_of(connection: Connection, person_id: int, *, limit: int, offset: int) -> list[AnyRow]:
    """The solved subtasks that a person was given, or that others had in her cases; the last one first."""
    keys = {"person_id": person_id, "limit": limit, "offset": offset, "most": limit + offset}
    return list(connection.execute(_SOLVED, keys))


def of_case(connection: Connection, case_id: str, *, limit: int, offset: int) -> list[AnyRow]:
    """A case's subtasks, unsolved first, nearest deadline first."""
    return list(connection.execute(_IN_CASE, {"case_id": case_id, "limit": limit, "offset": offset}))


def parties_of_unsolved(connection: Connection, person_id: int) -> list[AnyRow]:
    """All unsolved subtasks a person is to solve or whose case she owns: id, owner_id, assignee_id."""
    statement = select(subtasks.c.id, cases.c.owner_id, subtasks.c.assignee_id).join(cases)
    unsolved = statement.where(sa.text("subtasks.status <> 'solved'"))
    found: dict[int, AnyRow] = {}
    for part in (subtasks.c.assignee_id, cases.c.owner_id):  # one OR over two tables would read every subtask
        found |= {row.id: row for row in connection.execute(unsolved.where(part == person_id))}
    return [found[number] for number in sorted(found)]


def unsolved_with_card_of(connection: Connection, person_id: int) -> list[int]:
    """The numbers of all unsolved subtasks of which this person has a card, as assignee or as owner."""
    statement = (
        select(subtasks.c.id)
        .join(cases, cases.c.id == subtasks.c.case_id)
        .where(subtasks.c.status != "solved")
        .where(or_(subtasks.c.assignee_id == person_id, cases.c.owner_id == person_id))
    )
    return list(connection.execute(statement.order_by(subtasks.c.id)).scalars())


def mark_opened(connection: Connection, subtask_id: int, at: datetime, *, by: int) -> bool:
    """Turn Ny into Åpen; False when it was not Ny any more, or not this person's."""
    is_hers_and_new = (subtasks.c.status == "new", subtasks.c.assignee_id == by, subtasks.c.declined_at.is_(None))
    statement = subtasks.update().where(subtasks.c.id == subtask_id, *is_hers_and_new)
    return connection.execute(statement.values(status="open", opened_at=at)).rowcount == 1


def mark_solved(connection: Connection, subtask_id: int, *, by: int | None, ending: str, at: datetime) -> bool:
    """Turn Ny or Åpen into Løst; False when somebody was first."""
    statement = subtasks.update().where(subtasks.c.id == subtask_id, subtasks.c.status != "solved")
    values = {"status": "solved", "solved_by": by, "solved_at": at, "ending": ending}
    return connection.execute(statement.values(values)).rowcount == 1


def lock_in(connection: Connection, case_id: str) -> None:
    """Make rivals about any subtask of a case, which is locked itself, wait until the commit."""
    if connection.dialect.name != "sqlite":
        statement = select(subtasks.c.id).where(subtasks.c.case_id == case_id)
        connection.execute(statement.order_by(subtasks.c.id).with_for_update())


def unsolved_in(connection: Connection, case_id: str) -> list[AnyRow]:
    """All unsolved subtasks of a case, oldest first."""
    statement = WHOLE.where(subtasks.c.case_id == case_id, subtasks.c.status != "solved")
    return list(connection.execute(statement.order_by(subtasks.c.id)))


def mark_all_solved(
    connection: Connection, numbers: Sequence[int], *, by: int | None, ending: str, at: datetime
) -> None:
    """Turn these subtasks, which are locked and unsolved, into Løst."""
    values = {"status": "solved", "solved_by": by, "solved_at": at, "ending": ending}
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
    """Note that the assignee has declined, for which reason and in which words; a hold ends with her part in it."""
    statement = subtasks.update().where(subtasks.c.id == subtask_id)
    connection.execute(statement.values(declined_at=at, declined_because=because, declined_text=text, **_NOT_HELD))


def give_to(connection: Connection, subtask_id: int, assignee_id: int) -> None:
    """Give a subtask to somebody else, who has not opened it yet; a hold ends with it."""
    values = {
        "assignee_id": assignee_id,
        "status": "new",
        "opened_at": None,
        "declined_at": None,
        "declined_because": None,
        "declined_text": None,
        **_NOT_HELD,
    }
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(values))


def last_conclusion(connection: Connection, subtask_id: int) -> AnyRow | None:
    """The newest version of the conclusion."""
    statement = select(conclusions).where(conclusions.c.subtask_id == subtask_id)
    return connection.execute(statement.order_by(conclusions.c.number.desc()).limit(1)).one_or_none()


def earlier_conclusions(connection: Connection, subtask_id: int, *, limit: int, offset: int) -> list[AnyRow]:
    """The versions of the conclusion before the newest, with their authors, newest first."""
    newest = select(sa.func.max(conclusions.c.number)).where(conclusions.c.subtask_id == subtask_id).scalar_subquery()
    author = [people.c[name].label(f"author_{name}") for name in ("name", "email", "slack_id")]
    statement = (
        select(conclusions, *author, can_act().label("author_active"))
        .join(people, people.c.id == conclusions.c.author_id)
        .where(conclusions.c.subtask_id == subtask_id, conclusions.c.number < newest)
        .order_by(conclusions.c.number.desc())
    )
    return list(connection.execute(statement.limit(limit).offset(offset)))


def add_conclusion(connection: Connection, subtask_id: int, number: int, text: str, *, by: int, at: datetime) -> None:
    """Store one more version of the conclusion; earlier ones stay."""
    values = {"subtask_id": subtask_id, "number": number, "text": text, "author_id": by, "saved_at": at}
    connection.execute(conclusions.insert(), values)
