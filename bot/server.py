"""`run`: starts everything in its order, and stops it within five seconds when it is told to.

What was acknowledged is in the database already, so stopping means: take nothing more, answer what is under
way, finish the message that is being sent, and go. What waits is done after the next start.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp

from bot.app import Saksbot, create_app
from bot.clock import SystemClock
from bot.commands import check_files
from bot.delivery.pace import Pace
from bot.listening import listening, taken_named
from bot.logs import configure_logging
from bot.settings import Settings
from bot.slack.client import PacedClient, make_session, make_slack_client
from bot.slack.http_mode import HttpMode
from bot.slack.socket_mode import SocketMode, TokenRefusedError
from bot.slack.tokens import ask_slack, refused
from bot.slack.workspace import ELSEWHERE, knows_nobody
from bot.startup_checks import CannotStartError, fault_in_schema, only_process, plain_words, require_writable
from cases import administering
from domain.clock import Clock
from handlers.translator import Translator
from store.database import Database

logger = logging.getLogger(__name__)

STOP_SECONDS = 3.2
GIVE_UP_SECONDS = 4.5


def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises CannotStartError, whose message says what to mend."""
    configure_logging(settings.log_level, settings.log_format)
    asyncio.run(_run_until_stopped(settings))


@asynccontextmanager
async def serving(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Saksbot]:
    """Run the whole bot inside the block; leaving it stops the bot, in at most STOP_SECONDS.

    Raises CannotStartError.
    """
    database = Database(settings.database_url)
    try:
        if fault := await asyncio.to_thread(fault_in_schema, database):
            raise CannotStartError(fault)
        await asyncio.to_thread(require_writable, database)
        with only_process(database):
            async with make_session() as session:
                keeper = clock or SystemClock()
                pace = Pace(keeper.now)
                slack = make_slack_client(settings.bot_token, settings.slack_api_url, session, pace=pace)
                bot = create_app(settings, database, keeper, slack, session=session)
                await ask_slack(slack)
                if await knows_nobody(slack, database):
                    raise CannotStartError(f"{ELSEWHERE}.")
                async with (
                    _answering(settings, bot, slack, session),
                    open_watch(settings, bot),
                    open_door(settings, bot),
                ):
                    yield bot
    finally:
        database.dispose()


@asynccontextmanager
async def open_watch(settings: Settings, bot: Saksbot) -> AsyncIterator[str]:
    """Let the bot be watched inside the block, where METRICS_PORT is set; gives where. Raises CannotStartError."""
    if bot.watched is None or settings.metrics_port is None:
        yield ""
        return
    from bot.watching.watch import Watch  # noqa: PLC0415 - it brings Prometheus' package, which nobody else needs

    watch = Watch(bot.watched, bot.services.context.database, host=settings.host, port=settings.metrics_port)
    async with listening(watch, settings.host, settings.metrics_port, "METRICS_PORT") as address:
        yield address


@asynccontextmanager
async def open_door(settings: Settings, bot: Saksbot) -> AsyncIterator[str]:
    """Let machines come in inside the block, where API_PORT is set; gives where. Raises CannotStartError."""
    if settings.api_port is None:
        yield ""
        return
    from bot.door import OpenDoor  # noqa: PLC0415 - a second and some memory that nobody else needs

    translator = Translator.of(settings.language, settings.timezone)
    measures = bot.watched.measures if bot.watched else None
    door = OpenDoor(bot.services, translator, bot.making, host=settings.host, port=settings.api_port, measures=measures)
    async with listening(door, settings.host, settings.api_port, "API_PORT") as address:
        yield address


@asynccontextmanager
async def _answering(
    settings: Settings, bot: Saksbot, slack: PacedClient, session: aiohttp.ClientSession
) -> AsyncIterator[None]:
    door = _door(settings, bot, slack, session)
    try:
        executor, clock = bot.services.executor, bot.services.clock
        with plain_words(bot.services.context.database):
            await executor.record(administering.note_settings, settings.told, now=clock.now())
        await bot.start(alone=settings.database_url.startswith("sqlite"))
        await _open(door, settings, bot)
        yield
    finally:
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await door.stop()
                bot.hearing.closed()
                await bot.stop()
        except TimeoutError:
            logger.error("Not everything was finished in time; the next start takes it up")


def _door(
    settings: Settings, bot: Saksbot, slack: PacedClient, session: aiohttp.ClientSession
) -> HttpMode | SocketMode:
    if settings.socket_mode:
        return SocketMode(
            bot.dispatch,
            app_token=settings.app_token,
            slack=slack,
            session=session,
            processes=lambda: slack.pace.processes,
            note_strangers=bot.note_strangers,
            note_lines=bot.hearing.have_lines,
        )
    return HttpMode(bot.dispatch, signing_secret=settings.signing_secret, host=settings.host, port=settings.port)


async def _open(door: HttpMode | SocketMode, settings: Settings, bot: Saksbot) -> None:
    try:
        with taken_named(settings.host, settings.port, "PORT"):
            await door.start()
        if isinstance(door, HttpMode):
            bot.hearing.opened(is_line=False)
    except TokenRefusedError as error:
        raise CannotStartError(refused("SLACK_APP_TOKEN", str(error))) from error


async def _run_until_stopped(settings: Settings) -> None:
    _listen_for_signals()
    with suppress(asyncio.CancelledError):
        async with serving(settings):
            logger.info("Saksbot runs (process %d)", os.getpid())
            threading.Thread(target=_tell_of_places, args=(settings,), daemon=True).start()
            await asyncio.Event().wait()
    logger.info("Saksbot has stopped")


def _tell_of_places(settings: Settings) -> None:
    """Say at the start already where no file can be put; people work meanwhile, and files come when they can.

    A bucket that does not answer is waited for long: no stop waits for this.
    """
    for finding in (check_files.place(settings), check_files.export_folder(settings.export_dir)):
        if finding.mark == "FAULT":
            logger.error("%s: %s", finding.subject, finding.words)


def _listen_for_signals() -> None:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def stop() -> None:
        logger.info("Stopping …")
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)  # who asks twice does not want to wait
        last_resort = threading.Timer(GIVE_UP_SECONDS, _leave)
        last_resort.daemon = True
        last_resort.start()
        if task is not None:
            task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)


def _leave() -> None:
    logger.error("Stopping took too long; leaving. What was acknowledged is saved")
    os._exit(1)
