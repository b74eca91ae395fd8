"""What somebody's calendar is told: the deadlines that they see on their Home, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """The deadline of an unsolved subtask; `is_given` where another one is to solve it. Discreetly: no words of it.

    `changed_at` is when something was done with it last.
    """

    subtask_id: int
    deadline_on: date
    title: str
    case_id: str
    is_given: bool
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """All of somebody's, in the language that they have chosen, if any."""

    person_id: int
    language: str | None
    entries: tuple[Entry, ...]
    discreet: bool
