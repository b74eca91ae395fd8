"""Very many rows into a table, as quickly as a database takes them: by COPY, or by the driver's own executemany."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect

BATCH = 20_000
Row = Sequence[Any]


def pour(connection: Connection, table: sa.Table, names: Sequence[str], rows: Iterable[Row]) -> None:
    """Put these rows in; each has a value for each of these columns, in Python's terms."""
    converted = _converted(connection.dialect, [table.c[name].type for name in names], rows)
    columns = ", ".join(names)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        waiting = iter(converted)
        while batch := list(islice(waiting, BATCH)):
            driver.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", batch)  # noqa: S608
        return
    with driver.cursor().copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in converted:
            copy.write_row(row)
    if "id" in names and isinstance(table.c.id.type, sa.Integer):
        highest = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"  # noqa: S608
        connection.exec_driver_sql(highest)


def _converted(dialect: Dialect, types: Sequence[Any], rows: Iterable[Row]) -> Iterator[Row]:
    """The values as the driver takes them; a column that needs nothing done costs nothing."""
    found: list[tuple[int, Callable[[Any], Any]]] = []
    for at, kind in enumerate(types):
        convert = kind.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None:
            found.append((at, convert))
    first = next(iter_rows := iter(rows), None)
    for row in chain([first], iter_rows) if first is not None else ():
        values = list(row)
        for at, convert in found:
            if values[at] is not None:
                values[at] = convert(values[at])
        yield values
