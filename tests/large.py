"""The large sample, made once for everybody who looks at it: what else takes twenty seconds takes them once."""

from __future__ import annotations

import fcntl
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.commands.demo import fill
from cases.context import Context
from store.files import FileStore
from tests.databases import new_sqlite, open_database
from tests.institution import MONDAY


def large_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with its database and files, for all processes of a test run; to be copied by whoever changes it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / "large-sample"
    with (shared / "large-sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until it is closed
        if not (folder / "made").exists():
            folder.mkdir()
            _make(folder)
            (folder / "made").touch()
    return folder


def _make(folder: Path) -> None:
    database = open_database(new_sqlite(folder / "saksbot.db"))
    context = Context(database, FileStore(folder / "files"), ZoneInfo("Europe/Oslo"), sends_mail=True)
    fill(context, folder / "import", MONDAY, large=True)
    database.dispose()
