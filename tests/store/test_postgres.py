"""PostgreSQL's lines: what falls silent is noticed, what takes too long is ended, and a pooler's lines stay clean."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import postgres, schema
from store.database import Database, UnreachableError
from store.tables import places
from tests.forwarder import Forwarder, forwarding
from tests.postgres import CONNECT_SECONDS

SOON = 0.3
SILENT = 1.0  # new lines have to be greeted in this time, on a busy machine


@pytest.fixture
def straight(postgres_url: str) -> Iterator[Forwarder]:
    with forwarding(postgres_url) as forwarder:
        yield forwarder


@pytest.fixture(params=["straight", "pooled"])
def either(request: pytest.FixtureRequest, postgres_url: str) -> Iterator[Forwarder]:
    """Forward as a proxy that only passes on, or with the greeting of a pooler."""
    with forwarding(postgres_url, pools=request.param == "pooled") as forwarder:
        yield forwarder


@contextmanager
def opened(forwarder: Forwarder) -> Iterator[Database]:
    database = Database(forwarder.url)
    yield database
    database.dispose()


def names(connection: Connection) -> list[Any]:
    return list(connection.execute(sa.select(places.c.name)).scalars())


def add(connection: Connection, code: str) -> None:
    connection.execute(places.insert().values(code=code, name=code, path="/1/"))


def refuse(connection: Connection) -> None:
    add(connection, "1")
    raise ZeroDivisionError


def rename(connection: Connection) -> None:
    connection.execute(places.update().values(name="x"))


def test_a_line_that_falls_silent_is_noticed_in_seconds_and_the_next_act_has_another_one(
    straight: Forwarder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "SILENT_SECONDS", SILENT)
    with opened(straight) as database:
        with database.begin() as connection:
            add(connection, "1")
        straight.fall_silent()
        began = time.monotonic()
        with pytest.raises(UnreachableError), database.begin() as connection:
            add(connection, "2")
        assert time.monotonic() - began < SILENT + 2
        with database.begin() as connection:
            add(connection, "3")
            assert sorted(names(connection)) == ["1", "3"]


def test_one_silent_line_makes_all_that_were_opened_before_it_be_left(
    straight: Forwarder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "SILENT_SECONDS", SILENT)
    with opened(straight) as database:
        with database.read() as one, database.read() as two, database.read() as three:
            assert names(one) == names(two) == names(three) == []
        assert straight.lines == 3
        straight.fall_silent()
        with pytest.raises(UnreachableError), database.read() as connection:
            names(connection)
        for _ in range(3):
            with database.read() as connection:
                assert names(connection) == []


def test_a_server_that_answers_no_new_line_is_given_up_in_seconds(
    straight: Forwarder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgres.LINE, "connect_timeout", CONNECT_SECONDS)
    with opened(straight) as database:
        straight.fall_silent(for_new_ones=True)
        began = time.monotonic()
        with pytest.raises(UnreachableError), database.read() as connection:
            names(connection)
        assert time.monotonic() - began < 5
        straight.recover()
        with database.read() as connection:
            assert names(connection) == []


def test_lines_that_the_server_has_closed_are_replaced_before_anybody_notices(postgres_url: str) -> None:
    database, other = Database(postgres_url), Database(postgres_url)
    with database.read() as one, database.read() as two:
        assert names(one) == names(two) == []
    with other.read() as connection:
        ended = sa.text(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert connection.execute(ended).scalar_one() >= 2  # others that an earlier test has left may be there, too
    for _ in range(2):
        with database.begin() as connection:
            assert names(connection) == []
    database.dispose()
    other.dispose()


def test_who_waits_for_a_row_of_another_one_is_told_in_time(either: Forwarder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "LOCK_SECONDS", SOON)
    with opened(either) as database:
        with database.begin() as connection:
            add(connection, "1")
        with database.begin() as first:
            rename(first)
            with pytest.raises(UnreachableError, match="lock timeout"), database.begin() as second:
                rename(second)
        with database.read() as connection:
            assert names(connection) == ["x"]


def test_a_statement_that_takes_too_long_is_ended_and_one_that_may_is_not(
    either: Forwarder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "STATEMENT_SECONDS", SOON)
    monkeypatch.setattr(postgres, "SILENT_SECONDS", 2 * SOON)
    long = sa.text(f"SELECT pg_sleep({3 * SOON})")
    with opened(either) as database:
        for is_patient in (False, True, False):
            refused = pytest.raises(UnreachableError, match="statement timeout")
            outcome: AbstractContextManager[Any] = nullcontext() if is_patient else refused
            with outcome, database.begin(patient=is_patient) as connection:
                connection.execute(long)
        assert either.lines == 1


def test_a_process_that_stops_in_the_middle_of_an_act_gives_its_rows_back(
    either: Forwarder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "LOCK_SECONDS", 10.0)
    monkeypatch.setattr(postgres, "FROZEN_SECONDS", SOON)
    with opened(either) as database:
        with database.begin() as connection:
            add(connection, "1")
        with pytest.raises(UnreachableError), database.begin() as frozen:
            _stop_meanwhile(database, frozen)
        with database.read() as connection:
            assert names(connection) == ["x"]


def _stop_meanwhile(database: Database, frozen: Connection) -> None:
    rename(frozen)
    with database.begin() as connection:
        rename(connection)
    names(frozen)


def test_a_pooler_is_left_no_prepared_statement_and_no_setting(either: Forwarder) -> None:
    with opened(either) as database:
        for number in range(20):
            with database.begin() as connection:
                add(connection, str(number))
                names(connection)
        with database.engine.connect() as connection:
            prepared = connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar()
            limit = connection.exec_driver_sql("SHOW lock_timeout").scalar()
        assert either.lines == 1
    assert (prepared == 0, limit == "0") == (either.pools, either.pools)


@pytest.mark.parametrize("style", ["SQL, DMY", "German"])
@pytest.mark.parametrize("patient", [True, False])
def test_moments_are_read_in_whatever_style_the_database_writes_them(
    either: Forwarder, postgres_url: str, style: str, patient: bool
) -> None:
    """https://github.com/psycopg/psycopg/issues/571 : psycopg reads moments in ISO's style only."""
    name, owner = sa.make_url(postgres_url).database, Database(postgres_url)
    with owner.begin() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE \"{name}\" SET datestyle = '{style}'")
    try:
        with opened(either) as database, database.read(patient=patient) as connection:
            assert connection.execute(sa.select(sa.func.now())).scalar_one().tzinfo
    finally:
        with owner.begin() as connection:
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" RESET datestyle')
        owner.dispose()


def test_a_server_that_only_reads_is_no_place_to_stay(postgres_url: str) -> None:
    database = Database(postgres_url)
    pid = sa.select(sa.func.pg_backend_pid())
    with database.read() as connection:
        before = connection.scalar(pid)
    with pytest.raises(UnreachableError, match="read-only"), database.begin() as connection:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY; DELETE FROM places")
    with database.begin() as connection:
        add(connection, "1")
        assert connection.scalar(pid) != before
    database.dispose()


def test_an_act_that_is_refused_leaves_what_is_prepared_for_the_next_one(postgres_url: str) -> None:
    database = Database(postgres_url)
    for _ in range(8):
        with database.read() as connection:
            names(connection)
    with pytest.raises(ZeroDivisionError), database.begin() as connection:
        refuse(connection)
    with database.read() as connection:
        asked = (
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%places%' AND statement LIKE 'SELECT%'"
        )
        assert connection.exec_driver_sql(asked.replace("%", "%%")).scalar() == 1
        assert names(connection) == []
    database.dispose()


def test_a_line_goes_on_after_a_statement_that_the_database_refuses(postgres_url: str) -> None:
    database = Database(postgres_url)
    for number in range(8):
        with database.begin() as connection:
            add(connection, str(number))
    for _ in range(8):
        with pytest.raises(sa.exc.IntegrityError), database.begin() as connection:
            add(connection, "1")
    with database.begin() as connection:
        add(connection, "8")
        assert len(names(connection)) == 9
    database.dispose()


def test_who_upgrades_second_waits_for_as_long_as_the_first_takes(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """See https://github.com/alphagov/notifications-api/pull/3966 : after thirty seconds it gave up."""
    monkeypatch.setattr(postgres, "PATIENT_LOCK_SECONDS", 0.1)
    first, other = Database(postgres_url), Database(postgres_url)
    done: list[str | None] = []

    def upgrade() -> None:
        schema.upgrade(other)
        done.append(schema.current(other))

    second = threading.Thread(target=upgrade)
    with first.begin(patient=True) as connection:
        postgres.wait_for_lock(connection, schema._LOCK)
        second.start()
        second.join(0.5)
        assert second.is_alive()
    second.join()
    first.dispose()
    other.dispose()

    assert done == [schema.newest()]
