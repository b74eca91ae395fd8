"""The papers of a case: PDF/A, the same bytes each time, with everything on them, and the internal part apart."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from bot.archive.drawing import Papers
from domain.case_record import CaseRecord
from tests.bot.archive.long_case import EXPERT, FORMED_TEXT, OWNER, long_case
from tests.bot.archive.pdf_a import faults, words

PAPERS = Papers(ZoneInfo("Europe/Oslo"))
MARK = "Intern samtale – ikke til søker"
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def case() -> CaseRecord:
    return long_case(200)


@pytest.fixture(scope="module")
def first(case: CaseRecord) -> bytes:
    return PAPERS.subtask_pdf(case, case.subtasks[0])


@pytest.fixture(scope="module")
def pages(first: bytes) -> list[str]:
    return pages_of(first)


def pages_of(content: bytes) -> list[str]:
    told = []
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            alone = pikepdf.new()
            alone.pages.append(page)
            alone.save(kept := io.BytesIO())
            told.append(words(kept.getvalue()).replace("\u200b", "").replace("\xa0", " "))
    return told


def test_every_paper_is_pdf_a_to_a_reader_that_did_not_write_it(case: CaseRecord, first: bytes) -> None:
    for content in (first, PAPERS.subtask_pdf(case, case.subtasks[1]), PAPERS.application_pdf(case)):
        assert faults(content) == []
    with pikepdf.open(io.BytesIO(first)) as document:
        assert str(document.Root.Lang) == "nb"
        assert str(document.docinfo["/Title"]) == case.subtasks[0].title
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261002063000")  # its last line in the history


AGAIN = """
import hashlib, zoneinfo
from bot.archive.drawing import Papers
from tests.bot.archive.long_case import long_case
case = long_case(200)
print(hashlib.sha256(Papers(zoneinfo.ZoneInfo("Europe/Oslo")).subtask_pdf(case, case.subtasks[0])).hexdigest())
"""


def test_a_paper_made_again_elsewhere_is_the_same_bytes(first: bytes, tmp_path: Path) -> None:
    elsewhere = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "HOME": str(tmp_path),
    }

    told = subprocess.run([sys.executable, "-c", AGAIN], cwd=tmp_path, env=elsewhere, capture_output=True, check=True)

    assert told.stdout.decode().strip() == hashlib.sha256(first).hexdigest()


def test_it_says_what_was_asked_of_whom_and_what_came_of_it(pages: list[str]) -> None:
    told = "".join(pages)

    for said in (
        "Deloppgave 1 i sak 2026/1234-Ø",
        "Universitetet i Nord / Fakultet for teknologi / Institutt for bygg og anlegg",
        f"{OWNER.name} ({OWNER.email})", f"Ansvarlig{EXPERT.name} ({EXPERT.email})", "Fristons. 30. sep. 2026",
        "Hvor mange studiepoeng kan innpasses?et tall (sp)", "Bachelor, Master, Ph.d.", "en tekst, kan stå tomt",
        "Tatt ut av saken", "Gikk ut 21. september 2026 kl. 08.30", "Fjernet 3. september 2026",
        "37,5 sp", "Versjon 2Gjelder", "Versjon 1Erstattet", "Foreløpig: 20 sp.", "Løst av Đặng Thị Wałęsa-Çelik",
        "redigerte deloppgaven", "Tittelen var «Vurder emnene».",
        "Noe ble gjort som denne versjonen av Saksbot ikke kan fortelle om.",
    ):  # fmt: skip
        assert said in told


def test_every_message_is_there_with_what_it_said_before_and_that_it_was_deleted(
    case: CaseRecord, pages: list[str]
) -> None:
    told = "".join(pages)

    for said in ("Feil sak, beklager.", "Slettet 3. september 2026", "Mangler emne 4 og 5.", "Mangler emne 4.",
                 "Redigert 3. september 2026", "skjermbilde 😀.png (99 kB). I pakken: samtale/01-01-skjermbilde.png",
                 "En fil ble trukket tilbake"):  # fmt: skip
        assert said in told
    assert all(f"Melding {number}: " in told for number in range(5, 201))
    for line in FORMED_TEXT.replace(" | ", "\n").splitlines():
        assert line.strip("0123456789.>• |").strip() in told


def test_the_internal_conversation_has_pages_of_its_own_that_all_say_so(case: CaseRecord, pages: list[str]) -> None:
    internal = [MARK in page for page in pages]
    messages = [any(f"Melding {number}: " in page for number in range(5, 201)) for page in pages]

    assert internal == sorted(internal)
    assert internal[0] is False
    assert all(mark for mark, message in zip(internal, messages, strict=True) if message)
    assert not any("Mangler emne" in page for page in pages[: internal.index(True)])


def test_what_people_wrote_is_no_markup_and_the_applicant_is_not_named(case: CaseRecord, pages: list[str]) -> None:
    told = "".join(pages)

    assert "<1> #strong[x]" in told
    assert case.applicant_email not in told
    assert case.applicant_name not in told


def test_each_page_has_its_number_and_the_case(pages: list[str]) -> None:
    for number, page in enumerate(pages, 1):
        assert f"Deloppgave 1 i sak 2026/1234-ØSide {number} av {len(pages)}" in page


def test_a_subtask_that_was_not_needed_says_why_and_what_it_waited_for(case: CaseRecord) -> None:
    told = "".join(pages_of(PAPERS.subtask_pdf(case, case.subtasks[1])))

    for said in ("Ventet på1. Vurder om emnene", "Avsluttet som ikke nødvendig av", "Det trengs ikke lenger.",
                 "Har ikke tid før fristen: Ferie", "Ingen skrev noe i samtalen.", "Ingen konklusjon er lagret.",
                 "Hva som ble gjort, er slettet."):  # fmt: skip
        assert said in told


def test_the_application_is_a_paper_of_its_own(case: CaseRecord) -> None:
    told = "".join(pages_of(PAPERS.application_pdf(case)))

    for said in (case.applicant_name, case.applicant_email, "Jeg søker om godkjenning.", "vedlegg/01-vitnemål æøå.pdf"):
        assert said in told


def without(name: str) -> Callable[[pikepdf.Pdf], None]:
    def take(document: pikepdf.Pdf) -> None:
        del document.Root[name]

    return take


def a_link(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org"))
    document.pages[0].Annots = pikepdf.Array(
        [document.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action))]
    )


def no_letters(document: pikepdf.Pdf) -> None:
    font = next(iter(document.pages[0].resources.Font.values()))
    del font.DescendantFonts[0].FontDescriptor.FontFile2


@pytest.mark.parametrize(
    ("damage", "noticed"),
    [
        (without("/MarkInfo"), "not marked"),
        (without("/StructTreeRoot"), "no structure"),
        (without("/OutputIntents"), "no output intent"),
        (without("/Lang"), "no language"),
        (without("/Metadata"), "says it is"),
        (a_link, "in it"),
        (no_letters, "is not embedded"),
    ],
)
def test_the_judge_notices_what_is_no_pdf_a(
    case: CaseRecord, damage: Callable[[pikepdf.Pdf], None], noticed: str
) -> None:
    with pikepdf.open(io.BytesIO(PAPERS.application_pdf(case))) as document:
        damage(document)
        document.save(damaged := io.BytesIO())

    assert [fault for fault in faults(damaged.getvalue()) if noticed in fault]
