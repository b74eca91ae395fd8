"""The distributor's overview: what to do first, what is late, what waits, who is away, and who has how much now.

It counts what is open now, and nothing else: docs/decisions/0021-counts-of-what-is-open-now.md says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.absences import Absence
from domain.forms import WaitingCase
from domain.places import Place
from domain.values import CaseStatus, Person, SubtaskFacts


class Listing(StrEnum):
    """What the overview lists, the most urgent first."""

    OWNERLESS = "ownerless"
    """Cases whose owner cannot answer for them any more."""
    UNDISTRIBUTED = "undistributed"
    LATE_CASES = "late_cases"
    LATE_SUBTASKS = "late_subtasks"
    UNOPENED = "unopened"
    """Subtasks that their assignees have had for a week without opening them."""
    WAITING = "waiting"
    """Subtasks that are on hold, or wait for the case's owner or for another subtask."""
    AWAY = "away"
    CASES = "cases"
    """Every case that is distributed and has not ended."""
    WORK = "work"
    """How much everybody has now."""


@dataclass(frozen=True, slots=True)
class Turned:
    """Where somebody has turned the overview to; without a `listing` it is the most urgent one that is not empty."""

    listing: Listing | None = None
    place_id: int | None = None
    """This place, or one below it."""
    page: int = 0

    @classmethod
    def read(cls, state: Mapping[str, object] | None) -> Turned:
        """What `written` gave; the beginning for anything that it did not give."""
        found = state or {}
        listing, place_id, page = found.get("listing"), found.get("place"), found.get("page")
        return cls(
            Listing(listing) if isinstance(listing, str) and listing in set(Listing) else None,
            place_id if isinstance(place_id, int) else None,
            page if isinstance(page, int) and page > 0 else 0,
        )

    @property
    def written(self) -> dict[str, object]:
        """As it is kept."""
        return {"listing": self.listing, "place": self.place_id, "page": self.page}


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """A case among those of many places; `owner_lost` says that its owner cannot answer for it any more."""

    id: str
    title: str
    place: str
    status: CaseStatus
    deadline_on: date | None
    open_subtasks: int
    owner: Person | None
    owner_lost: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has now: cases that have not ended, and subtasks that are not solved."""

    person: Person
    cases: int
    subtasks: int


@dataclass(frozen=True, slots=True)
class Overview:
    """One page of one list, how much stands in all of them, and where and when that was so.

    Which of the lists' tuples holds anything is said by `listing`. `place_id` is the place that was chosen, None for
    all of the reader's `places`, each of which has those below it.
    """

    reader: Person
    at: datetime
    today: date
    listing: Listing
    counts: Mapping[Listing, int]
    places: tuple[Place, ...]
    place_id: int | None = None
    page: int = 0
    has_more: bool = False
    to_give: tuple[WaitingCase, ...] = ()
    cases: tuple[PlacedCase, ...] = ()
    subtasks: tuple[SubtaskFacts, ...] = ()
    away: tuple[Absence, ...] = ()
    work: tuple[Load, ...] = ()
