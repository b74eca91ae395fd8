"""All outages in turn: with one process on SQLite, and with one and with three on PostgreSQL."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.crash.lives import open_lives
from tests.crash.outages import Outage
from tests.crash.recovery import Recovery

Opened = Callable[[str, Path], AbstractContextManager[str]]
PLACES = (("sqlite", 1), ("postgres", 1), ("postgres", 3))

log = logging.getLogger(__name__)


@dataclass
class Tried:
    """What one outage came to: how long afterwards everything had been delivered; None when something was wrong."""

    outage: Outage
    took: timedelta | None


async def try_outages(outages: Iterable[Outage], database: str, processes: int, opened: Opened) -> AsyncIterator[Tried]:
    """Try these outages one after the other, as many in one world as a working day has room for."""
    for patience, some in groupby(outages, lambda outage: outage.patience):
        left = list(some)
        while left:
            with TemporaryDirectory(prefix="saksbot-crash-") as folder, opened(database, Path(folder)) as url:
                async with open_lives(url, Path(folder), processes=processes, patience=patience) as lives:
                    recovery = Recovery(lives)
                    await recovery.untroubled()
                    while left and not recovery.is_late:
                        tried = await _try(recovery, left.pop(0))
                        yield tried
                        if tried.took is None:
                            break


async def _try(recovery: Recovery, outage: Outage) -> Tried:
    try:
        return Tried(outage, await recovery.round(outage))
    except Exception:  # the campaign goes on, and says in the end that it failed
        log.exception("%s", outage.name)
        return Tried(outage, None)
