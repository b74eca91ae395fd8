"""One page of a list at a time: the one asked for, or the first where there is no such page any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """What stands on a page, its number counted from 0, and whether another one follows."""

    shown: Sequence[T]
    number: int
    has_more: bool


def page_of(find: Callable[..., Sequence[T]], size: int, number: int) -> Page[T]:
    """The page with this number of what `find` gives for a `limit` and an `offset`."""
    found = find(limit=size + 1, offset=number * size)
    if number and not found:
        return page_of(find, size, 0)
    return Page(found[:size], number, len(found) > size)
