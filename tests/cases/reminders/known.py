"""What the test knows of subtasks and of who is away, and what people were reminded of, read from its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.cases.reminders.ladder import DAYS

OSLO = ZoneInfo("Europe/Oslo")
SENTENCES = {
    "deadline": re.compile(r"Deloppgaven «(?P<title>Oppgave \d+)» har frist"),
    "overdue": re.compile(r"Fristen for deloppgaven «(?P<title>Oppgave \d+)» gikk ut"),
    "late": re.compile(r"har ikke løst deloppgaven «(?P<title>Oppgave \d+)»"),
    "unopened": re.compile(r"har ikke åpnet deloppgaven «(?P<title>Oppgave \d+)»"),
    "asked": re.compile(r"trenger mer for å løse deloppgaven «(?P<title>Oppgave \d+)», og venter på svar fra deg\."),
    "hold over": re.compile(r"Deloppgaven «(?P<title>Oppgave \d+)» er ikke lenger på vent"),
}


@dataclass
class Known:
    """What the test knows of one subtask."""

    number: int
    deadline_on: date
    assignee: str
    since_at: datetime
    given_at: datetime
    opened: bool = False
    solved: bool = False
    held_until_on: date | None = None
    asked_at: datetime | None = None
    parties: set[str] = field(default_factory=set)

    @property
    def title(self) -> str:
        return f"Oppgave {self.number}"

    def is_held(self, at: datetime) -> bool:
        """Whether it is on hold then; a hold ends by itself at eight on the first working day from its date on."""
        return self.held_until_on is not None and at < self.hold_ends_at()

    def hold_ends_at(self) -> datetime:
        day = self.held_until_on or date.max
        while not DAYS.is_open(day):
            day += timedelta(days=1)
        return datetime.combine(day, time(8), OSLO)


@dataclass
class Away:
    """What the test knows of somebody's time away, which has begun."""

    substitute: str | None
    with_open: bool
    from_at: datetime
    ends_at: datetime

    def holds(self, at: datetime) -> bool:
        return self.from_at <= at < self.ends_at


@dataclass(frozen=True)
class Heard:
    """One sentence that reminded somebody."""

    person: str
    kind: str
    title: str
    at: datetime
    text: str


def heard_in(person: str, text: str, ts: str) -> list[Heard]:
    at = datetime.fromtimestamp(float(ts), UTC)
    return [
        Heard(person, kind, found["title"], at, found.string)
        for kind, pattern in SENTENCES.items()
        for found in pattern.finditer(text)
    ]
