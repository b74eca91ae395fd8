"""The names of fields, and the values of buttons, in which many things are chosen at once."""

from __future__ import annotations

from typing import Final

from domain import arriving

_THINGS: Final = "things:"


def of_person_value(listed: str, person_id: int) -> str:
    """Give the value of the button that asks to move from a list of what one person has."""
    return f"{listed}|{person_id}"


def read_of_person(value: str) -> tuple[str, int | None]:
    """Read what `of_person_value` wrote, or the name of a list alone."""
    listed, _, number = value.partition("|")
    return listed, arriving.number(number)


def things_of(group: int) -> str:
    """Give the name of a field in which some of many things are ticked."""
    return f"{_THINGS}{group}"


def is_of_things(name: str) -> bool:
    """Whether `things_of` gave a field this name."""
    return name.startswith(_THINGS)
