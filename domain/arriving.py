"""The door for all text: what a form, a message, a command or an import says goes through here before it is used.

`domain/letters.py` has the one form in which text is kept, and the forms in which search compares it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from domain import letters

_DIGITS: Final = 18  # as many as every number has room for that a database keeps
LONG_TEXT: Final = 3000  # as much as is kept of any text
_ROUND_A_NUMBER: Final = " \n\t#\"'`´«»‹›“”„‟‘’‚‛′″"  # as people and their programs write it
_STYLES: Final = "*_~`"  # round what is bold, italic, struck or code where Slack has it as plain text
_TS: Final = re.compile(r"[0-9]{1,11}(\.[0-9]{1,6})?")
_ROUND_A_DASH: Final = re.compile(r"\s*-\s*")

payload = letters.clean_all
"""Everything that Slack says in one call, each text in the one form."""


def tidy(text: str) -> str:
    """The text in the one form, without blanks around it; empty when nothing of it can be seen."""
    tidied = letters.clean(text).strip()
    return tidied if letters.shows(tidied) else ""


def line(text: str) -> str:
    """The same for a title, a name or a file's name, which stand on one line."""
    return " ".join(tidy(text).split())


def order(text: str) -> str:
    """The same for what is typed after a command, whose words may come bold, as when they were copied from a page."""
    typed = line(text)
    return " ".join(filter(None, (word.strip(_STYLES) for word in typed.split()))) or typed


def address(text: str) -> str:
    """The same for an e-mail address, which is compared without regard to case."""
    return tidy(text).lower()


def day(text: str) -> str:
    """The same for a date, whose hyphens may have become dashes."""
    return letters.with_hyphens(tidy(text))


def case_number(text: str) -> str:
    """The same for a case's number, with hyphens for dashes, and without quotes, `#` and blanks around it."""
    return _ROUND_A_DASH.sub("-", letters.with_hyphens(tidy(text))).strip(_ROUND_A_NUMBER)


def number(text: str) -> int | None:
    """The number of something, as a button or a choice names it; None for what no row of a database can have."""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else None


def whole(said: object) -> int | None:
    """The same of what was kept as a number; None for anything else."""
    return said if type(said) is int and 0 <= said < 10**_DIGITS else None


def instant(written: object) -> datetime | None:
    """The instant of a message's timestamp (`1700000000.000100`); None for what is none."""
    return datetime.fromtimestamp(float(written), UTC) if isinstance(written, str) and _TS.fullmatch(written) else None


def sought(typed: str) -> list[str]:
    """The words of a search, each as it has to stand in what is searched; what stands round a case's number goes."""
    return [word for word in map(case_number, letters.words(typed)) if word]


def is_found(words: Iterable[str], *texts: str) -> bool:
    """Whether all the words of a search stand in these texts."""
    searched = letters.searchable(*texts)
    return all(word in searched for word in words)
