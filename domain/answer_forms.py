"""What is to be answered before a subtask is solved: a form of a few questions, and the answers to them.

A subtask has its own copy of its form, and an answer to a choice is the words that were chosen, so that what was
answered can be read whatever becomes of the template. Both are kept as JSON: `to_json` and `from_json` for the form,
and a plain object of texts by the questions' keys for the answers. A number is kept with a full stop ("7.5").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeAlias

from domain import letters
from domain.arriving import LONG_TEXT, line, tidy
from domain.errors import N_, InvalidInputError, Refused

QUESTIONS: Final = 10  # in one form, which stands on a page with much else
TEXTS: Final = 3 * LONG_TEXT  # characters of all its texts together, so that the page stays below 250 kB
OPTIONS: Final = (2, 10)
OPTION: Final = 75
LABEL: Final = 150
UNIT: Final = 30
_KEY: Final = re.compile("[a-z0-9][a-z0-9_-]{0,39}")
NO_BREAK: Final = "\xa0"
_DIGITS: Final = 15  # as many as any spreadsheet keeps
_GROUPS: Final = re.compile("(?<=[0-9])[ \xa0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_NUMBER: Final = re.compile("[+-]?[0-9]+(?:[.,][0-9]+)?")
_BOUND: Final = re.compile(f"-?[0-9]{{1,{_DIGITS}}}(?:[.][0-9]{{1,{_DIGITS}}})?")
_THOUSANDS_OR_NOT: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")  # one and a half, or fifteen hundred?


class Kind(StrEnum):
    """How a question is answered; the words are those of the file that an administrator writes."""

    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `options` belong to a choice; `least`, `most` and `unit` to a number; `limit` to a text."""

    key: str
    label: str
    kind: Kind
    required: bool = True
    options: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    unit: str = ""
    limit: int = LONG_TEXT

    @property
    def field(self) -> str:
        """The name of its field in a dialog and in the errors of the acts."""
        return field_of(self.key)


AnswerForm: TypeAlias = tuple[Question, ...]
"""No question is no form."""
Answers: TypeAlias = Mapping[str, str]
"""By the questions' keys; what was not answered is not there."""


class BadFormError(ValueError):
    """This is no answer form; the message says in English, for whoever wrote it, what is wrong."""


def field_of(key: str) -> str:
    """The name of the field for the question of this key."""
    return f"answer:{key}"


def key_of(field: str) -> str:
    """The key of the question whose field has this name; empty for any other field."""
    _, mark, key = field.partition("answer:")
    return key if mark and field.startswith(mark) else ""


# ---- the answers ---------------------------------------------------------------------------------


def require(form: AnswerForm, typed: Answers, *, demanded: bool) -> dict[str, str]:
    """The answers as they are kept, from what was typed; `demanded` is all that is required, else what there is.

    In the one form of text, and numbers alike; what is no answer to this form goes. Raises InvalidInputError that names
    every wrong field.
    """
    if found := faults(form, typed, demanded=demanded):
        raise InvalidInputError(found)
    return {one.key: text for one in form if (text := _kept(one, typed.get(one.key, "")))}


def faults(form: AnswerForm, typed: Answers, *, demanded: bool = True) -> list[Refused]:
    """What is wrong with what was typed, each with its field; `demanded` is all that is required."""
    found = [_fault(one, tidy(typed.get(one.key, "")), demanded=demanded) for one in form]
    return [fault for fault in found if fault]


def lacks(form: AnswerForm, answers: Answers) -> bool:
    """Whether something that is demanded is not among the answers that are kept."""
    return any(one.required and not answers.get(one.key) for one in form)


def number(text: str) -> Decimal | None:
    """The number that somebody means: "7,5", "7.5", "−3" or "1 000 000"; None for anything else.

    None as well for "1.500", which one person reads as fifteen hundred and another as one and a half.
    """
    written = _GROUPS.sub("", letters.with_hyphens(tidy(text)))
    is_clear = written.isascii() and _NUMBER.fullmatch(written) and not _THOUSANDS_OR_NOT.fullmatch(written)
    if not is_clear or len(re.sub("[^0-9]", "", written)) > _DIGITS:
        return None
    return Decimal(written.replace(",", "."))


def shown_number(found: Decimal) -> str:
    """A number as people here write it: "1 000 000", "7,5"."""
    whole, _, rest = _plain(found).partition(".")
    grouped = f"{int(whole):,}".replace(",", NO_BREAK)
    sign = "-" if whole.startswith("-") and not grouped.startswith("-") else ""
    return f"{sign}{grouped}" + (f",{rest}" if rest else "")


def shown(question: Question, answer: str) -> str:
    """A kept answer as people read it, and may write it again."""
    if question.kind is not Kind.NUMBER:
        return answer
    return shown_number(Decimal(answer)) if _NUMBER.fullmatch(answer) else answer


def shown_with_unit(question: Question, answer: str) -> str:
    """A kept answer with its unit, where it has one."""
    return f"{shown(question, answer)}{NO_BREAK}{question.unit}" if question.unit else shown(question, answer)


def _kept(question: Question, typed: str) -> str:
    found = number(typed) if question.kind is Kind.NUMBER else None
    return tidy(typed) if found is None else _plain(found)


def _plain(found: Decimal) -> str:
    """All digits, no exponent, no zeros at the end, and no minus before zero."""
    text = format(found, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.lstrip("+") if Decimal(text) else "0"


def _fault(question: Question, typed: str, *, demanded: bool) -> Refused | None:
    if not typed:
        words = N_("Velg et svar.") if question.kind is Kind.CHOICE else N_("Skriv et svar.")
        return Refused(words, field=question.field) if demanded and question.required else None
    if question.kind is Kind.TEXT:
        return _too_long(question, typed)
    if question.kind is Kind.NUMBER:
        return _number_fault(question, typed)
    is_offered = typed in question.options
    return None if is_offered else Refused(N_("Velg et av svarene som står her."), field=question.field)


def _too_long(question: Question, typed: str) -> Refused | None:
    if len(typed) <= question.limit:
        return None
    words = N_("Teksten er for lang: {length} tegn. Det er plass til {limit}.")
    return Refused(words, field=question.field, length=len(typed), limit=question.limit)


def _number_fault(question: Question, typed: str) -> Refused | None:
    found, least, most = number(typed), question.least, question.most
    if found is None:
        return Refused(N_("Skriv et tall, for eksempel 7,5. Tusener skilles med mellomrom."), field=question.field)
    if (least is None or found >= least) and (most is None or found <= most):
        return None
    words = N_("Skriv et tall fra {least} til {most}.")
    if most is None:
        words = N_("Skriv {least} eller et høyere tall.")
    elif least is None:
        words = N_("Skriv {most} eller et lavere tall.")
    bounds = {name: shown_number(one) for name, one in (("least", least), ("most", most)) if one is not None}
    return Refused(words, field=question.field, **bounds)


# ---- the form ------------------------------------------------------------------------------------


def to_json(form: AnswerForm) -> list[dict[str, Any]] | None:
    """A form as it is kept; None for none."""
    return [_written(one) for one in form] or None


def from_json(value: object) -> AnswerForm:
    """A form that was kept, or that somebody wrote into a file. Raises BadFormError that says what is wrong with it."""
    if value is None:
        return ()
    if not isinstance(value, list) or not 1 <= len(value) <= QUESTIONS:
        raise BadFormError(f"an answer form is a list of 1 to {QUESTIONS} questions")
    form = tuple(_question(one, number) for number, one in enumerate(value, 1))
    keys = [one.key for one in form]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise BadFormError(f"two questions have the key {twice[0]!r}")
    if sum(one.limit for one in form if one.kind is Kind.TEXT) > TEXTS:
        raise BadFormError(f"the limits of all texts are at most {TEXTS} together; one without a limit has {LONG_TEXT}")
    return form


def _written(question: Question) -> dict[str, Any]:
    bounds = {"least": question.least, "most": question.most}
    return {
        "key": question.key,
        "label": question.label,
        "kind": question.kind.value,
        **({} if question.required else {"required": False}),
        **({"options": list(question.options)} if question.options else {}),
        **{name: _plain(bound) for name, bound in bounds.items() if bound is not None},
        **({"unit": question.unit} if question.unit else {}),
        **({"limit": question.limit} if question.limit != LONG_TEXT else {}),
    }


def _question(value: object, place: int) -> Question:
    if not isinstance(value, dict):
        raise BadFormError(f"question {place} is no mapping")
    key, label = value.get("key"), value.get("label")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise BadFormError(f"question {place} needs a key of at most 40 of a-z, 0-9, - and _")
    if not isinstance(label, str) or not 1 <= len(line(label)) <= LABEL:
        raise BadFormError(f"question {key!r} needs a label of at most {LABEL} characters")
    if value.get("kind") not in {*Kind}:
        raise BadFormError(f"the kind of question {key!r} is one of {', '.join(Kind)}")
    kind = Kind(value["kind"])
    if unknown := sorted(str(name) for name in value if name not in {"key", "label", "kind", "required", *_OF[kind]}):
        raise BadFormError(f"question {key!r}, a {kind}, has no {unknown[0]!r}")
    required = value.get("required", True)
    if not isinstance(required, bool):
        raise BadFormError(f"required of question {key!r} is true or false")
    return Question(key, line(label), kind, required, **_READ[kind](key, value))


def _choice(key: str, value: Mapping[Any, Any]) -> dict[str, Any]:
    offered = value.get("options")
    if not isinstance(offered, list) or not OPTIONS[0] <= len(offered) <= OPTIONS[1]:
        raise BadFormError(f"question {key!r} needs {OPTIONS[0]} to {OPTIONS[1]} options")
    options = tuple(line(one) if isinstance(one, str) else "" for one in offered)
    if not all(1 <= len(one) <= OPTION for one in options):
        raise BadFormError(f"each option of question {key!r} is a text of 1 to {OPTION} characters; quote yes and no")
    if len(set(options)) < len(options):
        raise BadFormError(f"question {key!r} has the same option twice")
    return {"options": options}


def _number(key: str, value: Mapping[Any, Any]) -> dict[str, Any]:
    least, most = (_bound(key, name, value.get(name)) for name in ("least", "most"))
    if least is not None and most is not None and least > most:
        raise BadFormError(f"least of question {key!r} is more than its most")
    unit = value.get("unit", "")
    if not isinstance(unit, str) or len(line(unit)) > UNIT:
        raise BadFormError(f"the unit of question {key!r} is a text of at most {UNIT} characters")
    return {"least": least, "most": most, "unit": line(unit)}


def _bound(key: str, name: str, value: object) -> Decimal | None:
    if value is None:
        return None
    is_number = isinstance(value, int | float | str) and not isinstance(value, bool)
    found = Decimal(str(value)) if is_number and _BOUND.fullmatch(str(value)) else None
    if found is None:
        raise BadFormError(f"{name} of question {key!r} is a number of at most {_DIGITS} digits")
    return found


def _text(key: str, value: Mapping[Any, Any]) -> dict[str, Any]:
    limit = value.get("limit", LONG_TEXT)
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= LONG_TEXT:
        raise BadFormError(f"the limit of question {key!r} is a number from 1 to {LONG_TEXT}")
    return {"limit": limit}


_OF: Final = {Kind.CHOICE: ("options",), Kind.NUMBER: ("least", "most", "unit"), Kind.TEXT: ("limit",)}
_READ: Final = {Kind.CHOICE: _choice, Kind.NUMBER: _number, Kind.TEXT: _text}
