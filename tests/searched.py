"""What the index of the search holds, and what it would hold if it were made anew from what stands there."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import search_index
from store.database import Database
from store.tables import cases, search_stale, search_texts


def held(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Every text of the index, by case or subtask, and on PostgreSQL with its trigrams."""
    grams = sa.literal("") if connection.dialect.name == "sqlite" else sa.literal_column("search_texts.grams::text")
    found = connection.execute(sa.select(search_texts.c.case_id, search_texts.c.subtask_id, search_texts.c.text, grams))
    return {row.case_id or str(row.subtask_id): tuple(row[2:]) for row in found}


def made_afresh(connection: Connection) -> dict[str, tuple[str, ...]]:
    """The same, of an index that is made anew: for a transaction that is undone."""
    connection.execute(search_texts.delete())
    connection.execute(search_stale.delete())
    connection.execute(search_stale.insert().from_select(["case_id"], sa.select(cases.c.id)))
    search_index.take_in(connection)
    return held(connection)


def is_as_afresh(database: Database) -> bool:
    """Whether the index is what it would be if it were made anew; on SQLite whether FTS5 agrees with it, too."""
    with database.begin() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
        before = held(connection)
        after = made_afresh(connection)
        connection.rollback()
    return before == after


def bytes_of_index(database: Database) -> str:
    """Everything that stands in the index's own tables, as text."""
    names = ("search_texts", "search_stale", *(("search_index_data",) if database.is_sqlite else ()))
    with database.read() as connection:
        found = [row for name in names for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]  # noqa: S608
    return repr(found)
