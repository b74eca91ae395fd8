"""`python -m tests.crash`: kills the bot at every point of every step, on both databases, and counts."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from store import schema
from store.database import Database
from tests import postgres
from tests.crash.clock import round_of_the_clock
from tests.crash.lives import open_lives
from tests.crash.rounds import POINTS, Point, Rounds
from tests.crash.steps import STEPS

log = logging.getLogger(__name__)


@dataclass
class Count:
    """What all rounds came to."""

    deaths: int = 0
    unanswered: int = 0
    kept_though_unanswered: int = 0
    wrong: int = 0

    def add(self, rounds: Rounds) -> None:
        """Take over what the rounds of a step came to."""
        self.deaths += rounds.deaths
        self.unanswered += rounds.unanswered
        self.kept_though_unanswered += rounds.kept_though_unanswered


def main(words: Sequence[str] | None = None) -> int:
    """Go through the whole campaign; 0 when nothing was lost or doubled."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.crash", description="Kill Saksbot wherever it can be killed."
    )
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only on this one")
    parser.add_argument("--step", choices=list(STEPS), help="only at this step")
    chosen = parser.parse_args(words)
    count, began = Count(), perf_counter()
    for database in [chosen.database] if chosen.database else ["sqlite", "postgres"]:
        print(f"{database:26}" + "".join(f"{point:>27}" for point in POINTS))
        for step in [chosen.step] if chosen.step else STEPS:
            line = asyncio.run(_campaign(database, step, count))
            print(f"  {step:24}" + "".join(f"{number:27}" for number in line), flush=True)
        if not chosen.step:
            line = asyncio.run(_clock(database, count))
            print(f"  {'the clock':24}" + "".join(f"{number:27}" for number in line), flush=True)
    print(
        f"\nKilled {count.deaths} times in {perf_counter() - began:.0f} s. {count.unanswered} times the person was "
        f"given no answer and did it again;\n{count.kept_though_unanswered} of these times it had been saved. "
        f"Rounds in which something was lost, doubled or out of order: {count.wrong}."
    )
    return int(count.wrong > 0)


async def _campaign(database: str, step: str, count: Count) -> list[int]:
    """All rounds of one step; gives how often the bot was killed at each point."""
    killed = []
    for point in POINTS:
        with tempfile.TemporaryDirectory(prefix="saksbot-crash-") as folder, _database(database, Path(folder)) as url:
            killed.append(await _all_rounds(url, Path(folder), step, point, count))
    return killed


async def _clock(database: str, count: Count) -> list[int]:
    """All rounds in which only time passes; gives how often the bot was killed at each point."""
    killed = []
    for point in POINTS:
        times = 1
        with tempfile.TemporaryDirectory(prefix="saksbot-crash-") as folder, _database(database, Path(folder)) as url:
            try:
                async with open_lives(url, Path(folder)) as lives:
                    while await round_of_the_clock(lives, point, times):
                        times += 1
            except Exception:  # the campaign goes on, and says in the end that it failed
                count.wrong += 1
                log.exception("the clock, %s %d", point, times)
        count.deaths += times - 1
        killed.append(times - 1)
    return killed


async def _all_rounds(url: str, folder: Path, step: str, point: Point, count: Count) -> int:
    times = 1
    try:
        async with open_lives(url, folder) as lives:
            rounds = Rounds(lives, step)
            await rounds.untroubled()
            while await rounds.round(point, times):
                times += 1
            await rounds.nothing_came_later()
            count.add(rounds)
    except Exception:  # the campaign goes on, and says in the end that it failed
        count.wrong += 1
        log.exception("%s, %s %d", step, point, times)
    return times - 1


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "postgres":
        url = postgres.new_database()
        yield url
        postgres.drop_database(url)
    else:
        url = f"sqlite:///{folder / 'saksbot.db'}"
        database = Database(url)
        schema.upgrade(database)
        database.dispose()
        yield url


if __name__ == "__main__":
    sys.exit(main())
