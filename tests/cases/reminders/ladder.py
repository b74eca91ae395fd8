"""When an assignee is to be reminded, worked out in a simpler way than the bot does."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.working_days import WorkingDays

DAYS = WorkingDays()


def come_by(now: datetime, deadline_on: date, zone: ZoneInfo, since: datetime) -> list[datetime]:
    """What has come by now of what is to be said; not before the deadline on the very day it was given."""
    given_on = since.astimezone(zone).date()
    return [
        slot
        for place, slot in enumerate(ladder(deadline_on, zone))
        if since < slot <= now and not (place < 2 and slot.date() == given_on)
    ]


def ladder(deadline_on: date, zone: ZoneInfo) -> list[datetime]:
    """When the assignee is to be reminded, through two months after the deadline."""
    days = []
    for before in (7, 3, 0):
        day = deadline_on - timedelta(days=before)
        while not DAYS.is_open(day):
            day -= timedelta(days=1)
        days.append(day)
    return [datetime.combine(day, time(8), zone) for day in days] + insisting(deadline_on, zone)


def insisting(day: date, zone: ZoneInfo) -> list[datetime]:
    """At eight on the three working days after this one, and then weekly, through two months."""
    days: list[date] = []
    while len(days) < 3:
        day += timedelta(days=1)
        days += [day] if DAYS.is_open(day) else []
    for week in range(1, 10):
        weekly = day + timedelta(days=7 * week)
        while not DAYS.is_open(weekly):
            weekly -= timedelta(days=1)
        days.append(weekly)
    return [datetime.combine(day, time(8), zone) for day in days]
