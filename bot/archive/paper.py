"""Papers: what stands on pages that are kept for good, as PDF/A-2a and PDF/UA-1, and how they are set (paper.typ).

A paper is plain values. What people wrote is handed to the page as data, and never read as markup. The same paper is
the same bytes: no clock, no chance, and no font or file of the machine has a part in it.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import typst

from bot.archive.fonts import FAMILIES, LONGEST_WORD, fonts, shown

STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]
_TEMPLATE: Final = Path(__file__).parent / "paper.typ"
_TABLE_WIDTH: Final = 90  # letters beside each other
_TITLE_MOST: Final = 500  # a PDF keeps no more than 32 767 bytes of a title, and nobody reads as many


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one style: any of bold, italic, strike and code."""

    text: str
    styles: tuple[str, ...] = ()


Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, which is a bookmark, too; nothing where it is empty."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What something is, fact by fact: labels and values beside each other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Text, with its line breaks; `note` is the paper's own words about what stands here or does not."""

    lines: tuple[Line, ...]
    note: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, so deep in others; `first` is the number of its first item, None for one that is not numbered."""

    lines: tuple[Line, ...]
    depth: int = 0
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody quotes."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """What keeps its blanks."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `head` are its columns, empty where its first row is one like the others."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person did at one time: a message, a version of a conclusion. `marks` say what became of it."""

    who: str
    when: str
    marks: tuple[str, ...]
    parts: tuple[Part, ...]
    crossed_out: bool = False
    """It does not stand any more."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Parts on pages of their own; each of these pages says at its top what they are."""

    mark: str
    parts: tuple[Part, ...]


Part: TypeAlias = Heading | Facts | Words | Items | Quote | Code | Table | Entry | Apart


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with everything on it. `at` is its date: an instant that stays the same whenever it is made.

    `above` stands over its title, `footer` at the bottom of each page; `page` numbers it, with {page} and {pages}.
    """

    title: str
    above: str
    footer: str
    page: str
    at: datetime
    parts: tuple[Part, ...]
    language: str = "nb"


def text(words: str, *, note: bool = False) -> Words:
    """Plain words as a part."""
    return Words(tuple((Span(line),) for line in words.split("\n")), note)


def pdf(paper: Paper) -> bytes:
    """The pages; with the letters of one font alone where some of them do not go together in a way nobody foresaw."""
    try:
        return _compiled(paper, only_first=False)
    except typst.TypstError:
        return _compiled(paper, only_first=True)


def _compiled(paper: Paper, *, only_first: bool) -> bytes:
    made: bytes = typst.compile(
        _source(),
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=paper.at.astimezone(UTC).replace(microsecond=0),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(paper, only_first=only_first),
    )
    return made


@cache
def _source() -> bytes:
    return _TEMPLATE.read_bytes()


def _inputs(paper: Paper, *, only_first: bool) -> dict[str, str]:
    families = list(FAMILIES.values())
    plain = _plain(dataclasses.replace(paper, title=paper.title[:_TITLE_MOST].strip() or "–"), only_first=only_first)
    return {"paper": json.dumps({**plain, "fonts": families}, ensure_ascii=False)}


def _plain(value: Any, *, only_first: bool, longest: int = LONGEST_WORD) -> Any:
    """A value as the page reads it: each part says what it is. Columns that are many are narrow."""
    if isinstance(value, str):
        return shown(value, longest=longest, only_first=only_first)
    if isinstance(value, tuple):
        return [_plain(one, only_first=only_first, longest=longest) for one in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Table):
        longest = max(1, min(LONGEST_WORD, _TABLE_WIDTH // max(map(len, (value.head, *value.rows)), default=1)))
    fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
    plain = {name: _plain(field, only_first=only_first, longest=longest) for name, field in fields.items()}
    return {"kind": type(value).__name__.lower(), **plain}
