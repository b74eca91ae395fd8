"""`python -m tests.soak`: an hour of an institution whose bot is killed every ten seconds, and what came of it."""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from tests import postgres
from tests.soak.database import restart
from tests.soak.life import Plan, open_life
from tests.soak.report import Figures, told

BEGINNING = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ ")
MAY_SAY = ("No line to Slack is open", "NotSavedError", "UnreachableError", "is refused: user_disabled")


def main(words: Sequence[str] | None = None) -> int:
    """Live so long; 0 when nothing was wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.soak", description="Let Saksbot live for long, with trouble."
    )
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (60)")
    parser.add_argument("--people", type=int, default=300, help="how many people work there (300)")
    parser.add_argument("--stretch", type=float, default=180.0, help="seconds until all is looked at (180)")
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between the acts of the same hands (0.5)")
    parser.add_argument("--log", help="keep the log of the processes there")
    parser.add_argument("--seed", type=int, help="the same plan again; one is printed otherwise")
    chosen = parser.parse_args(words)
    seed = chosen.seed if chosen.seed is not None else SystemRandom().randrange(10**6)
    print(f"seed {seed}", flush=True)
    plan = Plan(
        people=chosen.people,
        seconds=chosen.minutes * 60,
        stretch=chosen.stretch,
        pause=chosen.pause,
        seed=seed,
        log=chosen.log,
    )
    figures = asyncio.run(_live(plan))
    print(told(figures))
    return int(bool(figures.wrong))


async def _live(plan: Plan) -> Figures:
    url = postgres.new_database()
    with TemporaryDirectory(prefix="saksbot-soak-") as folder:
        async with open_life(url, Path(folder), plan, partial(restart, url)) as life:
            figures = await life.live(partial(print, flush=True))
        if plan.log:
            shutil.copy(Path(folder) / "bot.log", plan.log)
        for line in errors_in((Path(folder) / "bot.log").read_text("utf-8", "replace")):
            figures.wrong[f"in the log: {line}"] += 1
    return figures


def errors_in(log: str) -> list[str]:
    """What the bot calls an error. That it reaches neither Slack nor the database it may say: they are taken away."""
    entries: list[list[str]] = []
    for line in log.splitlines():
        if BEGINNING.match(line):
            entries.append([])
        if entries:
            entries[-1].append(line)
    found = []
    for one in entries:
        is_error = " ERROR " in one[0] and not any(words in "\n".join(one) for words in MAY_SAY)
        if is_error:
            where = [line.strip() for line in one if line.startswith("  File")][-1:]
            found.append(re.sub("[0-9]+", "n", f"{one[0].partition(' ERROR ')[2]}: {one[-1][:200]} {where}"))
    return found


if __name__ == "__main__":
    sys.exit(main())
