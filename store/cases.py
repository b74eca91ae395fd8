"""Cases and their attachments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.engine import Connection

from domain.values import WORKED_ON, CaseStatus, Person, SubtaskStatus
from store import rows
from store.attachments import NAMES, AttachmentRow
from store.attachments import WHOLE as WHOLE_ATTACHMENT
from store.people import distributors_over
from store.ready import Ready
from store.sql import is_one_of, pieces
from store.tables import attachments, can_act, can_answer, cases, people, places, subtasks


class CaseRow(NamedTuple):
    """A case with its place and owner; `owner_answers` is None without one. `stand_in` is in the owner's place now."""

    id: str
    title: str
    status: CaseStatus
    place_id: int
    applicant_name: str
    applicant_email: str
    applied_on: date
    deadline_on: date | None
    text: str
    type: str | None
    reminds_from_at: datetime | None
    place_path: str
    place_name: str
    owner_answers: bool | None
    owner: Person | None
    stand_in: Person | None

    @property
    def owner_id(self) -> int | None:
        """The number of its owner, if it has been distributed."""
        return self.owner.id if self.owner else None

    @property
    def owners(self) -> list[int]:
        """Who has it before them as its owner: the owner, and who stands in."""
        return [one.id for one in (self.owner, self.stand_in) if one]

    @property
    def acting_owner_id(self) -> int | None:
        """The number of the one who is told what concerns its owner."""
        return self.stand_in.id if self.stand_in else self.owner_id


class OwnedCaseRow(NamedTuple):
    """An open case that somebody owns, with since when it is as it is.

    `has_later` tells whether it has unsolved subtasks that are due after its deadline, which has not passed.
    """

    id: str
    owner_id: int
    deadline_on: date | None
    reminds_from_at: datetime | None
    has_later: bool | None


_stand_in = people.alias("stand_in")
OWNER = (
    people.c.id.label("owner_id"),
    people.c.name.label("owner_name"),
    people.c.email.label("owner_email"),
    people.c.slack_id.label("owner_slack_id"),
    can_act().label("owner_active"),
)
WHOLE = rows.of(
    CaseRow,
    select(
        cases.c.id,
        cases.c.title,
        cases.c.status,
        cases.c.place_id,
        cases.c.applicant_name,
        cases.c.applicant_email,
        cases.c.applied_on,
        cases.c.deadline_on,
        cases.c.text,
        cases.c.type,
        cases.c.reminds_from_at,
        places.c.path.label("place_path"),
        places.c.name.label("place_name"),
        can_answer().label("owner_answers"),
        *OWNER,
        *(_stand_in.c[name].label(f"stand_in_{name}") for name in ("id", "name", "email", "slack_id")),
        can_act(_stand_in).label("stand_in_active"),
    )
    .select_from(
        cases.join(places)
        .outerjoin(people, people.c.id == cases.c.owner_id)
        .outerjoin(_stand_in, _stand_in.c.id == cases.c.stand_in_id)
    )
    .where(cases.c.removed_at.is_(None)),
)
_OF_NUMBER = WHOLE.where(cases.c.id == bindparam("case_id"))
_CASE, _SHARED = Ready(_OF_NUMBER), Ready(_OF_NUMBER.with_for_update(of=cases, read=True))
# Whoever only refers to the case, in a line of history, need not wait: they may hold what we wait for.
_LOCK = Ready(select(cases.c.id).where(cases.c.id == bindparam("case_id")).with_for_update(key_share=True))
_FILES = Ready(
    WHOLE_ATTACHMENT.where(
        attachments.c.case_id == bindparam("case_id"), attachments.c.withdrawn_at.is_(None)
    ).order_by(attachments.c.id)
)


def get(connection: Connection, case_id: str, *, lock: str = "no") -> CaseRow | None:
    """A case with its place and owner.

    Until the commit, `lock="share"` keeps others from changing it and `lock="update"` also from relying on it.
    For an update it is locked first and read afterwards: one statement that had to wait for somebody else's
    change would show the new owner's number, but nothing of them.
    """
    if lock == "update" and connection.dialect.name != "sqlite":
        _LOCK.fetch(connection, {"case_id": case_id})
    statement = _SHARED if lock == "share" else _CASE
    return rows.one(connection, statement, {"case_id": case_id})


def several(connection: Connection, case_ids: Collection[str]) -> list[CaseRow]:
    """These cases, with their places and owners."""
    return rows.among(connection, WHOLE, cases.c.id, case_ids)


def remove(connection: Connection, case_id: str, at: datetime) -> None:
    """Leave of a case that was imported by mistake its number, its place and its history."""
    nothing: dict[str, object] = {"title": "", "applicant_name": "", "applicant_email": "", "text": "", "searched": ""}
    nobody: dict[str, object] = {"owner_id": None, "deadline_on": None, "look_at": None}
    values = {**nothing, **nobody, "status": CaseStatus.WITHDRAWN, "closed_at": at, "removed_at": at}
    connection.execute(cases.update().where(cases.c.id == case_id).values(values))


def mark_opened(connection: Connection, case_id: str, at: object) -> bool:
    """Turn Ny into Åpen; False when it was not Ny any more."""
    statement = cases.update().where(cases.c.id == case_id, cases.c.status == CaseStatus.NEW)
    return connection.execute(statement.values(status=CaseStatus.OPEN, opened_at=at)).rowcount == 1


def mark_ended(connection: Connection, case_id: str, status: CaseStatus, *, by: int | None, at: datetime) -> None:
    """Turn a case, which is locked and open, into Avsluttet or Trukket."""
    values = {"status": status, "closed_at": at, "closed_by": by}
    connection.execute(cases.update().where(cases.c.id == case_id).values(values))


def give_to(connection: Connection, case_ids: Collection[str], owner_id: int, **deadline: date | None) -> None:
    """Give cases to an owner, who has not opened them yet and has no stand-in; `deadline_on` where it is named."""
    values = {"owner_id": owner_id, "stand_in_id": None, "status": CaseStatus.NEW, "opened_at": None, **deadline}
    for piece in pieces(case_ids):
        connection.execute(cases.update().where(cases.c.id.in_(piece)).values(values))


def let_go_of(connection: Connection, case_id: str) -> None:
    """Take an open case from its owner: it waits for distribution."""
    connection.execute(cases.update().where(cases.c.id == case_id).values(owner_id=None))


def set_deadline(connection: Connection, case_id: str, deadline_on: date | None) -> None:
    """Give a case another deadline, or none."""
    connection.execute(cases.update().where(cases.c.id == case_id).values(deadline_on=deadline_on))


_has_later = (
    select(subtasks.c.id)
    .where(
        subtasks.c.case_id == cases.c.id,
        subtasks.c.status != SubtaskStatus.SOLVED,
        subtasks.c.deadline_on > cases.c.deadline_on,
    )
    .correlate(cases)
    .exists()
)
_OPEN_AND_OWNED = rows.of(
    OwnedCaseRow,
    select(
        cases.c.id,
        cases.c.owner_id,
        cases.c.deadline_on,
        cases.c.reminds_from_at,
        and_(cases.c.deadline_on >= bindparam("today"), _has_later).label("has_later"),
    ).where(cases.c.owner_id.is_not(None), is_one_of(cases.c.status, WORKED_ON)),
)


def open_and_owned(connection: Connection, case_ids: Sequence[str], today: date) -> list[OwnedCaseRow]:
    """Those of these cases that are open and owned."""
    return rows.among(connection, _OPEN_AND_OWNED, cases.c.id, case_ids, {"today": today})


def distributors_over_cases_of(connection: Connection, person_ids: Collection[int]) -> list[int]:
    """The distributors over the open cases that these people own: who has to act when they cannot any more."""
    found: set[int] = set()
    for piece in pieces(person_ids):
        theirs = select(places.c.path).join(cases, cases.c.place_id == places.c.id)
        theirs = theirs.where(cases.c.owner_id.in_(piece), is_one_of(cases.c.status, WORKED_ON)).distinct()
        for path in connection.execute(theirs).scalars():
            found.update(distributors_over(connection, path))
    return sorted(found)


def attachments_of(connection: Connection, case_id: str) -> list[AttachmentRow]:
    """All attachments that stand in a case, oldest first."""
    return rows.many(connection, _FILES, {"case_id": case_id})


def attachment_titles(connection: Connection, case_id: str, wanted: Sequence[int]) -> dict[int, str]:
    """What those of the wanted attachments are called that really belong to the case."""
    found = NAMES.where(
        attachments.c.case_id == case_id, attachments.c.id.in_(wanted), attachments.c.sha256.is_not(None)
    )
    return {row.id: row.title for row in rows.many(connection, found)}
