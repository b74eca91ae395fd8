"""Reads everything that is kept about a person: one statement for each look at a table, however much there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection

from domain.case_record import Who
from store import rows, tables
from store.disclosure_contents import EMAILS, LOOKS, PEOPLE, Look

Kept = Mapping[str, object]


class KnownRow(NamedTuple):
    """A colleague, with every address that they have had."""

    id: int
    name: str
    email: str
    former_emails: str | None


class PlaceRow(NamedTuple):
    """What a place is called."""

    id: int
    name: str


_KNOWN = rows.of(KnownRow, select(*rows.columns(KnownRow, tables.people)).order_by(tables.people.c.id))
_WHO = rows.of(Who, select(*rows.columns(Who, tables.people)))
_PLACES = rows.of(PlaceRow, select(*rows.columns(PlaceRow, tables.places)))


def _statement(look: Look) -> Any:
    names = dict.fromkeys((*look.given, *look.internal))
    found = select(*(look.table.c[name] for name in names))
    return found.where(look.where).order_by(*look.table.primary_key.columns)


_STATEMENTS: Final = {look.name: _statement(look) for look in LOOKS}


def known(connection: Connection, numbers: Iterable[int]) -> list[KnownRow]:
    """The colleagues with these numbers."""
    return sorted(rows.among(connection, _KNOWN, tables.people.c.id, numbers))


def everything(
    connection: Connection, addresses: Sequence[str], people: Sequence[int]
) -> list[tuple[Look, list[Kept]]]:
    """All rows about who has one of these addresses or numbers, people and places by what they are called."""
    keys = {EMAILS: list(addresses), PEOPLE: list(people)}
    found = [(look, list(map(dict, connection.execute(_STATEMENTS[look.name], keys).mappings()))) for look in LOOKS]
    named: dict[Table, Mapping[int, object]] = {
        tables.people: {
            one.id: one for one in rows.among(connection, _WHO, tables.people.c.id, _met(found, tables.people))
        },
        tables.places: {
            one.id: one.name for one in rows.among(connection, _PLACES, tables.places.c.id, _met(found, tables.places))
        },
    }
    return [(look, [_called(look, row, named) for row in some]) for look, some in found]


def _met(found: Iterable[tuple[Look, Iterable[Mapping[str, Any]]]], target: Table) -> list[int]:
    """The numbers of a table's rows that these rows name."""
    met = (row[name] for look, some in found for row in some for name in row if target in _targets(look, name))
    return sorted({number for number in met if number is not None})


def _called(look: Look, row: Mapping[str, Any], named: Mapping[Table, Mapping[int, object]]) -> Kept:
    return {
        name: next((named[target][value] for target in _targets(look, name) if target in named), value)
        if value is not None else None
        for name, value in row.items()
    }  # fmt: skip


def _targets(look: Look, name: str) -> Iterator[Table]:
    """The table to whose rows a column refers."""
    yield from (key.column.table for key in look.table.c[name].foreign_keys)
