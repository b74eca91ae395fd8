"""Slack's date tokens, written out as an English client does in the reader's zone, and the page's own dates.

Source: the part on date formatting of Slack's page on formatting message text; month and day names are CLDR's.
"""

import re
from datetime import UTC, date, datetime, time

from babel.dates import format_date, format_skeleton, format_time

from sandbox.page.reader import Reader

TOKEN = re.compile(r"\{(\w+)\}")

NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
SHAPES = {"date": "long", "date_short": "medium", "date_long": "full"}


def cldr(reader: Reader) -> str:
    """The name under which CLDR has the reader's way of writing dates."""
    return "en" if reader.tag == "en-US" else reader.tag.replace("-", "_")


def local(at: datetime, reader: Reader) -> datetime:
    """The instant on the reader's own clock."""
    return at.astimezone(reader.zone)


def from_ts(ts: str) -> datetime:
    """The instant of a Slack timestamp such as `1700000000.000100`."""
    return datetime.fromtimestamp(float(ts), UTC)


def clock_time(at: datetime, reader: Reader, seconds: bool = False) -> str:
    """The time of day: 24 hours, but 12 in American English; with seconds as machines write it."""
    return time_of_day(local(at, reader).time(), reader, seconds)


def time_of_day(at: time, reader: Reader, seconds: bool = False) -> str:
    """The same for a time that is the reader's own already."""
    if reader.language != "en" and not seconds:
        return at.strftime("%H.%M")  # Norwegian writes it with a full stop
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
    word = NEAR.get((on - local(reader.now, reader).date()).days)
    return word or day(on, reader, shape)


def moment(at: datetime, reader: Reader) -> str:
    """The time of day, with the day before it when that is not today: "yesterday at 9:12 AM", "Dec 3 at 9:12 AM"."""
    on, today = local(at, reader).date(), local(reader.now, reader).date()
    if on == today:
        return clock_time(at, reader)
    near = NEAR.get((on - today).days)
    this_year = day_and_month(on, reader) if on.year == today.year else day(on, reader, "date_short")
    return f"{near or this_year} at {clock_time(at, reader)}"


def day_divider(on: date, reader: Reader) -> str:
    """The words between two days of a conversation: "Today", "Monday, November 23, 2026"."""
    words = near_or_day(on, reader, "date_long")
    return words[:1].upper() + words[1:]


def ago(at: datetime, reader: Reader) -> str:
    """How far an instant is from now: "3 hours ago", "in 2 days"."""
    seconds = (reader.now - at).total_seconds()
    amount, unit = _largest(abs(seconds))
    words = f"{amount} {unit}{'' if amount == 1 else 's'}"
    return f"{words} ago" if seconds >= 0 else f"in {words}"


def _largest(seconds: float) -> tuple[int, str]:
    if seconds < 3600:
        return round(seconds / 60), "minute"
    if seconds < 86400:
        return round(seconds / 3600), "hour"
    return round(seconds / 86400), "day"


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
