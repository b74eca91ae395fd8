"""The schema's version: which one this program works with, which one a database has, and the way there.

Alembic takes 0.4 s to import, so only what changes a schema loads it; `run` compares two short texts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import postgres, search_index
from store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

STEPS = Path(__file__).parent / "migrations"

# Any number, as long as nobody else in the same PostgreSQL locks with it: "saks" in ASCII.
_LOCK = 0x73616B73


def newest() -> str:
    """The version that this program works with."""
    numbers = [file.name.partition("_")[0] for file in (STEPS / "versions").glob("[0-9]*_*.py")]
    return max(numbers, default="")


def current(database: Database) -> str | None:
    """The version a database has, or None when nothing has been made in it yet.

    Makes no file where SQLite has none. Raises UnreachableError.
    """
    if database.is_sqlite and not database.file.exists():
        return None
    with database.read() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        version: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        return version


def encoding(database: Database) -> str | None:
    """What a database keeps its text in, where that is not UTF-8. Raises UnreachableError."""
    if database.is_sqlite:
        return None  # SQLite knows only Unicode
    with database.read() as connection:
        found: str = connection.execute(sa.text("SHOW server_encoding")).scalar_one()
    return None if found == "UTF8" else found


def collation_changed(database: Database) -> bool:
    """Whether a database's indexes stand in another order than its system's by now. Raises UnreachableError."""
    if database.is_sqlite:
        return False
    with database.read() as connection:
        return postgres.collation_changed(connection)


def upgrade(database: Database) -> None:
    """Bring a database to the newest version: wholly or, when anything fails, not at all.

    Several may try at once: one does it, the others find it done. Raises UnreachableError.
    """
    with database.begin(patient=True) as connection:
        _upgrade(connection)
        search_index.take_in(connection)


def make_anew(connection: Connection) -> None:
    """In a transaction, make all tables of the newest version in the place of those that are there, with no row."""
    from alembic import command  # noqa: PLC0415 - see above

    if sa.inspect(connection).has_table("alembic_version"):
        command.downgrade(alembic_config(connection), "base")
    _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see above

    if connection.dialect.name != "sqlite":
        postgres.wait_for_lock(connection, _LOCK)
    command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for working on this connection, inside its transaction."""
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
