"""The paper of the application: who applied for what and when, as it came to Saksbot, and which files came with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from bot.archive.originals import originals
from bot.archive.paper import Facts, Heading, Paper, Part, Table, pdf, text
from domain.case_record import CaseRecord
from handlers.translator import Translator


def application_pdf(record: CaseRecord, translator: Translator) -> bytes:
    """The application as PDF/A; the same bytes for the same record."""
    called = translator.say("Søknad i sak {case}", case=record.id)
    paper = Paper(
        title=record.title,
        above=called,
        footer=called,
        page=translator.say("Side {page} av {pages}", page="{page}", pages="{pages}"),
        at=datetime.combine(record.applied_on, time(), UTC),
        parts=tuple(_parts(record, translator)),
        language=translator.language,
    )
    return pdf(paper)


def _parts(record: CaseRecord, translator: Translator) -> Iterator[Part]:
    facts = [
        (translator.say("Søker"), record.applicant_name),
        (translator.say("Søkers e-postadresse"), record.applicant_email),
        (translator.say("Søknadsdato"), translator.day(record.applied_on)),
        (translator.say("Type"), record.type),
        (translator.say("Sted"), " / ".join((*record.place.above, record.place.name))),
    ]
    yield Facts(tuple((label, value) for label, value in facts if value))
    yield Heading(translator.say("Søknadstekst"))
    yield text(record.text) if record.text else text(translator.say("Teksten er tom."), note=True)
    yield Heading(translator.say("Vedlegg"))
    files = [one for one in originals(record) if one.attachment_id is not None]
    columns = (translator.say("Vedlegg"), translator.say("Størrelse"), translator.say("I pakken"))
    if files:
        yield Table(columns, tuple((one.title, translator.size(one.size), one.path) for one in files))
    else:
        yield text(translator.say("Saken har ingen vedlegg."), note=True)
