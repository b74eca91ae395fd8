"""The institution with a bot that can be killed: the workspace lives on, the process is started again."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from bot.app import Saksbot
from bot.settings import Settings
from bot.slack.client import SECONDS
from sandbox.clock import SettableClock
from sandbox.server import serve
from sandbox.workspace import Workspace
from store import claiming
from store.database import Database
from store.files import FileStore
from tests.crash import bot_process
from tests.crash.bot_process import Order, Place
from tests.institution import MONDAY, furnish
from tests.world import World, manifest, people_in, settings

START_SECONDS = 40.0  # for a busy machine
STEP = timedelta(seconds=20)  # by which time goes on at most: several processes have to hear that the others live
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.crash.bot_process"])  # one second of importing for all lives


class Mortal:
    """One bot in a process of its own."""

    def __init__(self, settings: Settings, now: datetime, patience: float, changed: Callable[[], None]) -> None:
        """Start it; `changed` is called whenever something is heard of it."""
        self._line, theirs = _forks.Pipe()
        arguments = (settings, now, theirs, patience)
        self.process = _forks.Process(target=bot_process.live, args=arguments, daemon=True)
        self.process.start()
        theirs.close()
        self.alive = True
        self.said: str | None = None
        self.rests: tuple[int, datetime | None] = (-1, None)
        """Which order of the clock it had followed when it last had nothing to do, and until when; None for ever."""
        self._changed = changed
        asyncio.get_running_loop().add_reader(self._line.fileno(), self._listen)

    def order(self, order: Order) -> None:
        """Tell it to do something; it may be dead already."""
        with suppress(ConnectionError):
            self._line.send(order)

    def _listen(self) -> None:
        try:
            while self._line.poll():
                match self._line.recv():
                    case (bot_process.RESTS, number, until):
                        self.rests = (number, until)
                    case bot_process.DID_SOMETHING:
                        pass
                    case word:
                        self.said = word
                self._changed()
        except (EOFError, ConnectionError):
            asyncio.get_running_loop().remove_reader(self._line.fileno())
            self._line.close()
            self.alive = False
            self._changed()


class Lives(World):
    """A world whose bot is a process of its own, or several on one database. The first of them is mortal."""

    bots: Sequence[Mortal] = ()
    patience: float = SECONDS
    told = 0
    """How often the processes have been told the time."""

    async def start(self, processes: int = 1) -> None:
        """Start the bot, and wait until it can be reached."""
        self.told = 0
        self.bots = [Mortal(self.settings, self.clock.now(), self.patience, self.ws.changed) for _ in range(processes)]
        await self.ws.until(lambda: all(bot.said == "ready" for bot in self.bots), timeout=START_SECONDS)
        await self.ws.until(lambda: len(self.ws.socket.open) >= processes)

    async def start_again(self) -> None:
        """Start the bot after it has died; on PostgreSQL the dead process's leases have run out meanwhile."""
        if not self.database.is_sqlite:
            self.clock.move(seconds=(claiming.LEASE + timedelta(seconds=1)).total_seconds())
        await self.start()

    @property
    def alive(self) -> bool:
        """Whether all processes live, as far as is known."""
        return all(bot.alive for bot in self.bots)

    async def threaten(self, place: Place, times: int) -> None:
        """Let the bot die when it passes this place for the n-th time."""
        bot = self.bots[0]
        bot.said = None
        bot.order(("die", place, times))
        await self.ws.until(lambda: bot.said == "waiting" or not bot.alive)

    def kill(self) -> None:
        """End the first process now, without a word."""
        self.bots[0].process.kill()

    async def died(self) -> None:
        """Wait until the process is gone."""
        await self.ws.until(lambda: not self.bots[0].alive)
        await asyncio.to_thread(self.bots[0].process.join)

    async def stop(self) -> None:
        """Let the bot end as it should."""
        for bot in self.bots:
            if bot.alive:
                bot.order(("stop",))
        await self.ws.until(lambda: not any(bot.alive for bot in self.bots))
        for bot in self.bots:
            await asyncio.to_thread(bot.process.join)

    def has_heard(self) -> bool:
        """Tell whether the bot lives and has heard of everything that happened."""
        return self.alive and self.ws.delivery.idle and all(one.ack or one.trouble for one in self.ws.requests)

    def is_delivering(self) -> bool:
        """Ask the database: what goes on in other processes is not known here."""
        return False

    async def settled(self) -> None:
        """Wait until everything has been delivered; where the bot waits for a later hour, let that hour come."""
        await self.ws.until(self.has_taken_in)
        self.tell_the_time()  # who has not heard of another one's acts looks now
        await super().settled()

    async def come_to_rest(self) -> None:
        """Wait until every process knows what time it is, and has nothing in hand: then time may go on far.

        A living process keeps its leases every ten seconds. If the clock jumped over that, what it has in hand would
        be taken for a dead one's and be sent by another process, too; and what it hears would have happened long ago.
        """
        await self.ws.until(self.has_taken_in)
        self.tell_the_time()
        await self.ws.until(self.rests)

    def rests_until(self) -> datetime | None:
        """Tell until when no process has anything to deliver; None while one of them has, or for ever."""
        if not self.rests():
            return None
        times = [until for _, until in (bot.rests for bot in self.bots) if until]
        return min(*times, self.clock.now() + STEP) if times else None

    def rests(self) -> bool:
        """Tell whether every process has had nothing to do since it was last told the time."""
        return all(bot.rests[0] == self.told for bot in self.bots)

    def tell_the_time(self) -> None:
        """Let the bot's clock show what the workspace's shows."""
        self.told += 1
        for bot in self.bots:
            if bot.alive:
                bot.order(("clock", self.clock.now(), self.told))


@asynccontextmanager
async def open_lives(
    database_url: str, folder: Path, *, processes: int = 1, patience: float = SECONDS
) -> AsyncIterator[Lives]:
    """Open the institution and start the bot in it: so many processes, each of which waits so long for Slack."""
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
        lives.patience = patience
        clock.subscribe(lives.tell_the_time)
        await lives.start(processes)
        stack.push_async_callback(lives.stop)
        yield lives


def died_by(lives: Lives) -> Any:
    """How the process ended: minus the signal's number."""
    return lives.bots[0].process.exitcode
