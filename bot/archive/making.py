"""Makes packages beside everything else that a running bot does: one at a time, in a thread that no act waits for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from bot.archive.drawing import Papers
from bot.archive.package import Drawing, Made, StoppedError, make
from cases.context import Context
from domain.case_record import CaseRecord

P = ParamSpec("P")
T = TypeVar("T")


class Making:
    """The one thread, and what draws there."""

    def __init__(self, context: Context, drawing: Drawing | None = None) -> None:
        """Make packages of this context's cases and files."""
        self._context = context
        self._papers = Papers(context.zone)
        self._drawing = drawing or self._papers
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="package")
        self._stopping = threading.Event()

    async def perform(self, act: Callable[Concatenate[Context, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Read or note something that may be long, behind what is made now. Raises what the act raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: self._context.perform(act, *args, **kwargs))

    async def make(self, record: CaseRecord, to: Path) -> Made:
        """Make a package and put it there. Raises OSError, and StoppedError when the bot stops meanwhile."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._thread,
            lambda: make(
                record, self._context.files, self._drawing, self._papers.translator, to, go_on=self._require_going
            ),
        )

    def stop(self) -> None:
        """Leave what is being made; nothing of it is left."""
        self._stopping.set()

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _require_going(self) -> None:
        if self._stopping.is_set():
            raise StoppedError
