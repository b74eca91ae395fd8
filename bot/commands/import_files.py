"""`import`: takes in the files, says what came of it, and asks Slack who and where the new people are."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
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
from bot.slack.tokens import told as told_by_slack
from bot.slack.workspace import is_of
from bot.startup_checks import plain_words
from cases import importing
from cases.acts import distribution
from cases.acts.distribution import Lost
from cases.context import Context
from cases.importing import Fault, FaultyFilesError, Identified, Identity, Report, Unknown
from domain import arriving
from handlers.translator import Translator
from store import accounts

User: TypeAlias = dict[str, Any]

# Asking for one address takes two calls of some fifty a minute; beyond this the whole list comes sooner.
FEW = 50
PAGE = 500
TRIES = 3


def show(settings: Settings, files: Sequence[Path], *, complete: bool = False) -> int:
    """Print what taking in these files would change, or every fault; writes nothing, and returns the exit status.

    Raises CannotStartError when the database cannot be used.
    """

    def look(context: Context, translator: Translator) -> int:
        _say(*changes(importing.preview(context, files, complete=complete), translator))
        _say(translator.say("Ingenting er skrevet."))
        return 0

    return _with_context(settings, look)


def take_in(settings: Settings, files: Sequence[Path], *, complete: bool = False) -> int:
    """Take in these files as one whole and print the report, or every fault; returns the exit status.

    `complete` says that they name everybody: who is not in them loses access. Afterwards, when there is a token,
    Slack is asked for the ids of people who have none here (by e-mail), and for locale and time zone of those who
    are new. Raises CannotStartError when the database cannot be used.
    """

    def take(context: Context, translator: Translator) -> int:
        report = importing.take_in(context, files, now=_now(), complete=complete)
        _say(_report(report, translator))
        status = asyncio.run(_look_up(settings, context, report.named, translator))
        _say(*_not_reached(context, translator))
        return status

    return _with_context(settings, take)


def _with_context(settings: Settings, act: Callable[[Context, Translator], int]) -> int:
    translator = Translator.of(settings.language, settings.timezone)
    try:
        with opened(settings) as context, plain_words(context.database):
            return act(context, translator)
    except FaultyFilesError as error:
        _complain(error.faults, translator)
        return 1


def _now() -> datetime:
    return datetime.now(UTC)


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _complain(faults: Sequence[Fault], translator: Translator) -> None:
    for fault in faults:
        where = f"{fault.file}:{fault.line}" if fault.line else f"{fault.file}"
        sys.stderr.write(f"{where}: {translator.say(fault.words, **fault.values)}\n")
    last = translator.count("Én feil. Ingenting er tatt inn.", "{n} feil. Ingenting er tatt inn.", len(faults))
    sys.stderr.write(f"{last}\n")


def _report(report: Report, translator: Translator) -> str:
    if report == Report():
        return translator.say("Ingenting er nytt eller endret.")
    rows = [
        ("", translator.say("nye"), translator.say("endret")),
        (translator.say("Steder"), translator.number(report.new_places), translator.number(report.changed_places)),
        (translator.say("Personer"), translator.number(report.new_people), translator.number(report.changed_people)),
        (translator.say("Saker"), translator.number(report.new_cases), translator.number(report.changed_cases)),
        (
            translator.say("Vedlegg"),
            translator.number(report.new_attachments),
            translator.number(report.changed_attachments),
        ),
    ]
    table = [f"{name:<10}{new:>8}{changed:>8}" for name, new, changed in rows]
    gone = translator.count("Én sak er fjernet.", "{n} saker er fjernet.", report.removed_cases)
    return "\n".join([*table, gone] if report.removed_cases else table)


async def _look_up(settings: Settings, context: Context, named: Collection[str], translator: Translator) -> int:
    # Whose account a file names has no other one: the same file would take it away again the next night.
    unknown = [one for one in importing.unknown(context) if one.slack_id or one.email not in named]
    nameless = [one for one in unknown if not one.slack_id and not one.is_closed]
    if not settings.bot_token:
        if nameless:
            told = translator.say("Disse har ingen medlems-ID i Slack. Med SLACK_BOT_TOKEN satt blir de slått opp:")
            _say(told, *(one.email for one in nameless))
        return 0
    async with make_session() as session:
        slack = make_slack_client(settings.bot_token, settings.slack_api_url, session)
        try:
            found = [_identity(one, user) async for one, user in _users(slack, unknown)]
        except NO_ANSWER as error:
            _say(
                translator.say(
                    "Alt er tatt inn, men Slack kunne ikke spørres om hvem folk er: {reason}",
                    reason=told_by_slack("SLACK_BOT_TOKEN", error),
                )
            )
            return 1 if nameless else 0
    known = importing.identify(context, found, now=_now())
    seen = {one.person_id for one in found}
    missing = [one.email for one in unknown if one.person_id not in seen and not one.is_closed]
    if known.new:
        _say(translator.say("Funnet i Slack: {number}", number=len(known.new)))
    _say(*_taken(known, unknown, translator))
    if missing:
        _say(translator.say("Ikke funnet i Slack:"), *missing)
    return 0


def _not_reached(context: Context, translator: Translator) -> list[str]:
    """Which cases and roles are those of somebody who cannot act for them: nothing is left to nobody in silence."""
    with context.database.read() as connection:
        lost, closed = distribution.lost_owners(connection), accounts.closed(connection)
    told = [translator.say("Saker uten sakseier:")] if lost else []
    why = {
        Lost.LEFT: translator.say("er ikke aktiv, eller kontoen i Slack er stengt"),
        Lost.UNREACHABLE: translator.say("har ingen konto i Slack"),
        Lost.NO_ROLE: translator.say("er verken saksbehandler eller fordeler"),
    }
    told += [f"{one.case_id}: {one.email} {why[one.why]}" for one in lost]
    return told + ([translator.say("Har en rolle, men kontoen i Slack er stengt:"), *closed] if closed else [])


def _taken(known: Identified, unknown: Sequence[Unknown], translator: Translator) -> list[str]:
    """Who was found, but with an account that belongs to somebody here, and what to do about it."""
    emails = {one.person_id: one.email for one in unknown}
    return [
        translator.say(
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
    """Those of these people who have an account of their own, with what Slack says of it.

    An address finds nobody of another workspace (Slack Connect): who has an account there is for that one to say.
    https://github.com/looker/lookerbot/issues/137
    """
    if not unknown:
        return
    us = (await _ask(slack.auth_test)).data
    async for one, user in _one_by_one(slack, unknown) if len(unknown) <= FEW else _among_all(slack, unknown):
        if (one.slack_id or is_of(us, user)) and not user.get("deleted") and not user.get("is_bot"):
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
