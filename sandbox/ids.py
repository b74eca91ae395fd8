"""Slack-shaped identifiers: objects, message timestamps, view hashes, triggers.

They count instead of drawing lots, so that a run can be read; message timestamps follow the clock and never
repeat or go back.
"""

import itertools

from sandbox.clock import SettableClock

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Ids:
    """Hands out the identifiers of one workspace."""

    def __init__(self, clock: SettableClock) -> None:
        self._clock = clock
        self._count = itertools.count(1)
        self._last_ts = 0

    def new(self, prefix: str) -> str:
        """Return a fresh object id such as V0B000000A1."""
        return f"{prefix}0B{_letters(next(self._count)):0>8}"

    def ts(self) -> str:
        """Return a fresh message timestamp, later than every one before."""
        self._last_ts = max(int(self._clock.now().timestamp() * 1_000_000), self._last_ts + 100)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def hash(self) -> str:
        """Return a fresh view hash."""
        return f"{int(self._clock.now().timestamp())}.{_letters(next(self._count)):0>8}"

    def short(self) -> str:
        """Return a block or action id of the kind Slack makes up where an app gave none."""
        return f"{_letters(next(self._count)):0>5}"

    def trigger(self) -> str:
        """Return a fresh trigger id."""
        count = next(self._count)
        return f"{10_000_000_000 + count}.{count}.{count:032x}"

    def uuid(self) -> str:
        """Return a fresh id in the shape that Slack's clients give their messages."""
        digits = f"{next(self._count):032x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _letters(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        digits = ALPHABET[rest] + digits
    return digits or "0"
