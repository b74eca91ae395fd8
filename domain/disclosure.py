"""Everything that is kept about one person, as values: what they are given, and what is looked through before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.retention import Rule


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one kind. `name` says which; each row has the same columns, in the same order."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is kept about a person.

    `given` is the person's to have. `internal` a case worker looks through first: it may be about others, too, or be
    exempt from access.
    """

    address: str
    addresses: tuple[str, ...]
    """All that the person has, or had."""
    name: str
    person_ids: tuple[int, ...]
    case_ids: tuple[str, ...]
    """The cases in which the person is the applicant."""
    rules: Mapping[str, Rule | None]
    """By the types of those: how long such a case is kept; None where nobody has said so."""
    keep_days: int
    """For how many days it is kept what was sent, heard and reminded of."""
    at: datetime
    """The newest instant in it."""
    given: tuple[Section, ...]
    internal: tuple[Section, ...]
    left_out: Mapping[str, str]
    """By `table` or `table.column`: why it is not here."""
