"""The small language in which Block Kit's shapes are written down: a check looks at a value and complains.

Complaints read like Slack's own: what is wrong, and a JSON pointer to where.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where."""

    message: str
    pointer: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


@dataclass
class Walk:
    """A place inside what is being checked, the surface it is for, and the complaints so far."""

    pointer: str
    surface: str
    problems: list[Problem] = field(default_factory=list)

    def at(self, key: object) -> "Walk":
        """Return the place one step further in."""
        return Walk(f"{self.pointer}/{key}", self.surface, self.problems)

    def say(self, message: str) -> None:
        """Complain about this place."""
        self.problems.append(Problem(message, self.pointer))


Check = Callable[[Any, Walk], None]
Rule = Callable[[dict[str, Any], Walk], None]


def string(most: int | None = None, least: int = 0, one_of: frozenset[str] | None = None) -> Check:
    """Check a string by its length or against a set of words."""

    def check(value: Any, walk: Walk) -> None:
        if not isinstance(value, str):
            walk.say("must be a string")
        elif len(value) < least:
            walk.say(f"must be more than {least - 1} characters")
        elif most is not None and len(value) > most:
            walk.say(f"must be less than {most + 1} characters")
        elif one_of is not None and value not in one_of:
            walk.say(f"must be one of {sorted(one_of)}")

    return check


def parsed(read: Callable[[str], Any], what: str) -> Check:
    """Check a string by reading it."""

    def check(value: Any, walk: Walk) -> None:
        try:
            read(value)
        except (ValueError, TypeError, LookupError, OSError):  # zoneinfo says it in all these ways
            walk.say(f"must be {what}")

    return check


def address(most: int, schemes: frozenset[str]) -> Check:
    """Check a web address by its length and scheme."""

    def check(value: Any, walk: Walk) -> None:
        before = len(walk.problems)
        string(most, least=1)(value, walk)
        if len(walk.problems) == before and value.partition(":")[0].lower() not in schemes:
            walk.say("invalid url")

    return check


def whole(least: int | None = None, most: int | None = None) -> Check:
    """Check a whole number."""

    def check(value: Any, walk: Walk) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            walk.say("must be an integer")
        elif (least is not None and value < least) or (most is not None and value > most):
            walk.say(f"must be from {least} to {most}")

    return check


def number(value: Any, walk: Walk) -> None:
    """Check a number of any kind that JSON can hold: neither endless nor none at all."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not abs(value) <= sys.float_info.max:
        walk.say("must be a number")


def flag(value: Any, walk: Walk) -> None:
    """Check a boolean."""
    if not isinstance(value, bool):
        walk.say("must be a boolean")


def opaque(value: Any, walk: Walk) -> None:
    """Let anything pass."""


def shape(required: dict[str, Check], optional: dict[str, Check] | None = None, *rules: Rule) -> Check:
    """Check an object: its required and optional fields, no others, and rules over the whole."""
    known = required | (optional or {})

    def check(value: Any, walk: Walk) -> None:
        if not isinstance(value, dict):
            walk.say("must be an object")
            return
        before = len(walk.problems)
        for name in required:
            if value.get(name) is None:
                walk.say(f"missing required field: {name}")
        for name, part in value.items():
            if name not in known and name != "type":
                walk.say(f"invalid additional property: {name}")
            elif name in known and (part is not None or name not in required):
                known[name](part, walk.at(name))
        for rule in rules if len(walk.problems) == before else ():
            rule(value, walk)

    return check


def many(item: Check, most: int | None = None, least: int = 0) -> Check:
    """Check a list and everything in it."""

    def check(value: Any, walk: Walk) -> None:
        if not isinstance(value, list):
            walk.say("must be an array")
            return
        if most is not None and len(value) > most:
            walk.say(f"no more than {most} items allowed")
        if len(value) < least:
            walk.say(f"no fewer than {least} items allowed")
        for index, part in enumerate(value):
            item(part, walk.at(index))

    return check


def optionally(check: Check) -> Check:
    """Check what may also be null."""

    def lenient(value: Any, walk: Walk) -> None:
        if value is not None:
            check(value, walk)

    return lenient


def typed(kinds: dict[str, Check]) -> Check:
    """Check an object by the shape that its type has."""

    def check(value: Any, walk: Walk) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(value, dict):
            walk.say("must be an object")
        elif not isinstance(kind, str) or kind not in kinds:
            walk.say(f"unsupported type: {kind}")
        else:
            kinds[kind](value, walk)

    return check


def text(most: int, *, markdown: bool = False, plain: bool = True) -> Check:
    """Check a text object: plain_text, mrkdwn or either, of at most so many characters."""
    content = {"text": string(most, least=1)}
    kinds = {"plain_text": shape(content, {"emoji": flag})} if plain else {}
    if markdown:
        kinds["mrkdwn"] = shape(content, {"verbatim": flag})
    return typed(kinds)


def exactly_one(*names: str) -> Rule:
    """Ask for exactly one of these fields."""

    def rule(value: dict[str, Any], walk: Walk) -> None:
        if sum(name in value for name in names) != 1:
            walk.say(f"exactly one of {', '.join(names)} must be given")

    return rule


def some(*names: str) -> Rule:
    """Ask for at least one of these fields."""

    def rule(value: dict[str, Any], walk: Walk) -> None:
        if not any(value.get(name) for name in names):
            walk.say(f"missing required field: {' or '.join(names)}")

    return rule


def only_on(surfaces: frozenset[str], check: Check) -> Check:
    """Allow something on these surfaces only."""

    def guarded(value: Any, walk: Walk) -> None:
        if walk.surface not in surfaces:
            walk.say(f"unsupported type: {value.get('type')} on a {walk.surface}")
        else:
            check(value, walk)

    return guarded
