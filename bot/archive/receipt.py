"""KVITTERING.txt: says to whoever opens a package what is in it, and what is not; in bokmål, as an archive reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.archive.originals import Fault, Original
from domain.archive_package import Document
from domain.case_record import CaseRecord
from domain.values import CaseStatus
from handlers.translator import Translator
from handlers.views.blocks import one_line
from handlers.views.status import case_status

FAULTS: Final = {
    Fault.MISSING: "{path}: «{name}» finnes ikke blant filene til Saksbot.",
    Fault.DAMAGED: "{path}: «{name}» er skadet og er derfor ikke lagt i pakken.",
    Fault.NOT_FETCHED: "{path}: «{name}» er ikke hentet fra Slack.",
}


def receipt(
    record: CaseRecord, documents: Iterable[Document], missing: Sequence[tuple[Original, Fault]], translator: Translator
) -> str:
    """The whole text; the same for the same record."""
    parts = (
        _about(record, translator),
        [translator.say("Innhold"), "", *_inside(list(documents), translator)],
        [translator.say("Internt"), "", *_internal(list(documents), translator)],
        [translator.say("Ikke med"), "", *_outside(record, missing, translator)],
    )
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _about(record: CaseRecord, translator: Translator) -> list[str]:
    lines = [
        translator.say("Arkivpakke for sak {number}", number=record.id),
        one_line(record.title, 500),
        "",
        translator.say("Sted: {place}", place=" / ".join([*record.place.above, record.place.name])),
        translator.say("Status: {status}", status=case_status(record.status, translator)),
    ]
    if record.closed_at and record.status is CaseStatus.CLOSED and record.closed_by:
        words = "Avsluttet: {at} av {name}"
        lines.append(translator.say(words, at=record.closed_at, name=one_line(record.closed_by.name, 200)))
    elif record.closed_at:
        lines.append(translator.say("Avsluttet: {at}", at=record.closed_at))
    return [*lines, "", translator.say("Pakken er formet som Noark 5. Den er ikke sertifisert.")]


def _inside(documents: Sequence[Document], translator: Translator) -> Iterator[str]:
    papers = sum(one.path.startswith("deloppgaver/") for one in documents)
    attached = sum(one.attachment_id is not None for one in documents)
    sent = sum(one.message_file_id is not None for one in documents)
    yield f"soknad.pdf: {translator.say('søknaden som PDF/A')}"
    if papers:
        yield (
            f"deloppgaver/: {translator.count('én deloppgave som PDF/A', '{n} deloppgaver, hver som en PDF/A', papers)}"
        )
    if attached:
        yield f"vedlegg/: {translator.count('ett vedlegg slik det kom', '{n} vedlegg slik de kom', attached)}"
    if sent:
        yield f"samtale/: {translator.count('én fil sendt i en samtale', '{n} filer sendt i samtaler', sent)}"
    yield f"arkivmelding.xml: {translator.say('saken og søknaden, for et arkivsystem; deloppgavene har hver sin fil')}"
    yield f"sak.json: {translator.say('alt som står om saken i Saksbot')}"
    yield f"historikk.json: {translator.say('hvem som gjorde hva, og når')}"
    yield f"SHA256SUMS: {translator.say('kontrollsummer; de kan kontrolleres med «sha256sum -c SHA256SUMS»')}"


def _internal(documents: Sequence[Document], translator: Translator) -> list[str]:
    """Name what must not go to the applicant, and of the folders only those that are there."""
    folders = [one for one in ("deloppgaver/", "samtale/") if any(each.path.startswith(one) for each in documents)]
    return [
        translator.say(
            "Samtalen mellom sakseier og ansvarlig er intern. Den står i {places}, som ikke skal gis til søkeren.",
            places=translator.together([*folders, "sak.json"]),
        )
    ]


def _outside(record: CaseRecord, missing: Sequence[tuple[Original, Fault]], translator: Translator) -> Iterator[str]:
    if missing:
        yield translator.count("Én av sakens filer mangler:", "{n} av sakens filer mangler:", len(missing))
        for original, fault in missing:
            yield f"  {translator.say(FAULTS[fault], path=original.path, name=one_line(original.name, 200))}"
    else:
        yield translator.say("Ingen av sakens filer mangler.")
    out = sum(one.withdrawn_at is not None for one in record.attachments)
    if out:
        yield translator.count("Ett vedlegg er fjernet fra saken.", "{n} vedlegg er fjernet fra saken.", out)
    sent = [file for one in record.subtasks for message in one.conversation.messages for file in message.files]
    if back := sum(file.removed_at is not None for file in sent):
        yield translator.count("Avsenderen har tatt tilbake én fil.", "Avsenderne har tatt tilbake {n} filer.", back)
    if erased := sum(line.erasure_id is not None for line in record.history):
        yield translator.count(
            "I én linje i historikken er opplysninger slettet.",
            "I {n} linjer i historikken er opplysninger slettet.",
            erased,
        )
    yield translator.say("Svar til søkeren skrives ikke i Saksbot, og er ikke med.")
    yield translator.say(
        "Hvor meldinger står i Slack, påminnelser, e-post om nye oppgaver og folks innstillinger hører ikke til saken, "
        "og er ikke med."
    )
