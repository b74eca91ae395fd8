"""Taking somebody out of a text: name, addresses and accounts, however they are written, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

REMOVED: Final = "[slettet]"
_NO_LETTER_BEFORE: Final = r"(?<![^\W_])"
_NO_LETTER_AFTER: Final = r"(?![^\W_])"


@dataclass(frozen=True)
class Traces:
    """What somebody is known by. Without a `name`, where somebody else has the same one, only by the rest."""

    name: str = ""
    emails: tuple[str, ...] = ()
    slack_ids: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What finds any of it in a text in form NFC; None where there is nothing to be found."""
        parts = [*map(_address, filter(None, self.emails)), *map(_account, filter(None, self.slack_ids))]
        parts += _names(self.name)
        return re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def are_in(self, value: Any) -> bool:
        """Whether any of it stands in a text, or in whatever texts a value as of JSON has."""
        return any(self._found(text) for text in _texts(value))

    def _found(self, text: str) -> bool:
        return bool(self.pattern and self.pattern.search(unicodedata.normalize("NFC", text)))


def redacted(value: Any, traces: Traces) -> Any:
    """The same text, or value as of JSON, without them; what they are not in stays as it is, to the byte."""
    match value:
        case str():
            return _without(value, traces)
        case Mapping():
            return {_without(str(key), traces): redacted(one, traces) for key, one in value.items()}
        case list() | tuple():
            return [redacted(one, traces) for one in value]
    return value


def redacted_line(details: Mapping[str, Any], traces: Traces, person_id: int) -> dict[str, Any]:
    """The details of a line of the history without them: also where a name is theirs by the number beside it."""
    people = details.get("people")
    theirs = {name for name, one in people.items() if one == person_id} if isinstance(people, Mapping) else set()
    left = {name: REMOVED if name in theirs and isinstance(one, str) else one for name, one in details.items()}
    found: dict[str, Any] = redacted(left, traces)
    return found


def _without(text: str, traces: Traces) -> str:
    if traces.pattern is None:
        return text
    composed = unicodedata.normalize("NFC", text)
    left, number = traces.pattern.subn(REMOVED, composed)
    return left if number else text


def _texts(value: Any) -> Iterable[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for key, one in value.items():
                yield str(key)
                yield from _texts(one)
        case list() | tuple():
            for one in value:
                yield from _texts(one)


def _address(email: str) -> str:
    return rf"(?<![\w+-])(?<!\w\.){_any_case(email)}(?![\w-])"


def _account(slack_id: str) -> str:
    return rf"<@{re.escape(slack_id)}(?:\|[^>]*)?>|{_NO_LETTER_BEFORE}{re.escape(slack_id)}{_NO_LETTER_AFTER}"


def _names(name: str) -> list[str]:
    """The whole name, and the family name first; in the genitive, too, of which the `s` stays."""
    parts = unicodedata.normalize("NFC", name).split()
    if not parts:
        return []
    orders = [r"\s+".join(map(_any_case, parts))]
    if len(parts) > 1:
        orders.append(rf"{_any_case(parts[-1])},\s*" + r"\s+".join(map(_any_case, parts[:-1])))
    return [f"{_NO_LETTER_BEFORE}{order}(?=s?{_NO_LETTER_AFTER})" for order in orders]


def _any_case(text: str) -> str:
    """A pattern for a text whatever its case: the one of `ß` is two letters."""
    return "".join(map(_letter, unicodedata.normalize("NFC", text)))


def _letter(letter: str) -> str:
    forms = {letter, letter.lower(), letter.upper(), letter.casefold()}
    if len(forms) == 1:
        return re.escape(letter)
    return "(?:" + "|".join(sorted(map(re.escape, forms), key=lambda one: (-len(one), one))) + ")"
