"""When people work: the days on which the institution is open, and the hours of a working day.

Days are the institution's (Norwegian public holidays by the package `holidays`, and its own closed days);
hours are those of the person's own time zone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from importlib.metadata import version
from zoneinfo import ZoneInfo

import holidays

OPENS = time(8, 0)
CLOSES = time(16, 30)
DAY = timedelta(days=1)
SATURDAY = 5
PUBLISHED = version("holidays")  # read once: what a package says of itself takes milliseconds, and each tick asks


@dataclass(frozen=True)
class WorkingDays:
    """The institution's calendar. `closed` are single days of its own, `every_year` (month, day) of every year."""

    closed: Collection[date] = frozenset()
    every_year: Collection[tuple[int, int]] = frozenset()
    _known: dict[date, bool] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _public(self) -> holidays.HolidayBase:
        return holidays.country_holidays("NO", language="no")

    def is_open(self, day: date) -> bool:
        """Whether people are at work on this day."""
        if day not in self._known:
            own = day in self.closed or (day.month, day.day) in self.every_year
            self._known[day] = not own and day.weekday() < SATURDAY and day not in self._public
        return self._known[day]

    def why_closed(self, day: date) -> str:
        """What keeps people at home on this day, in Norwegian; empty on a working day."""
        if self.is_open(day):
            return ""
        return self._public.get(day) or ("helg" if day.weekday() >= SATURDAY else "egen fridag")

    def on_or_before(self, day: date) -> date:
        """The last working day up to and with this one: where a reminder on a closed day moves."""
        while not self.is_open(day):
            day -= DAY
        return day

    def after(self, day: date, count: int = 1) -> date:
        """The working day that comes as number `count` after this day."""
        for _ in range(count):
            day += DAY
            while not self.is_open(day):
                day += DAY
        return day

    def before(self, day: date, count: int) -> date:
        """The working day that comes as number `count` before this day, or the last one before a closed day."""
        day = self.on_or_before(day)
        for _ in range(count):
            day = self.on_or_before(day - DAY)
        return day

    def opening(self, day: date, zone: ZoneInfo) -> datetime:
        """When work begins in this zone on the last working day up to and with this one, in UTC."""
        return datetime.combine(self.on_or_before(day), OPENS, zone).astimezone(UTC)

    def is_quiet(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether this instant lies outside working hours in this zone."""
        local = at.astimezone(zone)
        return not (self.is_open(local.date()) and OPENS <= local.time() < CLOSES)

    def next_working_moment(self, at: datetime, zone: ZoneInfo) -> datetime:
        """This instant if people in this zone are at work, else when they begin again; in UTC."""
        if not self.is_quiet(at, zone):
            return at.astimezone(UTC)
        local = at.astimezone(zone)
        begins_today = self.is_open(local.date()) and local.time() < OPENS
        return self.opening(local.date() if begins_today else self.after(local.date()), zone)

    @property
    def fingerprint(self) -> str:
        """Something that is another text whenever the calendar may have become another one."""
        return f"{PUBLISHED} {sorted(self.closed)} {sorted(self.every_year)}"
