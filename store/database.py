"""The way to the database: one transaction for each act, on SQLite and on PostgreSQL.

SQLite has a single writer, so its writing transactions take the lock at once (BEGIN IMMEDIATE) and read
afterwards: no lost update, and no "database is locked" half-way. PostgreSQL acts lock the rows they are
about (`for_update`) for the same reason.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from store import postgres

BUSY_SECONDS = 1.0  # two who wait for each other have to be answered within Slack's three seconds
PATIENT_BUSY_SECONDS = 30.0  # an upgrade waits for another one to end
POOL = 12
TRIES = 40
SYNCHRONOUS = "FULL"  # what was acknowledged survives a power failure, too; tests, which have none, say OFF


class UnreachableError(Exception):
    """The database cannot be reached, or is too busy to answer in time. Nothing was changed."""


class Database:
    """A database that acts open transactions on. Opening it connects to nothing yet."""

    def __init__(self, address: str) -> None:
        """Take an SQLAlchemy address of SQLite or of PostgreSQL by psycopg."""
        self.url = make_url(address)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = (
            _sqlite_engine(self.url) if self.is_sqlite else postgres.engine(self.url, pool=POOL, wait=BUSY_SECONDS)
        )
        self._shared = threading.local()

    @property
    def engine(self) -> Engine:
        """The engine itself, for tests. On SQLite it opens no transactions by itself."""
        return self._engine

    @property
    def file(self) -> Path:
        """Where SQLite keeps it, however the address spells it (relative, `file:` URI, by a symbolic link)."""
        (name,), options = self._engine.dialect.create_connect_args(self.url)
        return Path(unquote(urlsplit(name).path) if options.get("uri") else name).resolve()

    @contextmanager
    def begin(self, *, patient: bool = False) -> Iterator[Connection]:
        """One writing transaction: committed when the block ends, rolled back when it raises.

        `patient` is for what nobody in Slack waits for, and may take long. Raises UnreachableError when the
        database cannot do it now.
        """
        shared = self._shared_connection()
        with _savepoint(shared) if shared else self._transaction("BEGIN IMMEDIATE", patient=patient) as connection:
            yield connection

    @contextmanager
    def read(self, *, patient: bool = False, whole: bool = False) -> Iterator[Connection]:
        """One reading transaction; what it sees does not change meanwhile on SQLite, and nowhere when it is `whole`.

        `patient` is for what nobody in Slack waits for, and may take long. Raises UnreachableError when the
        database cannot do it now.
        """
        shared = self._shared_connection()
        with nullcontext(shared) if shared else self._transaction("BEGIN", patient=patient) as connection:
            if whole and not self.is_sqlite:
                postgres.see_nothing_new(connection)
            yield connection

    def require_writable(self, *, patient: bool = False) -> None:
        """See that a transaction that writes can begin. Raises UnreachableError, also for a server that only reads."""
        with self.begin(patient=patient) as connection:
            if not self.is_sqlite and postgres.reads_only(connection):
                raise UnreachableError("it only reads: nothing can be written")

    @contextmanager
    def together(self) -> Iterator[None]:
        """Save whatever this thread writes inside the block by one commit at its end; for SQLite only.

        Each transaction begun meanwhile becomes a part of it, still undone alone when it raises. Raises
        UnreachableError, and then nothing of it was saved.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            self._shared.connection = connection
            try:
                yield
            finally:
                del self._shared.connection

    def _shared_connection(self) -> Connection | None:
        found: Connection | None = getattr(self._shared, "connection", None)
        return found

    @contextmanager
    def _transaction(self, begin: str, *, patient: bool = False) -> Iterator[Connection]:
        with _reachable(), self._engine.connect() as connection, connection.begin():
            if self.is_sqlite:
                _begin_sqlite(connection, begin, patient=patient)
            else:
                postgres.set_limits(connection, patient=patient)
            yield connection

    def scrub(self, tables: Collection[str], before: Sequence[str]) -> bool:
        """Let nothing stay in the database's own files of what was deleted from these tables.

        False when somebody still reads what was there before. SQLite's file is written anew, after the statements in
        `before`. PostgreSQL gives the room free, to be overwritten. Raises UnreachableError.
        """
        with _reachable(), self._engine.connect() as connection:
            if not self.is_sqlite:
                postgres.vacuum(connection, tables)
                return True
            driver = _driver(connection)
            driver.execute(f"PRAGMA busy_timeout = {round(PATIENT_BUSY_SECONDS * 1000)}")
            try:
                for statement in (*before, "VACUUM"):
                    driver.execute(statement)
                return _cut_log(driver)
            finally:
                driver.execute(f"PRAGMA busy_timeout = {round(BUSY_SECONDS * 1000)}")

    def connections(self) -> tuple[int, int]:
        """How many connections are in use by a transaction now, and how many wait for one."""
        pool = self._engine.pool
        return (pool.checkedout(), pool.checkedin()) if isinstance(pool, sa.QueuePool) else (0, 0)

    def dispose(self) -> None:
        """Close every connection that no transaction is using."""
        self._engine.dispose()


@contextmanager
def _savepoint(connection: Connection) -> Iterator[Connection]:
    with _reachable():
        _driver(connection).execute("SAVEPOINT act")
        try:
            yield connection
        except BaseException:
            _driver(connection).execute("ROLLBACK TO act")
            raise
        finally:
            _driver(connection).execute("RELEASE act")


def _begin_sqlite(connection: Connection, begin: str, *, patient: bool) -> None:
    """Begin, waiting for another one's transaction to end for as long as is bearable here."""
    driver = _driver(connection)
    if not patient:
        driver.execute(begin)
        return
    driver.execute(f"PRAGMA busy_timeout = {round(PATIENT_BUSY_SECONDS * 1000)}")
    try:
        driver.execute(begin)
    finally:
        driver.execute(f"PRAGMA busy_timeout = {round(BUSY_SECONDS * 1000)}")


def _cut_log(driver: sqlite3.Connection) -> bool:
    """Let nothing stay in SQLite's log; another one's checkpoint is not waited for by SQLite itself."""
    for _ in range(TRIES):
        (is_busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not is_busy:
            return True
        time.sleep(0.05)
    return False


def _driver(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection: what begins and ends transactions costs a tenth there of what SQLAlchemy takes."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError, sqlite3.OperationalError) as error:
        raise UnreachableError(str(error.__cause__ or error)) from error
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated:
            raise UnreachableError(str(error.__cause__ or error)) from error
        raise


def _sqlite_engine(url: URL) -> Engine:
    limits = {"timeout": BUSY_SECONDS}
    # The line that was used last has the newest pages and statements at hand.
    engine = sa.create_engine(url, connect_args=limits, pool_size=POOL, pool_use_lifo=True, hide_parameters=True)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not open transactions behind our back
    for pragma in ("journal_mode=WAL", f"synchronous={SYNCHRONOUS}", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")
