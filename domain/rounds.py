"""One question to several people at once, a round: where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """Where a round stands, as each of those who were asked may know it.

    `asked` is how many were, `answered` how many have answered, `out` how many will not: they have declined, or it was
    not needed. It is over when nobody is left, or the day is past; `ended_at` says since when, and stays.
    """

    id: int
    asked: int
    answered: int
    out: int
    shows_answers: bool
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether those who were asked see each other's answers now."""
        return self.shows_answers and self.ended_at is not None

    @property
    def is_settled(self) -> bool:
        """Whether nobody is left to answer."""
        return self.answered + self.out >= self.asked
