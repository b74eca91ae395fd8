"""Being away from a day to a day, with a substitute or without: what is chosen, and how it shows in other choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.values import Person, Role


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody's time away, as others and the person see it.

    `substitute` is who was chosen, None for nobody; `with_open` says that what was open before is the substitute's to
    do, too. `has_begun` is false for one that is only planned.
    """

    id: int
    person: Person
    from_on: date
    until_on: date
    substitute: Person | None
    with_open: bool
    has_begun: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A person who may be chosen, with their roles at the places in question, and when they are away, or will be."""

    person: Person
    roles: tuple[Role, ...]
    absence: Absence | None = None


@dataclass(frozen=True, slots=True)
class AbsenceForm:
    """What the dialog "Borte" shows; `current` is what is chosen already, `is_own` that the reader is who is away."""

    person: Person
    is_own: bool
    today: date
    current: Absence | None


@dataclass(frozen=True, slots=True)
class WantedAbsence:
    """What a person has filled into that dialog; unchecked."""

    from_on: date | None
    until_on: date | None
    substitute_id: int | None
    with_open: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """What somebody stands in for, when an absence begins: how many open subtasks and cases."""

    absence: Absence
    subtasks: int
    cases: int


def first_who_is_there(person_id: int, substitutes: Mapping[int, int | None]) -> int | None:
    """Who is there for somebody, where everybody in `substitutes` is away and has this one chosen, or nobody.

    A substitute who is away, too, is stood in for by the next one. None when it ends with nobody, or goes in a circle.
    """
    passed, at = {person_id}, substitutes.get(person_id)
    while at is not None and at in substitutes and at not in passed:
        passed.add(at)
        at = substitutes[at]
    return None if at in passed else at
