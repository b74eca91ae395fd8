"""Two people of the same name: told apart wherever they meet, and nowhere else.

What a card, a page, a notice or a menu is drawn from says who is present. Whoever has the name of somebody else there
is marked, at the one place through which all of it comes (the executor), and is then called by name and address.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from domain.values import Person

T = TypeVar("T")
NAME = 100  # characters of a name that are shown
_PLAIN = (str, int, float, date, bytes, type(None))
_BARE = frozenset(_PLAIN)


def named(person: Person) -> str:
    """What a person is called among those present: the name, on one line and not endless, and what tells them apart."""
    name = _shown(person.name)
    return f"{name} ({person.email})" if person.namesake else name


def told_apart(shown: T) -> T:
    """The same, in which everybody is marked who has the name of somebody else in it."""
    met: dict[str, set[int]] = {}
    for person in _people_in(shown):
        met.setdefault(_compared(person.name), set()).add(person.id)
    names = {name for name, numbers in met.items() if len(numbers) > 1}
    return _marked(shown, names) if names else shown


def _shown(name: str) -> str:
    whole = " ".join(name.split()) or "–"
    return whole if len(whole) <= NAME else whole[: NAME - 1].rstrip() + "…"


@lru_cache(maxsize=10_000)
def _compared(name: str) -> str:
    return unicodedata.normalize("NFC", _shown(name)).casefold()


def _people_in(shown: Any) -> Iterator[Person]:
    left = [shown]
    while left:
        one = left.pop()
        kind = one.__class__
        if kind is Person:
            yield one
        elif kind not in _BARE and (parts := _parts_of(kind)):
            left.extend(parts(one))


@cache
def _parts_of(kind: type) -> Callable[[Any], Iterable[Any]] | None:
    """How to get at what is in something of this kind; None where nothing is. Pages have thousands of these."""
    if issubclass(kind, _PLAIN):
        return None
    if issubclass(kind, list | tuple):
        return iter
    if issubclass(kind, Mapping):
        return lambda shown: shown.values()
    names = tuple(getattr(kind, "__dataclass_fields__", ()))
    if len(names) < 2:
        return (lambda shown: [getattr(shown, *names)]) if names else None
    return attrgetter(*names)


def _fields(shown: Any) -> Iterable[str]:
    """The fields of a dataclass's instance; none of anything else."""
    return () if isinstance(shown, type) else getattr(shown, "__dataclass_fields__", ())


def _marked(shown: Any, names: set[str]) -> Any:
    if isinstance(shown, Person):
        return replace(shown, namesake=True) if _compared(shown.name) in names else shown
    if isinstance(shown, list | tuple):
        make = getattr(shown, "_make", type(shown))  # a named tuple's own way takes them together
        return make(_marked(one, names) for one in shown)
    if isinstance(shown, Mapping):
        return {name: _marked(one, names) for name, one in shown.items()}
    if _fields(shown) and any(_people_in(shown)):
        return replace(shown, **{name: _marked(getattr(shown, name), names) for name in _fields(shown)})
    return shown
