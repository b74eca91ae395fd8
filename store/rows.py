"""From what a statement selects to typed, frozen rows.

Each statement says once, where it is made, of which class its rows are (`of`); whatever is added to it later (a
condition, an order, a limit) leaves that as it is. The names of its columns must be those of the class, in the same
order, or the module that holds it cannot be imported; that the types agree, too, is proved by
tests/store/test_rows.py.

A class is a NamedTuple, or a frozen dataclass of `domain`. A field whose type is such a class again is a part of the
row: its columns come last, and may be labelled with the field's name (`owner_id` of `owner`). A part that may be
missing, since it comes from an outer join, is None when its first column is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast, get_args, get_type_hints

from sqlalchemy import ColumnElement, Select, Table
from sqlalchemy.engine import Connection
from sqlalchemy.exc import MultipleResultsFound

from store.ready import Ready
from store.sql import pieces

R = TypeVar("R")
Values = tuple[Any, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Shape(Generic[R]):
    """How a row of this class is made from the values of so many columns."""

    row: type[R]
    make: Callable[[Iterable[Any]], R]
    width: int


def of(row: type[R], statement: Select[*tuple[Any, ...]]) -> Select[R]:
    """The same statement, whose rows are of this class when `one` or `many` reads them.

    Raises TypeError when its columns have other names than the class's fields, or another order.
    """
    names = list(statement.selected_columns.keys())
    shape = _shape(row, names, prefix="")
    if shape.width != len(names):
        raise TypeError(f"{row.__name__} has no field for {names[shape.width :]}")
    return cast("Select[R]", statement.execution_options(row=shape))


def shape_of(statement: Select[R] | Ready[R]) -> Shape[R]:
    """How the rows of a statement are made."""
    asked = statement.statement if isinstance(statement, Ready) else statement
    return cast("Shape[R]", asked.get_execution_options()["row"])


def one(connection: Connection, statement: Select[R] | Ready[R], keys: Mapping[str, object] | None = None) -> R | None:
    """The only row; None without one."""
    found = many(connection, statement, keys)
    if len(found) > 1:
        raise MultipleResultsFound
    return found[0] if found else None


def many(connection: Connection, statement: Select[R] | Ready[R], keys: Mapping[str, object] | None = None) -> list[R]:
    """All rows."""
    make = shape_of(statement).make
    if isinstance(statement, Ready):
        return list(map(make, statement.fetch(connection, keys)))
    return list(map(make, connection.execute(statement, keys)))


def firsts(
    connection: Connection, statement: Select[R] | Ready[R], keys: Mapping[str, object] | None = None
) -> list[R]:
    """The only value of each row, of a statement that selects nothing else."""
    if isinstance(statement, Ready):
        return [value for (value,) in statement.fetch(connection, keys)]
    return list(connection.execute(statement, keys).scalars())


def in_turn(
    connection: Connection, statement: Select[R], piece: int, keys: Mapping[str, object] | None = None
) -> Iterator[R]:
    """All rows, of which only so many are held at a time."""
    found = connection.execute(statement.execution_options(yield_per=piece), keys)
    return map(shape_of(statement).make, found)


def among(
    connection: Connection,
    statement: Select[R],
    column: ColumnElement[Any],
    wanted: Iterable[object],
    keys: Mapping[str, object] | None = None,
) -> list[R]:
    """All rows that have one of these values in a column, however many values there are."""
    return [row for piece in pieces(wanted) for row in many(connection, statement.where(column.in_(piece)), keys)]


def listed(connection: Connection, statement: Ready[R], name: str, wanted: Iterable[object]) -> list[R]:
    """The same of a statement that stands ready and is given the values as a list of this name."""
    return [row for piece in pieces(wanted) for row in many(connection, statement, {name: piece})]


def values(
    connection: Connection, statement: Select[R], column: ColumnElement[Any], wanted: Iterable[object]
) -> list[R]:
    """The only value of each row, of a statement that selects nothing else; otherwise as `among`."""
    found: list[R] = []
    for piece in pieces(wanted):
        found += connection.execute(statement.where(column.in_(piece))).scalars()
    return found


def columns(row: type, table: Table) -> list[ColumnElement[Any]]:
    """A table's columns that have the names of a class's fields."""
    return [table.c[name] for name in fields_of(row)]


def fields_of(row: type) -> dict[str, bool]:
    """The fields of a class, and whether each must be given."""
    if dataclasses.is_dataclass(row):
        missing = dataclasses.MISSING
        return {one.name: one.default is missing and one.default_factory is missing for one in dataclasses.fields(row)}
    defaults: Collection[str] = row._field_defaults  # type: ignore[attr-defined]
    return {name: name not in defaults for name in row._fields}  # type: ignore[attr-defined]


def is_row(kind: object) -> bool:
    """Whether a row, or a part of one, can be of this kind."""
    return isinstance(kind, type) and (dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"))


def part_of(hint: object) -> type | None:
    """The class of a field that is a part of its own; None for a plain value."""
    kinds = [one for one in get_args(hint) or (hint,) if is_row(one)]
    return kinds[0] if kinds else None


def _shape(row: type[R], names: Sequence[str], prefix: str) -> Shape[R]:
    hints = get_type_hints(row)
    plain, width, left_out = 0, 0, ""
    parts: list[Callable[[Values], object]] = []
    for field, is_needed in fields_of(row).items():
        part = part_of(hints[field])
        if part is not None:
            shape: Shape[Any] = _shape(part, names[width:], f"{field}_")
            parts.append(_part(shape, width, may_be_missing=type(None) in get_args(hints[field])))
            width += shape.width
        elif names[width : width + 1] in ([field], [prefix + field]) and width == plain and not left_out:
            plain, width = plain + 1, width + 1
        elif is_needed:
            raise TypeError(f"{row.__name__} needs {prefix}{field} where the statement has {names[width:]}")
        else:
            left_out = field
    return Shape(row, _maker(row, plain, parts), width)


def _part(shape: Shape[R], start: int, *, may_be_missing: bool) -> Callable[[Values], R | None]:
    make, end = shape.make, start + shape.width
    if may_be_missing:
        return lambda values: None if values[start] is None else make(values[start:end])
    return lambda values: make(values[start:end])


def _maker(row: type[R], plain: int, parts: Sequence[Callable[[Values], object]]) -> Callable[[Iterable[Any]], R]:
    if not parts:
        make: Callable[[Iterable[Any]], R] | None = getattr(row, "_make", None)
        return make if make and plain == len(fields_of(row)) else lambda values: row(*values)

    def whole(found: Iterable[Any]) -> R:
        values = tuple(found)
        return row(*values[:plain], *[part(values) for part in parts])

    return whole
