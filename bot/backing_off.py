"""How long to wait before something is tried again."""

from __future__ import annotations

import random


def back_off(tries: int, *, first: float, longest: float) -> float:
    """Seconds until the next try: doubling after each of so many from `first` to `longest`, with jitter."""
    most = min(first * 2.0 ** min(tries - 1, 20), longest)
    return most * random.uniform(0.5, 1.0)  # noqa: S311  (spreads tries; guards nothing)
