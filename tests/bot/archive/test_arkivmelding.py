"""What an archive takes in: valid by the published schemas, naming every document once, and the same each time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from bot.archive.arkivmelding import arkivmeldinger
from bot.archive.drawing import Papers
from bot.archive.elements import CATALOGUE, OURS
from bot.archive.originals import originals
from bot.archive.package import make
from cases.archive.gathering import record_of
from domain.archive_package import Document
from domain.case_record import CaseRecord
from domain.values import CaseStatus
from store.files import FileStore
from tests.bot.archive.long_case import day, long_case
from tests.bot.archive.pdf_a import faults
from tests.databases import new_sqlite, open_database
from tests.whole_case import CASE, fill

OSLO = ZoneInfo("Europe/Oslo")
SCHEMAS = Path(__file__).parent / "schemas"
DOCUMENT = Path(__file__).parents[3] / "docs" / "archive.md"
SPACES = {"a": OURS, "n": CATALOGUE}
AWKWARD = ("", "  \n ", "a\x00\x07\ud83d\uffff<&>]]>", "é 😀 王 " * 50)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    (path,) = SCHEMAS.glob("*.opprett.xsd")
    return etree.XMLSchema(etree.parse(path))


def documents_of(record: CaseRecord) -> list[Document]:
    papers = [Document("soknad.pdf", "Søknad", "application/pdf", 10, "0" * 64)]
    for subtask in record.subtasks:
        path = f"deloppgaver/{subtask.number:02}.pdf"
        papers.append(Document(path, subtask.title, "application/pdf", 10, "1" * 64, subtask.id))
    return [*papers, *(one.document("2" * 64, 3_000_000_000) for one in originals(record))]


def messages(record: CaseRecord, documents: Sequence[Document] | None = None) -> dict[str, bytes]:
    return dict(arkivmeldinger(record, documents_of(record) if documents is None else documents, OSLO))


def found(message: bytes, path: str) -> list[str]:
    return [str(one.text) for one in etree.fromstring(message).iterfind(path, SPACES)]


def odd_cases() -> Iterator[CaseRecord]:
    case = long_case(5)
    yield case
    for status in CaseStatus:
        yield replace(
            case, status=status, owner=None, closed_at=None, closed_by=None, type="", attachments=(), history=()
        )
    for text in AWKWARD:
        subtasks = tuple(replace(one, title=text, description=text, ending_text=text) for one in case.subtasks)
        named = replace(case, title=text, type=text, applicant_name=text, applicant_email=text)
        yield replace(named, subtasks=subtasks, closed_by=None)
    yield replace(case, subtasks=())


def test_every_message_is_valid_by_the_schema_of_fiks_arkiv(schema: etree.XMLSchema) -> None:
    for case in odd_cases():
        for message in [*messages(case).values(), *messages(case, ()).values()]:
            schema.assertValid(etree.fromstring(message))


def test_what_is_no_arkivmelding_is_refused_by_the_schema(schema: etree.XMLSchema) -> None:
    message = messages(long_case(5))["arkivmelding-01.xml"]

    assert schema.validate(etree.fromstring(message))
    for right, wrong in (
        (b"journalposttype>", b"slag>"),
        (b"2026-09-30</forfallsdato>", b"30.09.2026</forfallsdato>"),
        (b"<tittel>", b"<tittel></tittel><tittel>"),
    ):
        assert not schema.validate(etree.fromstring(message.replace(right, wrong)))


def test_one_message_is_the_case_with_its_application_and_one_each_subtask() -> None:
    told = messages(long_case(5))

    assert [*told] == ["arkivmelding.xml", "arkivmelding-01.xml", "arkivmelding-02.xml"]
    (folder,) = found(told["arkivmelding.xml"], "a:mappe/a:systemID")
    assert found(told["arkivmelding.xml"], "a:mappe/a:mappeID") == ["2026/1234-Ø"]
    assert found(told["arkivmelding.xml"], "a:registrering/a:journalposttype/n:kode") == ["I"]
    for name, deadline in (("arkivmelding-01.xml", "2026-09-30"), ("arkivmelding-02.xml", "2026-10-30")):
        assert found(told[name], "a:mappe") == []
        assert found(told[name], "a:registrering/a:referanseForelderMappe/n:systemID") == [folder]
        assert found(told[name], "a:registrering/a:journalposttype/n:kode") == ["X"]
        assert found(told[name], "a:registrering/a:forfallsdato") == [deadline]
    waits = found(told["arkivmelding-02.xml"], "a:registrering/a:kryssreferanse/a:referanseTilRegistrering/n:systemID")
    assert waits == found(told["arkivmelding-01.xml"], "a:registrering/a:systemID")


def test_instants_have_their_zone_and_days_are_those_of_the_institution() -> None:
    case = long_case(5)
    late = replace(case.subtasks[0], solved_at=day(30).replace(hour=22, minute=30))  # past midnight in Oslo

    told = messages(replace(case, subtasks=(late,)))["arkivmelding-01.xml"]

    assert found(told, "a:registrering/a:dokumentetsDato") == ["2026-10-02"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", at) for at in found(told, ".//a:opprettetDato"))


def test_numbers_are_unique_and_the_same_whatever_things_are_called() -> None:
    case = long_case(5)
    renamed = replace(case, title="Noe annet", subtasks=tuple(replace(one, title="Ny tittel") for one in case.subtasks))
    elsewhere = replace(case, history=(replace(case.history[0], at=day(0.5)), *case.history[1:]))

    def numbers(record: CaseRecord) -> list[str]:
        return [number for message in messages(record).values() for number in found(message, ".//a:systemID")]

    assert len({*numbers(case)}) == len(numbers(case))
    assert numbers(renamed) == numbers(case)
    assert not {*numbers(elsewhere)} & {*numbers(case)}


def test_a_whole_package_is_valid_and_names_each_of_its_documents_once(schema: etree.XMLSchema, tmp_path: Path) -> None:
    files = FileStore(tmp_path / "files")
    database = open_database(new_sqlite(tmp_path / "one.db"))
    fill(database, files)
    with database.read() as connection:
        record = record_of(connection, CASE)
    database.dispose()
    assert record is not None
    papers = Papers(OSLO)

    made = [make(record, files, papers, papers.translator, tmp_path / name) for name in ("one.zip", "two.zip")]

    assert made[0].digest == made[1].digest
    with zipfile.ZipFile(made[0].path) as package:
        inside = {name: package.read(name) for name in package.namelist()}
    sums = dict(line.split("  ", 1)[::-1] for line in inside["SHA256SUMS"].decode().splitlines())
    told = [message for name, message in inside.items() if name.startswith("arkivmelding")]
    documents = [path for message in told for path in found(message, ".//a:referanseDokumentfil")]
    assert sorted(documents) == sorted(name for name in inside if "/" in name or name == "soknad.pdf")
    for message in told:
        schema.assertValid(etree.fromstring(message))
        named = zip(found(message, ".//a:referanseDokumentfil"), found(message, ".//a:sjekksum"), strict=True)
        assert all(sums[path] == digest for path, digest in named)
        assert found(message, "a:antallFiler") == [str(len(found(message, ".//a:referanseDokumentfil")))]
    for name in documents:
        assert not name.endswith(".pdf") or faults(inside[name]) == []


def test_the_document_has_a_line_for_every_element_that_is_written() -> None:
    written = {
        etree.QName(element).localname
        for message in messages(long_case(5)).values()
        for element in etree.fromstring(message).iter()
        if etree.QName(element).namespace == OURS
    }
    table = DOCUMENT.read_text("utf-8").split("## Element by element")[1].split("\n## ")[0]

    assert {*re.findall(r"^\| `(\w+)`", table, re.MULTILINE)} == written - {"arkivmelding"}
