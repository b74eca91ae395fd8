"""`retain`: which cases need not be kept any more, why the others stay, and erasing those that go."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.context import opened
from bot.erasing import finish
from bot.settings import Settings
from bot.startup_checks import CannotStartError, plain_words
from cases.context import Context
from cases.erasing import retaining
from cases.erasing.retaining import Judged, Stays
from domain.errors import N_
from domain.retention import Then
from handlers.translator import Translator

_STAYS = {
    Stays.NO_RULE: N_("{id}: blir. Ingen regel om bevaring for typen «{type}»."),
    Stays.NOT_YET: N_("{id}: blir. Skal bevares til {until}."),
    Stays.NOT_ENDED: N_("{id}: blir. Saken er ikke avsluttet."),
    Stays.NO_PACKAGE: N_("{id}: blir. Det er ikke laget noen arkivpakke: export {id}."),
    Stays.NOT_CONFIRMED: N_("{id}: blir. Arkivet har ikke bekreftet pakken: export --confirm {id}."),
    Stays.CHANGED: N_("{id}: blir. Saken er endret etter at arkivet bekreftet pakken: lag den på nytt."),
}
_GOES = {
    Then.DELETE: N_("{id}: slettes. {provision}"),
    Then.WITHOUT_ATTACHMENTS: N_("{id}: filene slettes, resten blir. {provision}"),
}
_WENT = {
    Then.DELETE: N_("{id}: slettet. {provision}"),
    Then.WITHOUT_ATTACHMENTS: N_("{id}: filene er slettet. {provision}"),
}


def preview(settings: Settings) -> Iterator[str]:
    """What would be done with each case, in words; nothing is done. Raises CannotStartError."""
    translator = Translator.of("nb", settings.timezone)
    goes = 0
    with opened(settings) as context, plain_words(context.database):
        for one in retaining.judged(context, now=datetime.now(UTC)):
            goes += one.stays is None
            yield told(one, translator)
    yield translator.say("Kan slettes nå: {number}. Ingenting er slettet.", number=goes)


def apply(settings: Settings) -> Iterator[str]:
    """Erase what need not be kept any more, and say so of each case. Raises CannotStartError."""
    translator = Translator.of("nb", settings.timezone)
    went = 0
    with opened(settings) as context, plain_words(context.database):
        for one in retaining.judged(context, now=datetime.now(UTC)):
            done = one if one.stays else retaining.follow_one(context, one.case_id, now=datetime.now(UTC))
            if done is not None:
                went += done.stays is None
                yield told(done, translator, is_done=True)
        yield translator.say("Slettet: {number}.", number=went)
        yield from finished(context, settings.export_dir, translator)


def told(one: Judged, translator: Translator, *, is_done: bool = False) -> str:
    """What becomes of a case, or has."""
    if one.stays is None and one.rule is not None:
        words = _WENT if is_done else _GOES
        return translator.say(words[one.rule.then], id=one.case_id, provision=one.rule.provision)
    known = {"id": one.case_id, "type": one.case_type or "", "until": one.kept_until_on}
    return translator.say(_STAYS[one.stays or Stays.NO_RULE], **known)


def finished(context: Context, export_dir: Path | None, translator: Translator) -> Iterator[str]:
    """Do what comes after the erasures in the database, and say what is left of it. Raises CannotStartError."""
    try:
        left = finish(context, export_dir, now=datetime.now(UTC))
    except OSError as error:
        told = f"The files or EXPORT_DIR cannot be written to ({error.strerror or error})."
        raise CannotStartError(f"{told} Mend that, and give the command again.") from error
    waits = [one for one in left if not one.is_done]
    if in_slack := sum(one.in_slack for one in waits):
        yield translator.say("I Slack gjenstår {number}; boten tar det bort når den kjører.", number=in_slack)
    elif waits:
        yield translator.say("Databasen er i bruk, og er ikke ryddet ennå. Kjør kommandoen på nytt.")


def say(lines: Iterator[str]) -> None:
    """Print each line as it comes."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
