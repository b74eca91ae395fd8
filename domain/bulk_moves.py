"""Giving much to somebody at once (`Flytt flere`): what is chosen from, what would become of each, and what did."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.absences import Absence
from domain.places import Place
from domain.values import OWNING, Person, Role

MOST: Final = 200
"""So many are moved in one go."""
UNDO_FOR: Final = timedelta(minutes=5)


class Listed(StrEnum):
    """What a distributor chooses from; the names stand in buttons, and are never changed or reused."""

    UNDISTRIBUTED = "undistributed"
    OWNERLESS = "ownerless"
    CASES = "cases"
    SUBTASKS = "subtasks"
    OVERDUE = "overdue"
    UNOPENED = "unopened"

    @property
    def is_of_cases(self) -> bool:
        """Whether it lists cases, and not subtasks."""
        return self in (Listed.UNDISTRIBUTED, Listed.OWNERLESS, Listed.CASES)

    @property
    def may_be_of_person(self) -> bool:
        """Whether it may be narrowed to what one person has."""
        return self is not Listed.UNDISTRIBUTED

    @property
    def needs_person(self) -> bool:
        """Whether it is only of one person: there is no end to it otherwise."""
        return self is Listed.SUBTASKS


def roles_for(*, is_of_cases: bool) -> tuple[Role, ...]:
    """The roles to which something can be offered."""
    return OWNING if is_of_cases else (Role.EXPERT, *OWNING)


@dataclass(frozen=True, slots=True)
class From:
    """Which of these lists is wanted: of everybody, or what one person has; of all places, or below one."""

    listed: Listed
    person_id: int | None = None
    place_id: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be moved: a case, or a subtask. `key` is its number, `holder` who has it now.

    `rests` says that a subtask is on hold, or waits for an answer.
    """

    key: str
    title: str
    case_id: str
    place: str
    deadline_on: date | None
    holder: Person | None
    rests: bool = False


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the dialog lets choose from; `person` is whose they are, where they are one person's only."""

    wanted: From
    shown: tuple[Candidate, ...]
    has_more: bool
    person: Person | None = None
    place: Place | None = None
    rests: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person has chosen: which of them, and to whom, or to which role of the place; unchecked.

    `with_resting` says that what rests is meant as well: it is gone on with, by who gets it.
    """

    is_of_cases: bool
    keys: tuple[str, ...]
    receiver_id: int | None
    role: Role | None
    with_resting: bool
    reason: str


class Outcome(StrEnum):
    """What becomes of one of them; the names stand in the database."""

    MOVES = "moves"
    OFFERED = "offered"
    RESTS = "rests"
    DISQUALIFIED = "disqualified"
    NO_ROLE = "no_role"
    NOBODY = "nobody"
    THEIRS = "theirs"
    OFFERED_BEFORE = "offered_before"
    ENDED = "ended"

    @property
    def is_done(self) -> bool:
        """Whether anything is done with it."""
        return self in (Outcome.MOVES, Outcome.OFFERED)


@dataclass(frozen=True, slots=True)
class Line:
    """One of them, and what would become of it; `offered_to` is how many would be asked."""

    thing: Candidate
    outcome: Outcome
    offered_to: int = 0


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would happen, before anything does. `shown_again` says that it is something else than was shown before.

    `receiver` is None for an offer to everybody with `role`; `away` is when the receiver is away.
    """

    number: int
    is_of_cases: bool
    receiver: Person | None
    role: Role | None
    away: Absence | None
    lines: tuple[Line, ...]
    shown_again: bool = False

    def of(self, *outcomes: Outcome) -> tuple[Line, ...]:
        """The lines of which this would become."""
        return tuple(line for line in self.lines if line.outcome in outcomes)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that was offered, as it stands; `is_over` says that nobody may take it any more.

    `taken_by` is who took it, and `is_mine` says that this is who reads it.
    """

    id: int
    thing: Candidate
    is_of_case: bool
    case_owner: Person | None = None
    taken_by: Person | None = None
    is_over: bool = False
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What was moved together, as it concerns one reader.

    `got` are those that are the reader's now, `lost` counts what the reader had, `in_cases` are subtasks of the
    reader's cases that somebody else solves now, `offers` what the reader may take, or might have. `receipt` is for
    who moved them.
    """

    number: int
    by: Person
    is_of_cases: bool
    receiver: Person | None
    role: Role | None
    got: tuple[Candidate, ...] = ()
    lost: int = 0
    in_cases: tuple[Candidate, ...] = ()
    offers: tuple[Offer, ...] = ()
    receipt: Receipt | None = None
    is_undone: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it was taken back, and nobody need hear of it who has not heard before."""
        return self.is_undone and self.receipt is None

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it for its reader."""
        return bool(self.got or self.lost or self.in_cases or self.offers or self.receipt)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What who moved them is told: how many, what stayed where it was and why, and until when it can be taken back.

    `open_offers` counts what nobody has taken yet. `kept` names what could not be given back since it has changed.
    """

    moved: int
    left: tuple[tuple[Outcome, int], ...]
    may_undo_until: datetime | None
    open_offers: int = 0
    kept: tuple[Candidate, ...] = field(default=())
