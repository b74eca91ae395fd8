"""What the database holds of the things that the files speak of, by the files' own keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.engine import Connection

from cases.intake.records import CaseRecord, Records
from cases.values import CaseStatus
from store import intake as rows
from store.columns import AnyRow


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place; `under` is the code of the one above it."""

    id: int
    name: str
    under: str | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person with her roles, as pairs of a place's code and a role."""

    id: int
    name: str
    slack_id: str | None
    active: bool
    roles: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KnownAttachment:
    """An attachment that the case has already."""

    id: int
    title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case; `said` is what the last import said of owner and deadline, where that matters."""

    title: str
    place: str
    applicant_name: str
    applicant_email: str
    applied_on: date
    owner: str | None
    owner_id: int | None
    deadline: date | None
    text: str
    status: CaseStatus
    attachments: Mapping[str, KnownAttachment]
    said: Mapping[str, str | None]

    def owner_by(self, record: CaseRecord) -> str | None:
        """Who owns the case after this record.

        What an earlier file said already does not undo what people have done since (redistribution).
        """
        unchanged = record.owner is None or self.said.get("owner", "") == record.owner
        return self.owner if unchanged else record.owner

    def deadline_by(self, record: CaseRecord) -> date | None:
        """The case's deadline after this record; like the owner, distributors may have set another one."""
        written = record.deadline.isoformat() if record.deadline else None
        unchanged = not record.says_deadline or self.said.get("deadline", "") == written
        return self.deadline if unchanged else record.deadline


@dataclass(frozen=True, slots=True)
class Known:
    """All places and people, and those cases that the files name."""

    places: Mapping[str, KnownPlace]
    people: Mapping[str, KnownPerson]
    cases: Mapping[str, KnownCase]


def look_up(connection: Connection, records: Records) -> Known:
    """Read what is known, in a number of queries that does not grow with the files."""
    places = {row.code: KnownPlace(row.id, row.name, row.under) for row in rows.all_places(connection)}
    roles: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in rows.all_roles(connection):
        roles[row.person_id].add((row.code, row.role))
    people = {row.email: _person(row, roles) for row in rows.all_people(connection)}
    codes = {place.id: code for code, place in places.items()}
    emails = {person.id: email for email, person in people.items()}
    return Known(places, people, _cases(connection, records, codes, emails))


def _person(row: AnyRow, roles: Mapping[int, set[tuple[str, str]]]) -> KnownPerson:
    return KnownPerson(row.id, row.name, row.slack_id, row.active, frozenset(roles.get(row.id, ())))


def _cases(
    connection: Connection, records: Records, codes: Mapping[int, str], emails: Mapping[int, str]
) -> dict[str, KnownCase]:
    found = rows.cases_of(connection, records.cases)
    attachments: dict[str, dict[str, KnownAttachment]] = defaultdict(dict)
    for row in rows.attachments_of(connection, [row.id for row in found]):
        attachments[row.case_id][row.name] = KnownAttachment(row.id, row.title, row.sha256)
    different = [row.id for row in found if _differs(row, records.cases[row.id], emails)]
    said = {line.case_id: line.details.get("said", {}) for line in rows.import_lines(connection, different)}
    return {row.id: _case(row, codes, emails, attachments[row.id], said.get(row.id, {})) for row in found}


def _differs(row: AnyRow, record: CaseRecord, emails: Mapping[int, str]) -> bool:
    return record.owner != emails.get(row.owner_id) or record.deadline != row.deadline_on


def _case(
    row: AnyRow,
    codes: Mapping[int, str],
    emails: Mapping[int, str],
    attachments: Mapping[str, KnownAttachment],
    said: Mapping[str, Any],
) -> KnownCase:
    return KnownCase(
        title=row.title,
        place=codes[row.place_id],
        applicant_name=row.applicant_name,
        applicant_email=row.applicant_email,
        applied_on=row.applied_on,
        owner=emails.get(row.owner_id),
        owner_id=row.owner_id,
        deadline=row.deadline_on,
        text=row.text,
        status=CaseStatus(row.status),
        attachments=attachments,
        said=said,
    )
