"""What people write in the large sample: sentences put together so that no two texts are the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from babel.dates import format_date

from bot.sample.large.calendar import Calendar

_HERE = Path(__file__).parent
_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TRIES = 200
LAST_OF_SPRING = 6

Facts = dict[str, str]
"""What fills the words in braces: the facts of one case."""


@cache
def read(name: str) -> Any:
    """One of the files beside this one."""
    return yaml.load((_HERE / f"{name}.yaml").read_text("utf-8"), _LOADER)  # noqa: S506 - it is the safe one


class Telling:
    """Draws words by lot, and never the same text twice."""

    def __init__(self, lot: Random, calendar: Calendar) -> None:
        """Draw with these random numbers; the dates in the words are those of this calendar."""
        self._lot, self._calendar = lot, calendar
        self._told: set[str] = set()
        self._talk = read("talk")

    def facts(self, place: str, arrived: int, due: int | None) -> Facts:
        """The facts of a case that came to a place on a working day."""
        lot, talk, names = self._lot, self._talk, read("people")
        first, last = lot.choice(names["first_names"]), lot.choice(names["last_names"])
        study = names["studies"][place]
        course, other = lot.sample(study["courses"], 2)
        return {
            "navn": f"{first} {last}", "fornavn": first, "program": lot.choice(study["programmes"]),
            "emne": course, "emne2": other, "kode": course.partition(" ")[0], "sp": str(lot.randrange(10, 65, 5)),
            "nr": str(lot.randrange(1001, 1999)), "semester": self._semester(lot.randint(1, 2)),
            "forrige": self._semester(-lot.randint(1, 2)),
            "sted": lot.choice(talk["elsewhere"]), "land": lot.choice(talk["countries"]),
            "dag": _said(self._calendar.day(arrived)), "frist": _said(self._calendar.day(min(due or 20, 60))),
            "ukedag": "",
        }  # fmt: skip

    def _semester(self, after: int) -> str:
        """A semester that comes so many after this one, or before it."""
        today = self._calendar.today
        year, half = divmod(today.year * 2 + (today.month > LAST_OF_SPRING) + after, 2)
        return f"{('våren', 'høsten')[half]} {year}"

    def once(self, facts: Facts, *parts: Sequence[str], between: str = " ", unlike: str = "") -> str:
        """One of each of these parts, put together as nobody has said it before; `unlike` names what it may repeat."""
        text = ""
        for _ in range(_TRIES):
            facts["ukedag"] = self._lot.choice(self._talk["weekdays"])
            drawn = [self._lot.choice(part) for part in parts]
            text = between.join(one for one in drawn if one).format_map(facts)
            if text + unlike not in self._told:
                self._told.add(text + unlike)
                return text
        raise LookupError(text)

    def some(self, *kinds: str, chance: float = 1) -> Sequence[str]:
        """What is said on such an occasion; now and then nothing."""
        said: Any = self._talk
        for kind in kinds:
            said = said[kind]
        return [*said, *[""] * round(len(said) * (1 / chance - 1))]


def _said(day: date) -> str:
    return format_date(day, "d. MMMM", locale="nb")
