"""What is read for systems only: the cases below a place, page by page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.history import Act
from domain.values import CaseStatus
from store import rows
from store.sql import pieces
from store.tables import cases, history, places


class CaseHeadRow(NamedTuple):
    """A case in a list; `place` is the code of its place."""

    id: str
    title: str
    place: str
    status: CaseStatus
    deadline_on: date | None


_HEADS = rows.of(
    CaseHeadRow,
    select(cases.c.id, cases.c.title, places.c.code.label("place"), cases.c.status, cases.c.deadline_on)
    .join(places, places.c.id == cases.c.place_id)
    .where(cases.c.removed_at.is_(None))
    .order_by(cases.c.id),
)


def paths_of(connection: Connection, case_ids: Collection[str]) -> dict[str, str]:
    """Where each of these cases is, as the way to its place; nothing of those that are not there any more."""
    found = select(cases.c.id, places.c.path).join(places, places.c.id == cases.c.place_id)
    there = found.where(cases.c.removed_at.is_(None))
    return {
        row.id: row.path for piece in pieces(case_ids) for row in connection.execute(there.where(cases.c.id.in_(piece)))
    }


def code_of(connection: Connection, place_id: int) -> str:
    """What a place is known by outside."""
    return str(connection.execute(select(places.c.code).where(places.c.id == place_id)).scalar_one())


def cases_below(
    connection: Connection,
    path: str,
    *,
    brought_in_by: int | None,
    after: str,
    limit: int,
    status: CaseStatus | None,
) -> list[CaseHeadRow]:
    """The cases below a place whose numbers come after this one, or only those that somebody has brought in."""
    found = _HEADS.where(cases.c.id > after, places.c.path.startswith(path)).limit(limit)
    if status is not None:
        found = found.where(cases.c.status == status)
    if brought_in_by is not None:
        came = (history.c.case_id == cases.c.id, history.c.act == Act.CASE_IMPORTED)
        found = found.where(select(history.c.id).where(*came, history.c.actor_id == brought_in_by).exists())
    return rows.many(connection, found)
