"""The institution with a bot that can be killed: the workspace lives on, the process is started again."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from bot.app import Saksbot
from sandbox.clock import SettableClock
from sandbox.server import serve
from sandbox.workspace import Workspace
from store import claiming, tables
from store.database import Database
from store.files import FileStore
from tests.crash import bot_process
from tests.crash.bot_process import Order, Place
from tests.institution import MONDAY, furnish
from tests.world import UNSENT, World, manifest, people_in, settings

START_SECONDS = 40.0  # for a busy machine
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.crash.bot_process"])  # one second of importing for all lives


class Lives(World):
    """A world whose bot is a process of its own, and mortal."""

    process: BaseProcess
    line: Connection
    alive = False
    said: str | None = None

    async def start(self) -> None:
        """Start the bot, and wait until it can be reached."""
        self.line, theirs = _forks.Pipe()
        arguments = (self.settings, self.clock.now(), theirs)
        self.process = _forks.Process(target=bot_process.live, args=arguments, daemon=True)
        self.process.start()
        theirs.close()
        self.alive, self.said = True, None
        asyncio.get_running_loop().add_reader(self.line.fileno(), self._listen)
        await self.ws.until(lambda: self.said == "ready", timeout=START_SECONDS)
        await self.ws.until(lambda: self.ws.socket.open)

    async def start_again(self) -> None:
        """Start the bot after it has died; on PostgreSQL the dead process's leases have run out meanwhile."""
        if not self.database.is_sqlite:
            self.clock.move(seconds=(claiming.LEASE + timedelta(seconds=1)).total_seconds())
        await self.start()

    async def threaten(self, place: Place, times: int) -> None:
        """Let the bot die when it passes this place for the n-th time."""
        self.said = None
        self._order(("die", place, times))
        await self.ws.until(lambda: self.said == "waiting" or not self.alive)

    def kill(self) -> None:
        """End the process now, without a word."""
        self.process.kill()

    async def died(self) -> None:
        """Wait until the process is gone."""
        await self.ws.until(lambda: not self.alive)
        await asyncio.to_thread(self.process.join)

    async def stop(self) -> None:
        """Let the bot end as it should."""
        if self.alive:
            self._order(("stop",))
            await self.died()

    def has_heard(self) -> bool:
        """Tell whether the bot lives and has heard of everything that happened."""
        return self.alive and self.ws.delivery.idle and all(one.ack or one.trouble for one in self.ws.requests)

    def _rests_until(self) -> datetime | None:
        """Tell from the rows when the first in each lane is due: the bot is a process of its own."""
        waiting = sa.select(tables.outbox).where(UNSENT).order_by(tables.outbox.c.id.desc())
        heads = {row.lane: row for row in self.rows(waiting)}
        rests = all(row.state != "sending" for row in heads.values())
        times = [row.not_before_at for row in heads.values()]
        return min(times) if times and rests and min(times) > self.clock.now() else None

    def tell_the_time(self) -> None:
        """Let the bot's clock show what the workspace's shows."""
        if self.alive:
            self._order(("clock", self.clock.now()))

    def _order(self, order: Order) -> None:
        with suppress(ConnectionError):  # dead already, and we have not heard of it yet
            self.line.send(order)

    def _listen(self) -> None:
        try:
            while self.line.poll():
                if (word := str(self.line.recv())) != bot_process.DID_SOMETHING:
                    self.said = word
                self.ws.changed()
        except (EOFError, ConnectionError):
            asyncio.get_running_loop().remove_reader(self.line.fileno())
            self.line.close()
            self.alive = False
            self.ws.changed()


@asynccontextmanager
async def open_lives(database_url: str, folder: Path) -> AsyncIterator[Lives]:
    """Open the institution and start the bot in it."""
    async with AsyncExitStack() as stack:
        clock = SettableClock(MONDAY)
        ws = Workspace(manifest(), clock=clock)
        ws.socket.held = timedelta(
            hours=1
        )  # a bot that starts again takes its time; what it misses meanwhile is not tried
        server = await stack.enter_async_context(serve(ws))
        people = people_in(ws)
        database = Database(database_url)
        stack.callback(database.dispose)
        chosen = settings(server.api_url, ws, database_url, folder, "socket")
        furnish(database, FileStore(chosen.files_dir))
        lives = Lives(ws, server, clock, database, chosen, cast("Saksbot", None), folder, people)
        clock.subscribe(lives.tell_the_time)
        await lives.start()
        stack.push_async_callback(lives.stop)
        yield lives


def died_by(lives: Lives) -> Any:
    """How the process ended: minus the signal's number."""
    return lives.process.exitcode
