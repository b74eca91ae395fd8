"""Notices as they wait in the outbox: as JSON, with the stored name under `say` and the fields by their names.

Names and shapes stay as they are, because rows wait while the program is replaced by a newer one: a new field needs a
default, and a name is never used again for something else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from domain.heard import Lost
from domain.notices import Notice, Somebody

NAMED: Mapping[str, type[Notice]] = MappingProxyType({kind.say: kind for kind in get_args(Notice)})
OLDER = {"person": "name"}  # as rows had it before they held people's numbers


class UnreadableNoticeError(Exception):
    """A notice that this version cannot read; most likely a newer one left it, before somebody went back."""


def to_json(notice: Notice) -> dict[str, object]:
    """What is stored of a notice."""
    return {"say": notice.say, **{one.name: _plain(getattr(notice, one.name)) for one in fields(notice)}}


def from_json(details: Mapping[str, Any]) -> Notice:
    """The notice that was stored. Raises UnreadableNoticeError; what a newer version knows more of it is left out."""
    kind = NAMED.get(str(details.get("say")))
    if kind is None:
        raise UnreadableNoticeError(f"this version does not know the notice {details.get('say')!r}")
    try:
        hints = get_type_hints(kind)
        found = {one.name: _READ[hints[one.name]](_stored(details, one)) for one in fields(kind)}
    except (KeyError, TypeError, ValueError) as fault:
        raise UnreadableNoticeError(f"this version cannot read the notice {kind.say!r}: {fault!r}") from fault
    return kind(**found)


def _stored(details: Mapping[str, Any], field: Field[Any]) -> Any:
    for name in (field.name, OLDER.get(field.name, field.name)):
        if name in details:
            return details[name]
    if field.default is MISSING:
        raise KeyError(field.name)
    return _plain(field.default)


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # an instant is one, too
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _just(*kinds: type) -> Callable[[Any], Any]:
    """Takes what is of one of these types, and True for no number."""

    def read(value: Any) -> Any:
        if type(value) not in kinds:
            raise TypeError(f"{value!r} is not {' or '.join(kind.__name__ for kind in kinds)}")
        return value

    return read


def _or_none(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


# How a field of each type is read.
_READ: Mapping[Any, Callable[[Any], Any]] = MappingProxyType(
    {
        bool: _just(bool),
        int: _just(int),
        str: _just(str),
        str | None: _just(str, type(None)),
        Somebody: _just(int, str),
        date: date.fromisoformat,
        date | None: _or_none(date.fromisoformat),
        datetime | None: _or_none(datetime.fromisoformat),
        tuple[int, ...]: lambda value: tuple(_just(int)(one) for one in value),
        tuple[Lost, ...]: lambda value: tuple(Lost(*map(str, one)) for one in value),
    }
)
