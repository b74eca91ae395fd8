"""What files say and what lies beside them: one form, whatever program or disk wrote them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases.acts import distribution
from cases.context import Context
from store import schema, tables
from store.database import Database
from store.files import FileStore
from tests import postgres
from tests.cases.importing.importer import INSTITUTION, Importer

Form = Literal["NFC", "NFD"]
TEXTS = [
    "Det humanistiske fakultet", "Institutt for historie", "kari@uni.example", "Kari Nordmann", "2026-101",
    "Innpassing av eksterne emner – Bachelor i historie", "Ada Søker", "ada@student.example", "184.12.1",
    "Jeg søker om innpassing.", "Vitnemål", "vitnemal.pdf", "saksbehandler", "U0OLA", "2026-12-18", "2026-11-02",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_no_key_of_an_import_takes_text_in_another_form(importer: Importer, text: str) -> None:
    importer.institution()
    before = everything(importer)
    disguised = normalize("NFD", f"{text[:2]}\u200b{text[2:]}\u00ad")
    assert disguised != text
    importer.take(re.sub(rf'"?{re.escape(text)}"?', lambda _: json.dumps(disguised), INSTITUTION))
    assert everything(importer) == before


def everything(importer: Importer) -> list[tuple[Any, ...]]:
    read = (tables.places, tables.people, tables.roles, tables.cases, tables.attachments)
    return [tuple(row) for table in read for row in importer.rows(sa.select(table).order_by(*table.primary_key))]


@pytest.mark.parametrize("number", ["2026–101", "#2026-101", "«2026‑101»", "2026 − 101"])
def test_an_import_knows_a_case_however_its_number_is_written(importer: Importer, number: str) -> None:
    importer.institution()
    importer.take(f"cases: [{{id: '{number}', withdrawn: true}}]")
    assert importer.one(sa.select(tables.cases.c.id, tables.cases.c.status)) == ("2026-101", "withdrawn")


@pytest.mark.parametrize(("on_disk", "in_file"), [("NFD", "NFC"), ("NFC", "NFD"), ("NFD", "NFD"), ("NFC", "NFC")])
def test_an_attachment_is_found_in_whichever_form_the_disk_has_its_name(
    importer: Importer, on_disk: Form, in_file: Form
) -> None:
    name = "Vedlegg fra Åse/Årsplan æøå.pdf"
    importer.write(b"%PDF vitnemaal", "vitnemal.pdf")
    importer.write(b"%PDF", normalize(on_disk, name))
    importer.take(INSTITUTION.replace("file: vitnemal.pdf", f"file: {normalize(in_file, name)}"))
    assert importer.one(sa.select(tables.attachments.c.name, tables.attachments.c.size)) == ("Årsplan æøå.pdf", 4)


def test_a_name_in_another_form_leads_to_no_file_outside(importer: Importer) -> None:
    importer.write(b"%PDF", "../A\u030apen.pdf")
    (importer.folder / "A\u030apen.pdf").symlink_to(importer.folder.parent / "A\u030apen.pdf")
    _, said = importer.only_fault(INSTITUTION.replace("file: vitnemal.pdf", "file: Åpen.pdf"))
    assert "ligger utenfor mappen" in said


def test_a_postgresql_that_knows_no_letters_but_ascii_finds_the_same_people_in_the_same_order(tmp_path: Path) -> None:
    address = postgres.empty_database()  # with the locale C, to which Å and å are no letters
    database = Database(address)
    schema.upgrade(database)
    context = Context(database, FileStore(tmp_path / "kept"), ZoneInfo("Europe/Oslo"))
    importer = Importer(context, tmp_path)
    names = ("Zara Øy", "ÅSE ØVREBØ", "Aase Øy", "Bjo\u0308rn A\u030ase", "Ase Berg")
    people = [
        f"{{email: p{number}@uni.example, name: {name}, slack_id: U0P{number}, "
        "roles: [{place: '184.12.1', role: fordeler}]}"
        for number, name in enumerate(names)
    ]
    importer.institution()
    importer.take(f"people: [{', '.join(people)}]")
    found = {
        typed: [one.person.name for one in distribution.possible_owners(context, "2026-101", typed, actor="U0KARI")]
        for typed in ("åse", "ase", "øvrebø", "OVREBO")
    }
    database.dispose()
    postgres.drop_database(address)
    assert found == {
        "åse": ["Aase Øy", "Björn Åse", "ÅSE ØVREBØ"],
        "ase": ["Aase Øy", "Ase Berg", "Björn Åse", "ÅSE ØVREBØ"],
        "øvrebø": ["ÅSE ØVREBØ"],
        "OVREBO": ["ÅSE ØVREBØ"],
    }
