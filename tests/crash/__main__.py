"""`python -m tests.crash`: kills the bot wherever it can be killed, takes away what it needs, and counts."""

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
from statistics import median
from time import perf_counter

from store import schema
from store.database import Database
from tests import postgres
from tests.crash.clock import round_of_the_clock
from tests.crash.lives import open_lives
from tests.crash.outage_campaign import PLACES, Tried, try_outages
from tests.crash.outages import OUTAGES
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
    parser.add_argument("--step", choices=list(STEPS), help="only at this step, and no outages")
    parser.add_argument(
        "--outages", nargs="?", const="", metavar="WORD", help="only outages; only those with this word in their name"
    )
    chosen = parser.parse_args(words)
    databases = [chosen.database] if chosen.database else ["sqlite", "postgres"]
    wrong = 0
    if chosen.outages is None:
        wrong += _deaths(databases, chosen.step)
    if chosen.step is None:
        wrong += asyncio.run(_outages(databases, chosen.outages or ""))
    return int(wrong > 0)


def _deaths(databases: Sequence[str], only: str | None) -> int:
    """Kill the bot at every point of every step; gives in how many rounds something was wrong."""
    count, began = Count(), perf_counter()
    for database in databases:
        print(f"{database:26}" + "".join(f"{point:>27}" for point in POINTS))
        for step in [only] if only else STEPS:
            line = asyncio.run(_campaign(database, step, count))
            print(f"  {step:24}" + "".join(f"{number:27}" for number in line), flush=True)
        if not only:
            line = asyncio.run(_clock(database, count))
            print(f"  {'the clock':24}" + "".join(f"{number:27}" for number in line), flush=True)
    print(
        f"\nKilled {count.deaths} times in {perf_counter() - began:.0f} s. {count.unanswered} times the person was "
        f"given no answer and did it again;\n{count.kept_though_unanswered} of these times it had been saved. "
        f"Rounds in which something was lost, doubled or out of order: {count.wrong}."
    )
    return count.wrong


async def _outages(databases: Sequence[str], word: str) -> int:
    """Take away what the bot needs, one thing after the other; gives how often something was wrong."""
    some, began, tried = [one for one in OUTAGES.values() if word in one.name], perf_counter(), list[Tried]()
    for database, processes in PLACES:
        if database in databases:
            print(f"\n{database}, processes: {processes}")
            async for one in try_outages(some, database, processes, _database):
                took = "WRONG" if one.took is None else f"{one.took.total_seconds():.0f} s"
                print(f"  {one.outage.name:60}{took:>10}", flush=True)
                tried.append(one)
    print(f"\n{len(tried)} outages in {perf_counter() - began:.0f} s. {_summary(tried)}")
    return sum(one.took is None for one in tried)


def _summary(tried: Sequence[Tried]) -> str:
    times = [one.took.total_seconds() for one in tried if one.took is not None]
    soon = f"All was there {median(times):.0f} s after the end (median; at most {max(times):.0f} s).\n" if times else ""
    wrong = len(tried) - len(times)
    return f"{soon}Rounds in which something was lost, doubled, out of order, sent in vain or late: {wrong}."


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
