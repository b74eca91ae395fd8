"""Cases and their attachments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, not_, or_, select
from sqlalchemy.engine import Connection

from store.columns import AnyRow
from store.people import distributors_over
from store.sql import pieces
from store.tables import attachments, can_act, can_answer, cases, people, places, subtasks

_CASE = (
    select(
        cases,
        places.c.path.label("place_path"),
        places.c.name.label("place_name"),
        people.c.name.label("owner_name"),
        people.c.email.label("owner_email"),
        people.c.slack_id.label("owner_slack_id"),
        can_act().label("owner_active"),
        can_answer().label("owner_answers"),
    )
    .select_from(cases.join(places).outerjoin(people, people.c.id == cases.c.owner_id))
    .where(cases.c.id == bindparam("case_id"), cases.c.removed_at.is_(None))
)
_SHARED = _CASE.with_for_update(of=cases, read=True)
# Whoever only refers to the case, in a line of history, need not wait: she may hold what we wait for.
_LOCK = select(cases.c.id).where(cases.c.id == bindparam("case_id")).with_for_update(key_share=True)
_FILES = (
    select(attachments)
    .where(attachments.c.case_id == bindparam("case_id"), attachments.c.withdrawn_at.is_(None))
    .order_by(attachments.c.id)
)


def get(connection: Connection, case_id: str, *, lock: str = "no") -> AnyRow | None:
    """A case with its place and owner.

    Until the commit, `lock="share"` keeps others from changing it and `lock="update"` also from relying on it.
    For an update it is locked first and read afterwards: one statement that had to wait for somebody else's
    change would show the new owner's number, but nothing of her.
    """
    if lock == "update" and connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"case_id": case_id})
    statement = _SHARED if lock == "share" else _CASE
    return connection.execute(statement, {"case_id": case_id}).one_or_none()


def remove(connection: Connection, case_id: str, at: datetime) -> None:
    """Leave of a case that was imported by mistake its number, its place and its history."""
    nothing: dict[str, object] = {"title": "", "applicant_name": "", "applicant_email": "", "text": "", "searched": ""}
    nobody: dict[str, object] = {"owner_id": None, "deadline_on": None, "look_at": None}
    values = {**nothing, **nobody, "status": "withdrawn", "closed_at": at, "removed_at": at}
    connection.execute(cases.update().where(cases.c.id == case_id).values(values))


def mark_opened(connection: Connection, case_id: str, at: object) -> bool:
    """Turn Ny into Åpen; False when it was not Ny any more."""
    statement = cases.update().where(cases.c.id == case_id, cases.c.status == "new")
    return connection.execute(statement.values(status="open", opened_at=at)).rowcount == 1


def mark_ended(connection: Connection, case_id: str, status: str, *, by: int | None, at: datetime) -> None:
    """Turn a case, which is locked and open, into Avsluttet or Trukket."""
    values = {"status": status, "closed_at": at, "closed_by": by}
    connection.execute(cases.update().where(cases.c.id == case_id).values(values))


def give_to(connection: Connection, case_id: str, owner_id: int, **deadline: date | None) -> None:
    """Give a case to an owner, who has not opened it yet; `deadline_on` as well where it is named."""
    values = {"owner_id": owner_id, "status": "new", "opened_at": None, **deadline}
    connection.execute(cases.update().where(cases.c.id == case_id).values(values))


def set_deadline(connection: Connection, case_id: str, deadline_on: date | None) -> None:
    """Give a case another deadline, or none."""
    connection.execute(cases.update().where(cases.c.id == case_id).values(deadline_on=deadline_on))


def open_and_owned(connection: Connection, case_ids: Sequence[str], today: date) -> list[AnyRow]:
    """Those of these cases that are open and owned, each with since when it is as it is.

    `has_later` tells whether it has unsolved subtasks that are due after its deadline, which has not passed.
    """
    later = select(subtasks.c.id).where(
        subtasks.c.case_id == cases.c.id, subtasks.c.status != "solved", subtasks.c.deadline_on > cases.c.deadline_on
    )
    has_later = and_(cases.c.deadline_on >= today, later.exists()).label("has_later")
    statement = select(cases.c.id, cases.c.owner_id, cases.c.deadline_on, cases.c.reminds_from_at, has_later).where(
        cases.c.owner_id.is_not(None), cases.c.status.in_(("new", "open"))
    )
    found: list[AnyRow] = []
    for piece in pieces(case_ids):
        found += connection.execute(statement.where(cases.c.id.in_(piece)))
    return found


def count_waiting_in_reach(connection: Connection, paths: Sequence[str]) -> int:
    """How many undistributed cases there are at these places or below them."""
    statement = select(func.count()).select_from(cases).join(places, places.c.id == cases.c.place_id)
    return connection.execute(statement.where(*_waits(paths))).scalar_one()


def _waits(paths: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    reached = or_(*(places.c.path.startswith(path, autoescape=True) for path in paths))
    return cases.c.owner_id.is_(None), cases.c.status.in_(("new", "open")), reached


def waiting_in_reach(connection: Connection, paths: Sequence[str], *, limit: int, offset: int) -> list[AnyRow]:
    """Undistributed cases at these places or below them, oldest application first (F6)."""
    of_case = (attachments.c.case_id == cases.c.id, attachments.c.withdrawn_at.is_(None))
    count = select(func.count()).select_from(attachments).where(*of_case).scalar_subquery()
    statement = (
        select(
            cases.c.id,
            cases.c.title,
            places.c.name.label("place"),
            cases.c.applicant_name,
            cases.c.applied_on,
            count.label("new_attachments"),
        )
        .join(places, places.c.id == cases.c.place_id)
        .where(*_waits(paths))
        .order_by(cases.c.applied_on, cases.c.id)
    )
    return list(connection.execute(statement.limit(limit).offset(offset)))


_OWNERLESS = (
    select(
        cases.c.id,
        cases.c.title,
        cases.c.applied_on,
        cases.c.applicant_name,
        places.c.name.label("place"),
        places.c.path.label("place_path"),
        cases.c.owner_id,
        people.c.name.label("owner_name"),
        people.c.email.label("owner_email"),
        people.c.slack_id.label("owner_slack_id"),
        can_act().label("owner_active"),
    )
    .join(people, people.c.id == cases.c.owner_id)
    .join(places, places.c.id == cases.c.place_id)
    .where(cases.c.status.in_(("new", "open")), not_(can_answer()))
    .order_by(cases.c.deadline_on.is_(None), cases.c.deadline_on, cases.c.id)
)


def ownerless(connection: Connection, paths: Sequence[str] | None = None, *, limit: int | None = None) -> list[AnyRow]:
    """Open cases whose owner can not answer for them any more, nearest deadline first; below these places, or all."""
    statement = _OWNERLESS.limit(limit)
    if paths is not None:
        statement = statement.where(or_(*(places.c.path.startswith(path, autoescape=True) for path in paths)))
    return list(connection.execute(statement))


def count_ownerless(connection: Connection, paths: Sequence[str]) -> int:
    """How many of these there are at these places or below them."""
    reached = or_(*(places.c.path.startswith(path, autoescape=True) for path in paths))
    found = _OWNERLESS.with_only_columns(cases.c.id).order_by(None).where(reached).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def distributors_over_cases_of(connection: Connection, person_ids: Collection[int]) -> list[int]:
    """The distributors over the open cases that these people own: who has to act when they can not any more."""
    found: set[int] = set()
    for piece in pieces(person_ids):
        theirs = select(places.c.path).join(cases, cases.c.place_id == places.c.id)
        theirs = theirs.where(cases.c.owner_id.in_(piece), cases.c.status.in_(("new", "open"))).distinct()
        for path in connection.execute(theirs).scalars():
            found.update(distributors_over(connection, path))
    return sorted(found)


def attachments_of(connection: Connection, case_id: str) -> list[AnyRow]:
    """All attachments that stand in a case, oldest first."""
    return list(connection.execute(_FILES, {"case_id": case_id}))


def attachment_titles(connection: Connection, case_id: str, wanted: Sequence[int]) -> dict[int, str]:
    """What those of the wanted attachments are called that really belong to the case."""
    statement = select(attachments.c.id, attachments.c.title).where(
        attachments.c.case_id == case_id, attachments.c.id.in_(wanted), attachments.c.sha256.is_not(None)
    )
    return {row.id: row.title for row in connection.execute(statement)}


def _lines() -> Select[Any]:
    unsolved = (
        select(func.count())
        .select_from(subtasks)
        .where(subtasks.c.case_id == cases.c.id, subtasks.c.status != "solved")
        .scalar_subquery()
    )
    return select(cases.c.id, cases.c.title, cases.c.status, cases.c.deadline_on, unsolved.label("open_subtasks"))


_OWNED = (
    _lines()
    .where(cases.c.owner_id == bindparam("person_id"))
    .order_by(
        cases.c.status.in_(("closed", "withdrawn")), cases.c.deadline_on.is_(None), cases.c.deadline_on, cases.c.id
    )
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)


def owned_by(connection: Connection, person_id: int, *, limit: int, offset: int) -> list[AnyRow]:
    """A person's own cases: those being worked on first, nearest deadline first, those without one last."""
    return list(connection.execute(_OWNED, {"person_id": person_id, "limit": limit, "offset": offset}))


def open_in_reach(
    connection: Connection, person_id: int, paths: Sequence[str], words: Sequence[str], limit: int
) -> list[AnyRow]:
    """Open, distributed cases that a person owns or reaches as distributor, whose id and title have all the words."""
    reach = [
        cases.c.owner_id == person_id,
        *(places.c.path.startswith(path, autoescape=True) for path in paths),
    ]
    statement = (
        _lines()
        .join(places, places.c.id == cases.c.place_id)
        .where(or_(*reach), *(cases.c.searched.contains(word, autoescape=True) for word in words))
        .where(and_(cases.c.owner_id.is_not(None), cases.c.status.in_(("new", "open"))))
        .order_by(cases.c.id)
        .limit(limit)
    )
    return list(connection.execute(statement))
