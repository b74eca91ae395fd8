"""The backup that docs/install.md tells of: every night, and the old copy stays until the new one is."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from store import tables
from store.database import Database

DOCUMENT = (Path(__file__).parent.parent / "docs" / "install.md").read_text("utf-8")


def backup(original: Path, folder: Path) -> int:
    """Run the document's command for SQLite in this folder, with this database in the place of its own."""
    (command,) = re.findall(r"^.*VACUUM INTO.*$", DOCUMENT, re.MULTILINE)
    mine = command.replace("/var/lib/saksbot/saksbot.db", str(original)).replace("python3 ", f"{sys.executable} ")
    return subprocess.run(["sh", "-c", mine], cwd=folder, capture_output=True, check=False).returncode


def names_in(copy: Path) -> list[str]:
    copied = Database(f"sqlite:///{copy}")
    with copied.read() as connection:
        names = list(connection.execute(sa.select(tables.people.c.name).order_by(tables.people.c.id)).scalars())
    copied.dispose()
    return names


def test_the_backup_works_on_the_second_night_while_the_bot_writes(sqlite_url: str, tmp_path: Path) -> None:
    original, folder = Path(sqlite_url.removeprefix("sqlite:///")), tmp_path / "backup"
    folder.mkdir()
    database = Database(sqlite_url)
    statuses = []
    for number, name in enumerate(("Ola", "Kari"), start=1):
        with database.begin() as connection:
            connection.execute(tables.people.insert().values(id=number, email=f"{name}@uni.example", name=name))
        statuses.append(backup(original, folder))
    database.dispose()

    assert statuses == [0, 0]
    assert [one.name for one in folder.iterdir()] == ["copy.db"]
    assert names_in(folder / "copy.db") == ["Ola", "Kari"]


def test_a_night_that_fails_says_so_and_leaves_the_last_copy(sqlite_url: str, tmp_path: Path) -> None:
    original, folder = Path(sqlite_url.removeprefix("sqlite:///")), tmp_path / "backup"
    folder.mkdir()
    (folder / "copy.new").write_text("half of a copy, from a night with a power failure")

    first, second = backup(original, folder), backup(tmp_path / "nowhere.db", folder)

    assert (first, second) == (0, 1)
    with closing(sqlite3.connect(folder / "copy.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not (tmp_path / "nowhere.db").exists()
