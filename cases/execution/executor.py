"""Runs acts, which are synchronous, in threads, so that the event loop goes on meanwhile.

One thread writes for SQLite, which has only one writer anyway, several for PostgreSQL.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Concatenate, ParamSpec, TypeVar

from cases.context import NOT_SAVED, Context
from cases.execution.writers import Writers
from domain import tracing
from domain.errors import NotSavedError
from domain.history import Act
from domain.namesakes import told_apart

P = ParamSpec("P")
T = TypeVar("T")
READERS = 4
PATIENCE = 1.5  # of Slack's three seconds; the database has one more to say that it cannot

log = logging.getLogger(__name__)


class Executor:
    """Runs acts, records and queries; whoever shares a name in what they give is marked."""

    def __init__(self, context: Context, writers: int) -> None:
        """Run in this context; `writers` is how many acts may write at once."""
        self._context = context
        self._writers = Writers(context, writers)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="query")
        self.changed = asyncio.Event()
        """Set after each act: there may be something to deliver."""
        self.written = asyncio.Event()
        """Set whenever something was written: there may be something that cannot be found yet."""
        self.acted: Callable[[Collection[Act]], object] = bool
        """Called with what was done, as the history calls it, when it has been saved."""

    async def execute(self, act: Callable[Concatenate[Context, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do an act that writes, and wake the delivery. Raises what the act raises.

        Raises NotSavedError when its turn comes so late that Slack would not wait for the answer.
        """
        asked_at = time.monotonic()

        def in_time(context: Context) -> T:
            if time.monotonic() - asked_at > PATIENCE:
                raise NotSavedError(NOT_SAVED)
            return act(context, *args, **kwargs)

        done = await self.record(in_time)
        self.changed.set()
        return done

    async def record(self, act: Callable[Concatenate[Context, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write something down that leaves nothing to deliver. Raises what the act raises."""
        with tracing.writing():
            here = copy_context()
            acts = here.run(tracing.collect_acts)
            done = await self._writers.perform(
                lambda context: here.run(lambda: told_apart(act(context, *args, **kwargs)))
            )
            if acts:
                log.info("saved: %s", ", ".join(acts))
                self.acted(acts)
        self.written.set()
        return done

    async def mark(self, change: Callable[[Context], T]) -> T:
        """Write down what is about the delivery only; nothing that is found changes. Raises what `change` raises."""
        here = copy_context()
        return await self._writers.perform(lambda context: here.run(change, context))

    async def query(self, act: Callable[Concatenate[Context, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do an act that only reads. Raises what the act raises."""
        loop, here = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(
            self._readers, lambda: here.run(lambda: told_apart(self._context.perform(act, *args, **kwargs)))
        )

    async def close(self) -> None:
        """Finish what waits, and let the threads go."""
        await self._writers.close()
        self._readers.shutdown()
