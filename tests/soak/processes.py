"""The bot's processes: started, told the time, killed and started again."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from bot.settings import Settings
from tests.soak import bot

PATIENCE = 2.0  # real seconds that a process waits for Slack
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.soak.bot"])  # one second of importing for all lives


class Process:
    """One of them."""

    def __init__(self, settings: Settings, now: datetime, changed: Callable[[], None]) -> None:
        """Start it; `changed` is called whenever something is heard of it."""
        self._line, theirs = _forks.Pipe()
        self._process = _forks.Process(target=bot.live, args=(settings, now, theirs, PATIENCE), daemon=True)
        self._process.start()
        theirs.close()
        self.is_alive, self.is_ready = True, False
        self.heard = -1
        """Which order it has followed."""
        self.rss = 0
        self._changed = changed
        asyncio.get_running_loop().add_reader(self._line.fileno(), self._listen)

    def order(self, order: Any) -> None:
        """Tell it the time, or with None to end; it may be dead already."""
        with suppress(ConnectionError, OSError):
            self._line.send(order)

    def kill(self) -> None:
        """End it now, without a word."""
        self._process.kill()

    async def died(self) -> int | None:
        """Wait until it is gone; gives how it ended."""
        await asyncio.to_thread(self._process.join, 30)
        return self._process.exitcode

    def _listen(self) -> None:
        try:
            while self._line.poll():
                match self._line.recv():
                    case (int() as number, int() as rss):
                        self.heard, self.rss = number, rss
                    case bot.READY:
                        self.is_ready = True
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(self._line.fileno())
            self._line.close()
            self.is_alive = self.is_ready = False
        self._changed()


class Processes:
    """All of them on one database."""

    def __init__(self, settings: Settings, now: Callable[[], datetime], changed: Callable[[], None]) -> None:
        """None is started yet."""
        self._settings, self._now, self._changed = settings, now, changed
        self.all: list[Process] = []
        self._told = 0

    async def start(self, number: int) -> None:
        """Start so many."""
        self.all = [self._new() for _ in range(number)]

    def begin_again(self, at: int) -> None:
        """Start one anew that has died."""
        self.all[at] = self._new()

    def tell_the_time(self) -> None:
        """Let the clock of each show what the shared one shows."""
        self._told += 1
        for one in self.all:
            if one.is_ready:
                one.order((self._now(), self._told))

    def follow(self, most: int = 2) -> bool:
        """Whether each that lives has followed all orders but the last few."""
        return all(one.heard >= self._told - most for one in self.all if one.is_ready and one.heard >= 0)

    def are_ready(self) -> bool:
        """Whether all can be reached and know the time."""
        return all(one.is_ready and one.heard == self._told for one in self.all)

    async def stop(self) -> None:
        """Let all end as they should."""
        for one in self.all:
            one.order(None)
        for one in self.all:
            if await one.died() is None:
                one.kill()

    def _new(self) -> Process:
        return Process(self._settings, self._now(), self._changed)
