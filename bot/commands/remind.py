"""`remind`: prints which reminders would be sent at a given time, to whom and why, and sends nothing."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from bot.context import opened
from bot.settings import Settings
from bot.startup_checks import plain_words
from cases.context import Context
from cases.reminders.forecast import Foreseen, forecast


def remind(settings: Settings, at: datetime) -> list[str]:
    """The lines to print. `at` without a zone is the institution's time. Raises CannotStartError."""
    moment = at if at.tzinfo else at.replace(tzinfo=settings.timezone)
    with opened(settings) as context, plain_words(context.database):
        found = forecast(context, moment)
    return [_heading(context, moment, found), *_lines(found)]


def _heading(context: Context, moment: datetime, found: list[Foreseen]) -> str:
    local = moment.astimezone(context.zone)
    count = sum(one.wanted for one in found)
    said = f"{local:%Y-%m-%d %H:%M} {context.zone.key}: {count} reminder{'' if count == 1 else 's'} within the hour."
    why = context.days.why_closed(local.date())
    if not why:
        return said
    before = context.days.on_or_before(local.date())
    return f"{said} The day is closed ({why}); what falls on it is sent on {before}."


def _lines(found: list[Foreseen]) -> list[str]:
    lines: list[str] = []
    for (at, name, email, zone), together in groupby(found, key=lambda one: (one.at, one.name, one.email, one.zone)):
        lines.append(f"{at:%Y-%m-%d %H:%M} UTC  {name} <{email}> ({zone})")
        lines += [f"    {_why(one)}" for one in together]
    return lines


def _why(one: Foreseen) -> str:
    said = f"{one.kind}: {one.about + ': ' if one.about else ''}{one.kind.reminded.why}"
    return said if one.wanted else f"not sent, turned off: {said}"
