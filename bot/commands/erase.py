"""`erase --person`: what of somebody goes, what stays and why; erasing it, with a receipt that does not name them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.commands.retain import finished
from bot.context import opened
from bot.settings import Settings
from bot.startup_checks import CannotStartError, plain_words
from cases.erasing import person
from cases.erasing.person import Findings
from cases.erasing.retaining import Stays
from domain.errors import N_, NotFoundError
from handlers.translator import Translator

_WHY = {
    Stays.NOT_ENDED: N_("saken er ikke avsluttet (personvernforordningen art. 17 nr. 3 bokstav b)"),
    Stays.NO_PACKAGE: N_("det er ikke laget noen arkivpakke (art. 17 nr. 3 bokstav d, arkivlova)"),
    Stays.NOT_CONFIRMED: N_("arkivet har ikke bekreftet pakken (art. 17 nr. 3 bokstav d, arkivlova)"),
    Stays.CHANGED: N_("saken er endret etter at arkivet bekreftet pakken (art. 17 nr. 3 bokstav d, arkivlova)"),
}
_COUNTED = {
    "cases": N_("saker slettet"),
    "subtasks": N_("deloppgaver tømt"),
    "messages": N_("meldinger slettet"),
    "attachments": N_("vedlegg slettet"),
    "message_files": N_("tilsendte filer slettet"),
    "conclusions": N_("konklusjoner slettet"),
    "history": N_("linjer i historikken uten detaljer"),
    "slack": N_("meldinger og filer i Slack som boten tar bort"),
    "absences": N_("fravær slettet"),
    "saved_searches": N_("lagrede søk slettet"),
    "calendars": N_("kalenderlenker slettet"),
    "roles": N_("roller slettet"),
    "texts": N_("tekster der navnet er tatt ut"),
    "logged": N_("linjer i administrasjonsloggen der navnet er tatt ut"),
    "told": N_("beskjeder og hendelser slettet"),
}
ONLY_THEMSELVES = N_(
    "Det personen selv har skrevet i Slack kan boten ikke slette: det gjør personen selv, eller Slacks slettefrist."
)
BACKUPS = N_(
    "Sikkerhetskopier er ikke rørt. Noter hvem kvitteringen gjelder så lenge de finnes: etter en gjenoppretting kjøres "
    "retain --apply og denne kommandoen på nytt."
)


def preview(settings: Settings, email: str) -> Iterator[str]:
    """What would be done, in words; nothing is done. Raises CannotStartError."""
    translator = Translator.of("nb", settings.timezone)
    with opened(settings) as context, plain_words(context.database):
        try:
            found = person.look(context, email)
        except NotFoundError as refused:
            raise CannotStartError(translator.refusal(refused)) from refused
    yield from _told(found, translator)
    yield translator.say("Ingenting er slettet.")


def apply(settings: Settings, email: str, receipt: Path | None) -> Iterator[str]:
    """Erase, and give the receipt, in a file as well where one is named. Raises CannotStartError."""
    translator = Translator.of("nb", settings.timezone)
    if receipt is not None:
        _write(receipt, "")  # what cannot be written is told before anything is erased
    with opened(settings) as context, plain_words(context.database):
        now = datetime.now(UTC)
        try:
            done = person.erase_person(context, email, now=now)
        except NotFoundError as refused:
            raise CannotStartError(translator.refusal(refused)) from refused
        lines = [
            translator.say("Kvittering for sletting, {at}. Hjemmel: {provision}.", at=now, provision=person.PROVISION)
        ]
        lines += [
            f"  {translator.say(words)}: {done.counts[name]}"
            for name, words in _COUNTED.items()
            if done.counts.get(name)
        ]
        lines += [*_told(done.findings, translator, is_done=True), *finished(context, settings.export_dir, translator)]
        lines += [translator.say(ONLY_THEMSELVES), translator.say(BACKUPS)]
    if receipt is not None:
        _write(receipt, "\n".join(lines) + "\n")
    yield from lines


def _write(receipt: Path, text: str) -> None:
    try:
        receipt.write_text(text, "utf-8")
    except OSError as error:
        raise CannotStartError(f"{receipt} cannot be written ({error.strerror}). Name another file.") from error


def _told(found: Findings, translator: Translator, *, is_done: bool = False) -> Iterator[str]:
    goes = N_("{id}: slettet.") if is_done else N_("{id}: slettes.")
    yield from (translator.say(goes, id=one) for one in found.goes)
    for case_id, why in found.stays:
        yield translator.say("{id}: blir, fordi {why}.", id=case_id, why=translator.say(_WHY[why]))
    if found.works_here:
        yield translator.say("Personen arbeider her. Skriv «active: false» i importfilen først.")
    elif found.is_colleague:
        theirs = "Fravær, lagrede søk, roller, innstillinger og Slack-konto: "
        yield translator.say(theirs + ("slettet." if is_done else "slettes straks."))
    for case_id, why in found.needed_in:
        yield translator.say("{id}: navnet blir, fordi {why}.", id=case_id, why=translator.say(_WHY[why]))
    if found.becomes_nameless:
        yield translator.say(
            "Ingen sak trenger navnet lenger: det er tatt ut overalt."
            if is_done
            else "Ingen sak trenger navnet lenger: det tas ut overalt."
        )
    if found.has_namesake:
        yield translator.say(
            "En annen person her har samme navn: i fri tekst blir navnet stående, bare adresser tas ut."
        )
    for case_id in found.named_in:
        yield translator.say("Nevnt i {id}: må vurderes av en person.", id=case_id)
