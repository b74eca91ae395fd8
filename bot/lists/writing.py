"""A table as a file, the same bytes for the same table: for a spreadsheet, and for everything else."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from domain.lists import Cell, Format, Table, harmless

_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - every file's own: no clock is in it
_WIDEST: Final = 60
_NARROWEST: Final = 10
_MEASURED: Final = 500  # rows by which a column's width goes
_SHEET: Final = 31  # characters of a sheet's name
_NOT_IN_SHEET: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_OPTIONS: Final = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}  # fmt: skip


def write(table: Table, format_: Format, to: Path) -> str:
    """Write a table to a file that is not there yet, and give the digest of its bytes. Raises OSError."""
    {Format.XLSX: _write_xlsx, Format.CSV: _write_csv}[format_](table, to)
    with to.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_csv(table: Table, to: Path) -> None:
    """As Norwegian spreadsheets open it by themselves: the mark that says UTF-8, and semicolons."""
    with to.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([harmless(one) for one in table.headings])
        writer.writerows([_written(cell) for cell in row] for row in table.lines)


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return cell.isoformat()
        case Decimal():
            return f"{cell:f}".replace(".", ",")
        case int():
            return str(cell)
        case _:
            return harmless(cell)


def _write_xlsx(table: Table, to: Path) -> None:
    """Row by row, so that a long list needs no more memory than a short one."""
    import xlsxwriter  # noqa: PLC0415 - a hundredth of a second that a start need not wait for

    with xlsxwriter.Workbook(str(to), {**_OPTIONS, "tmpdir": str(to.parent)}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(_sheet_name(table.name))
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        top = book.add_format({"valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        for at, width in enumerate(_widths(table)):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(table.rows), len(table.headings) - 1)
        for at, heading in enumerate(table.headings):
            sheet.write_string(0, at, harmless(heading), bold)
        for number, row in enumerate(table.lines, 1):
            for at, cell in enumerate(row):
                match cell:
                    case None:
                        continue
                    case date():
                        sheet.write_datetime(number, at, cell, day)
                    case int() | Decimal():
                        sheet.write_number(number, at, cell, top)
                    case _:
                        sheet.write_string(number, at, harmless(cell), wrapped)


def _sheet_name(name: str) -> str:
    """A name that a sheet may have, whatever the list is called."""
    return harmless(" ".join(name.translate(_NOT_IN_SHEET).split()))[:_SHEET].strip("' ") or "Liste"


def _widths(table: Table) -> Iterable[int]:
    rows = [table.headings, *table.rows[:_MEASURED]]
    for at in range(len(table.headings)):
        longest = max(max(map(len, _written(row[at]).split("\n"))) for row in rows)
        yield max(_NARROWEST, min(_WIDEST, longest + 3))  # and the button of the filter
