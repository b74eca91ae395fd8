"""The writers go on whatever the database does: who waits is told, and the next ones are served."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases.context import Context
from cases.execution.writers import Writers
from store import schema
from store.database import Database
from store.files import FileStore


def _context(file: Path) -> Context:
    return Context(Database(f"sqlite:///{file}"), FileStore(file.parent / "files"), ZoneInfo("Europe/Oslo"))


def _add(context: Context, name: str) -> str:
    with context.database.begin() as connection:
        connection.execute(sa.text("INSERT INTO people (email, name) VALUES (:name, :name)"), {"name": name})
    return name


async def test_acts_that_wait_are_saved_together_and_one_that_fails_is_undone_alone(tmp_path: Path) -> None:
    context = _context(tmp_path / "good.db")
    await asyncio.to_thread(schema.upgrade, context.database)
    writing = Writers(context, 1)
    names = ("kari", "aisha", "aisha", "ola")
    asked = [writing.perform(partial(_add, name=name)) for name in names]
    *first, third, last = await asyncio.gather(*asked, return_exceptions=True)
    assert (first, last) == (["kari", "aisha"], "ola")
    assert isinstance(third, sa.exc.IntegrityError)
    with context.database.read() as connection:
        assert connection.execute(sa.text("SELECT name FROM people ORDER BY id")).scalars().all() == [*first, last]
    await writing.close()
    context.database.dispose()


async def test_a_database_that_fails_in_an_unheard_of_way_leaves_nobody_waiting(tmp_path: Path) -> None:
    ruin = tmp_path / "ruin.db"
    await asyncio.to_thread(ruin.write_bytes, b"this is no database at all" * 100)
    writing = Writers(_context(ruin), 1)
    async with asyncio.timeout(10):
        for _ in range(2):  # the second time shows that the writer is still there
            asked = [writing.perform(lambda context: _add(context, "kari")) for _ in range(3)]
            for outcome in await asyncio.gather(*asked, return_exceptions=True):
                with pytest.raises(Exception, match="not a database"):
                    raise outcome if isinstance(outcome, BaseException) else AssertionError(outcome)
    await writing.close()
