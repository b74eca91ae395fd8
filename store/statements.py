"""What statements are made with: an insert that may meet its like, and lists short enough for every database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

T = TypeVar("T")
PIECE = 5000


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what becomes of a row that is there already, for this connection's database."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def pieces(wanted: Iterable[T]) -> Iterator[list[T]]:
    """All of these in lists that are not too long for one statement; none of nothing."""
    everything = list(wanted)
    for start in range(0, len(everything), PIECE):
        yield everything[start : start + PIECE]
