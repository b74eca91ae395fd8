"""The backup that docs/operations.md tells of, with SQLite: every night, while the bot writes; and it comes back.

That of PostgreSQL is made and restored by tests/install/test_followed.py.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from store import tables
from store.database import Database
from store.files import FileStore
from tests.databases import new_sqlite
from tests.install.machine import OPERATIONS, ROOT, Machine, blocks

BACKUP = "sudo -u saksbot /opt/saksbot/docs/saksbot-backup"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Give a machine on which Saksbot was installed with SQLite."""
    found = Machine(tmp_path)
    found.type(f"useradd saksbot; git clone {ROOT} /opt/saksbot; python3 -m venv /opt/saksbot/.venv")
    found.type("install -d /var/lib/saksbot/files /var/backups/saksbot")
    new_sqlite(found.path("/var/lib/saksbot/saksbot.db"))
    database_url = f"sqlite:///{found.path('/var/lib/saksbot/saksbot.db')}"
    found.environment |= {"DATABASE_URL": database_url, "FILES_DIR": str(found.path("/var/lib/saksbot/files"))}
    return found


def add(database: Database, name: str) -> None:
    with database.begin() as connection:
        connection.execute(tables.people.insert().values(email=f"{name}@uni.example", name=name))


def names_in(file: Path) -> list[str]:
    copied = Database(f"sqlite:///{file}")
    with copied.read() as connection:
        names = list(connection.execute(sa.select(tables.people.c.name).order_by(tables.people.c.id)).scalars())
    copied.dispose()
    return names


def nights(machine: Machine) -> list[Path]:
    return sorted(path for path in machine.path("/var/backups/saksbot").iterdir() if path.name.startswith("2"))


def test_a_second_backup_is_whole_while_the_bot_writes_and_what_was_erased_is_in_the_first_only(
    machine: Machine,
) -> None:
    database = Database(machine.environment["DATABASE_URL"])
    files = FileStore(machine.path("/var/lib/saksbot/files"))
    kept = [files.keep([words])[0] for words in (b"stays", b"is erased")]
    add(database, "Ola")
    machine.type(BACKUP)
    (first,) = nights(machine)
    first.rename(first.with_name("2026-01-01T013000"))
    machine.type("ln -sfn 2026-01-01T013000 /var/backups/saksbot/last")
    add(database, "Kari")
    files.discard(kept[1])
    kept.append(files.keep([b"is new"])[0])

    machine.type(BACKUP)

    database.dispose()
    before, now = nights(machine)
    assert (names_in(before / "saksbot.db"), names_in(now / "saksbot.db")) == (["Ola"], ["Ola", "Kari"])
    assert shas(before) == {kept[0], kept[1]}
    assert shas(now) == {kept[0], kept[2]}
    with FileStore(now / "files").lend(kept[0]) as file:
        assert file.stat().st_nlink == 2, "the bytes are there once"
    assert machine.path("/var/backups/saksbot/last").resolve() == now


def shas(night: Path) -> set[str]:
    found = (path.relative_to(night / "files") for path in (night / "files").rglob("*") if path.is_file())
    return {str(path).replace("/", "") for path in found} - {".saksbot"}


def test_a_night_that_fails_says_so_and_leaves_the_last_backup(machine: Machine) -> None:
    machine.path("/var/backups/saksbot/new").mkdir()
    (machine.path("/var/backups/saksbot/new") / "half").write_text("from a night with a power failure")
    machine.type(BACKUP)
    machine.environment["DATABASE_URL"] = "sqlite:////nowhere.db"

    with pytest.raises(AssertionError, match="unable to open database file"):
        machine.type(BACKUP)

    (kept,) = nights(machine)
    assert machine.path("/var/backups/saksbot/last").resolve() == kept
    assert not (kept / "half").exists()
    with closing(sqlite3.connect(kept / "saksbot.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not Path("/nowhere.db").exists()


def test_the_files_are_taken_from_where_they_are_and_a_bucket_does_not_keep_the_database_from_it(
    machine: Machine,
) -> None:
    folder = machine.path("/var/lib/saksbot/filer på disk")
    kept, _ = FileStore(folder).keep([b"stays"])
    del machine.environment["FILES_DIR"]
    machine.environment["FILES_URL"] = f"file://{quote(str(folder))}"
    machine.type(BACKUP)
    assert shas(nights(machine)[0]) == {kept}

    machine.environment["FILES_URL"] = "s3://uni-saksbot/vedlegg"
    machine.type(f"rm -r /var/backups/saksbot/2*; {BACKUP}")
    (night,) = nights(machine)
    assert sorted(path.name for path in night.iterdir()) == ["saksbot.db"]

    for name, why in (("FILES_URL", "FILES_DIR: is not set"), ("DATABASE_URL", "DATABASE_URL: is not set")):
        machine.environment[name] = ""
        with pytest.raises(AssertionError, match=why):
            machine.type(BACKUP)
        machine.environment["FILES_DIR"] = str(folder)
    assert nights(machine) == [night]


# Since coreutils 9.2: https://github.com/wine-mono/wine-mono/issues/164
STRICT_CP = """
/bin/cp "$@" || exit
case "$*" in *--no-clobber*|*" -n "*) exit 1;; esac
"""


def test_a_second_backup_is_made_also_where_cp_fails_for_what_it_leaves_as_it_is(machine: Machine) -> None:
    machine.stand_in("cp", STRICT_CP)
    kept, _ = FileStore(machine.path("/var/lib/saksbot/files")).keep([b"stays"])
    machine.type(BACKUP)
    yesterday(machine)
    machine.type(BACKUP)
    assert [shas(night) for night in nights(machine)] == [{kept}, {kept}]


def yesterday(machine: Machine) -> Path:
    """The backup of before, which is of another night."""
    (last,) = nights(machine)
    machine.type("ln -sfn 2026-01-01T013000 /var/backups/saksbot/last")
    return last.rename(last.with_name("2026-01-01T013000"))


def test_a_copy_that_did_not_come_whole_is_made_anew(machine: Machine) -> None:
    """See https://github.com/rsnapshot/rsnapshot/issues/347 : a power failure, and the cut copy was shared for ever."""
    kept, _ = FileStore(machine.path("/var/lib/saksbot/files")).keep([b"stays"])
    machine.type(BACKUP)
    copy = Path("files", kept[:2], kept[2:])
    (yesterday(machine) / copy).write_bytes(b"")
    machine.type(BACKUP)
    assert (nights(machine)[-1] / copy).read_bytes() == b"stays"


def test_a_disk_that_knows_no_links_takes_a_second_backup(machine: Machine) -> None:
    """As many SMB shares: https://github.com/bit-team/backintime/issues/741 ."""
    machine.stand_in("cp", 'case "$*" in *--link*) mkdir -p new/files; exit 1;; esac; exec /usr/bin/cp "$@"')
    kept, _ = FileStore(machine.path("/var/lib/saksbot/files")).keep([b"stays"])
    machine.type(BACKUP)
    yesterday(machine)
    machine.type(BACKUP)
    assert [shas(night) for night in nights(machine)] == [{kept}, {kept}]


def test_the_hour_that_comes_twice_takes_nothing_from_the_backup_that_is_there(machine: Machine) -> None:
    machine.stand_in("date", "echo 2026-10-25T023000")
    machine.type(BACKUP)
    with pytest.raises(AssertionError, match="not empty"):
        machine.type(BACKUP)
    assert {path.name for path in nights(machine)[0].iterdir()} == {"files", "saksbot.db"}


@pytest.mark.parametrize(
    ("url", "told", "password"),
    [
        ("postgres://saksbot:s%40:t@db.uni.example/saksbot", "postgresql://saksbot@db.uni.example/saksbot", "s@:t"),
        ("postgresql://saksbot@/saksbot?host=/var/run", "postgresql://saksbot@/saksbot?host=/var/run", "none"),
        ("postgresql:///saksbot", "postgresql:///saksbot", "none"),
        ("postgresql://saksbot@/saksbot?host=/var/run&password=s%40%3At&sslmode=require",
         "postgresql://saksbot@/saksbot?host=/var/run&sslmode=require", "s@:t"),
    ],
)  # fmt: skip
def test_a_password_stands_in_no_list_of_what_runs(machine: Machine, url: str, told: str, password: str) -> None:
    machine.stand_in("pg_dump", 'echo "$@" > "$MACHINE/words"; echo "${PGPASSWORD-none}" > "$MACHINE/password"')
    machine.environment["DATABASE_URL"] = url

    machine.type(BACKUP)

    assert machine.path("/words").read_text().split()[-1] == told
    assert machine.path("/password").read_text() == f"{password}\n"


def test_old_backups_go(machine: Machine) -> None:
    old = machine.path("/var/backups/saksbot/2020-01-01T013000")
    old.mkdir()
    os.utime(old, (0, 0))

    machine.type(BACKUP)

    assert old not in nights(machine)
    assert len(nights(machine)) == 1


def test_what_was_backed_up_comes_back(machine: Machine) -> None:
    database = Database(machine.environment["DATABASE_URL"])
    add(database, "Ola")
    database.dispose()
    machine.type(BACKUP)
    file = machine.path("/var/lib/saksbot/saksbot.db")
    file.write_bytes(b"not a database")
    file.with_name("saksbot.db-wal").write_bytes(b"nor its log")
    for name in ("systemctl", "saksbot"):
        machine.stand_in(name, f'echo "{name} $*" >> "$MACHINE/said"')
    whole, instead = blocks(OPERATIONS, "Restore")
    lines = [line for line in whole.splitlines() if not any(name in line for name in ("dropdb", "createdb", "pg_rest"))]

    machine.type("\n".join([lines[0], instead, *lines[1:]]))

    assert names_in(file) == ["Ola"]
    assert (machine.folder / "said").read_text().splitlines() == [
        "systemctl stop saksbot", "saksbot migrate", "saksbot check", "systemctl start saksbot",
    ]  # fmt: skip
