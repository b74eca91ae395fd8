"""When somebody is away, and who stands in, in a few words: wherever somebody is chosen."""

from __future__ import annotations

from domain.absences import Absence
from handlers.translator import Translator
from handlers.views.status import name_of


def absent(absence: Absence, translator: Translator) -> str:
    """Say for how long somebody is away, or will be, and who stands in."""
    values = {
        "first": translator.short_day(absence.from_on),
        "last": translator.short_day(absence.until_on),
        "stand_in": name_of(absence.substitute, translator),
    }
    if absence.has_begun and absence.substitute:
        return translator.say("borte til {last}, stedfortreder {stand_in}", **values)
    if absence.has_begun:
        return translator.say("borte til {last}, ingen stedfortreder", **values)
    if absence.substitute:
        return translator.say("borte {first} til {last}, stedfortreder {stand_in}", **values)
    return translator.say("borte {first} til {last}, ingen stedfortreder", **values)
