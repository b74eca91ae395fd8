"""The large sample's acts: each step of the plan is done by the function that a person's click would have called."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from math import floor
from pathlib import Path
from shutil import copyfile
from typing import Any, NamedTuple, TypeAlias

from bot.sample.large.calendar import Calendar
from bot.sample.large.people import Colleague
from bot.sample.scenes import choose_languages
from cases import importing
from cases.acts import (
    absences,
    closing,
    conclusions,
    disqualification,
    distribution,
    endings,
    grant_ends,
    holding,
    messages,
    needing_more,
    nudging,
    people,
    reassigning,
    subtasks,
)
from cases.context import Context
from cases.pages import subtask_pages
from cases.reminders import enqueue
from domain.absences import WantedAbsence
from domain.endings import Closing
from domain.forms import Distribution, Hold, Reason
from domain.values import NewSubtask
from store import cases as case_rows
from store import current

BEATS_EVERY = 5  # working days: who was reminded of what long ago, nobody looks up
_ATTACHMENTS = Path(__file__).parent.parent


@dataclass
class Case:
    """A case as it is planned; `steps` are told in the plan."""

    id: str
    place: str
    owner: Colleague | None
    entry: dict[str, Any]


@dataclass
class Subtask:
    """A subtask as it is planned; `id` is its number once it has been created."""

    case: Case
    owner: Colleague
    assignee: Colleague
    title: str
    description: str
    due_on: date = date.max
    with_files: bool = False
    id: int = 0


class Step(NamedTuple):
    """Something that is done at a time."""

    at: float
    do: Callable[[Doing, datetime], None]


Steps: TypeAlias = Iterable[Step]


@dataclass
class Doing:
    """Where the acts are done."""

    context: Context
    folder: Path
    now: datetime
    calendar: Calendar = field(init=False)
    _numbers: dict[str, int] = field(default_factory=dict)
    _keys: int = 0
    _created: int = 0  # the database was empty, so that the newest one's number is how many there are

    def __post_init__(self) -> None:
        """Take the calendar from the context."""
        self.calendar = Calendar(self.context.days, self.context.zone, self.context.today(self.now))

    def carry_out(self, steps: Steps) -> None:
        """Do all of it, in the order of time; one commit for each day, and the clock's beat as the day begins."""
        for day, together in groupby(sorted(steps, key=lambda step: step.at), key=lambda step: floor(step.at)):
            with self.context.database.together():
                if day % BEATS_EVERY == 0:
                    self.beat(self.calendar.instant(day))
                for step in together:
                    step.do(self, self.calendar.instant(step.at))

    def beat(self, now: datetime) -> None:
        """What the bot does by itself as time passes (bot/scheduler.py)."""
        absences.turn(self.context, now=now)
        while grant_ends.end_some(self.context, now=now) or enqueue.look(self.context, now=now):
            pass
        while enqueue.bundle(self.context, now=now):
            pass

    def take_in(self, now: datetime, *, name: str, **content: Any) -> None:
        """An import file with these places, people or cases."""
        for case in content.get("cases", ()):
            for attachment in case.get("attachments", ()):
                copyfile(_ATTACHMENTS / attachment["file"], self.folder / attachment["file"])
        file = self.folder / f"{name}.json"
        file.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
        importing.take_in(self.context, [file], now=now)
        if "people" in content:
            with self.context.database.read() as connection:
                known = current.all_people(connection)
            self._numbers = {one.email.partition("@")[0]: one.id for one in known}

    def learn(self, now: datetime, *, slack_ids: Sequence[str]) -> None:
        """Slack has said where people are long ago: what is new about somebody has all their cards drawn again."""
        for slack_id in slack_ids:
            people.changed(self.context, slack_id, locale="en-US", zone=self.context.zone.key, active=True, now=now)

    def choose_languages(self, now: datetime) -> None:
        """Some of the small sample's people read other languages, and do from the first."""
        choose_languages(self.context, now)

    def distribute(self, now: datetime, case: Case, by: Colleague, to: Colleague) -> None:
        """The distributor gives a case to an owner."""
        due = case.entry.get("deadline")
        given = Distribution(self._numbers[to.key], date.fromisoformat(due) if due else None)
        distribution.distribute(self.context, case.id, given, actor=by.slack_id, key=self._key(), now=now)

    def open_case(self, now: datetime, case: Case, owner: Colleague) -> None:
        """The owner opens the case for the first time."""
        subtask_pages.enter_case(self.context, case.id, actor=owner.slack_id, now=now)

    def close(self, now: datetime, case: Case, owner: Colleague) -> None:
        """The owner closes the case, whatever is still open in it."""
        closing.close(self.context, case.id, Closing(self._created), actor=owner.slack_id, key=self._key(), now=now)

    def disqualify(self, now: datetime, case: Case, who: Colleague) -> None:
        """Somebody says that they are out of a case."""
        disqualification.declare(self.context, case.id, actor=who.slack_id, key=self._key(), now=now)

    def go_away(self, now: datetime, who: Colleague, days: Sequence[date], instead: Colleague | None) -> None:
        """Somebody notes that they are away from a day to a day."""
        wanted = WantedAbsence(days[0], days[1], self._numbers[instead.key] if instead else None, with_open=True)
        absences.choose(self.context, None, wanted, actor=who.slack_id, key=self._key(), now=now)

    def create(self, now: datetime, subtask: Subtask) -> None:
        """The owner gives a subtask."""
        with self.context.database.read() as connection:
            files = case_rows.attachments_of(connection, subtask.case.id) if subtask.with_files else []
        new = NewSubtask(
            title=subtask.title,
            deadline_on=subtask.due_on,
            assignee_id=self._numbers[subtask.assignee.key],
            description=subtask.description,
            attachment_ids=tuple(row.id for row in files),
        )
        subtasks.create(self.context, subtask.case.id, new, actor=subtask.owner.slack_id, key=self._key(), now=now)
        self._created += 1
        subtask.id = self._created

    def enter(self, now: datetime, subtask: Subtask) -> None:
        """The assignee opens it."""
        subtasks.enter(self.context, subtask.id, actor=subtask.assignee.slack_id, now=now)

    def say(self, now: datetime, subtask: Subtask, who: Colleague, text: str) -> None:
        """One of the two writes to the other."""
        messages.write(self.context, subtask.id, text, actor=who.slack_id, key=self._key(), now=now)

    def draft(self, now: datetime, subtask: Subtask, text: str) -> None:
        """The assignee saves a conclusion."""
        conclusions.save(self.context, subtask.id, text, actor=subtask.assignee.slack_id, now=now)

    def solve(self, now: datetime, subtask: Subtask, who: Colleague, conclusion: str) -> None:
        """It is solved."""
        subtasks.solve(self.context, subtask.id, actor=who.slack_id, now=now, conclusion=conclusion)

    def not_needed(self, now: datetime, subtask: Subtask, why: str) -> None:
        """The owner says that nobody has to solve it."""
        endings.not_needed(self.context, subtask.id, why, actor=subtask.owner.slack_id, key=self._key(), now=now)

    def hold(self, now: datetime, subtask: Subtask, until_on: date, why: str) -> None:
        """The assignee lets it rest until a day, beyond the deadline, too."""
        wanted = Hold(until_on, why, accepted_on=subtask.due_on)
        holding.hold(self.context, subtask.id, wanted, actor=subtask.assignee.slack_id, key=self._key(), now=now)

    def need(self, now: datetime, subtask: Subtask, what: str) -> None:
        """The assignee needs more from the owner."""
        needing_more.ask(self.context, subtask.id, what, actor=subtask.assignee.slack_id, key=self._key(), now=now)

    def decline(self, now: datetime, subtask: Subtask, reason: Reason, text: str) -> None:
        """The assignee sends it back."""
        reassigning.decline(
            self.context, subtask.id, reason, text, actor=subtask.assignee.slack_id, key=self._key(), now=now
        )

    def nudge(self, now: datetime, subtask: Subtask) -> None:
        """The owner reminds the assignee."""
        nudging.nudge(self.context, subtask.id, actor=subtask.owner.slack_id, now=now)

    def _key(self) -> str:
        self._keys += 1
        return f"large:{self._keys}"
