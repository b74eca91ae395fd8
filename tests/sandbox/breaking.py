"""Every way of breaking a payload in one place: something missing, of the wrong type, too long or too many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

WRONG: dict[str, Any] = {
    "null": None,
    "a number": 7,
    "a negative number": -1,
    "a huge number": 10**12,
    "a word": "x",
    "nothing": "",
    "no items": [],
    "no fields": {},
    "yes": True,
    "another kind of text": "mrkdwn",
    "one more kind of text": "plain_text",
}
LENGTHS = (21, 25, 31, 51, 76, 151, 201, 256, 301, 2001, 3001, 12001)  # one past each of Slack's
NUMBERS = (6, 11, 13, 21, 26, 51, 101, 202)


def broken(thing: Any) -> Iterator[tuple[str, Any]]:
    """Give each copy of the thing that is broken in one place, with words for what and where."""
    for path in _places(thing):
        place = "/".join(map(str, path))
        for how, bad in WRONG.items() if path[-1] == "type" else _wrongs(_at(thing, path)):
            yield f"{place}: {how}", _put(thing, path, bad)
        yield f"{place}: missing", _put(thing, path, missing=True)


def _places(node: Any, path: Path = ()) -> Iterator[Path]:
    inside: Any = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from _places(value, (*path, key))


def _at(node: Any, path: Path) -> Any:
    return _at(node[path[0]], path[1:]) if path else node


def _put(node: Any, path: Path, bad: Any = None, *, missing: bool = False) -> Any:
    """Give a copy with something else, or nothing, in this place."""
    key, *rest = path
    copy = node.copy()
    if rest:
        copy[key] = _put(node[key], tuple(rest), bad, missing=missing)
    elif missing:
        del copy[key]
    else:
        copy[key] = bad
    return copy


def _wrongs(value: Any) -> Iterator[tuple[str, Any]]:
    yield from WRONG.items()
    yield "in a list", [value]
    if isinstance(value, str) and value:
        yield from ((f"{most} characters", (value * most)[:most]) for most in LENGTHS)
    if isinstance(value, list) and value:
        yield from ((f"{most} items", (value * most)[:most]) for most in NUMBERS)
        yield "an item of nothing", [None]
    if isinstance(value, dict):
        yield "one field more", {**value, "extra": 1}
