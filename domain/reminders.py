"""The kinds of reminder: all that is to be known of each, in the order in which a list of them says it.

When each falls due is domain/schedule.py; what it says, and the way it shows, is handlers/views/reminder_kinds.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum

from domain.notification_settings import NoticeKind, Preferences, Reminding


class About(Enum):
    """What a reminder is about."""

    SUBTASK = "subtask"
    CASE = "case"
    CASES = "cases"
    """Several cases, looked up when it is said."""
    DAY = "day"
    """Whatever the reader has to do that day: the summary itself, which is no line of its own."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """What is decided by a kind.

    `why` is for who runs the bot, in the dry run. `switch` turns it off. `presses`: it is said to those, too, who want
    to hear only of what is late. `has_happened`: it is told once and stays true, while nothing in the schedule is.
    """

    about: About
    why: str
    switch: NoticeKind | None = None
    presses: bool = False
    has_happened: bool = False


class ReminderKind(StrEnum):
    """What is reminded of, the most pressing first."""

    def __new__(cls, name: str, reminded: Reminded | None = None) -> ReminderKind:
        """Known by its name; none is without what is decided by it."""
        if reminded is None:
            raise TypeError(f"what is decided by the kind {name!r}?")
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.reminded = reminded
        kind.order = len(cls.__members__)
        return kind

    reminded: Reminded
    order: int

    OWNERLESS = (
        "ownerless",
        Reminded(About.CASE, "its owner has left, lost the role or cannot be reached", presses=True),
    )  # told to everybody who can give the case another one
    OWNERLESS_CASES = (
        "ownerless_cases",
        Reminded(About.CASES, "the cases without an owner, if there are any", NoticeKind.WAITING),
    )
    OVERDUE = "overdue", Reminded(About.SUBTASK, "it is overdue", NoticeKind.OVERDUE, presses=True)
    HOLD_OVER = (
        "hold_over",
        Reminded(About.SUBTASK, "its time on hold is over", presses=True, has_happened=True),
    )  # this was asked for
    UNANSWERED = (
        "unanswered",
        Reminded(About.SUBTASK, "its assignee has asked for more, and waits for an answer", presses=True),
    )  # a colleague cannot go on
    DEADLINE = "deadline", Reminded(About.SUBTASK, "its deadline is near", NoticeKind.DEADLINE)
    NOBODY = "nobody", Reminded(About.SUBTASK, "the assignee has left or lost the role", NoticeKind.GIVEN)
    OWNER_OVERDUE = (
        "owner_overdue",
        Reminded(About.SUBTASK, "somebody else has it, and it is overdue", NoticeKind.GIVEN),
    )
    UNOPENED = (
        "unopened",
        Reminded(About.SUBTASK, "the assignee has not opened it for three working days", NoticeKind.GIVEN),
    )
    CASE_OVERDUE = "case_overdue", Reminded(About.CASE, "it is overdue", NoticeKind.CASE_DEADLINE, presses=True)
    CASE_DEADLINE = "case_deadline", Reminded(About.CASE, "its deadline is near", NoticeKind.CASE_DEADLINE)
    WAITING = (
        "waiting",
        Reminded(About.CASES, "the cases that wait for distribution, if there are any", NoticeKind.WAITING),
    )
    OLD_CASES = (
        "old_cases",
        Reminded(About.CASES, "own cases that are three weeks old, if there are any", NoticeKind.OLD_CASES),
    )
    SUMMARY = "summary", Reminded(About.DAY, "the morning's summary")

    def on(self, today: date, deadline_on: date | None) -> ReminderKind:
        """What it has become on a day: a deadline that was near may have passed, or been moved."""
        for near, passed in (OF_SUBTASK, OF_CASE):
            if self in (near, passed):
                return passed if deadline_on is not None and deadline_on < today else near
        return self


OF_SUBTASK = (ReminderKind.DEADLINE, ReminderKind.OVERDUE)
"""A deadline that comes near, and one that has passed."""
OF_CASE = (ReminderKind.CASE_DEADLINE, ReminderKind.CASE_OVERDUE)


def is_wanted(kind: ReminderKind, wishes: Preferences) -> bool:
    """Whether a person with these wishes is to be reminded of this kind."""
    if wishes.reminding is Reminding.OVERDUE and not kind.reminded.presses:
        return False
    return kind.reminded.switch is None or wishes.wants(kind.reminded.switch)
