"""`check`: one line for each thing that is right, wrong or off, for the person who installs the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.commands import check_files, check_watch, check_webhooks, verify_log
from bot.commands.findings import Finding
from bot.commands.outbox import reason_and_cure
from bot.contact import is_slack_id, name_in_slack
from bot.context import files_of
from bot.delivery.mail import Postbox
from bot.settings import Settings, SettingsError
from bot.slack import other_lines
from bot.slack.client import NO_ANSWER, NotDoneError, call, make_session, make_slack_client
from bot.slack.tokens import MANIFEST, NEW_SCOPES, scopes_of, told
from bot.slack.workspace import ELSEWHERE, knows_nobody
from bot.startup_checks import CannotStartError, described, fault_in_schema, plain_words, require_writable
from cases import sealing
from cases.acts import distribution
from cases.acts.distribution import Lost
from store import inbox, schema, undelivered
from store.database import Database

CLOCK_MAY_DIFFER = timedelta(seconds=60)
LATE = timedelta(minutes=10)
SEALS_SEEN = 100_000  # two seconds; a million would take twenty
LOST = {
    Lost.LEFT: "has left, or the account in Slack is closed",
    Lost.UNREACHABLE: "is not known in Slack",
    Lost.NO_ROLE: "is neither saksbehandler nor fordeler any more",
}


def check(environment: Mapping[str, str]) -> int:
    """Look at everything that can be wrong, print one line for each, and return 1 when anything is."""
    findings = asyncio.run(_print_all(environment))
    return 1 if any(finding.mark == "FAULT" for finding in findings) else 0


async def _print_all(environment: Mapping[str, str]) -> list[Finding]:
    found = []
    async for finding in look(environment):
        print(finding, flush=True)
        found.append(finding)
    return found


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def look(environment: Mapping[str, str], now: Callable[[], datetime] = _utc_now) -> AsyncIterator[Finding]:
    """Everything that `check` finds, as it finds it, with this machine's clock at `now`."""
    try:
        settings = Settings.from_environment(environment)
    except SettingsError as error:
        for fault in error.faults:
            yield Finding("FAULT", "settings", fault)
        return
    mode = "Socket Mode" if settings.socket_mode else f"HTTP at {settings.host}:{settings.port}"
    yield Finding("ok", "settings", f"{mode}, time zone {settings.timezone}, language {settings.language}")
    yield _templates(settings)
    yield _retention(settings)
    for finding in _database(settings):
        yield finding
    yield await check_watch.answers(settings)
    yield await asyncio.to_thread(check_files.place, settings)
    yield check_files.export_folder(settings.export_dir)
    async with make_session() as session:
        slack = make_slack_client(settings.bot_token, settings.slack_api_url, session)
        async for finding in _slack(settings, slack, now):
            yield finding
    yield await asyncio.to_thread(_mail, settings)


def _templates(settings: Settings) -> Finding:
    sets, types = settings.templates.count, len(settings.templates.by_type)
    if not sets:
        return Finding("off", "TEMPLATES", "not set: there are no ready-made sets of subtasks")
    return Finding("ok", "TEMPLATES", f"{sets} ready-made sets of subtasks for {types} types of cases")


def _retention(settings: Settings) -> Finding:
    rules = len(settings.retention.by_type)
    if not rules:
        return Finding("off", "retention", "no rules in TEMPLATES: no case is erased by itself")
    return Finding("ok", "retention", f"rules for {rules} types of cases, followed every night")


def _mail(settings: Settings) -> Finding:
    if not settings.smtp_url:
        return Finding("off", "e-mail", "SMTP_URL is not set: people are told in Slack only")
    postbox = Postbox(settings.smtp_url, settings.mail_from, settings.smtp_ca)
    try:
        postbox.knock()
    except NotDoneError as error:
        return Finding("FAULT", "e-mail", reason_and_cure(str(error)).removeprefix("mail: "))
    return Finding("ok", "e-mail", f"sent as {postbox.sender}")


def _database(settings: Settings) -> Iterator[Finding]:
    database = Database(settings.database_url)
    try:
        fault = fault_in_schema(database)
        yield Finding("ok", "database", described(database)) if fault else _usable(database)
        yield Finding("FAULT", "schema", fault) if fault else Finding("ok", "schema", "the newest")
        if not fault:
            yield from _undelivered(database)
            yield from check_webhooks.found(database)
            yield from _set_aside(database)
            yield from _strangers(database)
            yield from _ownerless(database)
            yield _sealed(database)
            with plain_words(database):
                yield check_files.contents(database, files_of(settings.files))
    except CannotStartError as error:
        yield Finding("FAULT", "database", str(error))
    finally:
        database.dispose()


def _usable(database: Database) -> Finding:
    require_writable(database)
    with plain_words(database):
        changed = schema.collation_changed(database)
    if changed:
        name = database.url.database
        why = "the system sorts text otherwise than when it was made, so that indexes may miss rows and keep some twice"
        cure = f'REINDEX DATABASE "{name}"; ALTER DATABASE "{name}" REFRESH COLLATION VERSION'
        return Finding("FAULT", "database", f"{why}: back it up, stop the bot, and in psql as its owner: {cure}")
    return Finding("ok", "database", described(database))


def _undelivered(database: Database) -> Iterator[Finding]:
    now = datetime.now(UTC)
    with plain_words(database), database.read() as connection:
        late = undelivered.overdue(connection, now - LATE, now)
        waiting, refused = undelivered.number_of_waiting(connection), undelivered.number_of_refused(connection)
    for one in late:
        minutes = int((now - one.since_at).total_seconds()) // 60
        yield Finding(
            "FAULT", "delivery", f"{one.number} waiting for up to {minutes} min: {reason_and_cure(one.error)}"
        )
    if not late:
        yield Finding("ok", "delivery", f"{waiting} waiting, none for longer than {LATE.seconds // 60} minutes")
    if refused:
        yield Finding("ok", "delivery", f"{refused} refused for good, and told to people: python -m bot outbox")


def _set_aside(database: Database) -> Iterator[Finding]:
    with plain_words(database), database.read() as connection:
        aside = inbox.aside(connection, 20)
    for one in aside:
        heard_at = one.received_at.strftime("%Y-%m-%d %H:%M")
        said = f"{one.key}, heard at {heard_at} UTC from {one.ordering_key}, could not be taken in: {one.error}"
        cure = f"look for {one.key} in the log, start a program in which that is mended, and it is tried again"
        yield Finding("FAULT", "inbox", f"{said}. It is kept, and its author was told; {cure}")


def _strangers(database: Database) -> Iterator[Finding]:
    """What a running bot has noticed: to look here would take a line, and what somebody does would be lost on it."""
    with plain_words(database), database.read() as connection:
        number = other_lines.written_down(connection)
    if number:
        yield Finding("FAULT", "lines", f"{other_lines.told(number)}; then start this one again")


def _ownerless(database: Database) -> Iterator[Finding]:
    with plain_words(database), database.read() as connection:
        found = distribution.lost_owners(connection)
    for one in found:
        said = f"case {one.case_id} has no owner: {one.email} {LOST[one.why]}"
        yield Finding("FAULT", "cases", f"{said}; a distributor gives it to another one under Saker uten sakseier")


def _sealed(database: Database) -> Finding:
    with plain_words(database):
        verdict = sealing.verify(database, newest=SEALS_SEEN)
    mark: Literal["ok", "FAULT"] = "ok" if verdict.is_whole else "FAULT"
    told = verify_log.told(verdict)
    if verdict.number > SEALS_SEEN:
        told.append(f"only the newest {SEALS_SEEN:,} were looked at: `python -m bot log --verify` goes through all")
    return Finding(mark, "history", "; ".join(told))


async def _slack(settings: Settings, slack: AsyncWebClient, now: Callable[[], datetime]) -> AsyncIterator[Finding]:
    try:
        answer = await call(slack.auth_test())
    except NO_ANSWER as error:
        yield Finding("FAULT", "SLACK_BOT_TOKEN", told("SLACK_BOT_TOKEN", error))
    else:
        yield Finding("ok", "SLACK_BOT_TOKEN", f"{answer['user']} in {answer['team']}")
        if await _is_elsewhere(settings, slack):
            yield Finding("FAULT", "SLACK_BOT_TOKEN", ELSEWHERE)
        yield _scopes(answer)
        yield _clock(answer, now())
        if is_slack_id(settings.contact):
            yield await _contact(settings.contact, slack)
    if settings.socket_mode:
        yield await _app_token(settings, slack)
    else:
        yield Finding("ok", "SLACK_SIGNING_SECRET", "is set; whether it is right shows when Slack calls")


async def _is_elsewhere(settings: Settings, slack: AsyncWebClient) -> bool:
    database = Database(settings.database_url)
    try:
        return not await asyncio.to_thread(fault_in_schema, database) and await knows_nobody(slack, database)
    except CannotStartError:
        return False  # it has a line of its own
    finally:
        database.dispose()


async def _contact(slack_id: str, slack: AsyncWebClient) -> Finding:
    try:
        return Finding("ok", "CONTACT", f"{slack_id} is {await name_in_slack(slack, slack_id)}")
    except NO_ANSWER as error:
        return Finding("FAULT", "CONTACT", f"Slack does not say who {slack_id} is ({error}): write a name instead")


def _scopes(answer: AsyncSlackResponse) -> Finding:
    scopes = scopes_of(answer)
    if scopes is None:
        return Finding("FAULT", "scopes", f"nothing to compare with: put manifest.yml at {MANIFEST}")
    if scopes.missing:
        return Finding("FAULT", "scopes", f"{', '.join(scopes.missing)} missing: {NEW_SCOPES}")
    more = f"; more than needed: {', '.join(scopes.more)}" if scopes.more else ""
    return Finding("ok", "scopes", f"all {len(scopes.wanted)} of manifest.yml{more}")


def _clock(answer: AsyncSlackResponse, now: datetime) -> Finding:
    """Compare with the hour that Slack gives with every answer (RFC 9110, 6.6.1).

    What Slack signs is refused when it is five minutes old (bot/slack/http_mode.py), and deadlines are this clock's.
    """
    said = next((str(text) for name, text in answer.headers.items() if name.lower() == "date"), "")
    try:
        ahead = now - parsedate_to_datetime(said)
    except ValueError:
        return Finding("off", "clock", "Slack did not say what time it is")
    seconds = round(ahead.total_seconds())
    if abs(ahead) > CLOCK_MAY_DIFFER:
        where = "ahead of" if seconds > 0 else "behind"
        return Finding(
            "FAULT",
            "clock",
            f"{abs(seconds)} s {where} Slack's: set it and keep it by NTP (timedatectl set-ntp true); Slack's requests "
            "are refused when they seem five minutes old, and reminders come at the wrong time",
        )
    return Finding("ok", "clock", f"as Slack's, within {CLOCK_MAY_DIFFER.seconds} s")


async def _app_token(settings: Settings, slack: AsyncWebClient) -> Finding:
    try:
        await call(slack.apps_connections_open(app_token=settings.app_token))
    except NO_ANSWER as error:
        return Finding("FAULT", "SLACK_APP_TOKEN", told("SLACK_APP_TOKEN", error))
    return Finding("ok", "SLACK_APP_TOKEN", "opens Socket Mode")
