"""The words of the history for what was given to somebody, offered and taken, or moved with others and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from domain.values import Role
from handlers.translator import Translator
from handlers.views.bulk_lines import role

Sentence = Callable[[dict[str, Any], Translator], str]


def offered(msgid: str) -> Sentence:
    """Something was offered to everybody with a role."""
    return lambda values, translator: translator.say(msgid, **values | {"role": role(Role(values["role"]), translator)})


def or_taken(msgid: str, given: Sentence) -> Sentence:
    """Something was given to somebody, who may have taken it: then an offer is named with it."""

    def say(values: dict[str, Any], translator: Translator) -> str:
        return translator.say(msgid, **values) if values.get("offer") else given(values, translator)

    return say


def owner_is_back(values: dict[str, Any], translator: Translator) -> str:
    """A case is its former owner's again, or waits."""
    if not values.get("to"):
        return translator.say("{at}: {actor} angret flyttingen, og saken venter igjen på å bli fordelt.", **values)
    return translator.say("{at}: {actor} angret flyttingen, og {to} er igjen sakseier.", **values)


def given(plain: str, with_deadline: str) -> Sentence:
    """A case was given to an owner, with a deadline or without."""

    def say(values: dict[str, Any], translator: Translator) -> str:
        if not values.get("deadline"):
            return translator.say(plain, **values)
        return translator.say(with_deadline, **values | {"deadline": date.fromisoformat(values["deadline"])})

    return say


def reassigned(values: dict[str, Any], translator: Translator) -> str:
    """A subtask was given to somebody else, with a reason that not everybody reads."""
    values |= {"former": values["from"]}
    if "reason" not in values:
        return translator.say(
            "{at}: {actor} byttet ansvarlig for deloppgaven «{subtask}» fra {former} til {to}.", **values
        )
    return translator.say(
        "{at}: {actor} byttet ansvarlig for deloppgaven «{subtask}» fra {former} til {to}. Begrunnelse: {reason}",
        **values,
    )
