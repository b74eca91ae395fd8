"""The notice that a round is over, for who answers for its case; all others are in notices.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class RoundOver:
    """All have answered, or its day is past; `case` is the number of the case."""

    say: ClassVar[str] = "round_over"
    case: str
    round: int
    by_day: bool
