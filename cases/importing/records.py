"""What the files say, as records: every entry checked by itself, and each key told only once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TypeVar

from cases.importing.bytes_on_disk import Bytes, look_at
from cases.importing.documents import read_document
from cases.importing.entries import Entry, as_entry
from cases.importing.faults import Faults, Source
from domain import arriving, letters
from domain.addresses import is_address
from domain.errors import N_
from domain.validation import TITLE
from domain.values import Role

CODE = 50
NAME = 150
TYPE = 100
EMAIL = 254
APPLICATION = 10_000
FILE_NAME = 1000

_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,20}")


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A place. `says_under` tells an empty `under` (a root) from one that was left out (as it was)."""

    code: str
    name: str
    under: str | None
    says_under: bool
    source: Source


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """A role at a place."""

    place: str
    role: str
    source: Source


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person; what was left out is None. `was` is the address that they have had here until now."""

    email: str
    name: str
    was: str | None
    slack_id: str | None
    active: bool | None
    roles: tuple[RoleRecord, ...] | None
    source: Source


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """A file of a case, with the bytes that lie beside the import file."""

    title: str
    content: Bytes
    source: Source


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case; `says_deadline` tells an empty deadline (none) from one that was left out (as it was).

    `only_ends` says that a known case is withdrawn, and nothing else of it: what it is stays as it was.
    """

    id: str
    title: str
    place: str
    applicant_name: str
    applicant_email: str
    applied_on: date | None
    owner: str | None
    deadline: date | None
    says_deadline: bool
    text: str | None
    type: str | None
    withdrawn: bool
    attachments: tuple[AttachmentRecord, ...]
    source: Source
    only_ends: bool = False
    taken_out: tuple[str, ...] = ()  # file names of attachments that do not belong to it


@dataclass(frozen=True, slots=True)
class Removal:
    """A case that was imported by mistake and is to go."""

    id: str
    source: Source


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that the files of one command say, by key."""

    places: dict[str, PlaceRecord] = field(default_factory=dict)
    people: dict[str, PersonRecord] = field(default_factory=dict)
    cases: dict[str, CaseRecord] = field(default_factory=dict)
    removed: dict[str, Removal] = field(default_factory=dict)


def read_records(files: Iterable[Path], faults: Faults) -> Records:
    """Read all files as one whole, noting every fault that can be seen without the database."""
    records = Records()
    for file in files:
        node = read_document(file, faults)
        top = as_entry(node, file, faults, ("places", "people", "cases")) if node else None
        if top:
            places = top.entries("places", ("code", "name", "under"))
            people = top.entries("people", ("email", "name", "was", "slack_id", "active", "roles"))
            cases = top.entries("cases", (*CASE, "remove"))
            _collect(records.places, [_place(one) for one in places], lambda one: one.code, "code", faults)
            _collect(records.people, [_person(one) for one in people], lambda one: one.email, "email", faults)
            gone = [one for one in cases if one.flag("remove")]
            told = [case_record(one, faults) for one in cases if one not in gone]
            _collect(records.cases, told, lambda one: one.id, "id", faults)
            _collect(records.removed, [_removal(one) for one in gone], lambda one: one.id, "id", faults)
    for one in [records.cases[number] for number in records.removed if number in records.cases]:
        faults.at(one.source, "id", N_("Saken «{id}» kan ikke både fjernes og endres."), id=one.id)
    return records


Record = TypeVar("Record", PlaceRecord, PersonRecord, CaseRecord, Removal)


def _collect(
    into: dict[str, Record], found: Iterable[Record], key_of: Callable[[Record], str], name: str, faults: Faults
) -> None:
    for record in found:
        key = key_of(record)
        if earlier := into.get(key):
            words = N_("«{key}» står to ganger. Den står også i {file} på linje {line}.")
            where = {"file": earlier.source.file.name, "line": str(earlier.source.line_of(name))}
            faults.at(record.source, name, words, key=key, **where)
        elif key:
            into[key] = record


def _place(entry: Entry) -> PlaceRecord:
    return PlaceRecord(
        code=entry.text("code", CODE),
        name=entry.text("name", NAME),
        under=entry.optional_text("under", CODE),
        says_under=entry.names("under"),
        source=entry.source,
    )


def _person(entry: Entry) -> PersonRecord:
    slack_id = entry.optional_text("slack_id", CODE)
    if slack_id and not _SLACK_ID.fullmatch(slack_id):
        words = N_("«{written}» er ikke en medlems-ID i Slack. Den begynner med U eller W, for eksempel U012AB3CD.")
        entry.fault("slack_id", words, written=slack_id)
    roles = tuple(_role(one) for one in entry.entries("roles", ("place", "role")))
    return PersonRecord(
        email=arriving.address(_email(entry)),
        name=entry.text("name", NAME),
        was=arriving.address(entry.optional_text("was", EMAIL) or "") or None,
        slack_id=slack_id,
        active=entry.flag("active"),
        roles=roles if entry.has("roles") else None,
        source=entry.source,
    )


def _role(entry: Entry) -> RoleRecord:
    role = entry.text("role", CODE)
    if role and role not in set(Role):
        words = N_("Ukjent rolle «{written}». Rollene er saksbehandler, fagperson og fordeler.")
        entry.fault("role", words, written=role)
    return RoleRecord(place=entry.text("place", CODE), role=role, source=entry.source)


def _email(entry: Entry) -> str:
    email = entry.text("email", EMAIL)
    if email and not is_address(email):
        entry.fault("email", N_("«{written}» er ikke en e-postadresse."), written=_visible(email))
    return email


def _visible(text: str) -> str:
    """The text with what cannot be seen written as its number, so that one sees what is wrong with it."""
    seen = (letter == " " or (letter.isprintable() and letters.shows(letter)) for letter in text)
    return "".join(letter if is_seen else f"\\u{ord(letter):04x}" for letter, is_seen in zip(text, seen, strict=True))


CASE = ("id", "title", "place", "applicant", "applied_on", "owner", "deadline", "text", "type", "withdrawn",
         "attachments")  # fmt: skip


def case_record(entry: Entry, faults: Faults) -> CaseRecord:
    """What an entry says of a case."""
    if not any(entry.names(key) for key in CASE if key not in ("id", "withdrawn")) and entry.flag("withdrawn"):
        return _withdrawal(entry)
    applicant = entry.entry("applicant", ("name", "email"))
    applied_on, deadline = _required_day(entry, "applied_on"), entry.day("deadline")
    if applied_on and deadline and deadline < applied_on:
        words = N_("Fristen {deadline} er før søknaden kom, {applied_on}.")
        entry.fault("deadline", words, deadline=deadline.isoformat(), applied_on=applied_on.isoformat())
    attachments, taken_out = _attachments(entry, faults)
    case_id = _number(entry)
    if len(case_id.split()) > 1:
        entry.fault("id", N_("Saksnummeret «{written}» kan ikke ha mellomrom."), written=case_id)
    return CaseRecord(
        id=case_id,
        title=entry.text("title", TITLE),
        place=entry.text("place", CODE),
        applicant_name=applicant.text("name", NAME) if applicant else "",
        applicant_email=_email(applicant) if applicant else "",
        applied_on=applied_on,
        owner=arriving.address(entry.optional_text("owner", EMAIL) or "") or None,
        deadline=deadline,
        says_deadline=entry.names("deadline"),
        text=entry.optional_text("text", APPLICATION, lines=True),
        type=arriving.line(entry.optional_text("type", TYPE) or "") or None,
        withdrawn=bool(entry.flag("withdrawn")),
        attachments=attachments,
        source=entry.source,
        taken_out=taken_out,
    )


def _withdrawal(entry: Entry) -> CaseRecord:
    """A withdrawal alone: what else there is of the case is filled in from what is known."""
    return CaseRecord(
        id=_number(entry),
        title="",
        place="",
        applicant_name="",
        applicant_email="",
        applied_on=None,
        owner=None,
        deadline=None,
        says_deadline=False,
        text=None,
        type=None,
        withdrawn=True,
        attachments=(),
        source=entry.source,
        only_ends=True,
    )


def _removal(entry: Entry) -> Removal:
    if any(entry.names(key) for key in CASE if key != "id"):
        entry.fault("remove", N_("«remove» kan bare stå sammen med «id»."))
    return Removal(_number(entry), entry.source)


def _number(entry: Entry) -> str:
    written = entry.text("id", CODE)
    number = arriving.case_number(written)
    if written and not number:
        entry.fault("id", N_("«{key}» er tom."), key="id")
    return number


def _required_day(entry: Entry, key: str) -> date | None:
    if not entry.has(key):
        entry.fault(key, N_("«{key}» mangler."), key=key)
    return entry.day(key)


def _attachments(entry: Entry, faults: Faults) -> tuple[tuple[AttachmentRecord, ...], tuple[str, ...]]:
    """The attachments of a case, and the names of those that are to go: their bytes need not lie there any more."""
    found: dict[str, AttachmentRecord] = {}
    gone: list[str] = []
    for one in entry.entries("attachments", ("file", "title", "withdrawn")):
        written = one.text("file", FILE_NAME)
        if one.flag("withdrawn"):
            gone.append(arriving.line(PurePosixPath(written).name))
            continue
        title = one.text("title", TITLE)
        content = look_at(written, one.source, faults) if written else None
        if content and content.name in found:
            words = N_("Saken har to vedlegg med filnavnet «{name}». Gi det ene et annet navn.")
            one.fault("file", words, name=content.name)
        elif content:
            found[content.name] = AttachmentRecord(title, content, one.source)
    return tuple(found.values()), tuple(gone)
