"""All outages in turn, with a bot that is one process or several: how long after each of them everything was there."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from bot.slack_errors import VERDICTS
from tests.crash.lives import open_lives
from tests.crash.outages import OUTAGES
from tests.crash.recovery import Recovery

PATIENCE = 1.0  # seconds for which the bot waits for a Slack that is silent
WENT_WRONG = "WRONG"

log = logging.getLogger(__name__)


def outages_for(database: str) -> list[str]:
    """Which outages are played: each code that Slack may say only on one of the databases."""
    codes = {name for name in OUTAGES if any(f": {code}," in name for code in VERDICTS)}
    return [name for name in OUTAGES if database == "sqlite" or name not in codes]


async def play(
    database: Callable[[Path], AbstractContextManager[str]], processes: int, names: list[str]
) -> Iterator[tuple[str, str]]:
    """Play these outages, on as many working days as they take; gives what each came to."""
    left, told = list(names), dict[str, str]()
    while left:
        with tempfile.TemporaryDirectory(prefix="saksbot-crash-") as folder, database(Path(folder)) as url:
            try:
                async with open_lives(url, Path(folder), processes=processes, patience=PATIENCE) as lives:
                    recovery = Recovery(lives)
                    await recovery.untroubled()
                    while left and not recovery.is_late:
                        name = left.pop(0)
                        told[name] = WENT_WRONG
                        await recovery.round(OUTAGES[name])
                        told[name] = f"{recovery.took[name].total_seconds():.0f} s"
            except Exception:  # the campaign goes on, and says in the end that it failed
                log.exception("%s", list(told)[-1:])
                if not told:
                    raise
    return iter(told.items())
