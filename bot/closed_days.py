"""The institution's own closed days, from a file that an administrator writes.

A YAML list: `2026-12-24` is one day, `12-24` that day of every year, `2026-12-28/2026-12-31` from and to.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import yaml

from domain.working_days import WorkingDays

LONGEST = 366


def read_closed_days(name: str) -> WorkingDays:
    """The working days without those in this file; an empty name is no file. Raises ValueError saying what is wrong."""
    if not name:
        return WorkingDays()
    try:
        listed = yaml.load(Path(name).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - makes nothing but texts
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"the file {name} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    except yaml.YAMLError as error:
        raise ValueError(f"the file {name} is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(listed or [], list):
        raise ValueError(f"the file {name} must be a list of days, such as - 2026-12-24")
    closed: set[date] = set()
    every_year: set[tuple[int, int]] = set()
    wrong: list[str] = []
    for entry in listed or []:
        try:
            _take(entry, closed, every_year)
        except ValueError:
            wrong.append(repr(str(entry)))
    if wrong:
        words = "is no day" if len(wrong) == 1 else "are no days"
        raise ValueError(
            f"the file {name}: {', '.join(wrong)} {words}; write 2026-12-24, 12-24 or 2026-12-28/2026-12-31"
        )
    return WorkingDays(frozenset(closed), frozenset(every_year))


def _take(entry: object, closed: set[date], every_year: set[tuple[int, int]]) -> None:
    first, _, last = str(entry).partition("/")
    if len(first) == len("12-24") and not last:
        day = date.fromisoformat(f"2024-{first}")  # a leap year: 02-29 is a day, too
        every_year.add((day.month, day.day))
        return
    begins = date.fromisoformat(first)
    ends = date.fromisoformat(last) if last else begins
    if not 0 <= (ends - begins).days < LONGEST:
        raise ValueError
    closed.update(begins + timedelta(days=number) for number in range((ends - begins).days + 1))
