"""`copy-to`: what stands in one database stands in the other afterwards, all of it or nothing, and the work goes on."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.__main__ import main
from bot.commands import copy_to, verify_log
from bot.context import opened
from bot.settings import Settings, SettingsError
from bot.startup_checks import CannotStartError, only_process
from cases import sealing
from cases.erasing import finishing, retaining
from cases.sealing import Standing
from domain.retention import Retention, Rule, Then
from store import copying, processes, schema, tables
from store.database import Database, UnreachableError
from tests import erased_case, postgres
from tests.databases import new_sqlite, open_database
from tests.erased_case import TYPE, everything
from tests.handlers.searching import search, titles
from tests.whole_case import CASE
from tests.world import open_world, settings, watch

LATER = datetime(2028, 1, 3, 8, 0, tzinfo=UTC)
NOT_THE_SAME = {"processes", "search_stale", "search_texts", "administration"}


@pytest.fixture
def other_url() -> Iterator[str]:
    """Give the address of a PostgreSQL database in which nothing is yet."""
    address = postgres.empty_database()
    yield address
    postgres.drop_database(address)


@pytest.fixture
def full(sqlite_url: str, tmp_path: Path) -> Settings:
    """Give settings of a database that has something in every table, all of it sealed."""
    found = of(sqlite_url, tmp_path)
    with opened(found) as context:
        erased_case.furnish(context)
        while sealing.seal_some(context):
            pass
    return found


def of(address: str, folder: Path) -> Settings:
    environment = {"DATABASE_URL": address, "FILES_DIR": str(folder / "files")}
    return Settings.from_environment(environment, needs_slack=False)


def contents(address: str, folder: Path) -> dict[str, list[str]]:
    """What stands in each table that is copied, as the program reads it."""
    with opened(of(address, folder)) as context:
        return {name: found for name, found in everything(context).items() if name not in NOT_THE_SAME}


def found_by_search(database: Database) -> list[tuple[object, ...]]:
    table = tables.search_texts
    with database.read() as connection:
        found = connection.execute(sa.select(table.c.case_id, table.c.subtask_id, table.c.text))
        return sorted(map(tuple, found), key=str)


def is_empty(address: str) -> bool:
    database = Database(address)
    try:
        return schema.current(database) is None
    finally:
        database.dispose()


async def test_the_work_goes_on_in_postgresql(sqlite_url: str, other_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        await world.create(attachments=["Vitnemål"])
        card = await world.card(world.kari)
        await world.kari.say("Hva mener du?", thread_ts=card.ts)
        await world.settled()
        await world.stop_bot()

        told = copy_to.copy_to(world.settings, copy_to.read_address({}, other_url))

        assert world.life is not None
        before, world.database = world.database, open_database(other_url)
        world.life.settings = world.settings = settings(world.server.api_url, world.ws, other_url, tmp_path, "socket")
        world.life.database = open_database(other_url)
        watch(world.life.database, world.ws)
        assert found_by_search(world.database) == found_by_search(before)
        await world.start_bot()
        theirs = await world.card(world.aisha)
        await world.aisha.say("At det går bra.", thread_ts=theirs.ts)
        await world.create(title="Skriv vedtak")
        await world.settled()

        assert "each row was read back and is the same" in told[-1]
        assert any("At det går bra." in world.kari.text_of(reply) for reply in world.kari.thread(card.ts))
        await search(world, world.kari, "mener")
        assert titles(world.kari) == ["Vurder emnene"]
        assert [row.id for row in world.rows(sa.select(tables.subtasks.c.id))] == [1, 2]
        assert world.count(tables.messages) == 2
        (line,) = world.rows(sa.select(tables.administration).where(tables.administration.c.act == "database.copied"))
        assert line.details == {"from": f"SQLite, {tmp_path / 'saksbot.db'}"}
    world.database.dispose()
    world.life.database.dispose()


def test_every_row_of_every_table_is_there_and_what_holds_the_tables_together(
    full: Settings, other_url: str, tmp_path: Path
) -> None:
    """And back again, after a case was erased in the other one."""
    back_url = new_sqlite(tmp_path / "back.db")  # was migrated only
    dry = copy_to.preview(full, other_url)
    assert dry[-1].endswith("Nothing was written.")
    assert is_empty(other_url)

    told = copy_to.copy_to(full, other_url)

    assert [line.partition("  ")[0] for line in told if "  " in line] == dry[:-1]
    assert contents(other_url, tmp_path) == contents(full.database_url, tmp_path)
    assert verify_log.verify(of(other_url, tmp_path)) == verify_log.verify(full)
    is_as_strict_and_goes_on_counting(other_url)
    with opened(of(other_url, tmp_path)) as context:
        rules = Retention({TYPE: Rule(12, "plan 4.2", Then.DELETE)})
        assert retaining.follow_one(replace(context, retention=rules), CASE, now=LATER)
        finishing.finish(replace(context, retention=rules), lambda _: None, now=LATER)
        with pytest.raises(sa.exc.DatabaseError, match="only added to"), context.database.begin() as connection:
            connection.execute(tables.history.delete())

    copy_to.copy_to(of(other_url, tmp_path), back_url)

    assert contents(back_url, tmp_path) == contents(other_url, tmp_path)
    with opened(of(back_url, tmp_path)) as context:
        verdict = sealing.verify(context.database)
    assert verdict.is_whole
    assert verdict.counts[Standing.ERASED]


def is_as_strict_and_goes_on_counting(address: str) -> None:
    """No row may refer to one that is not there, and the next one has a number beyond every one that was copied."""
    database = Database(address)
    with database.read() as connection:
        if not database.is_sqlite:
            assert not connection.exec_driver_sql("SELECT conname FROM pg_constraint WHERE condeferrable").all()
            given: dict[str, int] = dict(
                tuple(row) for row in connection.execute(sa.text(
                    "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'"
                ))
            )  # fmt: skip
            for table in copying.COPIED:
                if (name := f"{table.name}_id_seq") in given:
                    most = connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0
                    assert given[name] >= most, table
        else:
            assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    database.dispose()


def test_one_that_is_killed_before_it_is_done_leaves_nothing_and_can_be_tried_again(
    full: Settings, other_url: str, tmp_path: Path
) -> None:
    child = os.fork()
    if not child:
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(copying, "index", lambda *_: os.kill(os.getpid(), signal.SIGKILL))  # all rows are there
                copy_to.copy_to(full, other_url)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert is_empty(other_url)

    copy_to.copy_to(full, other_url)

    assert contents(other_url, tmp_path) == contents(full.database_url, tmp_path)


def test_a_row_that_came_out_differently_is_noticed_and_nothing_was_copied(
    full: Settings, other_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = copying.copy

    def slip(source: sa.Connection, target: sa.Connection) -> None:
        written(source, target)
        target.execute(tables.cases.update().values(type=None))

    monkeypatch.setattr(copying, "copy", slip)

    with pytest.raises(
        CannotStartError, match=r"read back of cases, row 1 by id is not what was written\. Nothing was"
    ):
        copy_to.copy_to(full, other_url)
    assert is_empty(other_url)


def test_nobody_can_write_meanwhile_and_a_bot_that_runs_is_not_copied(database_url: str, tmp_path: Path) -> None:
    here, other = Database(database_url), Database(database_url)
    with copying.held_still(here), pytest.raises(UnreachableError), other.begin() as connection:
        connection.execute(tables.places.update().values(name="Et annet sted"))

    new = tmp_path / "new.db"
    with runs(other):
        for act in (copy_to.preview, copy_to.copy_to):
            with pytest.raises(CannotStartError, match=r"Another Saksbot \(process|Saksbot is running on PostgreSQL"):
                act(of(database_url, tmp_path), f"sqlite:///{new}")
    assert is_empty(f"sqlite:///{new}")
    here.dispose()
    other.dispose()


@contextmanager
def runs(database: Database) -> Iterator[None]:
    """Let the database look as it does while a bot runs on it."""
    if database.is_sqlite:
        with only_process(database):
            yield
        return
    with database.begin() as connection:
        processes.say_alive(connection, "machine-4711", datetime.now(UTC))
    yield


def test_what_is_there_is_never_copied_over_and_no_password_is_shown(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    full = of(sqlite_url, tmp_path)
    with opened(full) as context, context.database.begin() as connection:
        connection.execute(tables.people.insert().values(email="kari@uni.example", name="Kari"))
    strange = tmp_path / "strange.db"
    with closing(sqlite3.connect(strange)) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    for address, said in (
        (full.database_url, "the database which DATABASE_URL names"),
        (f"sqlite:///{strange}", r"is not empty: tables that are not Saksbot's \(recipes\)"),
        (nowhere := f"sqlite:///{tmp_path / 'nowhere' / 'a.db'}", "cannot be used: .*Make it, or name another one"),
    ):
        with pytest.raises(CannotStartError, match=said):
            copy_to.copy_to(full, address)
    with pytest.raises(CannotStartError, match=r"cannot be used: it is not there.* Make it"):
        copy_to.preview(full, nowhere)
    twice = new_sqlite(tmp_path / "twice.db")
    copy_to.copy_to(full, twice)
    with pytest.raises(CannotStartError, match=r"is not empty: .*people: \d+"):
        copy_to.copy_to(full, twice)
    with pytest.raises(SettingsError, match="the address to copy to must begin with"):
        copy_to.read_address({}, "mysql://saksbot:hemmelig@host/saksbot")

    monkeypatch.setenv("DATABASE_URL", full.database_url)
    assert main(["copy-to", "postgresql://saksbot:hemmelig-1@127.0.0.1:9/saksbot"]) == 1
    printed, complaint = capsys.readouterr()
    assert printed == ""
    assert "PostgreSQL, saksbot at 127.0.0.1" in complaint
    assert "hemmelig" not in complaint
