"""`demo`: a Slack workspace on this machine with the bot and sample cases in it, for anybody to try.

Workspace, page and bot run in one process. Everything is thrown away at the end unless a folder is given.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import yaml

from bot.app import Saksbot
from bot.context import context_of
from bot.logs import configure_logging
from bot.sample import TEMPLATES, write_sample
from bot.sample.large import play_large
from bot.sample.scenes import CHOSEN, choose_languages, play
from bot.sample.tour import TOUR
from bot.server import serving
from bot.settings import Settings
from bot.slack.tokens import MANIFEST
from bot.startup_checks import CannotStartError, fault_in_schema, only_process, plain_words
from cases import importing
from cases.context import Context
from cases.pages import main_page
from domain.errors import Refused
from domain.values import WORKED_ON
from handlers.translator import Translator
from sandbox.clock import SettableClock
from sandbox.mailbox import Mailbox, receiving
from sandbox.server import Server, serve
from sandbox.workspace import Workspace
from store import demo_reset, schema
from store import people as people_rows
from store.current import PersonRow, RoleRow, all_people, all_roles
from store.database import Database

PORT = 8765
PORTS_TO_TRY = 20
WRITES = {"nn": "skriver nynorsk", "en": "skriver engelsk"}


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: the workspace, where its page is, and the bot."""

    workspace: Workspace
    server: Server
    bot: Saksbot


def demo(port: int = 0, folder: Path | None = None, *, large: bool = False) -> int:
    """Run until Ctrl-C or SIGTERM and return the exit status.

    `port` 0 means 8765 or the next free one. `folder` keeps the data for the next time. `large` is the institution
    with forty people; what is kept already stays as it is. Raises CannotStartError.
    """
    configure_logging("warning", "text")
    chosen = _free_port([port] if port else range(PORT, PORT + PORTS_TO_TRY))
    if folder:
        _make(folder)
        asyncio.run(_until_stopped(chosen, folder, large=large))
    else:
        with tempfile.TemporaryDirectory(prefix="saksbot-demo-") as temporary:
            asyncio.run(_until_stopped(chosen, Path(temporary), large=large))
    return 0


def _free_port(candidates: Iterable[int]) -> int:
    reason = ""
    for port in candidates:
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except (OSError, OverflowError) as error:
            reason = reason or f"Port {port} kan ikke brukes ({getattr(error, 'strerror', None) or error})."
        else:
            return port
    raise CannotStartError(f"{reason} Velg en annen med --port, for eksempel --port 9000.")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStartError(
            f"Mappen {folder} kan ikke brukes ({error.strerror}). Velg en annen med --data, som du kan skrive i."
        ) from error


async def _until_stopped(port: int, folder: Path, *, large: bool) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    print("Gjør klar eksempeldata …", flush=True)
    async with opened(folder, port, large=large) as running:
        print(f"Åpne {running.server.url}/ i nettleseren. Ctrl-C stopper.", flush=True)
        await stopped.wait()


@asynccontextmanager
async def opened(
    folder: Path, port: int = 0, clock: SettableClock | None = None, *, large: bool = False
) -> AsyncIterator[Demo]:
    """Run the demo inside the block, its data in this folder."""
    clock = clock or SettableClock()
    workspace = Workspace(yaml.safe_load(MANIFEST.read_text("utf-8")), clock=clock)
    workspace.tour = TOUR
    async with receiving(workspace.changed) as mailbox, serve(workspace, port) as server:
        workspace.mailbox = mailbox
        settings = _settings(workspace, server, mailbox, folder)
        everybody, start_at = await asyncio.to_thread(_prepare, settings, folder, clock.now(), large=large)
        if start_at > clock.now():
            clock.set(start_at)
            moment = Translator.of("nb", settings.timezone).moment(start_at)
            print(f"Dataene fra sist går fram til {moment}, så klokken starter der.", flush=True)
        for slack_id, person, title in everybody:
            workspace.add_person(slack_id, person.name, person.email, title=title)
        async with serving(settings, clock) as bot:
            workspace.deadlines = partial(_deadlines, bot.services.context, clock)
            workspace.is_working_day = bot.services.context.days.is_open
            unsubscribe = clock.subscribe(bot.wake)
            yield Demo(workspace, server, bot)
            unsubscribe()


def _settings(workspace: Workspace, server: Server, mailbox: Mailbox, folder: Path) -> Settings:
    return Settings.from_environment(
        {
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "SLACK_API_URL": server.api_url,
            "DATABASE_URL": f"sqlite:///{folder / 'saksbot.db'}",
            "FILES_DIR": str(folder / "files"),
            "SMTP_URL": mailbox.url,
            "MAIL_FROM": "saksbot@uni.example",
            "TEMPLATES": str(TEMPLATES),
        }
    )


def _deadlines(context: Context, clock: SettableClock, person_id: str) -> list[tuple[str, date]]:
    """What is due for this person, own subtasks and own cases: the page's clock offers to go to the day before."""
    try:
        home = main_page.lists(context, actor=person_id, now=clock.now())
    except Refused:
        return []
    cases = [case for case in home.cases if case.status in WORKED_ON]
    due = [(subtask.title, subtask.deadline_on) for subtask in home.subtasks]
    return due + [(case.title, case.deadline_on) for case in cases if case.deadline_on]


def _prepare(
    settings: Settings, folder: Path, now: datetime, *, large: bool
) -> tuple[list[tuple[str, PersonRow, str]], datetime]:
    """Fill a new database with the sample, or make an older one ready for a new workspace.

    Returns its people, and the instant at which to go on: the clock may have been ahead of `now`.
    """
    database = Database(settings.database_url)
    context = replace(context_of(settings, database), sends_mail=True)
    try:
        with only_process(database), plain_words(database):
            _upgrade(database)
            with database.read() as connection:
                is_new = people_rows.count(connection) == 0
            if is_new:
                fill(context, folder / "import", now, large=large)
            else:
                with database.begin() as connection:
                    now = max(now, demo_reset.latest(connection) or now)
                    demo_reset.start_afresh(connection, now)
            with database.read() as connection:
                return _people(all_people(connection), all_roles(connection)), now
    finally:
        database.dispose()


def fill(context: Context, folder: Path, now: datetime, *, large: bool = False) -> None:
    """Fill an empty database with the sample; the import files that it is made of go to this folder."""
    if large:
        play_large(context, folder, now)
    importing.take_in(context, [write_sample(folder, context.today(now))], now=now)
    if not large:  # its people have chosen long ago
        choose_languages(context, now)
    play(context, now)


def _upgrade(database: Database) -> None:
    if (schema.current(database) or "") > schema.newest():
        raise CannotStartError(fault_in_schema(database) or "")
    schema.upgrade(database)


def _people(known: list[PersonRow], roles: list[RoleRow]) -> list[tuple[str, PersonRow, str]]:
    """Everybody with an account, in the order of the import, and what stands under their name."""
    in_slack = sorted((one for one in known if one.slack_id and one.active), key=lambda one: one.id)
    names = [one.name for one in in_slack]
    titles = [_title(one, roles, is_namesake=names.count(one.name) > 1) for one in in_slack]
    return [(one.slack_id, one, title) for one, title in zip(in_slack, titles, strict=True) if one.slack_id]


def _title(one: PersonRow, roles: list[RoleRow], *, is_namesake: bool) -> str:
    held = ", ".join(sorted({role.role for role in roles if role.person_id == one.id})).capitalize()
    writes = [WRITES[CHOSEN[one.slack_id]]] if one.slack_id in CHOSEN else []
    return " · ".join([held, *writes, *([one.email] if is_namesake else [])])
