"""The tree of places: who distributes at one distributes at all that lie below it, too (F2)."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, literal, not_, or_, select
from sqlalchemy.engine import Connection

from domain.places import Place
from store import rows
from store.disqualifications import is_out
from store.tables import cases, places

_PLACES = rows.of(Place, select(places.c.id, places.c.name, places.c.path).order_by(places.c.path))


def below(paths: Collection[str]) -> ColumnElement[bool]:
    """Whether a place is one of those with these paths, or lies below one of them: none does where there are none."""
    return or_(sa.false(), *(places.c.path.startswith(path, autoescape=True) for path in sorted(paths)))


def reached(person_id: int, paths: Collection[str]) -> ColumnElement[bool]:
    """Whether a case, with its place, lies below these, and this distributor is not disqualified from it."""
    return and_(below(paths), not_(is_out(literal(person_id, sa.BigInteger()), cases.c.id)))


def within(connection: Connection, paths: Collection[str]) -> list[Place]:
    """The places with these paths, and those below them, each after the one that it lies below."""
    return rows.many(connection, _PLACES.where(below(paths))) if paths else []
