"""One language's voice: gettext catalogues, and dates, numbers and sizes as that language writes them.

The message id is the bokmål sentence, so bokmål needs no catalogue. The others are read from
`catalogues/*.po` when they are first needed and compiled in memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from domain.errors import N_, Refused
from domain.languages import LANGUAGES, USUAL

WHO_RUNS_IT: Final = N_("den som drifter Saksbot")
CATALOGUES: Final = Path(__file__).parent / "catalogues"

_LOCALES: Final = {"nb": "nb", "nn": "nn", "en": "en_GB"}
_TIMES: Final = {"nb": "HH.mm", "nn": "HH.mm", "en": "HH:mm"}  # Språkrådet: a full stop
_OSLO: Final = ZoneInfo("Europe/Oslo")
_PLACE: Final = re.compile(r"\{(\w+)\}")


class Translator:
    """What is said to one reader: their language, and the zone in which they are told the time."""

    def __init__(self, language: str, zone: ZoneInfo, contact: str) -> None:
        self.language = language if language in LANGUAGES else USUAL
        self.zone = zone
        self._locale = _LOCALES[self.language]
        self._catalogue = _catalogue(self.language)
        self._always = {"contact": contact or self._catalogue.gettext(WHO_RUNS_IT)}

    @staticmethod
    def of(language: str | None, zone: ZoneInfo = _OSLO, contact: str = "") -> Translator:
        """Give the voice of a language (nb, nn, en); one that is unknown or not chosen speaks bokmål.

        `contact` is whom a reader is told to ask; without one it is whoever runs Saksbot, in so many words.
        """
        return _translator(language if language in LANGUAGES else USUAL, zone, contact)

    def say(self, msgid: str, **values: object) -> str:
        """Give the sentence in this language, its {places} filled: dates, moments and numbers written out.

        {contact} is filled by itself.
        """
        sentence = self._catalogue.gettext(msgid)
        return self._filled(sentence, values) if values or "{contact}" in sentence else sentence

    def count(self, singular: str, plural: str, n: int, **values: object) -> str:
        """Give the sentence in the form that the number n demands; {n} is its place."""
        return self._filled(self._catalogue.ngettext(singular, plural, n), {"n": n} | values)

    def pieces(self, msgid: str) -> list[tuple[bool, str]]:
        """Give a sentence cut at its places: (True, name) for a {name}, (False, text) for the text between.

        For sentences in which a place holds something other than text, such as a mention.
        """
        parts = _PLACE.split(self._catalogue.gettext(msgid))
        return [(at % 2 == 1, part) for at, part in enumerate(parts) if part]

    def refusal(self, error: Refused) -> str:
        """Say to the person why an act was refused."""
        return self.say(error.words, **error.values)

    def together(self, named: Sequence[str]) -> str:
        """Write what is named one after the other as a part of a sentence: "a, b og c"."""
        return str(format_list(named, locale=self._locale))

    def day(self, day: date) -> str:
        """Write a date, as everywhere where people read one, with its weekday: "fre. 18. des. 2026"."""
        return _day(day, self._locale)

    def short_day(self, day: date) -> str:
        """Write a date where the year goes without saying: "fre. 2. jan."."""
        return _short_day(day, self._locale)

    def moment(self, at: datetime) -> str:
        """Write an aware instant as date and time in the reader's zone: "18. desember 2026 kl. 23.30"."""
        time = format_time(at, _TIMES[self.language], tzinfo=self.zone, locale=self._locale)
        day = _long_date(at.astimezone(self.zone).date(), self._locale)
        return self.say("{date} kl. {time}", date=day, time=time)

    def figures(self, day: date) -> str:
        """Write a date in figures, for a narrow column: "18.12.2026"."""
        return str(format_date(day, "dd.MM.yyyy" if self.language != "en" else "dd/MM/yyyy", locale=self._locale))

    def near_day(self, day: date) -> str:
        """Write a date that is less than a year away: "fre. 2. jan."."""
        return str(format_skeleton("MMMEd", day, locale=self._locale))

    def near_moment(self, at: datetime) -> str:
        """Write an aware instant of the last year in the reader's zone: "3. nov. kl. 10.12"."""
        day = format_skeleton("MMMd", at.astimezone(self.zone).date(), locale=self._locale)
        time = format_time(at, _TIMES[self.language], tzinfo=self.zone, locale=self._locale)
        return self.say("{date} kl. {time}", date=day, time=time)

    def since(self, at: datetime, today: date) -> str:
        """Write an aware instant as short as it is clear: of today only the time, "kl. 08.00"."""
        if at.astimezone(self.zone).date() != today:
            return self.moment(at)
        return self.say(
            "kl. {time}", time=format_time(at, _TIMES[self.language], tzinfo=self.zone, locale=self._locale)
        )

    def number(self, number: float) -> str:
        """Write a number with its thousands grouped and at most one decimal."""
        return _number(number, self._locale)

    def size(self, octets: int) -> str:
        """Write the size of a file: "1,2 MB"."""
        for unit, scale in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)):
            if octets >= scale * 0.9995:
                return f"{self.number(octets / scale)} {unit}"
        return self.count("{n} byte", "{n} byte", octets)

    def _filled(self, sentence: str, values: dict[str, object]) -> str:
        return sentence.format_map(self._always | {name: self._shown(value) for name, value in values.items()})

    def _shown(self, value: object) -> str:
        match value:
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case int() | float():
                return self.number(value)
            case _:
                return str(value)


@lru_cache(maxsize=1000)
def _number(number: float, locale: str) -> str:
    return str(format_decimal(number, "#,##0.#", locale=locale))


@lru_cache(maxsize=1000)
def _long_date(day: date, locale: str) -> str:
    return str(format_date(day, "long", locale=locale))


@lru_cache(maxsize=1000)
def _day(day: date, locale: str) -> str:
    return str(format_skeleton("yMMMEd", day, locale=locale))


@lru_cache(maxsize=1000)
def _short_day(day: date, locale: str) -> str:
    return str(format_skeleton("MMMEd", day, locale=locale))


@lru_cache(maxsize=32)
def _translator(language: str, zone: ZoneInfo, contact: str) -> Translator:
    return Translator(language, zone, contact)


@lru_cache(maxsize=8)
def _catalogue(language: str) -> NullTranslations:
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
