"""`python -m tests.bench --many`: what grows with an institution, with very many subtasks in the database.

Each figure is taken beside the same work of the same people with a thousand subtasks, round by round. Databases are
filled once; what is measured takes back what it does. `python -m tests.bench.search` has the search beside millions of
messages.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from cases.context import Context
from store.database import Database
from store.files import FileStore
from tests import postgres
from tests.bench import crowd, mornings, moves, searches
from tests.bench.scene import durable_postgres
from tests.bench.table import DATABASES, Line, table
from tests.databases import new_sqlite

SMALL = crowd.Size(1_000, messages=1)
ABOUT = (
    "\nEach ratio is the median over {rounds} rounds, with the least and the greatest. {filled}. Took {seconds:.0f} s."
)


@dataclass(frozen=True)
class Campaign:
    """How much is measured beside SMALL."""

    great: crowd.Size
    rounds: int
    databases: tuple[str, ...] = ("sqlite", "postgres")


WHOLE = Campaign(crowd.Size(1_000_000), rounds=7)
QUICK = Campaign(crowd.Size(3_000), rounds=1, databases=("sqlite",))

Measure = Callable[[Context, crowd.Size], dict[str, float]]
"""What is measured: the seconds of each thing."""
MEASURES: Sequence[Measure] = (searches.measure, mornings.measure, moves.measure)


def lines(campaign: Campaign) -> list[Line]:
    """Give the lines of the table."""
    found = []
    for kind in campaign.databases:
        name, great = DATABASES[kind], f"{campaign.great.subtasks:,}"
        for what in searches.WHAT:
            key = f"{kind} great {what}"
            limit = searches.LIMIT if what == searches.HALF else None
            found.append(Line(f"{what}, {name}, {great}", key, f"{kind} small {what}", "ms", limit=limit))
        for what in (*mornings.WHAT, *moves.WHAT):
            small = f"{kind} small {what}"
            found += [
                Line(f"{what}, {name}, 1,000 subtasks", small, small, "ms"),
                Line(f"{what}, {name}, {great}: beside 1,000", f"{kind} great {what}", small, "ms", at_most=1.5),
            ]
        for what in mornings.OF_EVERYWHERE:
            key = f"{kind} great {what}"
            found.append(Line(f"{what}, {name}, {great}", key, key, "ms", limit=mornings.LIMIT))
    return found


def run(campaign: Campaign, subtasks: int | None = None, rounds: int | None = None) -> None:
    """Fill, measure, and print the table; with other numbers than the campaign's where they are given."""
    begin, rounds = perf_counter(), rounds or campaign.rounds
    campaign = replace(campaign, great=crowd.Size(subtasks)) if subtasks else campaign
    numbers: dict[str, list[float]] = {}
    filled = []
    for kind in campaign.databases:
        with (
            tempfile.TemporaryDirectory(prefix="saksbot-bench-") as folder,
            _filled(kind, campaign, Path(folder)) as at,
        ):
            filled.append(f"{DATABASES[kind]} was filled in {at.seconds:.0f} s")
            for _ in range(rounds):
                for name, seconds in _round(at, campaign):
                    numbers.setdefault(f"{kind} {name}", []).append(seconds)
    print(table(lines(campaign), numbers))
    print(ABOUT.format(rounds=rounds, filled=", ".join(filled), seconds=perf_counter() - begin))


@dataclass(frozen=True)
class _Filled:
    contexts: dict[str, Context]
    seconds: float


@contextmanager
def _filled(kind: str, campaign: Campaign, folder: Path) -> Iterator[_Filled]:
    """Fill a database of this kind of each size."""
    if kind == "postgres":
        durable_postgres()
    begin, contexts = perf_counter(), {}
    for name, size in _sizes(campaign).items():
        address = new_sqlite(folder / f"{name}.db") if kind == "sqlite" else postgres.new_database()
        database = Database(address)
        crowd.fill(database, size)
        contexts[name] = Context(database, FileStore(folder / "files"), ZoneInfo("Europe/Oslo"))
    try:
        yield _Filled(contexts, perf_counter() - begin)
    finally:
        for context in contexts.values():
            context.database.dispose()


def _sizes(campaign: Campaign) -> dict[str, crowd.Size]:
    return {"small": SMALL, "great": campaign.great}


def _round(at: _Filled, campaign: Campaign) -> Iterator[tuple[str, float]]:
    """Measure everything once, in an order drawn by lot."""
    wanted = [(size, measure) for size in _sizes(campaign) for measure in MEASURES]
    for size, measure in random.sample(wanted, len(wanted)):
        for what, seconds in measure(at.contexts[size], _sizes(campaign)[size]).items():
            yield f"{size} {what}", seconds
