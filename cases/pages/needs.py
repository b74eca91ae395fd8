"""What needs a case's owner of the subtasks that they have given to others: by the same measure as their reminders."""

from __future__ import annotations

from datetime import datetime, time

from cases.context import Context
from domain.schedule import UNOPENED
from domain.working_days import DAY

MORNING = time(0)


def measure(context: Context, now: datetime) -> dict[str, object]:
    """What is late by now: the day against which a deadline is overdue, and before when it should have been opened."""
    today = context.today(now)
    day = context.days.on_or_before(today)
    for _ in range(UNOPENED - 1):
        day = context.days.on_or_before(day - DAY)
    return {"today": today, "unopened_before": datetime.combine(day, MORNING, context.zone)}
