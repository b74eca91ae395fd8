"""`import`: takes in the files, says what came of it, and asks Slack who and where the new people are."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.commands.dry_run import changes
from bot.context import opened
from bot.settings import Settings
from bot.slack.client import (
    NO_ANSWER,
    NotDoneError,
    RefusedError,
    UnknownOutcomeError,
    WaitError,
    call,
    make_session,
    make_slack_client,
)
from bot.slack.errors import NO_SUCH_PERSON
from bot.startup_checks import plain_words
from cases import importing
from cases.acts import distribution
from cases.acts.distribution import Lost
from cases.context import Context
from cases.importing import Fault, FaultyFilesError, Identified, Identity, Report, Unknown
from domain import arriving
from handlers.words import Words
from store import people as people_rows

User: TypeAlias = dict[str, Any]

# Asking for one address takes two calls of some fifty a minute; beyond this the whole list comes sooner.
FEW = 50
PAGE = 500
TRIES = 3


def show(settings: Settings, files: Sequence[Path], *, complete: bool = False) -> int:
    """Print what taking in these files would change, or every fault; writes nothing, and returns the exit status.

    Raises CannotStartError when the database can not be used.
    """

    def look(context: Context, words: Words) -> int:
        _say(*changes(importing.preview(context, files, complete=complete), words))
        _say(words.say("Ingenting er skrevet."))
        return 0

    return _with_context(settings, look)


def take_in(settings: Settings, files: Sequence[Path], *, complete: bool = False) -> int:
    """Take in these files as one whole and print the report, or every fault; returns the exit status.

    `complete` says that they name everybody: who is not in them loses access. Afterwards, when there is a token,
    Slack is asked for the ids of people who have none here (by e-mail), and for locale and time zone of those who
    are new. Raises CannotStartError when the database can not be used.
    """

    def take(context: Context, words: Words) -> int:
        _say(_report(importing.take_in(context, files, now=_now(), complete=complete), words))
        status = asyncio.run(_look_up(settings, context, words))
        _say(*_not_reached(context, words))
        return status

    return _with_context(settings, take)


def _with_context(settings: Settings, act: Callable[[Context, Words], int]) -> int:
    words = Words.of(settings.language, settings.timezone)
    try:
        with opened(settings) as context, plain_words(context.database):
            return act(context, words)
    except FaultyFilesError as error:
        _complain(error.faults, words)
        return 1


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
    table = [f"{name:<10}{new:>8}{changed:>8}" for name, new, changed in rows]
    gone = words.count("Én sak er fjernet.", "{n} saker er fjernet.", report.removed_cases)
    return "\n".join([*table, gone] if report.removed_cases else table)


async def _look_up(settings: Settings, context: Context, words: Words) -> int:
    unknown = importing.unknown(context)
    nameless = [one for one in unknown if not one.slack_id]
    if not settings.bot_token:
        if nameless:
            told = words.say("Disse har ingen medlems-ID i Slack. Med SLACK_BOT_TOKEN satt blir de slått opp:")
            _say(told, *(one.email for one in nameless))
        return 0
    async with make_session() as session:
        slack = make_slack_client(settings.bot_token, settings.slack_api_url, session)
        try:
            found = [_identity(one, user) async for one, user in _users(slack, unknown)]
        except NO_ANSWER as error:
            _say(
                words.say("Alt er tatt inn, men Slack kunne ikke spørres om hvem folk er: {reason}", reason=str(error))
            )
            return 1 if nameless else 0
    known = importing.identify(context, found, now=_now())
    seen = {one.person_id for one in found}
    missing = [one.email for one in unknown if one.person_id not in seen]
    if known.new:
        _say(words.say("Funnet i Slack: {number}", number=len(known.new)))
    _say(*_taken(known, unknown, words))
    if missing:
        _say(words.say("Ikke funnet i Slack:"), *missing)
    return 0


def _not_reached(context: Context, words: Words) -> list[str]:
    """Which cases and roles are those of somebody who can not act for them: nothing is left to nobody in silence."""
    with context.database.read() as connection:
        lost, closed = distribution.lost_owners(connection), people_rows.with_closed_account(connection)
    told = [words.say("Saker uten sakseier:")] if lost else []
    why = {
        Lost.LEFT: words.say("er ikke aktiv, eller kontoen i Slack er stengt"),
        Lost.UNREACHABLE: words.say("har ingen konto i Slack"),
        Lost.NO_ROLE: words.say("er verken saksbehandler eller fordeler"),
    }
    told += [f"{one.case_id}: {one.email} {why[one.why]}" for one in lost]
    return told + ([words.say("Har en rolle, men kontoen i Slack er stengt:"), *closed] if closed else [])


def _taken(known: Identified, unknown: Sequence[Unknown], words: Words) -> list[str]:
    """Who was found, but with an account that belongs to somebody here, and what to do about it."""
    emails = {one.person_id: one.email for one in unknown}
    return [
        words.say(
            "{email}: Funnet, men {slack_id} tilhører {holder}. "
            "Er det samme person, skriv «was: {holder}» i importfilen.",
            email=emails[one.person_id],
            slack_id=one.slack_id,
            holder=holder,
        )
        for one, holder in known.taken
    ]


def _identity(one: Unknown, user: User) -> Identity:
    return Identity(one.person_id, str(user["id"]), user.get("locale"), user.get("tz") or None)


async def _users(slack: AsyncWebClient, unknown: Sequence[Unknown]) -> AsyncIterator[tuple[Unknown, User]]:
    """Those of these people who have an account of their own, with what Slack says of it."""
    async for one, user in _one_by_one(slack, unknown) if len(unknown) <= FEW else _among_all(slack, unknown):
        if not user.get("deleted") and not user.get("is_bot"):
            yield one, user


async def _one_by_one(slack: AsyncWebClient, unknown: Iterable[Unknown]) -> AsyncIterator[tuple[Unknown, User]]:
    for one in unknown:
        try:
            user_id = one.slack_id or (await _ask(slack.users_lookupByEmail, email=one.email))["user"]["id"]
            whole = await _ask(slack.users_info, user=user_id, include_locale=True)
        except RefusedError as refused:
            if refused.code not in NO_SUCH_PERSON:
                raise
        else:
            yield one, whole["user"]


async def _among_all(slack: AsyncWebClient, unknown: Iterable[Unknown]) -> AsyncIterator[tuple[Unknown, User]]:
    wanted = {one.slack_id or one.email: one for one in unknown}
    cursor = None
    while True:
        answer = await _ask(slack.users_list, limit=PAGE, include_locale=True, cursor=cursor)
        for user in answer["members"]:
            address = arriving.address(str(user.get("profile", {}).get("email") or ""))
            if one := wanted.get(str(user["id"])) or wanted.get(address):
                yield one, user
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
