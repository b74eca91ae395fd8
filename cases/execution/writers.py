"""The way of acts that write to the threads that do them.

SQLite has one writer, and every commit of its waits for the disk. So the acts that come while others are
being saved wait together: they are done one after the other, saved by one commit, and answered after it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from cases.context import Context

T = TypeVar("T")
Act = Callable[[Context], T]
TOGETHER = 32


class Writers:
    """Does the acts that write, in the order in which they come."""

    def __init__(self, context: Context, writers: int) -> None:
        """Let this many write at once; one writer saves up to TOGETHER acts by one commit."""
        self._context = context
        self._together = TOGETHER if writers == 1 else 1
        self._threads = ThreadPoolExecutor(writers, thread_name_prefix="act")
        self._resting = writers
        self._waiting: deque[tuple[Act[Any], asyncio.Future[Any]]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()

    async def perform(self, act: Act[T]) -> T:
        """Do an act; it is saved when this returns. Raises what the act raises."""
        loop = asyncio.get_running_loop()
        saved: asyncio.Future[T] = loop.create_future()
        self._waiting.append((act, saved))
        if self._resting:
            self._resting -= 1
            task = loop.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await saved

    async def close(self) -> None:
        """Finish what waits, and let the threads go."""
        await asyncio.gather(*self._tasks)
        self._threads.shutdown()

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            some = [self._waiting.popleft() for _ in range(min(self._together, len(self._waiting)))]
            outcomes = await loop.run_in_executor(self._threads, self._do, [act for act, _ in some])
            for (_, saved), outcome in zip(some, outcomes, strict=True):
                _tell(saved, outcome)
        self._resting += 1

    def _do(self, acts: Sequence[Act[Any]]) -> list[Any]:
        try:
            return self._context.perform_together(acts) if len(acts) > 1 else [self._context.perform(acts[0])]
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for it
            return [error for _ in acts]


def _tell(saved: asyncio.Future[Any], outcome: Any) -> None:
    if saved.done():
        return  # who waited for it has gone
    if isinstance(outcome, Exception):
        saved.set_exception(outcome)
    else:
        saved.set_result(outcome)
