"""How long a case is kept after it has ended, and what follows, by the type of the case."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from domain.templates import known_as

MONTHS: Final = 12 * 100
"""The longest time that a rule can have."""
PROVISION: Final = 300


class Then(StrEnum):
    """What follows when the time is over."""

    DELETE = "delete"
    WITHOUT_ATTACHMENTS = "without_attachments"
    """The record stays; the files go."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for one type of cases: so many months after the case has ended, by which provision."""

    months: int
    provision: str
    then: Then

    def kept_until_on(self, ended_on: date) -> date:
        """The first day on which a case that ended on this day need not be kept any more."""
        years, month = divmod(ended_on.month - 1 + self.months, 12)
        year, month = ended_on.year + years, month + 1
        return date(year, month, min(ended_on.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Retention:
    """All rules, by the type of the cases."""

    by_type: Mapping[str, Rule] = field(default_factory=dict)

    def of(self, case_type: str | None) -> Rule | None:
        """The rule for cases of this type, which may be written in capitals in one place and not in another."""
        return self.by_type.get(known_as(case_type)) if case_type else None
