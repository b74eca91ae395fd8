"""`python -m tests.fuzz`: sends spoiled requests to the bot and says what broke, and who saw or changed what."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from time import perf_counter

import pytest

import cases.execution.executor
import store.database
import store.postgres
from tests import postgres
from tests.databases import new_sqlite
from tests.fuzz.campaign import Findings, campaign


def main(words: Sequence[str] | None = None) -> int:
    """Send all of them; 0 when nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Send Saksbot what nobody would.")
    parser.add_argument("--count", type=int, default=100_000, help="how many requests (100000)")
    parser.add_argument("--seed", type=int, help="the same again; one is printed otherwise")
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only on this one, not on both in turn")
    parser.add_argument("--first", type=int, default=0, help="begin with this round of a thousand")
    chosen = parser.parse_args(words)
    seed = chosen.seed if chosen.seed is not None else SystemRandom().randrange(10**6)
    print(f"seed {seed}", flush=True)
    logging.getLogger().addHandler(logging.NullHandler())
    store.database.SYNCHRONOUS = "OFF"
    # A busy machine is no fault of the bot, and nobody pulls its plug.
    store.postgres.STATEMENT_SECONDS = store.postgres.SILENT_SECONDS = cases.execution.executor.PATIENCE = 30.0
    store.database.BUSY_SECONDS = store.postgres.LOCK_SECONDS = 30.0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        return asyncio.run(_all(chosen.count, seed, chosen.database, chosen.first))


@contextmanager
def on_sqlite(folder: Path) -> Iterator[str]:
    """A database in a file."""
    yield new_sqlite(folder / "saksbot.db")


@contextmanager
def on_postgres(_folder: Path) -> Iterator[str]:
    """One of a server's, which is given back."""
    url = postgres.new_database()
    yield url
    postgres.drop_database(url)


DATABASES = {"sqlite": on_sqlite, "postgres": on_postgres}


async def _all(count: int, seed: int, only: str | None, first: int) -> int:
    began, found, told = perf_counter(), Findings(), set[str]()
    some = [open_one for name, open_one in DATABASES.items() if only in (None, name)]
    async for found in campaign(count, seed, some, first=first):
        took = perf_counter() - began
        for what in found.wrong.keys() - told:
            print(f"WRONG: {what}\n{found.wrong[what]}", flush=True)
            told.add(what)
        print(f"{found.sent.total():8} sent in {took:5.0f} s, wrong: {len(found.wrong)}", flush=True)
    print(_report(found))
    return int(bool(found.wrong))


def _report(found: Findings) -> str:
    lines = ["", "Sent"]
    lines += [f"  {name:40}{number:10}" for name, number in sorted(found.sent.items())]
    lines += ["Answered", *(f"  {name:40}{number:10}" for name, number in sorted(found.answered.items()))]
    lines += ["Refused by the sandbox", *(f"  {name:40}{n:10}" for name, n in sorted(found.refused_by_slack.items()))]
    lines += [f"WRONG {found.times[what]} times: {what}" for what in found.wrong]
    return "\n".join([*lines, "", f"Wrong, each kind once: {len(found.wrong)}"])


if __name__ == "__main__":
    sys.exit(main())
