"""The large sample's time: counted in working days from today, which is 0; -1.5 is noon on the last one before."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from math import floor
from zoneinfo import ZoneInfo

from domain.working_days import DAY, WorkingDays

OPENS = time(8, 0)
HOURS = 8
FIRST, LAST = -90, 80


class Calendar:
    """Which day and which instant a number of working days is."""

    def __init__(self, days: WorkingDays, zone: ZoneInfo, today: date) -> None:
        """Count the institution's working days, in its zone; on a closed day 0 is the last one before."""
        self._zone = zone
        self._days = {0: days.on_or_before(today)}
        for number in range(1, LAST + 1):
            self._days[number] = days.after(self._days[number - 1])
        for number in range(-1, FIRST - 1, -1):
            self._days[number] = days.on_or_before(self._days[number + 1] - DAY)
        self.today = today

    def day(self, at: float) -> date:
        """The date of this working day."""
        return self._days[floor(at)]

    def instant(self, at: float) -> datetime:
        """The instant: the fraction is how much of the working day has passed."""
        begun = datetime.combine(self.day(at), OPENS, self._zone)
        return (begun + timedelta(hours=HOURS * (at - floor(at)))).astimezone(UTC).replace(microsecond=0)
