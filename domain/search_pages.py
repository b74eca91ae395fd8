"""What the pages and dialogs around a search show, and how a search is kept: on somebody's Home, and under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from domain.places import Place
from domain.search import Due, Found, Order, Sought, Standing
from domain.values import Person

MOST_HITS: Final = 100  # that are shown: as many as a menu holds
MOST_SAVED: Final = 5  # named searches of one person
WORDS: Final = 200  # characters of what is looked for
NAME: Final = 40  # characters of a search's name: it stands on a button

ON_HOLD: Final = Sought(standing=Standing.HELD, order=Order.DEADLINE)
"""What everybody has as a list of its own."""

W = TypeVar("W", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search to which its person has given a name."""

    id: int
    name: str
    sought: Sought


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What the dialog for searching shows; `view_id` is the named search that is being changed.

    `place` and `assignee` are what it is narrowed to, as on the page.
    """

    sought: Sought
    place: Place | None = None
    assignee: Person | None = None
    view_id: int | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found; `drawn` is another number each time somebody turns to it.

    `view` is the named search that was opened, even when it was changed since. `place` and `assignee` are what narrows
    it, None where nothing does or where the reader knows of no such place or person any more.
    """

    reader: Person
    today: date
    sought: Sought
    found: Found
    view: SavedSearch | None = None
    place: Place | None = None
    assignee: Person | None = None
    drawn: int = 0

    @property
    def lost(self) -> bool:
        """Whether it is narrowed by something of which the reader knows nothing any more."""
        lost_place = self.sought.place_id is not None and self.place is None
        return lost_place or (self.sought.assignee_id is not None and self.assignee is None)

    @property
    def is_view(self) -> bool:
        """Whether it is a named search as it was saved."""
        return self.view is not None and self.view.sought == self.sought


@dataclass(frozen=True, slots=True)
class NamingForm:
    """What the dialog for giving a search a name shows; `view_id` is the named search that it was before."""

    sought: Sought
    saved: tuple[SavedSearch, ...]
    view_id: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether one of those that are there has to make room."""
        return len(self.saved) >= MOST_SAVED


@dataclass(frozen=True, slots=True)
class Naming:
    """What a person has filled into it; unchecked. `replaces` is the named search in whose place it comes."""

    name: str
    sought: Sought
    replaces: int | None = None


def kept(sought: Sought, view_id: int | None = None) -> dict[str, Any]:
    """The form in which a search is kept: what is not asked for is left out."""
    found = {name: value for name, value in asdict(sought).items() if value not in (None, "")}
    return found | ({"view": view_id} if view_id else {})


def read(said: Mapping[str, Any]) -> Sought:
    """Read what `kept` wrote; what this version does not know narrows nothing."""
    return Sought(
        words=str(said.get("words") or ""),
        standing=_word(Standing, said.get("standing")),
        due=_word(Due, said.get("due")),
        place_id=number(said.get("place_id")),
        assignee_id=number(said.get("assignee_id")),
        order=_word(Order, said.get("order")) or Order.NEWEST,
    )


def number(said: object) -> int | None:
    """Read the number of something; None for anything else."""
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def _word(words: type[W], said: object) -> W | None:
    return words(said) if isinstance(said, str) and said in {*words} else None
