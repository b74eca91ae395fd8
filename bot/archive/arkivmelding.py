"""The case as an archive takes it in: messages that create it, by the schemas of Fiks Arkiv (docs/archive.md).

One message creates one folder and one registration at most, so the first one (arkivmelding.xml) is the case with its
application, and one for each subtask names that folder. Shaped like Noark 5; not certified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Final
from zoneinfo import ZoneInfo

from bot.archive.elements import (
    SYSTEM,
    Element,
    code,
    external_key,
    identifiers,
    leaf,
    moment,
    optional,
    parent,
    root,
    system_id,
    written,
)
from domain.archive_package import Document
from domain.case_record import CaseRecord, MessageRecord, SubtaskRecord, Who
from domain.values import CaseStatus

FIRST: Final = "arkivmelding.xml"
MAIN, ATTACHED = ("H", "Hoveddokument"), ("V", "Vedlegg")
_STATUS: Final = {
    CaseStatus.NEW: ("B", "Under behandling"),
    CaseStatus.OPEN: ("B", "Under behandling"),
    CaseStatus.CLOSED: ("A", "Avsluttet"),
    CaseStatus.WITHDRAWN: ("U", "Utgår"),
}
_PAPER: Final = ("fmt/476", "PDF/A-2a")  # the number that PRONOM has for it
_LARGEST: Final = 2**31 - 1  # what the schema takes for a size


def arkivmeldinger(record: CaseRecord, documents: Iterable[Document], zone: ZoneInfo) -> Iterator[tuple[str, bytes]]:
    """Each message by its name. `documents` are those that lie in the package; days are those of the zone."""
    known = list(documents)
    of_case = sorted((one for one in known if one.subtask_id is None), key=lambda one: one.attachment_id or 0)
    yield FIRST, _message(of_case, _case(record), _application(record, of_case))
    for subtask in record.subtasks:
        its = sorted((one for one in known if one.subtask_id == subtask.id), key=lambda one: one.message_file_id or 0)
        registration = _subtask(record, subtask, its, zone)
        yield f"arkivmelding-{subtask.number:02}.xml", _message(its, registration)


def _message(documents: Sequence[Document], *parts: Element) -> bytes:
    return written(root("arkivmelding", [leaf("system", SYSTEM), leaf("antallFiler", len(documents)), *parts]))


# ---- the case ------------------------------------------------------------------------------------


def _case(record: CaseRecord) -> Element:
    """Saksmappe."""
    applicant = (leaf("partNavn", record.applicant_name), code("partRolle", "K", "Klient"))
    children = (
        _number(record),
        leaf("mappeID", record.id),
        leaf("tittel", record.title),
        _electronic(),
        moment("opprettetDato", _begun_at(record)),
        leaf("opprettetAv", SYSTEM),
        moment("avsluttetDato", record.closed_at),
        leaf("avsluttetAv", record.closed_by.name if record.closed_by else SYSTEM) if record.closed_at else None,
        parent("part", [*applicant, optional("epostadresse", record.applicant_email)]),
        external_key(record.id),
        code("mappetype", record.type) if record.type.strip() else None,
        leaf("saksdato", record.applied_on.isoformat()),
        identifiers("administrativEnhet", record.place.name, record.place.code),
        identifiers("saksansvarlig", record.owner.name, email=record.owner.email) if record.owner else None,
        code("saksstatus", *_STATUS[record.status]),
    )
    return parent("mappe", children, "saksmappe")


# ---- the registrations ---------------------------------------------------------------------------


def _application(record: CaseRecord, documents: Sequence[Document]) -> Element:
    """Journalpost: what came from the applicant, with the files of the case."""
    described = (_described(record, one, number) for number, one in enumerate(documents, 1))
    sender = (code("korrespondanseparttype", "EA", "Avsender"), leaf("korrespondansepartNavn", record.applicant_name))
    children = (
        _number(record, "application"),
        moment("opprettetDato", _begun_at(record)),
        leaf("opprettetAv", SYSTEM),
        *described,
        leaf("tittel", f"Søknad: {record.title}"),
        _electronic(),
        parent("korrespondansepart", [*sender, optional("epostadresse", record.applicant_email)]),
        external_key(f"{record.id}/soknad"),
        *_journal("I", "Inngående dokument", record.applied_on),
        leaf("antallVedlegg", max(0, len(documents) - 1)),
    )
    return parent("registrering", children, "journalpost")


def _subtask(record: CaseRecord, subtask: SubtaskRecord, documents: Sequence[Document], zone: ZoneInfo) -> Element:
    """Journalpost: an internal document, from who gave the subtask to who had it."""
    described = (_described(record, one, number) for number, one in enumerate(documents, 1))
    children = (
        _number(record, "subtask", subtask.id),
        moment("opprettetDato", subtask.created_at),
        leaf("opprettetAv", subtask.created_by.name),
        parent("referanseForelderMappe", [_number(record, name="n5mdk:systemID")]),
        *described,
        leaf("tittel", subtask.title),
        optional("beskrivelse", subtask.description),
        leaf("noekkelord", "Internt"),
        leaf("forfatter", subtask.assignee.name),
        _electronic(),
        _remark(subtask),
        _waited_for(record, subtask),
        _correspondent("IA", "Intern avsender", subtask.created_by),
        _correspondent("IM", "Intern mottaker", subtask.assignee),
        external_key(f"{record.id}/deloppgave/{subtask.id}"),
        *_journal("X", "Organinternt dokument uten oppfølging", _day(subtask.solved_at or subtask.created_at, zone)),
        leaf("forfallsdato", subtask.deadline_on.isoformat()),
        leaf("antallVedlegg", max(0, len(documents) - 1)),
    )
    return parent("registrering", children, "journalpost")


def _journal(kind: str, said: str, on: date) -> tuple[Element, ...]:
    status = code("journalstatus", "F", "Ferdigstilt av saksbehandler")
    return code("journalposttype", kind, said), status, leaf("dokumentetsDato", on.isoformat())


def _correspondent(kind: str, said: str, who: Who) -> Element:
    children = (code("korrespondanseparttype", kind, said), leaf("korrespondansepartNavn", who.name))
    return parent("korrespondansepart", [*children, optional("epostadresse", who.email)])


def _remark(subtask: SubtaskRecord) -> Element | None:
    """Why a subtask was not needed."""
    if not subtask.ending_text.strip():
        return None
    by = subtask.solved_by.name if subtask.solved_by else SYSTEM
    kind = code("merknadstype", "MS", "Merknad fra saksbehandler")
    said = (leaf("merknadstekst", subtask.ending_text), kind, moment("merknadsdato", subtask.solved_at))
    return parent("merknad", [*said, leaf("merknadRegistrertAv", by)])


def _waited_for(record: CaseRecord, subtask: SubtaskRecord) -> Element | None:
    if subtask.after_id not in {one.id for one in record.subtasks}:
        return None
    number = _number(record, "subtask", subtask.after_id or 0, name="n5mdk:systemID")
    return parent("kryssreferanse", [parent("referanseTilRegistrering", [number])])


# ---- the documents -------------------------------------------------------------------------------


def _described(record: CaseRecord, document: Document, number: int) -> Element:
    """Dokumentbeskrivelse, and in it the one dokumentobjekt: a file lies in the package in one form."""
    is_ours = document.attachment_id is None and document.message_file_id is None
    at, by = _made(record, document)
    children = (
        _number(record, "document", *_what(document)),
        code("dokumenttype", *_kind(document)),
        code("dokumentstatus", "F", "Dokumentet er ferdigstilt"),
        leaf("tittel", document.title),
        moment("opprettetDato", at),
        leaf("opprettetAv", by),
        _electronic(),
        code("tilknyttetRegistreringSom", *(MAIN if number == 1 else ATTACHED)),
        leaf("dokumentnummer", number),
        _object(record, document, is_ours=is_ours),
    )
    return parent("dokumentbeskrivelse", children)


def _object(record: CaseRecord, document: Document, *, is_ours: bool) -> Element:
    path = PurePosixPath(document.path)
    form = _PAPER if is_ours else (path.suffix.lstrip(".").upper() or "ukjent", document.media_type)
    children = (
        _number(record, "file", *_what(document)),
        leaf("versjonsnummer", 1),
        code("variantformat", *(("A", "Arkivformat") if is_ours else ("P", "Produksjonsformat"))),
        code("format", *form),
        optional("mimeType", document.media_type),
        leaf("filnavn", _original_name(record, document) or path.name),
        leaf("referanseDokumentfil", document.path),
        leaf("sjekksum", document.sha256),
        leaf("sjekksumAlgoritme", "SHA-256"),
        optional("filstoerrelse", document.size if document.size <= _LARGEST else None),
    )
    return parent("dokumentobjekt", children)


def _kind(document: Document) -> tuple[str, str]:
    if document.attachment_id is not None or document.message_file_id is not None:
        return "VEDLEGG", "Vedlegg"
    return ("SØKNAD", "Søknad") if document.subtask_id is None else ("NOTAT", "Notat")


def _made(record: CaseRecord, document: Document) -> tuple[datetime, str]:
    """Since when a document is in the case, and by whom."""
    if document.attachment_id is not None:
        attachment = record.attachment(document.attachment_id)
        return attachment.added_at, attachment.added_by.name if attachment.added_by else SYSTEM
    if (message := _message_of(record, document)) is not None:
        return message.sent_at, message.author.name
    its = [one.created_at for one in record.subtasks if one.id == document.subtask_id]
    return (its[0] if its else _begun_at(record)), SYSTEM


def _original_name(record: CaseRecord, document: Document) -> str:
    if document.attachment_id is not None:
        return record.attachment(document.attachment_id).name
    message = _message_of(record, document)
    return next((one.name for one in message.files if one.id == document.message_file_id), "") if message else ""


def _message_of(record: CaseRecord, document: Document) -> MessageRecord | None:
    if document.message_file_id is None:
        return None
    messages = (message for subtask in record.subtasks for message in subtask.conversation.messages)
    return next((one for one in messages if any(file.id == document.message_file_id for file in one.files)), None)


# ---- facts ---------------------------------------------------------------------------------------


def _number(record: CaseRecord, *facts: str | int, name: str = "systemID") -> Element:
    """The number of something in the case. When that began tells two institutions' cases of the same number apart."""
    return system_id("case", record.id, _begun_at(record).isoformat(), *facts, name=name)


def _what(document: Document) -> tuple[str, int]:
    """What a document is, whatever it is called."""
    if document.attachment_id is not None:
        return "attachment", document.attachment_id
    if document.message_file_id is not None:
        return "message file", document.message_file_id
    return "paper", document.subtask_id or 0


def _electronic() -> Element:
    return code("dokumentmedium", "E", "Elektronisk arkiv")


def _begun_at(record: CaseRecord) -> datetime:
    """Since when the case is in Saksbot: its first line in the history."""
    first = record.history[0].at if record.history else None
    return first or datetime.combine(record.applied_on, datetime.min.time(), UTC)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
