"""Acts that come while others are being saved: done in order, saved by one commit, answered after it, undone alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases.errors import NotSavedError, Refused
from cases.office import Office
from handlers.writing import Writing
from store import tables
from store.database import Database, UnreachableError
from store.files import FileStore


class Bench:
    """An office whose acts can be held up, and what its database was asked to do."""

    def __init__(self, url: str, folder: Path) -> None:
        self.database = Database(url)
        self.office = Office(self.database, FileStore(folder), ZoneInfo("Europe/Oslo"))
        self.writing = Writing(self.office, writers=1 if self.database.is_sqlite else 8)
        self.gate = Event()

    async def hold_up(self) -> asyncio.Task[None]:
        """Let an act that waits at the gate go first, so that what comes now waits together."""
        begun = asyncio.Event()
        loop = asyncio.get_running_loop()

        def wait(_office: Office) -> None:
            loop.call_soon_threadsafe(begun.set)
            self.gate.wait(5)

        held_up = asyncio.create_task(self.writing.perform(wait))
        await begun.wait()
        return held_up

    async def all(self, *acts: Callable[[Office], object]) -> list[object]:
        """Let these acts come while another one is being saved; gives what each returned or raised."""
        held_up = await self.hold_up()
        waiting = [asyncio.create_task(self.writing.perform(act)) for act in acts]
        await asyncio.sleep(0)
        self.gate.set()
        await held_up
        return list(await asyncio.gather(*waiting, return_exceptions=True))

    def codes(self) -> list[str]:
        """What has been saved."""
        with self.database.read() as connection:
            return list(connection.execute(sa.select(tables.places.c.code).order_by(tables.places.c.id)).scalars())


def add(code: str, *, then: Exception | None = None) -> Callable[[Office], str]:
    """An act that adds a place, and may raise when it has."""

    def act(office: Office) -> str:
        with office.database.begin() as connection:
            connection.execute(tables.places.insert().values(code=code, name=code, path=f"/{code}/"))
            if then:
                raise then
        return code

    return act


@pytest.fixture
async def bench(database_url: str, tmp_path: Path) -> AsyncIterator[Bench]:
    made = Bench(database_url, tmp_path / "files")
    yield made
    await made.writing.close()
    made.database.dispose()


@pytest.fixture
async def on_sqlite(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Bench]:
    made = Bench(sqlite_url, tmp_path / "files")
    yield made
    await made.writing.close()
    made.database.dispose()


async def test_acts_that_wait_together_are_all_done(bench: Bench) -> None:
    codes = [f"{number:03}" for number in range(100)]
    assert await bench.all(*map(add, codes)) == codes
    assert sorted(bench.codes()) == codes


async def test_one_that_raises_is_undone_alone(bench: Bench) -> None:
    refused = Refused("Nei.")
    done = await bench.all(add("1"), add("2", then=refused), add("3"))
    assert done == ["1", refused, "3"]
    assert sorted(bench.codes()) == ["1", "3"]


async def test_one_that_breaks_a_rule_of_the_database_is_undone_alone(bench: Bench) -> None:
    await bench.writing.perform(add("1"))
    done = await bench.all(add("2"), add("1"), add("3"))
    assert isinstance(done[1], sa.exc.IntegrityError)
    assert sorted(bench.codes()) == ["1", "2", "3"]


async def test_sqlite_saves_what_waited_together_by_one_commit(on_sqlite: Bench) -> None:
    commits: list[sa.Connection] = []
    sa.event.listen(on_sqlite.database.engine, "commit", commits.append)
    await on_sqlite.all(*(add(str(number)) for number in range(20)))
    assert len(on_sqlite.codes()) == 20
    assert len(commits) == 2  # theirs, and that of reading the codes


async def test_an_act_reads_what_those_before_it_have_written(on_sqlite: Bench) -> None:
    def look(_office: Office) -> object:
        return on_sqlite.codes()

    assert await on_sqlite.all(add("1"), look) == ["1", ["1"]]


async def test_when_the_database_fails_all_are_told_that_nothing_is_saved(on_sqlite: Bench) -> None:
    done = await on_sqlite.all(add("1"), add("2", then=UnreachableError("the disk is full")), add("3"))
    assert [type(each) for each in done] == [NotSavedError] * 3
    assert on_sqlite.codes() == []


async def test_what_waits_is_saved_before_the_end(on_sqlite: Bench) -> None:
    await on_sqlite.hold_up()
    waiting = [asyncio.create_task(on_sqlite.writing.perform(add(str(number)))) for number in range(3)]
    await asyncio.sleep(0)
    on_sqlite.gate.set()
    await on_sqlite.writing.close()
    assert on_sqlite.codes() == ["0", "1", "2"]
    assert [await each for each in waiting] == ["0", "1", "2"]
