"""What the database holds of the things that the files speak of, by the files' own keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from cases.importing.faults import Faults, Source
from cases.importing.records import CaseRecord, PersonRecord, Records
from cases.importing.who_is_who import KnownPerson, WhoIsWho, who_is_who
from domain.errors import N_
from domain.values import CaseStatus
from store import current as rows
from store import disqualifications, erasing
from store.current import ImportedCaseRow, ImportLineRow, PersonRow

MANY = 10  # people; of fewer it is no wonder when most leave


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place; `under` is the code of the one above it."""

    id: int
    name: str
    under: str | None


@dataclass(frozen=True, slots=True)
class KnownAttachment:
    """An attachment that the case has already."""

    id: int
    title: str
    sha256: str | None


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
    type: str | None
    status: CaseStatus
    attachments: Mapping[str, KnownAttachment]
    said: Mapping[str, str | None]
    taken_out: Collection[str] = ()
    """Digests of the attachments that were taken out of it: a file that repeats itself does not bring them back."""

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
    """All places and people, and those cases that the files name.

    People are known by the address that they have after the import; `absorbed` are their second entries here;
    `former` leads from addresses that people had to those which they have.
    """

    places: Mapping[str, KnownPlace]
    people: Mapping[str, KnownPerson]
    cases: Mapping[str, KnownCase]
    absorbed: Mapping[int, KnownPerson]
    former: Mapping[str, str]
    removed: Collection[str] = ()
    """Numbers of cases that were imported by mistake: they may come again, as new ones."""
    disqualified: Collection[tuple[str, str]] = ()
    """Each case's number with the address of one who is disqualified from it."""
    erased: Collection[str] = ()
    """Numbers of cases that were erased: they do not come again."""


def filled_in(records: Records, known: Known, faults: Faults) -> Records:
    """The same records, known cases that only end filled in, and owners by the address they have now."""
    return replace(records, cases={record.id: _filled(record, known, faults) for record in records.cases.values()})


def without_others(records: Records, known: Known, faults: Faults) -> Records:
    """The same records, and for everybody active whom they do not name that they are not active any more.

    Notes a fault where that would be most people: then it is rather a file that did not come whole.
    """
    if not records.people:
        faults.add(Path(), 0, N_("Filene nevner ingen personer. Da ville alle mistet tilgangen."))
        return records
    nowhere = Source(Path(), 0)
    left = {
        email: PersonRecord(email, person.name, None, None, active=False, roles=None, source=nowhere)
        for email, person in known.people.items()
        if person.active and email not in records.people
    }
    active = sum(person.active for person in known.people.values())
    if len(left) >= MANY and len(left) > active / 2:
        words = N_("{lost} av {all} ville mistet tilgangen. Er filen hel? Skal de ut, skriv dem med «active: false».")
        faults.add(Path(), 0, words, lost=len(left), all=active)
    return replace(records, people=records.people | left)


def _filled(record: CaseRecord, known: Known, faults: Faults) -> CaseRecord:
    case = known.cases.get(record.id)
    if not record.only_ends:
        return replace(record, owner=known.former.get(record.owner or "", record.owner))
    if case is None:
        faults.at(record.source, "id", N_("Saken «{id}» finnes ikke."), id=record.id)
        return record
    return replace(
        record,
        title=case.title,
        place=case.place,
        applicant_name=case.applicant_name,
        applicant_email=case.applicant_email,
        applied_on=case.applied_on,
    )


def look_up(connection: Connection, records: Records, faults: Faults) -> Known:
    """Read what is known, in a number of queries that does not grow with the files; notes who cannot be told apart."""
    places = {row.code: KnownPlace(row.id, row.name, row.under) for row in rows.all_places(connection)}
    roles: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in rows.all_roles(connection):
        roles[row.person_id].add((row.code, row.role))
    who = who_is_who(records, {row.email: _person(row, roles) for row in rows.all_people(connection)}, faults)
    codes = {place.id: code for code, place in places.items()}
    found = rows.cases_of(connection, records.cases)
    removed = frozenset(row.id for row in found if row.removed_at is not None)
    there = _cases(connection, [row for row in found if row.id not in removed], records, codes, who)
    disqualified = disqualifications.of_cases(connection, records.cases)
    out = {(one.case_id, who.emails.get(one.person_id, "")) for one in disqualified}
    return Known(
        places,
        who.people,
        there,
        who.absorbed,
        who.former,
        removed,
        out,
        erasing.erased_among(connection, records.cases),
    )


def _person(row: PersonRow, roles: Mapping[int, set[tuple[str, str]]]) -> KnownPerson:
    former = tuple((row.former_emails or "").split())
    return KnownPerson(row.id, row.email, row.name, row.slack_id, row.active, frozenset(roles.get(row.id, ())), former)


def _cases(
    connection: Connection, found: Sequence[ImportedCaseRow], records: Records, codes: Mapping[int, str], who: WhoIsWho
) -> dict[str, KnownCase]:
    attachments: dict[str, dict[str, KnownAttachment]] = defaultdict(dict)
    taken_out: dict[str, set[str]] = defaultdict(set)
    for row in rows.attachments_of(connection, [row.id for row in found]):
        if row.withdrawn_at is None:
            attachments[row.case_id][row.name] = KnownAttachment(row.id, row.title, row.sha256)
        elif row.withdrawn_sha256:
            taken_out[row.case_id].add(row.withdrawn_sha256)
    emails, former = who.emails, who.former
    different = [row.id for row in found if _differs(row, records.cases[row.id], emails)]
    said = {line.case_id: _said(line, former) for line in rows.import_lines(connection, different)}
    cases = {row.id: _case(row, codes, who, emails, attachments[row.id], said.get(row.id, {})) for row in found}
    return {case_id: replace(case, taken_out=taken_out[case_id]) for case_id, case in cases.items()}


def _said(line: ImportLineRow, former: Mapping[str, str]) -> dict[str, str | None]:
    """What an import said, with its owner's address as it is now."""
    said: dict[str, str | None] = line.details.get("said", {})
    owner = said.get("owner")
    return said | {"owner": former.get(owner, owner)} if owner else said


def _differs(row: ImportedCaseRow, record: CaseRecord, emails: Mapping[int, str]) -> bool:
    return record.owner != emails.get(row.owner_id or 0) or record.deadline != row.deadline_on


def _case(
    row: ImportedCaseRow,
    codes: Mapping[int, str],
    who: WhoIsWho,
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
        owner=emails.get(row.owner_id or 0),
        owner_id=who.absorbed[row.owner_id].id if row.owner_id and row.owner_id in who.absorbed else row.owner_id,
        deadline=row.deadline_on,
        text=row.text,
        type=row.type,
        status=row.status,
        attachments=attachments,
        said=said,
    )
