"""What the files would change: the difference between their records and what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cases.importing.current import Known, KnownAttachment, KnownCase, KnownPlace
from cases.importing.records import AttachmentRecord, CaseRecord, PersonRecord, PlaceRecord, Records
from cases.importing.who_is_who import KnownPerson
from domain.history import CaseFact
from domain.values import OWNING, WORKED_ON, CaseStatus


@dataclass(frozen=True, slots=True)
class PlaceStep:
    """One place to add (`known` is None) or to change."""

    record: PlaceRecord
    known: KnownPlace | None


@dataclass(frozen=True, slots=True)
class PersonStep:
    """One person to add or to change; `roles` is what the person has afterwards, as pairs of code and role."""

    record: PersonRecord
    known: KnownPerson | None
    slack_id: str | None
    active: bool
    roles: frozenset[tuple[str, str]]

    @property
    def moves_in_slack(self) -> bool:
        """Whether this person has been somebody else in Slack until now."""
        return bool(self.known and self.known.slack_id and self.known.slack_id != self.slack_id)

    @property
    def other_email(self) -> bool:
        """Whether a person whom we know gets another address."""
        return self.known is not None and self.known.email != self.record.email

    @property
    def stops_answering(self) -> bool:
        """Whether this person could answer for cases until now, and cannot any more."""
        return (
            self.known is not None
            and _answers(active=self.known.active, roles=self.known.roles)
            and not _answers(active=self.active, roles=self.roles)
        )

    @property
    def changes_access(self) -> bool:
        """Whether a person whom we know may see other things afterwards than before."""
        known = self.known
        return known is not None and (known.slack_id, known.active, known.roles) != (
            self.slack_id,
            self.active,
            self.roles,
        )


@dataclass(frozen=True, slots=True)
class AttachmentStep:
    """One attachment to add or to change."""

    record: AttachmentRecord
    known: KnownAttachment | None


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One case to add or to change; `changes` names the facts that change, from what to what."""

    record: CaseRecord
    known: KnownCase | None
    owner: str | None
    changes: dict[CaseFact, tuple[object, object]]
    attachments: tuple[AttachmentStep, ...]
    taken_out: tuple[KnownAttachment, ...] = ()
    comes_again: bool = False
    """Whether a case of this number was removed before."""

    @property
    def only_takes_out(self) -> bool:
        """Whether all that is new of a known case is that something does not belong to it."""
        return bool(self.taken_out) and not (self.changes or self.attachments)

    @property
    def turns_clock(self) -> bool:
        """Whether a case that is known gets another owner or deadline."""
        return bool({CaseFact.OWNER, CaseFact.DEADLINE} & self.changes.keys())

    @property
    def moves_deadline(self) -> bool:
        """Whether a case gets another deadline, and keeps its owner."""
        return CaseFact.DEADLINE in self.changes and CaseFact.OWNER not in self.changes

    @property
    def moves(self) -> bool:
        """Whether a case that is known comes to another place."""
        return CaseFact.PLACE in self.changes

    @property
    def withdraws(self) -> bool:
        """Whether the applicant has withdrawn since the last import (F25)."""
        return self.record.withdrawn if self.known is None else CaseFact.STATUS in self.changes


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps, in the order of the files."""

    places: list[PlaceStep] = field(default_factory=list)
    people: list[PersonStep] = field(default_factory=list)
    cases: list[CaseStep] = field(default_factory=list)
    removed: tuple[str, ...] = ()
    absorbed: dict[int, int] = field(default_factory=dict)  # second entries of people, and who takes each in

    @property
    def is_empty(self) -> bool:
        """Whether the files say nothing new."""
        return not (self.places or self.people or self.cases or self.removed or self.absorbed)

    def left_by(self, owned: Mapping[str, int]) -> list[str]:
        """Which of the cases whose owners are given, by number, would be left without one who can answer for them."""
        left = {step.known.id for step in self.people if step.known and step.stops_answering}
        kept = {step.record.id for step in self.cases if CaseFact.OWNER in step.changes or step.withdraws}
        return sorted(case_id for case_id, owner in owned.items() if owner in left and case_id not in kept)

    @property
    def people_of_other_access(self) -> set[int]:
        """The numbers of those whom we know and who may see other things afterwards than before."""
        return {step.known.id for step in self.people if step.known and step.changes_access}


def _answers(*, active: bool, roles: frozenset[tuple[str, str]]) -> bool:
    return active and any(role in OWNING for _, role in roles)


def make_plan(records: Records, known: Known, removed: tuple[str, ...]) -> Plan:
    """Compare; only what is new or different becomes a step."""
    places = [_place(record, known.places.get(record.code)) for record in records.places.values()]
    people = [_person(record, known.people.get(record.email)) for record in records.people.values()]
    cases = [_case(record, known.cases.get(record.id)) for record in records.cases.values()]
    return Plan(
        [step for step in places if step],
        [step for step in people if step],
        [replace(step, comes_again=step.record.id in known.removed) for step in cases if step],
        removed,
        {number: person.id for number, person in known.absorbed.items()},
    )


def _place(record: PlaceRecord, known: KnownPlace | None) -> PlaceStep | None:
    if known and known.name == record.name and (known.under == record.under or not record.says_under):
        return None
    return PlaceStep(record, known)


def _person(record: PersonRecord, known: KnownPerson | None) -> PersonStep | None:
    slack_id = record.slack_id or (known.slack_id if known else None)
    active = record.active if record.active is not None else not known or known.active
    roles = known.roles if known else frozenset()
    if record.roles is not None:
        roles = frozenset((role.place, role.role) for role in record.roles)
    if known == KnownPerson(known.id if known else 0, record.email, record.name, slack_id, active, roles):
        return None
    return PersonStep(record, known, slack_id, active, roles)


def _case(record: CaseRecord, known: KnownCase | None) -> CaseStep | None:
    steps = [_attachment(one, known) for one in record.attachments]
    attachments = tuple(step for step in steps if step)
    if known is None:
        return CaseStep(record, None, record.owner, {}, attachments)
    owner = known.owner_by(record)
    facts: dict[CaseFact, tuple[object, object]] = {
        CaseFact.TITLE: (known.title, record.title),
        CaseFact.PLACE: (known.place, record.place),
        CaseFact.APPLICANT_NAME: (known.applicant_name, record.applicant_name),
        CaseFact.APPLICANT_EMAIL: (known.applicant_email, record.applicant_email),
        CaseFact.APPLIED_ON: (known.applied_on, record.applied_on),
        CaseFact.OWNER: (known.owner, owner),
        CaseFact.DEADLINE: (known.deadline, known.deadline_by(record)),
        CaseFact.TEXT: (known.text, known.text if record.text is None else record.text),
        CaseFact.TYPE: (known.type, record.type or known.type),
        CaseFact.STATUS: (known.status, CaseStatus.WITHDRAWN if _ends(record, known) else known.status),
    }
    changes = {name: (before, after) for name, (before, after) in facts.items() if before != after}
    out = tuple(known.attachments[name] for name in dict.fromkeys(record.taken_out) if name in known.attachments)
    return CaseStep(record, known, owner, changes, attachments, out) if changes or attachments or out else None


def _ends(record: CaseRecord, known: KnownCase) -> bool:
    """A withdrawal ends a case that has not ended otherwise; nothing brings one back."""
    return record.withdrawn and known.status in WORKED_ON


def _attachment(record: AttachmentRecord, case: KnownCase | None) -> AttachmentStep | None:
    known = case.attachments.get(record.content.name) if case else None
    if case and not known and record.content.sha256 in case.taken_out:
        return None  # whoever took it out meant it; another file of that name is another matter
    if known and (known.title, known.sha256) == (record.title, record.content.sha256):
        return None
    return AttachmentStep(record, known)
