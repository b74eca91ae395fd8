"""What an import compares its files with: many rows at a time, however many entries its files have."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.engine import Connection

from domain.history import Act
from domain.values import CaseStatus, Role
from store import rows
from store.attachments import WHOLE as WHOLE_ATTACHMENT
from store.attachments import AttachmentRow
from store.sql import is_one_of
from store.systems import is_system
from store.tables import attachments, cases, history, people, places, roles


class PlaceRow(NamedTuple):
    """A place; `under` is the code of the one above it."""

    id: int
    code: str
    name: str
    path: str
    under: str | None


class PersonRow(NamedTuple):
    """A person as files know them; `former_emails` are blank-separated."""

    id: int
    email: str
    former_emails: str | None
    name: str
    slack_id: str | None
    active: bool


class RoleRow(NamedTuple):
    """A role with the code of its place."""

    person_id: int
    code: str
    role: Role


class ImportedCaseRow(NamedTuple):
    """A case as an import compares it."""

    id: str
    title: str
    place_id: int
    applicant_name: str
    applicant_email: str
    applied_on: date
    owner_id: int | None
    deadline_on: date | None
    text: str
    type: str | None
    status: CaseStatus
    removed_at: datetime | None


class ImportLineRow(NamedTuple):
    """What an import wrote into the history of a case."""

    case_id: str
    details: dict[str, Any]


_parent = places.alias("parent")
_IMPORTED = (Act.CASE_IMPORTED, Act.CASE_CHANGED)
_PLACES = rows.of(
    PlaceRow,
    select(places.c.id, places.c.code, places.c.name, places.c.path, _parent.c.code.label("under")).outerjoin(
        _parent, _parent.c.id == places.c.parent_id
    ),
)
_PEOPLE = rows.of(PersonRow, select(*rows.columns(PersonRow, people)).where(~is_system(people.c.id)))
_ROLES = rows.of(
    RoleRow, select(roles.c.person_id, places.c.code, roles.c.role).join(places, places.c.id == roles.c.place_id)
)
_IMPORT_LINES = rows.of(
    ImportLineRow,
    select(history.c.case_id, history.c.details).where(is_one_of(history.c.act, _IMPORTED)).order_by(history.c.id),
)
_CASES = rows.of(ImportedCaseRow, select(*rows.columns(ImportedCaseRow, cases)))


def all_places(connection: Connection) -> list[PlaceRow]:
    """Every place."""
    return rows.many(connection, _PLACES)


def all_people(connection: Connection) -> list[PersonRow]:
    """Every person."""
    return rows.many(connection, _PEOPLE)


def all_roles(connection: Connection) -> list[RoleRow]:
    """Every role."""
    return rows.many(connection, _ROLES)


def cases_of(connection: Connection, case_ids: Collection[str]) -> list[ImportedCaseRow]:
    """Those of these cases that are known."""
    return rows.among(connection, _CASES, cases.c.id, case_ids)


_OUT = (Act.CASE_DISQUALIFIED, Act.CASE_DISQUALIFICATION_LIFTED)
_NO_WORK_YET = (*_IMPORTED, Act.CASE_REMOVED, Act.CASE_OPENED, Act.CASE_STAND_IN, Act.ATTACHMENT_FETCHED, *_OUT)


def worked_on(connection: Connection, case_ids: Collection[str]) -> set[str]:
    """In which of these cases somebody has done more than to look at it and its attachments."""
    began = or_(~is_one_of(history.c.act, _NO_WORK_YET), history.c.subtask_id.is_not(None))
    done = and_(began, or_(history.c.actor_id.is_not(None), history.c.act != Act.ATTACHMENT_TAKEN_OUT))
    return set(rows.values(connection, select(history.c.case_id).where(done), history.c.case_id, case_ids))


def attachments_of(connection: Connection, case_ids: Collection[str]) -> list[AttachmentRow]:
    """The attachments of these cases."""
    return rows.among(connection, WHOLE_ATTACHMENT, attachments.c.case_id, case_ids)


def import_lines(connection: Connection, case_ids: Collection[str]) -> list[ImportLineRow]:
    """What earlier imports wrote into the history of these cases, oldest first."""
    return rows.among(connection, _IMPORT_LINES, history.c.case_id, case_ids)
