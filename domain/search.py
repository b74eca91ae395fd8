"""What people look for among all the work they may open, and what is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.values import CaseLine, Person, SubtaskFacts


class Standing(StrEnum):
    """Which subtasks somebody looks for."""

    UNSOLVED = "unsolved"
    NEW = "new"
    OPEN = "open"
    HELD = "held"
    SOLVED = "solved"


class Due(StrEnum):
    """When what somebody looks for is due."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"


class Order(StrEnum):
    """What stands first."""

    NEWEST = "newest"
    DEADLINE = "deadline"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for: words, all of which have to be found, and what narrows it; nothing narrows nothing."""

    words: str = ""
    standing: Standing | None = None
    due: Due | None = None
    place_id: int | None = None
    """This place, or one below it."""
    assignee_id: int | None = None
    order: Order = Order.NEWEST


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: a subtask, or a case in which nothing else was found.

    `excerpt` is the sentence of a description, conclusion or message in which the words stand, where they stand in no
    title, number or name; `said_by` is who wrote it when it is a message.
    """

    case: CaseLine
    subtask: SubtaskFacts | None = None
    excerpt: str = ""
    said_by: Person | None = None

    @property
    def assignee(self) -> Person | None:
        """Who has it, or had it when it was solved; None for a case, and where somebody must be chosen anew."""
        if self.subtask is None or (self.subtask.is_nobodys and not self.subtask.is_solved):
            return None
        return self.subtask.assignee


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, and whether there is more."""

    hits: tuple[Hit, ...] = field(default=())
    has_more: bool = False
