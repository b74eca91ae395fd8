"""Cases that have ended, for the rules of how long they are kept."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from store import rows
from store.packages import ENDED
from store.sql import is_one_of
from store.tables import cases

PIECE = 200


class EndedRow(NamedTuple):
    """A case that has ended."""

    id: str
    type: str | None
    closed_at: datetime


_ENDED = rows.of(
    EndedRow,
    select(*rows.columns(EndedRow, cases)).where(
        is_one_of(cases.c.status, ENDED), cases.c.removed_at.is_(None), cases.c.closed_at.is_not(None)
    ),
)
_SOME = _ENDED.where(cases.c.id > bindparam("after")).order_by(cases.c.id).limit(PIECE)


def ended(connection: Connection, *, after: str) -> list[EndedRow]:
    """The next of the cases that have ended and are there, in the order of their numbers."""
    return rows.many(connection, _SOME, {"after": after})


def one(connection: Connection, case_id: str) -> EndedRow | None:
    """A case, if it has ended and is there."""
    return rows.one(connection, _ENDED.where(cases.c.id == case_id))
