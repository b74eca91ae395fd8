"""What becomes of a subtask of the large sample, drawn by lot: told as the steps that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import floor
from random import Random
from typing import Any

from bot.sample.large.calendar import LAST, Calendar
from bot.sample.large.doing import Doing, Step, Subtask
from bot.sample.large.telling import Facts, Telling
from domain.forms import Reason

# How often each happens, of a hundred, in a case that is worked on.
_WEIGHTS = {
    "solved": 41, "by owner": 2, "not needed": 3, "begun": 22, "new": 9, "unopened": 6, "overdue": 8, "held": 5,
    "waits": 3, "declined": 3,
}  # fmt: skip
_ENDED = {"solved": 80, "by owner": 5, "not needed": 7, "begun": 8}
_MESSAGES = {0: 56, 1: 14, 2: 18, 3: 7, 4: 5}


@dataclass(frozen=True)
class Span:
    """From when on a case is worked on, until when, and whether it has ended by then."""

    opened: float
    until: float
    has_ended: bool


class Fates:
    """Draws what happens with a subtask."""

    def __init__(self, lot: Random, telling: Telling, calendar: Calendar) -> None:
        """Draw with these random numbers, for this calendar."""
        self._lot, self._telling, self._calendar = lot, telling, calendar

    def of(
        self, subtask: Subtask, facts: Facts, answers: Sequence[str], span: Span, case_due: int | None
    ) -> Iterator[Step]:
        """The steps of one subtask of a case, which is due on this working day."""
        fate = self._draw(_ENDED if span.has_ended else _WEIGHTS)
        if fate in ("unopened", "overdue") and span.until - span.opened < 9:
            fate = "new"
        given = self._given(fate, span)
        subtask.due_on = self._calendar.day(self._due(fate, given, case_due))
        yield Step(given, partial(Doing.create, subtask=subtask))
        yield from self._told(fate, subtask, facts, answers, given, span.until)

    def _draw(self, weights: dict[Any, int]) -> Any:
        return self._lot.choices(list(weights), list(weights.values()))[0]

    def _given(self, fate: str, span: Span) -> float:
        """When it is given: most of them soon after the case was opened."""
        earliest, latest = span.opened + 0.05, span.until - 0.3
        if fate in ("unopened", "overdue"):
            latest = min(span.until, -6.5)
        elif fate == "new":
            earliest = max(earliest, span.until - 3)
        elif self._lot.random() < 0.6:
            latest = min(latest, span.opened + 4)
        return earliest + self._lot.random() * max(latest - earliest, 0)

    def _due(self, fate: str, given: float, case_due: int | None) -> int:
        lot = self._lot
        if fate == "overdue":
            due = lot.randint(-6, -1)
        elif fate in ("solved", "by owner", "not needed", "declined"):
            due = floor(given) + lot.randint(4, 20)
        else:
            due = lot.choice((0, 1, 2, 3, 5, 7, 9, 12, 15, 20, 25))
        due = min(max(due, floor(given) + 1), LAST)
        return min(due, case_due) if case_due is not None and case_due >= floor(given) else due

    def _told(
        self, fate: str, subtask: Subtask, facts: Facts, answers: Sequence[str], given: float, until: float
    ) -> Iterator[Step]:
        if fate in ("new", "unopened") or (fate == "overdue" and self._lot.random() < 0.3):
            return
        if fate == "not needed":
            why = self._telling.once(facts, self._telling.some("unneeded"), unlike=subtask.title)
            yield Step(self._between(given, until), partial(Doing.not_needed, subtask=subtask, why=why))
            return
        at = self._between(given, given + min(3, (until - given) / 2))
        yield Step(at, partial(Doing.enter, subtask=subtask))
        for said in self._talk(subtask, facts, at, until):
            at = said.at
            yield said
        yield from self._end(fate, subtask, facts, answers, self._between(at, until))

    def _talk(self, subtask: Subtask, facts: Facts, begin: float, until: float) -> Iterator[Step]:
        """Questions and answers in turn."""
        count = self._draw(_MESSAGES) if subtask.assignee is not subtask.owner else 0
        at = begin
        for number in range(count):
            at = self._between(at, at + (until - at) / 2)
            who, kind = ((subtask.assignee, "asked"), (subtask.owner, "answered"))[number % 2]
            more = self._telling.some("asides", chance=0.5)
            text = self._telling.once(facts, self._telling.some(kind), more)
            yield Step(at, partial(Doing.say, subtask=subtask, who=who, text=text))

    def _end(self, fate: str, subtask: Subtask, facts: Facts, answers: Sequence[str], at: float) -> Iterator[Step]:
        lot, once, some = self._lot, self._telling.once, self._telling.some
        if fate == "solved":
            text = once(facts, answers, some("afterthoughts"), some("afterthoughts", chance=0.4))
            yield Step(at, partial(Doing.solve, subtask=subtask, who=subtask.assignee, conclusion=text))
        elif fate == "by owner":
            text = once(facts, some("by_owner"), some("afterthoughts", chance=0.5))
            yield Step(at, partial(Doing.solve, subtask=subtask, who=subtask.owner, conclusion=text))
        elif fate == "held":
            until_on = self._calendar.day(lot.randint(1, 15))
            why = once(facts, some("holds"), unlike=subtask.title)
            yield Step(at, partial(Doing.hold, subtask=subtask, until_on=until_on, why=why))
        elif fate == "waits" and subtask.assignee is not subtask.owner:
            what = once(facts, some("needs"), some("asides", chance=0.6))
            yield Step(at, partial(Doing.need, subtask=subtask, what=what))
        elif fate == "declined" and subtask.assignee is not subtask.owner:
            reason = lot.choice((Reason.NOT_MY_FIELD, Reason.NO_TIME, Reason.OTHER))
            why = once(facts, some("declines", reason), unlike=subtask.title)
            yield Step(at, partial(Doing.decline, subtask=subtask, reason=reason, text=why))
        elif fate == "overdue" and lot.random() < 0.3:
            yield Step(at, partial(Doing.nudge, subtask=subtask))
        elif lot.random() < 0.35:
            text = once(facts, some("drafts"), some("afterthoughts", chance=0.4))
            yield Step(at, partial(Doing.draft, subtask=subtask, text=text))

    def _between(self, begin: float, end: float) -> float:
        return begin + (0.02 + 0.96 * self._lot.random()) * max(end - begin, 0)
