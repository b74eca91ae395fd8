"""A bot in a process of its own, on the clock that all share; it is told the time, and tells when it has heard."""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection

import psutil

from bot.app import create_app
from bot.delivery import worker
from bot.settings import Settings
from bot.slack.client import make_session, make_slack_client
from bot.slack.socket_mode import SocketMode
from domain.errors import NotSavedError
from sandbox.clock import SettableClock
from store.database import Database
from tests.life import at_once

READY = "ready"
SPEED = 4.0  # of the shared clock: so that a call that a busy machine takes long for is over before its lease ends


def live(settings: Settings, now: datetime, line: Connection, patience: float) -> None:
    """Run the bot from this instant on, until the line ends or an empty order comes."""
    logging.basicConfig(
        filename=settings.files_dir.parent / "bot.log",
        level=logging.WARNING,
        format="%(asctime)s %(process)d %(levelname)s %(name)s %(message)s",
        force=True,
    )
    worker.RENEWAL /= SPEED  # which is by the machine's clock, while leases are by the other
    asyncio.run(_live(settings, SettableClock(now), line, patience))


async def _live(settings: Settings, clock: SettableClock, line: Connection, patience: float) -> None:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    database = Database(settings.database_url)
    async with make_session(patience) as session:
        slack = make_slack_client(settings.bot_token, settings.slack_api_url, session, pace=at_once(clock))
        bot = create_app(settings, database, clock, slack, session=session)
        clock.subscribe(bot.wake)
        while True:
            try:
                await bot.start(alone=False)
                break
            except NotSavedError:  # the database is away; a service manager starts it again
                await asyncio.sleep(0.2)
        door = SocketMode(bot.dispatch, app_token=settings.app_token, slack=slack, session=session)
        await door.start()

        async def follow(at: datetime, number: int) -> None:
            clock.set(at)
            with suppress(NotSavedError):
                await bot._outbox_worker.join()
            line.send((number, psutil.Process().memory_info().rss))

        def obey() -> None:
            try:
                order = line.recv()
            except EOFError:
                os._exit(1)
            if order is None:
                ended.set()
            else:
                bot.services.background.later(follow(*order))

        loop.add_reader(line.fileno(), obey)
        await door.connected()
        line.send(READY)
        await ended.wait()
        await door.stop()
        await bot.stop()
