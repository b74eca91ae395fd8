"""The bot in a process of its own, with Death waiting at a place that can be named.

Everything is the real thing; only where a transaction is committed, an acknowledgement written and Slack called
there stands somebody who can end the process with SIGKILL: nothing after that instruction happens.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any, Literal, TypeAlias

import aiohttp
import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

from bot.app import Saksbot, create_app
from bot.settings import Settings
from bot.slack.client import make_session, make_slack_client
from bot.slack.socket_mode import SocketMode
from bot.startup_checks import only_process
from domain.errors import NotSavedError
from sandbox.clock import SettableClock
from store.database import Database
from tests.world import at_once

Place: TypeAlias = Literal["before commit", "after commit", "before ack", "after ack", "before call", "after call"]
Order: TypeAlias = tuple[Literal["die"], Place, int] | tuple[Literal["clock"], datetime, int] | tuple[Literal["stop"]]
DID_SOMETHING = "did something"
RESTS = "rests"
CHANGES = ("INSERT", "UPDATE", "DELETE")
SLACKS_PATHS = ("/api/", "/upload/", "/files-pri/")


class Death:
    """Waits at one place until it has been passed so many times."""

    def __init__(self) -> None:
        """Wait nowhere yet."""
        self._place: Place | None = None
        self._left = 0

    def wait(self, place: Place, times: int) -> None:
        """Strike when this place is passed for the n-th time from now on."""
        self._place, self._left = place, times

    def passes(self, place: Place) -> None:
        """Tell that the process has come to a place."""
        if place == self._place:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
                threading.Event().wait()  # until the signal arrives

    def lurk(self) -> None:
        """Stand at every place there is."""
        self._at_commits()
        self._at_acknowledgements()
        self._at_calls()

    def _at_commits(self) -> None:
        here, commit = threading.local(), DefaultDialect.do_commit

        def noted(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            here.changed = getattr(here, "changed", False) or statement.lstrip().startswith(CHANGES)

        def begun(_connection: Any) -> None:
            here.changed = False

        def committed(dialect: DefaultDialect, connection: Any) -> None:
            if changed := getattr(here, "changed", False):
                self.passes("before commit")
            commit(dialect, connection)  # type: ignore[no-untyped-call]
            if changed:
                self.passes("after commit")

        sa.event.listen(sa.Engine, "begin", begun)
        sa.event.listen(sa.Engine, "before_cursor_execute", noted)
        DefaultDialect.do_commit = committed  # type: ignore[method-assign]

    def _at_acknowledgements(self) -> None:
        send = aiohttp.ClientWebSocketResponse.send_str

        async def sent(socket: aiohttp.ClientWebSocketResponse, words: str, *rest: Any, **named: Any) -> None:
            self.passes("before ack")
            await send(socket, words, *rest, **named)
            self.passes("after ack")

        aiohttp.ClientWebSocketResponse.send_str = sent  # type: ignore[assignment,method-assign]

    def _at_calls(self) -> None:
        request = aiohttp.ClientSession._request

        async def requested(session: aiohttp.ClientSession, method: str, url: Any, **named: Any) -> Any:
            to_slack = any(path in str(url) for path in SLACKS_PATHS) and "apps.connections.open" not in str(url)
            if to_slack:
                self.passes("before call")
            answer = await request(session, method, url, **named)
            if to_slack:
                self.passes("after call")
            return answer

        aiohttp.ClientSession._request = requested  # type: ignore[assignment]


@dataclass
class Watch:
    """The clock of one process, set from outside; `number` counts how often, as far as the bot has followed."""

    bot: Saksbot
    clock: SettableClock
    line: Connection
    number: int = 0

    async def set(self, at: datetime, number: int, *, alone: bool) -> None:
        """Show this instant, let the other processes know that this one lives, and look for what is due."""
        self.clock.set(at)
        if not alone:
            with suppress(NotSavedError):  # the database is away; a later instant does it
                await self.bot._outbox_worker.join()
        self.number = max(number, self.number)  # one that was told later may have been quicker
        self.bot.services.executor.changed.set()

    def rests(self) -> None:
        """Tell until when the bot has nothing to do; None for ever."""
        self.line.send((RESTS, self.number, self.bot.rests_until))


def live(settings: Settings, now: datetime, line: Connection, patience: float) -> None:
    """Run the bot from this instant on, until an order on the line ends it."""
    logging.basicConfig(filename=settings.files_dir.parent / "bot.log", level=logging.INFO, force=True)
    asyncio.run(_live(settings, SettableClock(now), line, patience))


async def _live(settings: Settings, clock: SettableClock, line: Connection, patience: float) -> None:
    death, ended = Death(), asyncio.Event()
    death.lurk()
    loop = asyncio.get_running_loop()
    database = Database(settings.database_url)
    sa.event.listen(database.engine, "checkin", lambda *_: loop.call_soon_threadsafe(line.send, DID_SOMETHING))
    with only_process(database):
        async with make_session(patience) as session:
            slack = make_slack_client(settings.bot_token, settings.slack_api_url, session, pace=at_once(clock))
            bot = create_app(settings, database, clock, slack, session=session)
            watch = Watch(bot, clock, line)
            bot.tell_when_at_rest(watch.rests)
            clock.subscribe(bot.wake)
            await bot.start(alone=database.is_sqlite)
            loop.add_reader(line.fileno(), lambda: _obey(line, death, watch, ended.set, alone=database.is_sqlite))
            door = SocketMode(bot.dispatch, app_token=settings.app_token, slack=slack, session=session)
            await door.start()
            await door.connected()
            line.send("ready")
            await ended.wait()
            await door.stop()
            await bot.stop()


def _obey(line: Connection, death: Death, watch: Watch, end: Callable[[], None], *, alone: bool) -> None:
    try:
        order: Order = line.recv()
    except EOFError:  # nobody is left who could give orders
        os._exit(1)
    match order:
        case ("die", place, times):
            death.wait(place, times)
            line.send("waiting")
        case ("clock", at, number):
            watch.bot.services.background.later(watch.set(at, number, alone=alone))
        case _:
            end()
