"""The sentences of the history about what a case holds: what an import changed, and what became of its files."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from domain.errors import N_
from domain.history import CaseFact
from handlers.translator import Translator
from handlers.views.blocks import one_line

FIELDS: Final[dict[str, str]] = {
    CaseFact.TITLE: N_("Tittel"),
    CaseFact.PLACE: N_("Sted"),
    CaseFact.APPLICANT_NAME: N_("Søker"),
    CaseFact.APPLICANT_EMAIL: N_("Søkers e-postadresse"),
    CaseFact.APPLIED_ON: N_("Søkt dato"),
    CaseFact.OWNER: N_("Sakseier"),
    CaseFact.DEADLINE: N_("Frist"),
    CaseFact.TEXT: N_("Søknad"),
    CaseFact.STATUS: N_("Status"),
    CaseFact.TYPE: N_("Type"),
}


def imported(values: dict[str, Any], translator: Translator) -> str:
    """Say that the case came, and with which attachments."""
    if not values.get("added"):
        return translator.say("{at}: Saken ble importert.", **values)
    return translator.count(
        "{at}: Saken ble importert med vedlegget {files}.",
        "{at}: Saken ble importert med vedleggene {files}.",
        len(values["added"]),
        **values | {"files": _listed(values["added"], translator)},
    )


def fetched(values: dict[str, Any], translator: Translator) -> str:
    """Say whose conversation attachments were fetched to."""
    return translator.count(
        "{at}: {actor} hentet et vedlegg til samtalen sin med Saksbot: {files}",
        "{at}: {actor} hentet vedlegg til samtalen sin med Saksbot: {files}",
        len(values["files"]),
        **values | {"files": _listed(values["files"], translator)},
    )


def changed(values: dict[str, Any], translator: Translator) -> str:
    """Say what an import has changed: facts with their values before and after, and files."""
    changes = values.get("changes", {})
    said = [_change(name, pair, translator) for name, pair in changes.items()]
    if added := values.get("added"):
        said.append(
            translator.count(
                "Nytt vedlegg: {files}", "Nye vedlegg: {files}", len(added), files=_listed(added, translator)
            )
        )
    if replaced := values.get("replaced"):
        said.append(
            translator.count(
                "Ny versjon av vedlegg: {files}",
                "Nye versjoner av vedlegg: {files}",
                len(replaced),
                files=_listed(replaced, translator),
            )
        )
    return translator.say("{at}: Importen endret saken ({changes}).", **values | {"changes": "; ".join(said)})


def taken_back(values: dict[str, Any], translator: Translator) -> str:
    """Say that a file went from a message."""
    if values.get("files"):
        return translator.count(
            "{at}: {actor} fjernet {n} fil fra en melding i deloppgaven «{subtask}».",
            "{at}: {actor} fjernet {n} filer fra en melding i deloppgaven «{subtask}».",
            values["files"],
            **values,
        )
    return translator.say("{at}: En fil i deloppgaven «{subtask}» ble slettet i Slack, og er borte her også.", **values)


def _listed(files: list[str | None], translator: Translator) -> str:
    """Name files; one that was taken out of the case has no name any more."""
    return one_line(", ".join(translator.say("(fjernet)") if one is None else one for one in files), 1000)


def taken_out(values: dict[str, Any], translator: Translator) -> str:
    """Say that an attachment was taken out of the case, and why where somebody gave a reason."""
    if "reason" not in values:
        return translator.say("{at}: Importen fjernet et vedlegg fra saken.", **values)
    return translator.say("{at}: {actor} fjernet et vedlegg fra saken. Begrunnelse: {reason}", **values)


def _change(name: str, pair: list[Any], translator: Translator) -> str:
    field = translator.say(FIELDS.get(name, name))
    if len(pair) != 2:
        return field
    before, after = (_value(name, one, translator) for one in pair)
    return translator.say("{field}: fra {before} til {after}", field=field, before=before, after=after)


def _value(name: str, value: Any, translator: Translator) -> str:
    if value is None:
        return translator.say("Ingen")
    return (
        translator.day(date.fromisoformat(value))
        if name in (CaseFact.DEADLINE, CaseFact.APPLIED_ON)
        else one_line(str(value), 200)
    )
