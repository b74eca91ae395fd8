"""`log`: what was done about the program itself, a line for each thing, in words or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot.context import opened
from bot.settings import Settings
from bot.startup_checks import CannotStartError, plain_words
from cases.context import Context
from domain import arriving
from domain.administration import Measure, known
from domain.lists import WantedList
from domain.values import Person
from handlers.translator import Translator
from handlers.views.list_tables import called
from store import administration, erasing
from store import cases as case_rows
from store import people as people_rows
from store.administration import LoggedRow

SENTENCES: Mapping[Measure, str] = {
    Measure.FILES_IMPORTED: "importerte {files}",
    Measure.PERSON_ADDED: "la til {person}",
    Measure.PERSON_CHANGED: "endret {person}",
    Measure.PERSON_TAKEN_IN: "slo sammen to oppføringer for {person}",
    Measure.PERSON_IDENTIFIED: "fant {person} i Slack",
    Measure.ACCOUNT_CLOSED: "Slack-kontoen til {person} er stengt",
    Measure.ACCOUNT_OPENED: "Slack-kontoen til {person} er åpen igjen",
    Measure.SETTINGS_CHANGED: "startet med andre innstillinger",
    Measure.SCHEMA_CHANGED: "oppgraderte databasen",
    Measure.DATABASE_COPIED: "kopierte hele databasen hit",
    Measure.PACKAGE_MADE: "laget arkivpakken til sak {case}",
    Measure.PACKAGE_DOWNLOADED: "lastet ned arkivpakken til sak {case}",
    Measure.PACKAGE_CONFIRMED: "bekreftet at arkivet har sak {case}",
    Measure.CASE_ERASED: "slettet sak {case}",
    Measure.ATTACHMENTS_ERASED: "slettet filene i sak {case}",
    Measure.PERSON_ERASED: "slettet opplysninger om {person}",
    Measure.PERSON_DISCLOSED: "tok ut innsyn for {person}",
    Measure.ROWS_RETRIED: "sendte på nytt fra utboksen",
    Measure.ROW_DROPPED: "lot noe i utboksen ikke bli sendt",
    Measure.LIST_DOWNLOADED: "lastet ned listen «{list}»",
    Measure.MESSAGES_READ: "leste interne meldinger i sak {case} som fordeler",
    Measure.KEY_MADE: "laget en nøkkel til {person}",
    Measure.KEY_ROTATED: "byttet nøkkelen til {person}",
    Measure.KEYS_REVOKED: "trakk tilbake nøklene til {person}",
    Measure.WEBHOOK_SET: "satte webhooken til {person}",
    Measure.WEBHOOK_ROTATED: "byttet hemmeligheten til webhooken til {person}",
    Measure.WEBHOOK_REMOVED: "fjernet webhooken til {person}",
    Measure.WEBHOOK_ENDED: "avsluttet webhooken til {person}, fordi mottakeren svarte 410",
    Measure.CALENDAR_MADE: "laget en kalenderlenke",
    Measure.CALENDAR_ENDED: "slettet kalenderlenken sin",
}
DETAILS: Mapping[str, str] = {
    "active": "aktiv",
    "given": "fikk",
    "taken": "mistet",
    "name": "navn",
    "email": "e-post",
    "slack_id": "Slack-ID",
    "provision": "hjemmel",
    "second": "den andre",
    "places": "steder",
    "people": "personer",
    "cases": "saker",
    "removed": "fjernet",
    "from": "fra",
    "to": "til",
    "digest": "sha256",
    "why": "grunn",
    "row": "rad",
    "number": "antall",
    "subtask": "deloppgave",
    "key": "nøkkel",
    "place": "sted",
    "role": "rolle",
    "ends_at": "varer til",
    "format": "filtype",
    "url": "adresse",
    "events": "hendelser",
}
TOLD = ("files", "list", "listing")
"""Details that stand in the sentence."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: since a day of the institution's, and about a person by e-mail or a case by number."""

    since_on: date | None = None
    about: str = ""


def show(settings: Settings, wanted: Wanted, *, as_json: bool = False) -> Iterator[str]:
    """The lines, the oldest first. Raises CannotStartError, also when nobody and nothing is called so."""
    with opened(settings) as context, plain_words(context.database):
        rows, people = _read(context, wanted)
    translator = Translator.of("nb", settings.timezone)
    for row in rows:
        yield _as_json(row, people) if as_json else _in_words(row, people, translator)


def _read(context: Context, wanted: Wanted) -> tuple[list[LoggedRow], dict[int, Person]]:
    at = datetime.combine(wanted.since_on, time(), context.zone) if wanted.since_on else None
    with context.database.read(patient=True) as connection:
        if not wanted.about:
            found = administration.since(connection, at)
        else:
            people = people_rows.called(connection, arriving.address(wanted.about))
            is_case = case_rows.get(connection, wanted.about) or erasing.erased_among(connection, [wanted.about])
            if not people and not is_case:
                raise CannotStartError(f"Nobody has the address «{wanted.about}», and no case has that number.")
            numbers = [one.id for one in people]
            found = administration.about(connection, person_ids=numbers, case_ids=[wanted.about], at=at)
        named = people_rows.with_numbers(connection, {row.person_id for row in found if row.person_id})
        return found, {one.id: one for one in named}


def _in_words(row: LoggedRow, people: Mapping[int, Person], translator: Translator) -> str:
    measure = known(row.act)
    person = people.get(row.person_id or 0)
    facts = {
        "person": _named(person) if person else translator.say("en person som er slettet"),
        "case": row.case_id or "",
        "list": called(listed, translator) if (listed := WantedList.read(row.details)) else "",
        "files": ", ".join(map(str, row.details.get("files", ()))),
    }
    what = translator.say(SENTENCES[measure], **facts) if measure else row.act
    details = "; ".join(_details(row.details, translator))
    at = row.at.astimezone(translator.zone).strftime("%Y-%m-%d %H:%M:%S")
    return f"{at}  {_who(row)}: {what}" + (f" ({details})" if details else "")


def _who(row: LoggedRow) -> str:
    return _named(row.actor) if row.actor else row.by or "saksbot"


def _named(person: Person) -> str:
    """Who it is; a system has no address, and `<…>` in its place."""
    return person.name if person.email.startswith("<") else f"{person.name} ({person.email})"


def _details(details: Mapping[str, Any], translator: Translator) -> Iterator[str]:
    for name, value in details.items():
        if name == "changes":
            yield from (f"{_called(one, translator)}: {_said(was)} → {_said(now)}" for one, (was, now) in value.items())
        elif name not in TOLD:
            yield f"{_called(name, translator)}: {_said(value)}"


def _called(name: str, translator: Translator) -> str:
    return translator.say(DETAILS[name]) if name in DETAILS else name


def _said(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(" ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value)
    if value is None or isinstance(value, bool):
        return {None: "–", True: "ja", False: "nei"}[value]
    return str(value)


def _as_json(row: LoggedRow, people: Mapping[int, Person]) -> str:
    person = people.get(row.person_id or 0)
    whole = {
        "at": row.at.isoformat(),
        "act": row.act,
        "by": row.by,
        "actor": row.actor.email if row.actor else None,
        "person": person.email if person else None,
        "case": row.case_id,
        "details": row.details,
        "erasure": row.erasure_id,
    }
    return json.dumps(whole, ensure_ascii=False)
