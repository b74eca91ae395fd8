"""What goes on after an acknowledgement."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from domain.errors import NotSavedError

log = logging.getLogger(__name__)


class Background:
    """Lets work go on by itself, and finishes it before the program stops."""

    def __init__(self) -> None:
        """Nothing goes on."""
        self._tasks: set[asyncio.Task[None]] = set()
        self.at_rest: Callable[[], object] = bool
        """Called whenever nothing goes on any more."""

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something go on by itself; what it raises is logged."""
        task = asyncio.get_running_loop().create_task(_surely(work))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    @property
    def is_idle(self) -> bool:
        """Whether nothing goes on."""
        return not self._tasks

    async def close(self) -> None:
        """Wait until nothing goes on."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self.is_idle:
            self.at_rest()


async def _surely(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except NotSavedError:
        log.warning("the database cannot be reached; what was to follow an acknowledgement is left out")
    except Exception:
        log.exception("what was to follow an acknowledgement failed")
