"""`python -m tests.bench`: measures everything in one run and prints one table."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.bench import many
from tests.bench.measures import Measures
from tests.bench.processes import on_core
from tests.bench.scene import CLIENTS_CORE, scene
from tests.bench.table import lines, table


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    starts: int
    seconds: float
    large: int
    homes: tuple[str, ...]
    sent: int
    waits: int
    people: int
    ended: int


ABOUT = """
Each ratio is the median over the rounds, with the least and the greatest; it is to the floor where nothing else
is said. Signed HTTP, the bot on one core, the client and Slack on another. Took {seconds:.0f} s."""
WHOLE = Size(
    rounds=7,
    starts=5,
    seconds=0.7,
    large=100_000,
    homes=("sqlite", "postgres"),
    sent=1_000_000,
    waits=200_000,
    people=200,
    ended=1_000_000,
)
QUICK = Size(
    rounds=1, starts=1, seconds=0.1, large=2_000, homes=("sqlite",), sent=2_000, waits=2_000, people=60, ended=2_000
)


def main(words: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast Saksbot is on this machine.")
    parser.add_argument(
        "--quick", action="store_true", help="only see whether the bench works; the figures mean nothing"
    )
    parser.add_argument(
        "--many", action="store_true", help="instead, what grows: with a million subtasks in the database"
    )
    parser.add_argument("--subtasks", type=int, help="with --many: so many, in place of a million")
    parser.add_argument("--rounds", type=int, help="how often everything is measured")
    chosen = parser.parse_args(words)
    if chosen.many:
        many.run(many.QUICK if chosen.quick else many.WHOLE, chosen.subtasks, chosen.rounds)
        return
    size = QUICK if chosen.quick else WHOLE
    begin = perf_counter()
    measures = asyncio.run(_measure(size, chosen.rounds or size.rounds))
    print(table(lines(size.large, size.homes, size.sent, size.waits, size.people, size.ended), measures.numbers))
    print(ABOUT.format(seconds=perf_counter() - begin))


async def _measure(size: Size, rounds: int) -> Measures:
    with (
        tempfile.TemporaryDirectory(prefix="saksbot-bench-") as folder,
        scene(Path(folder), size.large, size.homes, size.sent, size.waits, size.ended) as ready,
    ):
        measures = Measures(ready, size.seconds)
        for _ in range(size.starts):
            await measures.starts()
        with on_core(CLIENTS_CORE):
            for _ in range(rounds):
                await measures.round()
        measures.memory()
        await measures.rush(size.people)
        return measures


if __name__ == "__main__":
    main()
