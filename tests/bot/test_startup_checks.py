"""What must be right before anything starts: one process on a SQLite file, and a PostgreSQL that holds every name."""

from __future__ import annotations

import asyncio
import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bot.__main__ import main
from bot.commands.check import look
from bot.settings import DEFAULTS
from bot.startup_checks import CannotStartError, fault_in_schema, only_process
from store import schema
from store.database import Database, UnreachableError
from store.tables import people
from tests import postgres
from tests.program import finished


def linked(folder: Path, link: Callable[[Path, Path], None]) -> str:
    (folder / "elsewhere").mkdir()
    other = folder / "elsewhere" / "another name.db"
    link(folder / "saksbot.db", other)
    return f"sqlite:///{other}"


SPELLINGS: dict[str, Callable[[Path], str]] = {
    "as it is": lambda folder: f"sqlite:///{folder / 'saksbot.db'}",
    "relative": lambda folder: f"sqlite:///{os.path.relpath(folder / 'saksbot.db')}",
    "roundabout": lambda folder: f"sqlite:///{folder}/../{folder.name}/saksbot.db",
    "as an address": lambda folder: f"sqlite:///file:{quote(str(folder))}/saksbot.db?uri=true",
    "as a long address": lambda folder: (
        f"sqlite:///file://localhost{quote(str(folder))}/saks%62ot.db?uri=true&mode=rwc"
    ),
    "by a symbolic link": lambda folder: linked(folder, lambda file, other: other.symlink_to(file)),
    "by a hard link": lambda folder: linked(folder, lambda file, other: other.hardlink_to(file)),
}


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return Database(sqlite_url)


@pytest.fixture(params=SPELLINGS)
def same(request: pytest.FixtureRequest, database: Database) -> Iterator[Database]:
    """Open the same file, its address spelled otherwise."""
    other = Database(SPELLINGS[request.param](database.file.parent))
    yield other
    other.dispose()


def test_a_sqlite_file_serves_one_process_however_its_address_is_spelled(database: Database, same: Database) -> None:
    for first, second in ((database, same), (same, database)):
        with (
            only_process(first),
            pytest.raises(CannotStartError, match="Another Saksbot"),
            only_process(second),
        ):
            raise AssertionError("both have it")


def test_once_the_first_has_gone_the_next_may_start(database: Database, same: Database) -> None:
    with only_process(database), database.begin() as connection:
        connection.execute(people.insert().values(email="ola@uni.example", name="Ola"))
    with only_process(same), same.read() as connection:
        assert connection.scalar(sa.select(people.c.name)) == "Ola"


def test_the_version_is_found_however_the_address_is_spelled(same: Database) -> None:
    assert fault_in_schema(same) is None


def test_a_disk_without_room_for_the_process_number_does_not_stop_it(database: Database) -> None:
    Path(f"{database.file}.lock").symlink_to("/dev/full")
    with only_process(database), database.begin() as connection:
        connection.execute(people.insert().values(email="kari@uni.example", name="Kari Nordmann"))


def test_a_disk_that_knows_no_locks_is_said_to_be_one(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_locks(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", without_locks)
    told = "cannot be locked: No locks available. Keep it on a local disk"
    with pytest.raises(CannotStartError, match=told), only_process(database):
        pass


def test_two_databases_in_one_folder_do_not_meet(database: Database) -> None:
    with only_process(database), only_process(Database(f"sqlite:///{database.file.parent / 'other.db'}")):
        pass


@pytest.fixture(params=["SQL_ASCII", "LATIN1"])
def narrow_url(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Make a PostgreSQL database that does not keep its text in UTF-8, and name it in the settings."""
    address = postgres.empty_database(request.param)
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", address)
    yield address
    postgres.drop_database(address)


@pytest.mark.usefixtures("narrow_url")
@pytest.mark.parametrize(
    "command", [["migrate"], ["import", "people.yml"], ["remind", "--at", "2026-05-14T08:00"]], ids=lambda it: it[0]
)
def test_another_encoding_is_refused_in_one_sentence(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status = main(command)

    complaint = capsys.readouterr().err
    assert status == 1
    assert "createdb" in complaint
    assert "--encoding UTF8" in complaint
    assert len(complaint.splitlines()) == 1


async def test_the_program_refuses_it_too_without_a_traceback(narrow_url: str) -> None:
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    status, _, complaint = await finished("run", environment={"DATABASE_URL": narrow_url, **tokens})

    assert status == 1
    assert "--encoding UTF8" in complaint
    assert len(complaint.splitlines()) == 1


def faults(url: str, check: list[str]) -> list[str]:
    """What `check` finds fault with at this database, in these subjects."""
    environment = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://127.0.0.1:1/api/"}

    async def found() -> list[str]:
        everything = [one async for one in look({**environment, "DATABASE_URL": url})]
        return [one.words for one in everything if one.mark == "FAULT" and one.subject in check]

    return asyncio.run(found())


def test_check_names_the_command_and_the_command_mends_it(narrow_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = Database(narrow_url)
    schema.upgrade(narrow)  # as an older program did, which did not look
    narrow.dispose()

    (fault,) = faults(narrow_url, ["database", "schema"])
    name = make_url(narrow_url).database
    command = fault[fault.index("createdb") :]
    subprocess.run(["sh", "-c", command], check=True, env=postgres.shell(narrow_url), stdout=subprocess.DEVNULL)
    wide_url = make_url(narrow_url).set(database=f"{name}_utf8").render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", wide_url)

    assert command.endswith(f"pg_dump {name} | psql {name}_utf8")
    assert main(["migrate"]) == 0
    assert faults(wide_url, ["database", "schema"]) == []
    postgres.drop_database(wide_url)


def test_a_file_that_is_not_there_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'sakbot.db'}")  # as a slip of the hand writes it
    fault = fault_in_schema(database)

    assert fault is not None
    assert (
        "sakbot.db) has no file yet. Make it: python -m bot migrate; or let DATABASE_URL name the one there is."
        in fault
    )
    assert not list(tmp_path.iterdir()), "to look makes none"


def test_a_file_that_is_no_database_is_told_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("This is a letter and not a database, however one looks at it. " * 20)
    database = Database(f"sqlite:///{tmp_path / 'letter.db'}")

    with pytest.raises(CannotStartError, match=r"Take the file from the backup \(docs/operations.md, Restore\)\.$"):
        fault_in_schema(database)
    database.dispose()


@contextmanager
def administered(url: str, done: str, undone: str) -> Iterator[None]:
    """Let an administrator do something to a database inside the block; `{}` stands for its name."""
    name = f'"{make_url(url).database}"'
    root = make_url(postgres.start_postgres())
    postgres.administer(root, *done.format(name).split(";"))
    yield
    postgres.administer(root, *undone.format(name).split(";"))


async def test_a_database_that_only_reads_is_a_fault_with_its_cure(postgres_url: str) -> None:
    """See https://github.com/home-assistant/core/issues/93973 : `check` said ok, since all it did was to read."""
    only_reads = "ALTER DATABASE {} SET default_transaction_read_only = on"
    with administered(postgres_url, only_reads, "ALTER DATABASE {} RESET ALL"):
        (fault,) = await asyncio.to_thread(faults, postgres_url, ["database", "schema"])
        tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://127.0.0.1:1/api/"}
        status, _, said = await finished("run", environment={"DATABASE_URL": postgres_url, **tokens})
        database = Database(postgres_url)
        with pytest.raises(UnreachableError, match="only reads"):
            database.require_writable()
        database.dispose()

    assert "cannot be used: it only reads: nothing can be written. Let DATABASE_URL lead to" in fault
    assert (status, said) == (1, f"{fault}\n")
    assert await asyncio.to_thread(faults, postgres_url, ["database", "schema"]) == []


async def test_a_backup_in_the_way_of_an_upgrade_is_told_with_the_cure(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(postgres_url)
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    with database.read(patient=True) as connection:
        connection.exec_driver_sql("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
        assert main(["migrate"]) == 1
    database.dispose()

    assert capsys.readouterr().err.endswith("such as a backup: wait until that has ended, and try again.\n")


async def test_too_few_connections_are_told_with_their_cure(postgres_url: str) -> None:
    url = make_url(postgres_url).set(username="few").render_as_string(hide_password=False)
    with administered(postgres_url, "CREATE ROLE few LOGIN CONNECTION LIMIT 0", "DROP ROLE few"):
        (fault,) = await asyncio.to_thread(faults, url, ["database", "schema"])

    assert fault.endswith("Allow more connections: a process of the bot uses up to 12.")


async def test_the_first_of_several_servers_that_answers_is_taken(postgres_url: str) -> None:
    """As libpq writes them: https://github.com/timgit/pg-boss/issues/447 ."""
    url = make_url(postgres_url)
    servers = f"127.0.0.1:1,[::1]:1,{quote(str(url.query['host']), safe='')}"
    several = f"postgresql://{url.username}@{servers}/{url.database}?target_session_attrs=read-write"

    assert await asyncio.to_thread(faults, several, ["database", "schema"]) == []

    nobody = several.replace(servers, "127.0.0.1:1,127.0.0.1:2")
    (fault,) = await asyncio.to_thread(faults, nobody, ["database", "schema"])
    assert f"{url.database} at 127.0.0.1,127.0.0.1) cannot be used" in fault


async def test_a_user_without_a_schema_is_told_with_the_cure() -> None:
    address = postgres.empty_database()
    with administered(address, "ALTER DATABASE {} SET search_path = ''", "ALTER DATABASE {} RESET ALL"):
        status, _, said = await finished("migrate", environment={"DATABASE_URL": address})
    postgres.drop_database(address)

    assert status == 1
    assert said.endswith("Let search_path of the user or the database name a schema that is there.\n")


async def test_a_database_whose_system_sorts_otherwise_by_now_is_a_fault_with_its_cure() -> None:
    """See https://github.com/opencve/opencve/issues/620 : a newer image of PostgreSQL brings a newer C library."""
    url = postgres.empty_database("UTF8", "LOCALE_PROVIDER builtin LOCALE 'C.UTF-8'")
    database = Database(url)
    schema.upgrade(database)
    database.dispose()
    name = make_url(url).database
    older = f"UPDATE pg_database SET datcollversion = '0' WHERE datname = '{name}'"  # noqa: S608
    postgres.administer(make_url(url), older)

    (fault,) = await asyncio.to_thread(faults, url, ["database", "schema"])

    assert fault.endswith(f'REINDEX DATABASE "{name}"; ALTER DATABASE "{name}" REFRESH COLLATION VERSION')
    postgres.administer(make_url(url), *fault[fault.index("REINDEX") :].split("; "))
    assert await asyncio.to_thread(faults, url, ["database", "schema"]) == []
    postgres.drop_database(url)
