"""National identity numbers in what people write: found, so that one asks before keeping them, and masked elsewhere.

Taken for one is what has a valid date and both control digits: a fødselsnummer, a D-nummer (day + 40), an H-nummer or a
synthetic one (month + 40, in Tenor month + 80). From 2032 on the first control digit may leave 0, 1, 2 or 3 after the
division by 11, and both ways of counting hold side by side: "I dagens kontrollberegning må rest etter moduluskontrollen
være lik 0. I ny kontrollberegning vil rest etter moduluskontrollen tillate 0, 1, 2 og 3 som gyldige verdier."
(https://skatteetaten.github.io/folkeregisteret-api-dokumentasjon/nytt-fodselsnummer-fra-2032/). The second one stays as
it is. Nothing else is asked of the individual digits, which say no century any more from then on.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Final

MASK: Final = "•••••• •••••"

_FIRST: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_REMAINDERS: Final = (0, 1, 2, 3)
# Between the two halves stand a blank of any kind, a dot or a dash; also as a log writes a no-break space.
_BETWEEN: Final = r"(?:[^\S\n]|[.\-\u2010-\u2015\u2212]|\\x[aA]0|\\u(?:00[aA]0|202[fF])){0,3}"
# With a "+" before it it is a telephone, and after the word "konto" what the bank calls one.
_HALF: Final = re.compile(r"\d{6}")  # what nearly all texts lack is looked for first
_WRITTEN: Final = re.compile(rf"(?<![\d+])(\d{{6}}){_BETWEEN}(\d{{5}})(?!\d)")
_ACCOUNT: Final = re.compile(r"(?:konto|account)\w*\W{0,3}(?:(?:nr|nummer|no|number)\b\W{0,3})?$", re.IGNORECASE)


def numbers_in(text: str) -> frozenset[str]:
    """The numbers in a text that look like somebody's, each as eleven digits."""
    found = (_number(match) for match in _WRITTEN.finditer(text)) if _HALF.search(text) else ()
    return frozenset(number for number in found if number)


def masked(text: str) -> str:
    """The text with dots for each such number: for notifications, e-mail and logs."""
    return _WRITTEN.sub(lambda match: MASK if _number(match) else match[0], text)


def _number(match: re.Match[str]) -> str:
    """The digits of what was found; empty when they are no such number."""
    digits = [int(digit) for digit in match[1] + match[2]]
    if not (_has_date(digits) and _has_control_digits(digits)):
        return ""
    before = match.string[max(match.start() - 30, 0) : match.start()]
    return "" if _ACCOUNT.search(before) else "".join(map(str, digits))


def _has_control_digits(digits: list[int]) -> bool:
    first = sum(weight * digit for weight, digit in zip(_FIRST, digits, strict=False)) % 11
    second = sum(weight * digit for weight, digit in zip(_SECOND, digits, strict=True)) % 11
    return first in _REMAINDERS and second == 0


def _has_date(digits: list[int]) -> bool:
    day, month, year = (10 * digits[at] + digits[at + 1] for at in (0, 2, 4))
    day -= 40 if day > 40 else 0
    month -= 80 if month > 80 else 40 if month > 40 else 0
    return (
        1 <= month <= 12 and 1 <= day <= monthrange(2000 + year, month)[1]
    )  # the years 00 of one century are leap years
