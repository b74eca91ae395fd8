"""Makes packages beside everything else that a running bot does: one at a time, in a thread that no act waits for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from bot.archive.package import Drawing, Made, StoppedError, make
from cases.context import Context
from domain.case_record import CaseRecord

if TYPE_CHECKING:
    from bot.archive.drawing import Papers

P = ParamSpec("P")
T = TypeVar("T")


class Making:
    """The one thread, and what draws there."""

    def __init__(self, context: Context, drawing: Drawing | None = None) -> None:
        """Make packages of this context's cases and files."""
        self._context = context
        self._drawing = drawing
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="package")
        self._stopping = threading.Event()

    async def perform(self, act: Callable[Concatenate[Context, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Read or note something that may be long, behind what is made now. Raises what the act raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: self._context.perform(act, *args, **kwargs))

    async def make(self, record: CaseRecord, to: Path) -> Made:
        """Make a package and put it there. Raises OSError, and StoppedError when the bot stops meanwhile."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._make, record, to)

    def stop(self) -> None:
        """Leave what is being made; nothing of it is left."""
        self._stopping.set()

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _make(self, record: CaseRecord, to: Path) -> Made:
        papers = self._papers
        drawing = self._drawing or papers
        return make(record, self._context.files, drawing, papers.translator, to, go_on=self._require_going)

    @cached_property
    def _papers(self) -> Papers:
        from bot.archive.drawing import Papers  # noqa: PLC0415 - what sets pages is loaded for the first package

        return Papers(self._context.zone)

    def _require_going(self) -> None:
        if self._stopping.is_set():
            raise StoppedError
