"""Writes the next step: what lies between the last one and store/tables.py. For developers."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from alembic import command

from store import schema
from store.database import Database


def write_next_step(words: str) -> None:
    """Compare an empty database, brought to the newest version, with the tables, and write what differs."""
    number = f"{int(schema.newest() or 0) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.db'}")
        if schema.newest():
            schema.upgrade(database)
        with database.begin() as connection:
            config = schema.alembic_config(connection)
            command.revision(config, words, autogenerate=True, rev_id=number)
        database.dispose()


if __name__ == "__main__":
    if len(sys.argv) != 2 or not re.fullmatch(r"[A-Za-z][\w ,-]+", sys.argv[1]):
        sys.exit('usage: python -m store.migrations "what the step does"')
    write_next_step(sys.argv[1])
