"""What statements are made with: an insert that may meet its like, what is due, and lists that are not too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, bindparam, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from store.columns import Instant

T = TypeVar("T")
PIECE = 5000
LONGEST_WAIT = timedelta(minutes=5)
"""Nothing that is to be tried again, and no lease, is put further ahead than this."""
CLOCKS_APART = timedelta(minutes=2)  # by which the clocks of two machines may differ


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what becomes of a row that is there already, for this connection's database."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def pieces(wanted: Iterable[T], most: int = PIECE) -> Iterator[list[T]]:
    """All of these in lists that are not too long for one statement; none of nothing."""
    everything = list(wanted)
    for start in range(0, len(everything), most):
        yield everything[start : start + most]


def due(instant: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the instant has come, for a statement that is given `moment(now)`.

    One that lies further ahead than anything is ever put off was written before the clock was set back, and has
    come, too; so this is for instants of trying again only, not for those that somebody has chosen.
    """
    return or_(instant <= bindparam("now", type_=Instant()), instant > bindparam("too_far", type_=Instant()))


def moment(now: datetime) -> dict[str, datetime]:
    """What `due` is to be asked about."""
    return {"now": now, "too_far": now + LONGEST_WAIT + CLOCKS_APART}
