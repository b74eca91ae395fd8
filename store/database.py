"""The way to the database: one transaction for each act, on SQLite and on PostgreSQL.

SQLite has a single writer, so its writing transactions take the lock at once (BEGIN IMMEDIATE) and read
afterwards: no lost update, and no "database is locked" half-way. PostgreSQL acts lock the rows they are
about (`for_update`) for the same reason.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 2.0
POOL = 12


class UnreachableError(Exception):
    """The database can not be reached, or is too busy to answer in time. Nothing was changed."""


class Database:
    """A database that acts open transactions on. Opening it connects to nothing yet."""

    def __init__(self, address: str) -> None:
        """Take an SQLAlchemy address of SQLite or of PostgreSQL by psycopg."""
        self.url = make_url(address)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        self._writing = self._engine.execution_options(saksbot_begin="BEGIN IMMEDIATE")

    @property
    def engine(self) -> Engine:
        """The engine itself, for migrations and tests."""
        return self._engine

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One writing transaction: committed when the block ends, rolled back when it raises.

        Raises UnreachableError when the database can not do it now.
        """
        with _reachable(), self._writing.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One reading transaction; what it sees does not change meanwhile on SQLite.

        Raises UnreachableError when the database can not do it now.
        """
        with _reachable(), self._engine.connect() as connection, connection.begin():
            yield connection

    def dispose(self) -> None:
        """Close every connection that no transaction is using."""
        self._engine.dispose()


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as error:
        raise UnreachableError(str(error.__cause__ or error)) from error


def _sqlite_engine(url: URL) -> Engine:
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_size=POOL, hide_parameters=True)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not open transactions behind our back
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("lower", 1, lambda text: text and text.lower(), deterministic=True)  # its own knows no Ø


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("saksbot_begin", "BEGIN"))


def _postgres_engine(url: URL) -> Engine:
    return sa.create_engine(
        url,
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        connect_args={"connect_timeout": 2},
        hide_parameters=True,
    )
