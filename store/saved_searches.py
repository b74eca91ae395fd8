"""The searches that people have given a name: each one's own, at most five."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.engine import Connection

from store import rows
from store.columns import inserted_number
from store.ready import Ready
from store.tables import saved_searches


class SavedRow(NamedTuple):
    """One of them."""

    id: int
    name: str
    sought: dict[str, Any]


_OWN = Ready(
    rows.of(SavedRow, select(*rows.columns(SavedRow, saved_searches)))
    .where(saved_searches.c.person_id == bindparam("person_id"))
    .order_by(saved_searches.c.id)
)


def of(connection: Connection, person_id: int) -> list[SavedRow]:
    """Those of one person, in the order in which they were named."""
    return rows.many(connection, _OWN, {"person_id": person_id})


def save(connection: Connection, person_id: int, name: str, sought: dict[str, Any], replaces: int | None) -> int:
    """Keep it under a name, in place of another one of theirs where one is named; gives its number."""
    values = {"name": name, "sought": sought}
    if replaces is None:
        return inserted_number(connection.execute(saved_searches.insert().values(person_id=person_id, **values)))
    connection.execute(saved_searches.update().where(*_one(person_id, replaces)).values(values))
    return replaces


def remove(connection: Connection, person_id: int, number: int) -> bool:
    """Forget one of theirs; False when there is no such one."""
    return connection.execute(saved_searches.delete().where(*_one(person_id, number))).rowcount == 1


def _one(person_id: int, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return saved_searches.c.id == number, saved_searches.c.person_id == person_id
