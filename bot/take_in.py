"""`import`: takes in the files, says what came of it, and asks Slack who the new people are there."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.opening import CannotStartError, fault_in_schema, plain_words
from bot.settings import Settings
from bot.slack_client import (
    NotDoneError,
    RefusedError,
    UnknownOutcomeError,
    WaitError,
    call,
    make_session,
    make_slack_client,
)
from cases import intake
from cases.intake import Fault, FaultyFilesError, Identity, Report
from cases.office import Office
from handlers.colleagues import LANGUAGES
from handlers.words import Words
from store.database import Database
from store.files import FileStore

User: TypeAlias = dict[str, Any]

# Asking for one address takes two calls of some fifty a minute; beyond this the whole list comes sooner.
FEW = 50
PAGE = 500
TRIES = 3


def take_in(settings: Settings, files: Sequence[Path]) -> int:
    """Take in these files as one whole and print the report, or every fault; returns the exit status.

    Afterwards people without a Slack id are looked up by e-mail, when there is a token. Raises
    CannotStartError when the database can not be used.
    """
    database = Database(settings.database_url)
    words = Words.of(settings.language, settings.timezone)
    try:
        if fault := fault_in_schema(database):
            raise CannotStartError(fault)
        office = Office(database, FileStore(settings.files_dir), settings.timezone)
        with plain_words(database):
            report = intake.take_in(office, files, now=_now())
            _say(_report(report, words))
            return asyncio.run(_look_up(settings, office, words))
    except FaultyFilesError as error:
        _complain(error.faults, words)
        return 1
    finally:
        database.dispose()


def _now() -> datetime:
    return datetime.now(UTC)


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _complain(faults: Sequence[Fault], words: Words) -> None:
    for fault in faults:
        where = f"{fault.file}:{fault.line}" if fault.line else f"{fault.file}"
        sys.stderr.write(f"{where}: {words.say(fault.words, **fault.values)}\n")
    last = words.count("Én feil. Ingenting er tatt inn.", "{n} feil. Ingenting er tatt inn.", len(faults))
    sys.stderr.write(f"{last}\n")


def _report(report: Report, words: Words) -> str:
    if report == Report():
        return words.say("Ingenting er nytt eller endret.")
    rows = [
        ("", words.say("nye"), words.say("endret")),
        (words.say("Steder"), words.number(report.new_places), words.number(report.changed_places)),
        (words.say("Personer"), words.number(report.new_people), words.number(report.changed_people)),
        (words.say("Saker"), words.number(report.new_cases), words.number(report.changed_cases)),
        (words.say("Vedlegg"), words.number(report.new_attachments), words.number(report.changed_attachments)),
    ]
    return "\n".join(f"{name:<10}{new:>8}{changed:>8}" for name, new, changed in rows)


async def _look_up(settings: Settings, office: Office, words: Words) -> int:
    wanted = intake.unidentified(office)
    if not wanted:
        return 0
    if not settings.bot_token:
        _say(words.say("Disse har ingen medlems-ID i Slack. Med SLACK_BOT_TOKEN satt blir de slått opp:"), *wanted)
        return 0
    async with make_session() as session:
        slack = make_slack_client(settings.bot_token, settings.slack_api_url, session)
        try:
            found = [_identity(wanted[email], user) async for email, user in _users(slack, wanted)]
        except (NotDoneError, UnknownOutcomeError, RefusedError) as error:
            _say(
                words.say("Alt er tatt inn, men Slack kunne ikke spørres om hvem folk er: {reason}", reason=str(error))
            )
            return 1
    remembered = {one.person_id for one in intake.identify(office, found, now=_now())}
    missing = [email for email, number in wanted.items() if number not in remembered]
    if remembered:
        _say(words.say("Funnet i Slack: {number}", number=len(remembered)))
    if missing:
        _say(words.say("Ikke funnet i Slack:"), *missing)
    return 0


def _identity(person_id: int, user: User) -> Identity:
    language = LANGUAGES.get(str(user.get("locale") or "")[:2])
    return Identity(person_id, str(user["id"]), language, user.get("tz") or None)


async def _users(slack: AsyncWebClient, wanted: Mapping[str, int]) -> AsyncIterator[tuple[str, User]]:
    """Those of the wanted people who have an account of their own, with their e-mail addresses."""
    async for email, user in _one_by_one(slack, wanted) if len(wanted) <= FEW else _everybody(slack):
        if email in wanted and not user.get("deleted") and not user.get("is_bot"):
            yield email, user


async def _one_by_one(slack: AsyncWebClient, wanted: Iterable[str]) -> AsyncIterator[tuple[str, User]]:
    for email in wanted:
        try:
            answer = await _ask(slack.users_lookupByEmail, email=email)
        except RefusedError as refused:
            if refused.code != "users_not_found":
                raise
        else:
            whole = await _ask(slack.users_info, user=answer["user"]["id"], include_locale=True)
            yield email, whole["user"]


async def _everybody(slack: AsyncWebClient) -> AsyncIterator[tuple[str, User]]:
    cursor = None
    while True:
        answer = await _ask(slack.users_list, limit=PAGE, include_locale=True, cursor=cursor)
        for user in answer["members"]:
            yield str(user.get("profile", {}).get("email") or "").lower(), user
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return


async def _ask(method: Callable[..., Awaitable[Any]], **question: object) -> Any:
    """Ask Slack, as patiently as it demands; a question changes nothing, so that it may be asked again."""
    tries = 0
    while True:
        try:
            return await call(method(**question))
        except WaitError as wait:
            await asyncio.sleep(wait.seconds)
        except (NotDoneError, UnknownOutcomeError):
            tries += 1
            if tries == TRIES:
                raise
