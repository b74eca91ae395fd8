"""Lists as files: which list somebody wants, and the table that such a file holds.

Whatever people wrote comes out of a spreadsheet as it stands there, or with an apostrophe before it, and never as
something that the spreadsheet does: `harmless` is the one way of a text into a cell, of either kind of file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeAlias

from domain.answer_forms import AnswerForm
from domain.overview import Listing
from domain.values import Person

MOST: Final = 10_000  # rows of one file
KEPT_FOR: Final = timedelta(days=30)  # that such a file lies in a conversation
CELL: Final = 32_767  # UTF-16 units that a spreadsheet keeps of one cell
_RUNS: Final = "=+-@\uff1d\uff0b\uff0d\uff20"
_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_NOTHING: Final = ("Cc", "Cf", "Zs", "Zl", "Zp")  # categories of what stands before a text and is not seen

Cell: TypeAlias = str | int | Decimal | date | None


class ListKind(StrEnum):
    """Which list; the overview and the search have many."""

    MINE = "mine"
    GIVEN = "given"
    SOLVED = "solved"
    OWN_CASES = "own_cases"
    UNDISTRIBUTED = "undistributed"
    OWNERLESS = "ownerless"
    OVERVIEW = "overview"
    SEARCH = "search"
    ANSWERS = "answers"


ON_HOME: Final = (ListKind.MINE, ListKind.GIVEN, ListKind.SOLVED, ListKind.OWN_CASES)
OF_DISTRIBUTORS: Final = (ListKind.UNDISTRIBUTED, ListKind.OWNERLESS)


class Format(StrEnum):
    """As what; its word is the ending of the file's name."""

    XLSX = "xlsx"
    CSV = "csv"


# What the numbers of rows are made of: new ones come at the end.
_NAMES: Final = tuple(
    [str(one) for one in (*ON_HOME, *OF_DISTRIBUTORS, ListKind.SEARCH, ListKind.ANSWERS)]
    + [f"{ListKind.OVERVIEW}.{one}" for one in Listing]
)
_ROOM: Final = 64


@dataclass(frozen=True, slots=True)
class WantedList:
    """A list that somebody wants as a file.

    `about` is the place of an overview (0 for all), the named search, or the round; `sought` what is searched for, as
    it is kept.
    """

    kind: ListKind
    format: Format = Format.XLSX
    listing: Listing | None = None
    about: int = 0
    sought: Mapping[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """By which the file in somebody's conversation is known: a newer one of the same list takes its place."""
        name = f"{self.kind}.{self.listing}" if self.kind is ListKind.OVERVIEW else str(self.kind)
        return (self.about * _ROOM + _NAMES.index(name)) * 2 + [*Format].index(self.format)

    @property
    def written(self) -> dict[str, Any]:
        """As it is kept."""
        return {**self.named, "about": self.about, "sought": dict(self.sought)}

    @property
    def named(self) -> dict[str, str]:
        """Which list and as what, without what is searched for in it."""
        named = {"list": str(self.kind), "format": str(self.format)}
        return named | ({"listing": str(self.listing)} if self.listing else {})

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> WantedList | None:
        """Read what `written` gave; None for what is no list of this version."""
        kind, listing, about = str(said.get("list")), said.get("listing"), said.get("about")
        if kind not in {*ListKind} or (kind == ListKind.OVERVIEW and listing not in {*Listing}):
            return None
        sought = said.get("sought")
        return cls(
            ListKind(kind),
            Format(said["format"]) if said.get("format") in {*Format} else Format.XLSX,
            Listing(listing) if kind == ListKind.OVERVIEW and listing is not None else None,
            about if isinstance(about, int) and about > 0 else 0,
            sought if isinstance(sought, dict) else {},
        )


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that stands in a list, as its reader may see it; what the items are is said by `wanted`.

    `case_id`, `form` and `runs_case` belong to the answers of a round.
    """

    wanted: WantedList
    reader: Person
    today: date
    items: tuple[Any, ...]
    has_more: bool = False
    case_id: str = ""
    form: AnswerForm = ()
    runs_case: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What such a file holds; `more` says in its last line that there is more than it holds, empty where not."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: str = ""

    @property
    def lines(self) -> tuple[tuple[Cell, ...], ...]:
        """Everything below the headings."""
        return (*self.rows, (self.more,)) if self.more else self.rows


def harmless(text: str) -> str:
    """A text as it may stand in a cell: nothing runs, nothing is unreadable, and it is not longer than a cell holds.

    What a spreadsheet would run begins with one of a few characters, also behind what is not seen; an apostrophe
    before it says that it is text. https://owasp.org/www-community/attacks/CSV_Injection
    """
    broken = _BREAKS.sub("\n", text)
    clean = "".join(one if _is_readable(one) else "\ufffd" for one in broken if one in "\n\t" or not _is_control(one))
    first = next((one for one in clean if unicodedata.category(one) not in _NOTHING), "")
    runs = (first and first in _RUNS) or clean[:1] in ("\t", "\n")
    return _cut(f"'{clean}" if runs else clean)


def _is_control(one: str) -> bool:
    return unicodedata.category(one) == "Cc"


def _is_readable(one: str) -> bool:
    """Whether it is a character that a file in UTF-8 and in XML can hold."""
    return unicodedata.category(one) != "Cs" and ord(one) & 0xFFFE != 0xFFFE


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL:
        return text
    return units[: 2 * (CELL - 1)].decode("utf-16-le", "ignore") + "…"


def file_name(called: str, on: date, format_: Format) -> str:
    """What a file is called: the list in plain letters, and the day on which somebody asked for it."""
    plain = called.lower().translate({ord("æ"): "ae", ord("ø"): "o", ord("ß"): "ss"})
    folded = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    words = re.sub("[^a-z0-9]+", "-", folded).strip("-")[:60]
    return f"{words or 'liste'}-{on.isoformat()}.{format_}"
