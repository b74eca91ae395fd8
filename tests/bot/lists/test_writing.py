"""Lists as files: read again by an independent spreadsheet reader, nothing of them runs, and nothing is lost."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from bot.lists.writing import write
from domain.lists import CELL, Cell, Format, Table, file_name, harmless

DAY = date(2026, 11, 28)
RUNS = [
    "=1+1", "+47 22 85 50 50", "-2+3", "@SUM(A1)", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20A1", "  =1+1", "\u00a0=1",
    "\ufeff=1", "\u200b=HYPERLINK(\"http://x\")", "\t=1", "\tcmd", "\rcmd", "\n=1", "=cmd|' /C calc'!A0", "\x00=1",
]  # fmt: skip
KEPT = [
    'Søknad; «med» "anførsel", og\nto linjer', "1-2", "a=b", "ÆØÅ æøå ǩ 漢字 🙂", "https://uio.no", "0012", "_x0041_",
    "",
]  # fmt: skip
UNSEEN = " \t\r\n\x00\u00a0\ufeff\u200b"


def table(*texts: Cell) -> Table:
    return Table("Mine deloppgaver", ("Tekst", "Frist", "Antall"), tuple((one, DAY, 7) for one in texts))


def read_csv(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", RUNS)
def test_what_a_spreadsheet_would_run_is_text_behind_an_apostrophe(text: str) -> None:
    assert harmless(text)[0] == "'"
    assert harmless(text)[1:].strip(UNSEEN) == text.strip(UNSEEN)


@pytest.mark.parametrize("text", KEPT)
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_both_files_hold_every_text_and_no_formula_and_their_days_are_days(tmp_path: Path) -> None:
    shown = table(*RUNS, *KEPT)
    write(shown, Format.XLSX, tmp_path / "a.xlsx")
    write(shown, Format.CSV, tmp_path / "a.csv")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Mine deloppgaver", "A2", "A1:C27")
    cells = list(sheet.iter_rows(min_row=2))
    assert [unescape(row[0].value or "") for row in cells] == [harmless(one) for one in (*RUNS, *KEPT)]
    assert {cell.data_type for row in cells for cell in row} <= {"s", "d", "n", "inlineStr"}
    assert {(row[1].value.date(), row[1].number_format, row[2].value) for row in cells} == {(DAY, "yyyy-mm-dd", 7)}
    heading, *lines = read_csv(tmp_path / "a.csv")
    assert heading == ["Tekst", "Frist", "Antall"]
    assert lines == [[harmless(one), "2026-11-28", "7"] for one in (*RUNS, *KEPT)]
    assert not any(line[0][:1] in "=+-@\t\r" for line in lines if line[0])


def test_the_same_table_is_the_same_bytes(tmp_path: Path) -> None:
    for each in Format:
        digests = {write(table("a", "b"), each, tmp_path / f"{number}.{each}") for number in range(2)}
        assert len(digests) == 1


def test_what_no_file_can_hold_is_marked_and_a_cell_is_not_longer_than_a_spreadsheet_keeps(tmp_path: Path) -> None:
    assert harmless("a\ud800b\uffffc\x07d") == "a\ufffdb\ufffdcd"
    assert harmless("a\r\nb\u2028c\x0bd") == "a\nb\nc\nd"
    assert harmless("x" * CELL) == "x" * CELL
    assert harmless("x" * (CELL + 1)) == "x" * (CELL - 1) + "…"
    emoji = harmless("🙂" * CELL)
    assert len(emoji.encode("utf-16-le")) <= 2 * CELL
    write(table("🙂" * CELL, "x" * (CELL + 1)), Format.XLSX, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet["A2"].value == emoji
    assert len(sheet["A3"].value) == CELL


def test_numbers_are_numbers_and_nothing_is_an_empty_cell(tmp_path: Path) -> None:
    shown = Table("Svar: [1]/2*?", ("a", "b", "c"), ((Decimal("-7.5"), None, -3),), "Det er flere.")
    write(shown, Format.XLSX, tmp_path / "a.xlsx")
    write(shown, Format.CSV, tmp_path / "a.csv")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [cell.value for cell in sheet[2]] == [-7.5, None, -3]
    assert (sheet.title, sheet["A3"].value) == ("Svar 1 2", "Det er flere.")
    assert read_csv(tmp_path / "a.csv")[1:] == [["-7,5", "", "-3"], ["Det er flere."]]


def test_a_file_is_called_by_its_list_and_its_day_in_plain_letters() -> None:
    assert file_name("Mine deloppgaver", DAY, Format.XLSX) == "mine-deloppgaver-2026-11-28.xlsx"
    assert file_name("På vent", DAY, Format.CSV) == "pa-vent-2026-11-28.csv"
    assert file_name("Søk ../", DAY, Format.CSV) == "sok-2026-11-28.csv"
    assert file_name("漢", DAY, Format.CSV) == "liste-2026-11-28.csv"
