"""Slack's date tokens, written out in the reader's language and zone.

Source: the part on date formatting of Slack's page on formatting message text; month and day names are CLDR's.
"""

import re
from datetime import UTC, date, datetime, time

from babel.dates import format_date, format_skeleton, format_time

from sandbox.page.reader import Reader

TOKEN = re.compile(r"\{(\w+)\}")

NEAR = {
    "nb": {-1: "i går", 0: "i dag", 1: "i morgen"},
    "nn": {-1: "i går", 0: "i dag", 1: "i morgon"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
AGO = {
    "nb": ("{n} {unit} siden", "om {n} {unit}", ("minutt", "minutter"), ("time", "timer"), ("dag", "dager")),
    "nn": ("{n} {unit} sidan", "om {n} {unit}", ("minutt", "minutt"), ("time", "timar"), ("dag", "dagar")),
    "en": ("{n} {unit} ago", "in {n} {unit}", ("minute", "minutes"), ("hour", "hours"), ("day", "days")),
}
SHAPES = {"date": "long", "date_short": "medium", "date_long": "full"}


def cldr(reader: Reader) -> str:
    """The name under which CLDR has the reader's way of writing dates."""
    return "en_GB" if reader.locale == "en-GB" else reader.language


def local(at: datetime, reader: Reader) -> datetime:
    """The instant on the reader's own clock."""
    return at.astimezone(reader.zone)


def from_ts(ts: str) -> datetime:
    """The instant of a Slack timestamp such as `1700000000.000100`."""
    return datetime.fromtimestamp(float(ts), UTC)


def clock_time(at: datetime, reader: Reader, seconds: bool = False) -> str:
    """The time of day: 24 hours, but 12 in American English."""
    return time_of_day(local(at, reader).time(), reader, seconds)


def time_of_day(at: time, reader: Reader, seconds: bool = False) -> str:
    """The same for a time that is the reader's own already."""
    if cldr(reader) == "en":
        return str(format_time(at, "h:mm:ss a" if seconds else "h:mm a", locale="en"))
    return at.strftime("%H:%M:%S" if seconds else "%H:%M")


def day(on: date, reader: Reader, shape: str = "date") -> str:
    """A day by one of Slack's shapes: date, date_num, date_short, date_long."""
    if shape == "date_num":
        return on.isoformat() if reader.language == "en" else on.strftime("%d.%m.%Y")
    return str(format_date(on, SHAPES.get(shape, "long"), locale=cldr(reader)))


def day_and_month(on: date, reader: Reader) -> str:
    """A day of this year, short: "3. des."."""
    return str(format_skeleton("MMMd", on, locale=cldr(reader)))


def near_or_day(on: date, reader: Reader, shape: str = "date") -> str:
    """The same, with yesterday, today and tomorrow in words."""
    word = NEAR[reader.language].get((on - local(reader.now, reader).date()).days)
    return word or day(on, reader, shape)


def moment(at: datetime, reader: Reader) -> str:
    """The time of day, with the day before it when that is not today: "i går kl. 09:12", "3. des. kl. 09:12"."""
    on, today = local(at, reader).date(), local(reader.now, reader).date()
    if on == today:
        return clock_time(at, reader)
    near = NEAR[reader.language].get((on - today).days)
    this_year = day_and_month(on, reader) if on.year == today.year else day(on, reader, "date_short")
    return reader.say("{day} kl. {time}", day=near or this_year, time=clock_time(at, reader))


def day_divider(on: date, reader: Reader) -> str:
    """The words between two days of a conversation: "I dag", "Mandag 23. november 2026"."""
    words = near_or_day(on, reader, "date_long")
    return words[:1].upper() + words[1:]


def ago(at: datetime, reader: Reader) -> str:
    """How far an instant is from now: "3 timer siden", "om 2 dager"."""
    past, future, minute, hour, days = AGO[reader.language]
    seconds = (reader.now - at).total_seconds()
    amount, units = _largest(abs(seconds), minute, hour, days)
    return (past if seconds >= 0 else future).format(n=amount, unit=units[amount != 1])


def _largest(seconds: float, *units: tuple[str, str]) -> tuple[int, tuple[str, str]]:
    minute, hour, days = units
    if seconds < 3600:
        return round(seconds / 60), minute
    if seconds < 86400:
        return round(seconds / 3600), hour
    return round(seconds / 86400), days


def written(timestamp: int, pattern: str, reader: Reader) -> str:
    """A pattern such as `{date_short_pretty} {time}` filled in; unknown tokens stay as they are."""
    at = datetime.fromtimestamp(timestamp, UTC)
    return TOKEN.sub(lambda found: _token(found.group(1), at, reader) or found.group(0), pattern)


def _token(name: str, at: datetime, reader: Reader) -> str | None:
    on = local(at, reader).date()
    if name in ("time", "time_secs"):
        return clock_time(at, reader, seconds=name == "time_secs")
    if name == "ago":
        return ago(at, reader)
    if name == "day_divider_pretty":
        return day_divider(on, reader)
    shape = name.removesuffix("_pretty")
    if shape != "date_num" and shape not in SHAPES:
        return None
    return near_or_day(on, reader, shape) if name.endswith("_pretty") else day(on, reader, shape)
