"""How each person wants to be told: at once or each morning, which kinds not at all, and in which hours."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import assert_never


class Reminding(StrEnum):
    """When a person is reminded: as things fall due, in a summary each morning, or only of what they are late with."""

    AT_ONCE = "at_once"
    MORNING = "morning"
    OVERDUE = "overdue"


class Concerns(Enum):
    """Whom a kind of notice can concern: only they are asked about it."""

    EVERYBODY = "everybody"
    OWNERS = "owners"
    """Those who can own cases."""
    DISTRIBUTORS = "distributors"


class NoticeKind(StrEnum):
    """What a person can choose not to be told, in the order in which they are asked."""

    DEADLINE = "deadline"
    """The deadlines of their own subtasks that come near."""
    OVERDUE = "overdue"
    """Their own subtasks that are overdue."""
    MESSAGE = "message"
    """New internal messages: they still come, but call nobody."""
    CASE_DEADLINE = "case_deadline"
    """The deadlines of their cases."""
    OLD_CASES = "old_cases"
    """Their cases that are three weeks old."""
    GIVEN = "given"
    """Subtasks they have given to others that are overdue or have not been opened."""
    SOLVED = "solved"
    """Subtasks in their cases that were solved."""
    WAITING = "waiting"
    """Cases that wait for distribution."""

    @property
    def concerns(self) -> Concerns:
        """Whom it can concern."""
        match self:
            case NoticeKind.DEADLINE | NoticeKind.OVERDUE | NoticeKind.MESSAGE:
                return Concerns.EVERYBODY
            case NoticeKind.CASE_DEADLINE | NoticeKind.OLD_CASES | NoticeKind.GIVEN | NoticeKind.SOLVED:
                return Concerns.OWNERS
            case NoticeKind.WAITING:
                return Concerns.DISTRIBUTORS
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's choices. `quiet_hours` lets even what colleagues do wait for their working hours."""

    reminding: Reminding = Reminding.AT_ONCE
    muted: frozenset[NoticeKind] = frozenset()
    quiet_hours: bool = False

    def wants(self, kind: NoticeKind) -> bool:
        """Tell whether the person is to be told of this kind."""
        return kind not in self.muted


@dataclass(frozen=True, slots=True)
class WishesForm:
    """What the dialog "Varsler" shows: what is chosen now, and the kinds of notices that the person can get at all."""

    preferences: Preferences
    kinds: tuple[NoticeKind, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person has filled into that dialog; unchecked words. `offered` are the kinds they could tick."""

    reminding: str
    ticked: Collection[str]
    offered: Collection[str]
    quiet_hours: bool
