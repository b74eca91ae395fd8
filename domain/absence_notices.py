"""The short things that are said once about somebody's time away; a part of what domain/notices.py lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class StandsIn:
    """It has begun, and the reader stands in."""

    say: ClassVar[str] = "stands_in"
    absence: int


@dataclass(frozen=True, slots=True)
class AbsenceSet:
    """A colleague has noted or changed it, for the one who is away, or who is to stand in."""

    say: ClassVar[str] = "absence_set"
    absence: int
    by: int


@dataclass(frozen=True, slots=True)
class AbsenceEnded:
    """A colleague has noted that the reader is not away, or will not be."""

    say: ClassVar[str] = "absence_ended"
    by: int


@dataclass(frozen=True, slots=True)
class NobodyStandsIn:
    """The assignee of the subtask that the row names is away, and there is nobody in the assignee's place."""

    say: ClassVar[str] = "nobody_stands_in"
    absence: int


AboutAbsence: TypeAlias = StandsIn | AbsenceSet | AbsenceEnded | NobodyStandsIn
