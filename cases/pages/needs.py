"""What of the subtasks that she has given to others needs a case's owner: by the same measure as her reminders."""

from __future__ import annotations

from datetime import datetime, time

from cases.office import Office
from domain.schedule import UNOPENED
from domain.working_days import DAY

MORNING = time(0)


def measure(office: Office, now: datetime) -> dict[str, object]:
    """What is late by now: the day against which a deadline is overdue, and before when it should have been opened."""
    today = office.today(now)
    day = office.days.on_or_before(today)
    for _ in range(UNOPENED - 1):
        day = office.days.on_or_before(day - DAY)
    return {"today": today, "unopened_before": datetime.combine(day, MORNING, office.zone)}
