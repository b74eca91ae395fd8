"""The days and numbers that somebody gives at the command line: whatever no calendar and no row has is refused there.

Each raises ArgumentTypeError, whose words stand behind the name of what was given.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from domain import arriving

T = TypeVar("T", bound=date)
YEARS = range(2000, 2100)
LONGEST = 36_500  # days: a hundred years


def day(text: str) -> date:
    """A day."""
    return _dated(date.fromisoformat, text, "a day in the years 2000 to 2099, such as 2026-01-31")


def moment(text: str) -> datetime:
    """A day and an hour; without a zone it is one of the institution's."""
    return _dated(datetime.fromisoformat, text, "a time in the years 2000 to 2099, such as 2026-05-14T08:00")


def _dated(read: Callable[[str], T], text: str, wish: str) -> T:
    found: T | None
    try:
        found = read(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise ArgumentTypeError(f"must be {wish}; not {text!r}")
    return found


def days(least: int) -> Callable[[str], int]:
    """A number of days, from this one on."""

    def read(text: str) -> int:
        found = arriving.number(text)
        if found is None or not least <= found <= LONGEST:
            raise ArgumentTypeError(f"must be a whole number of days from {least} to {LONGEST}; not {text!r}")
        return found

    return read


def row(text: str) -> int:
    """The number of a row."""
    found = arriving.number(text)
    if found is None:
        raise ArgumentTypeError(f"must be a number as the list shows it; not {text!r}")
    return found
