"""Databases for the tests, cheaply: one SQLite file is migrated for all, and no statement is compiled twice.

Lines to PostgreSQL are not closed either: the next test takes them.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from store import schema
from store.database import Database
from tests import postgres

_first: dict[str, sa.Engine] = {}
_compiled: dict[Any, Any] = {}


def new_sqlite(file: Path) -> str:
    """Put a database with all tables and no rows there, and return its address."""
    file.write_bytes(_empty())
    return f"sqlite:///{file}"


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory(prefix="saksbot-") as folder:
        file = Path(folder) / "saksbot.db"
        database = Database(f"sqlite:///{file}")
        schema.upgrade(database)
        with database.engine.connect() as connection:  # one file is all of it
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.dispose()
        return file.read_bytes()


def open_database(address: str) -> Database:
    """Open a database as the bot does, knowing already how SQLAlchemy wrote the statements of earlier tests.

    SQLAlchemy keeps that by engine and dialect. Each test has an engine of its own: a tenth of their time went into
    writing the same statements again.
    """
    database = Database(address)
    engine = database.engine
    first = _first.setdefault(engine.name, engine)
    if first is engine:
        with database.read():  # now the dialect knows the server
            pass
    engine.dialect = first.dialect
    engine.update_execution_options(compiled_cache=_compiled)
    if not database.is_sqlite:
        postgres.lines.serve(engine)
    return database
