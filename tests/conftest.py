"""What every test can ask for: an empty database of either kind, and the institution with the bot in it.

What any of them lets be shown goes before the judges.
"""

from __future__ import annotations

import gc
import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from aiohttp import web_app

import cases.execution.load_gate
import store.database
import store.postgres
from sandbox.workspace import Workspace
from tests import postgres
from tests.databases import new_sqlite
from tests.rendered import Rendered
from tests.world import World, open_world

gc.disable()  # what is imported until the last test is collected stays

store.database.SYNCHRONOUS = "OFF"
store.postgres.STATEMENT_SECONDS = store.postgres.SILENT_SECONDS = 10.0  # a busy machine has no tests of its own
store.postgres.LINE["connect_timeout"] = 10  # and may take longer than two seconds to greet
store.postgres.LOCK_SECONDS = store.database.BUSY_SECONDS = 2.0  # or than one to have done what somebody waits for
cases.execution.load_gate.GAP = 0.001  # nobody else waits for an answer here

DATABASES = ("sqlite", "postgres")
# What needs the whole large sample, which takes a minute to make: files, and the fixture by which they have it.
LARGE = {"test_many_at_once.py": "large", "test_large_sample.py": "sample"}
LONG = re.compile("browser|crash|bench")  # what takes seconds, by where it lies


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let somebody ask for all of it."""
    parser.addoption(
        "--each-database", action="store_true", help="what people do in the institution: on SQLite and on PostgreSQL"
    )
    parser.addoption("--large", action="store_true", help="what is told of the whole large sample, too")


@pytest.hookimpl(trylast=True)  # after the shuffling
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long: nobody waits for it at the end, and of several processes one starts the browsers.

    What people do in the institution, and the table of rights, is done on one of both databases, by its name a quarter
    of it on PostgreSQL, which costs more: statements and what hangs on locks have tests of their own on both. Whoever
    asks for one test by name gets it on both.
    """
    tests = Path(__file__).parent
    if not config.getoption("large") and not any(name in given for name in LARGE for given in config.args):
        large = [item for item in items if LARGE.get(item.path.name, "-") in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=large)
        items[:] = [item for item in items if item not in set(large)]
    items.sort(key=lambda item: not LONG.search(str(item.path.relative_to(tests))))
    if not config.getoption("each_database") and not any("::" in name for name in config.args):
        elsewhere = {item for item in items if _has_its_turn_on_the_other(item)}
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]


def _has_its_turn_on_the_other(item: pytest.Item) -> bool:
    """Whether this is one of two of the same, on the database that has not got it by its name."""
    asked = getattr(item, "callspec", None)
    given = (
        asked.params.get("database_url" if "world" in getattr(item, "fixturenames", ()) else "context")
        if asked
        else None
    )
    if given not in DATABASES:
        return False
    others = item.nodeid.replace(given, "")
    return bool(given != DATABASES[crc32(others.encode()) % 4 == 0])


def pytest_collection_finish() -> None:
    """Let Python no longer look for garbage among all that has been imported, and elsewhere not as often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Let Python look for garbage from now on; who only hands out tests to others collects none."""
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def rendered() -> Iterator[Rendered]:
    """Take note of everything that the sandbox is given to show, from first to last."""
    noted = Rendered()

    def look(ws: Workspace, surface: str, given: Any) -> None:
        noted.look(ws, surface, given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workspace, "found_proper", look)
        yield noted
    noted.judge()


@pytest.fixture(autouse=True)
def _what_was_shown_passes_the_judges(rendered: Rendered) -> Iterator[None]:
    yield
    rendered.judge()


@pytest.fixture(scope="session", autouse=True)
def _no_power_failures() -> Iterator[None]:
    """Let nobody wait for the disk: what the tests kill are processes, never the machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Make an SQLite database with all tables."""
    return new_sqlite(tmp_path / "saksbot.db")


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Make a PostgreSQL database with all tables."""
    url = postgres.new_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """Make a database of either kind: the test runs on both."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=DATABASES)
def untouched_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Make a database of either kind that no test has had: how it goes about a statement depends on nothing else."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    url = postgres.untouched_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(autouse=True)
def _no_workspace_outlives_its_test() -> Iterator[None]:
    """Make aiohttp forget the handlers of servers that have stopped.

    It holds the last thousand, each with a whole workspace behind it; going through those takes Python seconds, in
    the middle of some other test.
    """
    yield
    web_app._cached_build_middleware.cache_clear()


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution with the bot in it, on either database."""
    async with open_world(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def sqlite_world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution on SQLite only, for what has nothing to do with the kind of database."""
    async with open_world(sqlite_url, tmp_path) as opened:
        yield opened
