"""A whole database into another one: every row as it is, read back and compared, in one transaction of the target.

What one database keeps in another way than the other is not copied but made anew there: the index of the search, and
the numbers that come next. Rows are read and written a piece at a time, past the columns' own types where those would
make another thing of what is stored (an empty column is not the JSON word `null`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import Column, ColumnElement, Table, func, select
from sqlalchemy.engine import Connection

from domain.administration import Measure
from store import search_index
from store.columns import Word
from store.database import Database
from store.tables import administration, cases, metadata, processes, search_stale, search_texts

PIECE = 1000
SEARCHED = 100  # cases that are taken into the search at a time
NOT_COPIED = (processes, search_stale, search_texts)
"""Who lives at this moment, and what is made anew from the rest."""
Stored: TypeAlias = tuple[object, ...]
COPIED = tuple(table for table in metadata.sorted_tables if table not in NOT_COPIED)


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied of a table; the digest is over all its rows in the order of their keys."""

    table: str
    rows: int
    digest: str


class DifferentError(Exception):
    """A row that was read back is another one than was written."""


@contextmanager
def held_still(database: Database) -> Iterator[Connection]:
    """Read a database in which nobody writes until the block ends. Raises UnreachableError."""
    if database.is_sqlite:  # its one writer's place is taken, so that nobody else has it
        with database.begin(patient=True) as connection:
            yield connection
        return
    with database.read(patient=True, whole=True) as connection:
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        names = ", ".join(table.name for table in metadata.sorted_tables)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE MODE")  # before the first look, which is the last
        yield connection


def rows_by_table(connection: Connection) -> dict[str, int]:
    """How many rows each table has that would be copied."""
    return {table.name: _count(connection, table) for table in COPIED}


def in_the_way(connection: Connection) -> str:
    """What a database holds that nothing may be copied over; nothing when it is empty, or was just migrated."""
    tables = set(sa.inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        strange = sorted(tables)
        return f"tables that are not Saksbot's ({', '.join(strange[:5])})" if strange else ""
    counts = {table.name: _count(connection, table) for table in metadata.sorted_tables if table.name in tables}
    of_steps = administration.c.act == Measure.SCHEMA_CHANGED.value
    counts[administration.name] -= connection.execute(
        select(func.count()).select_from(administration).where(of_steps)
    ).scalar_one()
    return ", ".join(f"{name}: {rows}" for name, rows in counts.items() if rows)


def copy(source: Connection, target: Connection) -> None:
    """Write every row into a target that has all tables, and none of their rows."""
    with _references_later(target):
        for table in COPIED:
            add, names = _insert(target, table), [column.key for column in table.columns]
            with _stored(source, table) as found:
                while piece := list(islice(found, PIECE)):
                    target.execute(add, [dict(zip(names, row, strict=True)) for row in piece])
    _set_numbers(source, target)


def compared(source: Connection, target: Connection) -> Iterator[Copied]:
    """Read each table on both sides, row by row. Raises DifferentError at the first row that is another one."""
    for table in COPIED:
        digest, count = hashlib.sha256(), 0
        with _stored(source, table) as here, _stored(target, table) as there:
            for one, other in zip_longest(here, there):
                if one != other:
                    keys = ", ".join(column.name for column in table.primary_key.columns)
                    raise DifferentError(f"{table.name}, row {count + 1} by {keys}")
                digest.update(repr(one).encode("utf-8", "surrogatepass") + b"\n")
                count += 1
        yield Copied(table.name, count, digest.hexdigest())


def index(target: Connection) -> None:
    """Make what the search looks through from what was copied, some cases at a time."""
    target.execute(search_stale.delete())
    target.execute(search_stale.insert().from_select(["case_id"], select(cases.c.id)))
    while search_index.is_due(target):
        search_index.take_in(target, most=SEARCHED)


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


@contextmanager
def _stored(connection: Connection, table: Table) -> Iterator[Iterator[Stored]]:
    """Every row as it is stored, a piece at a time, in an order that is the same on both databases."""
    is_sqlite = connection.dialect.name == "sqlite"
    order = (
        column if is_sqlite or not isinstance(column.type, sa.Text | Word) else sa.collate(column, "C")
        for column in table.primary_key.columns
    )
    rows = select(*map(_as_stored, table.columns)).order_by(*order)
    with connection.execute(rows.execution_options(yield_per=PIECE)) as found:
        yield map(tuple, found)


def _as_stored(column: Column[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, sa.JSON):
        return sa.cast(column, sa.Text).label(column.key)
    return (sa.type_coerce(column, sa.Text) if isinstance(column.type, Word) else column).label(column.key)


def _insert(connection: Connection, table: Table) -> sa.Insert:
    dialect = connection.dialect.name
    return table.insert().values({column.key: _as_given(column, dialect) for column in table.columns})


def _as_given(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    is_text = isinstance(column.type, sa.JSON | Word)
    given = sa.bindparam(column.key, type_=sa.Text() if is_text else column.type)
    is_json = isinstance(column.type, sa.JSON) and dialect != "sqlite"
    return sa.cast(given, sa.JSON) if is_json else given


@contextmanager
def _references_later(connection: Connection) -> Iterator[None]:
    """Let a row refer to one that comes later; whether all are there is seen when the block ends."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # until the commit
        yield
        return
    own = [
        (table.name, constraint.name)
        for table in COPIED
        for constraint in table.foreign_key_constraints
        if constraint.referred_table is table
    ]
    for name, constraint in own:
        connection.exec_driver_sql(f"ALTER TABLE {name} ALTER CONSTRAINT {constraint} DEFERRABLE INITIALLY DEFERRED")
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for name, constraint in own:
        connection.exec_driver_sql(f"ALTER TABLE {name} ALTER CONSTRAINT {constraint} NOT DEFERRABLE")


def _set_numbers(source: Connection, target: Connection) -> None:
    """Let the next row of each table have a number that none has had; SQLite counts from the rows themselves."""
    if target.dialect.name == "sqlite":
        return
    for table in COPIED:
        if sequence := _sequence(target, table):
            used = target.execute(select(func.max(table.c.id))).scalar() or 0
            if source.dialect.name != "sqlite" and (theirs := _sequence(source, table)):
                used = max(used, _last_given(source, theirs))
            target.execute(select(func.setval(sequence, max(used, 1), used > 0)))


def _sequence(connection: Connection, table: Table) -> str | None:
    if "id" not in table.c or not isinstance(table.c.id.type, sa.Integer):
        return None
    found: str | None = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar()
    return found


def _last_given(connection: Connection, sequence: str) -> int:
    given, is_called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608
    return int(given) if is_called else 0
