"""Every class of rows says of its statements what is so: the names, the order, the types, and what may be empty.

All of them are found by looking: a class of rows that no statement of a module is known to give fails here, too.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import FunctionType, NoneType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import pytest
import sqlalchemy as sa
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, Case, ColumnClause, FunctionFilter, Null
from sqlalchemy.sql.functions import Function
from sqlalchemy.sql.selectable import Exists, Join, ScalarSelect

from domain.values import Person, SubtaskStatus
from store import files, half_done, rows
from store.columns import Word
from store.database import Database
from store.tables import cases, metadata, people, subtasks
from tests.store import held

STATEMENTS = {name: one for name, one in held.selects().items() if "row" in one.get_execution_options()}
CLASSES = {
    value
    for module in held.modules()
    for value in vars(module).values()
    if hasattr(value, "_fields") and value.__module__ == module.__name__
}


def parts(row: type) -> Iterator[type]:
    """A class of rows and those of its parts."""
    yield row
    for hint in get_type_hints(row).values():
        if part := rows.part_of(hint):
            yield from parts(part)


def outer_joined(statement: sa.Select[Any]) -> set[Any]:
    """The tables that an outer join may leave empty."""
    found: set[Any] = set()
    pending: list[Any] = list(statement.get_final_froms())
    while pending:
        one = pending.pop()
        if isinstance(one, Join):
            pending += [one.left, one.right]
            found |= {one.right} if one.isouter else set()
    return found


def conditions(statement: sa.Select[Any]) -> Iterator[Any]:
    """What has to hold for each row, also where it comes from a selection in the statement."""
    yield statement.whereclause
    for source in statement.get_final_froms():
        if isinstance(source, sa.Subquery):
            inner: Any = source.element
            for select in getattr(inner, "selects", [inner]):
                yield select.whereclause


def not_empty(condition: Any) -> set[Any]:
    """The columns of which a condition asks that they be not empty."""
    if isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        return {column for one in condition.clauses for column in not_empty(one)}
    if isinstance(condition, BinaryExpression) and condition.operator is operators.is_not:
        return {condition.left}
    return set()


def may_be_empty(one: Any, joined: set[Any], there: set[Any]) -> bool:
    """Whether a column or an expression can have no value: mostly, when anything that it is made of can have none."""
    table: Any = getattr(one, "table", None)
    if isinstance(one, sa.Column) and not isinstance(table, sa.Subquery):
        return one not in there and (bool(one.nullable) or table in joined)
    if isinstance(one, ColumnClause):
        return any(may_be_empty(base, joined, there) for base in one.base_columns if base is not one)  # but VALUES
    if isinstance(one, FunctionFilter):
        return may_be_empty(one.func, joined, there)
    if isinstance(one, Exists) or (isinstance(one, Function) and one.name == "count"):
        return False
    if isinstance(one, BinaryExpression) and one.operator in (operators.is_, operators.is_not):
        return False
    if isinstance(one, ScalarSelect):
        (selected,) = one.element.selected_columns
        return not (isinstance(selected, Function) and selected.name == "count")
    if isinstance(one, Null) or (isinstance(one, Case) and one.else_ is None):
        return True
    if isinstance(one, Case):
        return any(may_be_empty(value, joined, there) for value in [*(then for _, then in one.whens), one.else_])
    parts = one.clauses if isinstance(one, Function) else one.get_children()
    inner = [may_be_empty(part, joined, there) for part in parts]
    return all(inner) if isinstance(one, Function) and one.name == "coalesce" else any(inner)


def python_types(column: Any) -> set[Any]:
    kind = column.type
    if isinstance(kind, Word):
        return {kind.words}
    if isinstance(kind, sa.JSON):
        return {dict, list}
    return {(kind.impl_instance if isinstance(kind, sa.types.TypeDecorator) else kind).python_type}


class Told(NamedTuple):
    """A plain field of a row or of one of its parts, the column that it is read from, and what may be missing then."""

    name: str
    hint: Any
    column: Any
    joined: set[Any]

    def faults(self, there: set[Any]) -> Iterator[str]:
        says_none = NoneType in get_args(self.hint)
        kinds = set(get_args(self.hint)) - {NoneType} if says_none else {self.hint}
        if not {get_origin(kind) or kind for kind in kinds} <= python_types(self.column):
            yield f"{self.name} is {python_types(self.column)}"
        if not says_none and may_be_empty(self.column, self.joined, there):
            yield f"{self.name} may be empty"
        if says_none and not may_be_empty(self.column, self.joined, set()):
            yield f"{self.name} is never empty"


def told(row: type, columns: list[Any], joined: set[Any]) -> Iterator[Told | str]:
    """Each plain field with its column, which is taken off the list; a sentence for each part that is said wrongly."""
    hints = get_type_hints(row)
    for name, is_needed in rows.fields_of(row).items():
        part = rows.part_of(hints[name])
        if part:
            outside = {table for table in joined if may_be_empty(columns[0], {table}, set())}
            if bool(outside) is not (NoneType in get_args(hints[name])):
                yield f"{row.__name__}.{name} {'may be' if outside else 'is never'} missing"
            yield from told(part, columns, joined - outside)
        elif is_needed or (columns and columns[0].key.endswith(name)):
            yield Told(f"{row.__name__}.{name}", hints[name], columns.pop(0), joined)


def faults(row: type, statement: sa.Select[Any]) -> list[str]:
    """What a class says of the columns of a statement that is not so."""
    there = {column for condition in conditions(statement) for column in not_empty(condition)}
    said = told(row, list(statement.selected_columns), outer_joined(statement))
    return [fault for one in said for fault in ([one] if isinstance(one, str) else one.faults(there))]


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_row_is_what_its_statement_selects(name: str) -> None:
    assert faults(rows.shape_of(STATEMENTS[name]).row, STATEMENTS[name]) == []


def test_every_class_of_rows_is_given_by_a_statement() -> None:
    given = {part for one in STATEMENTS.values() for part in parts(rows.shape_of(one).row)}
    assert CLASSES - given == {files.Kept, half_done.Written}, "what a file came to is no row"
    assert len(CLASSES) > 30


def test_nothing_that_the_store_hands_out_is_without_a_type() -> None:
    given = {
        f"{module.__name__}.{name}": function.__annotations__["return"]
        for module in held.modules()
        for name, function in vars(module).items()
        if isinstance(function, FunctionType) and function.__annotations__.get("connection") == "Connection"
    }
    assert [name for name, kind in given.items() if re.search(r"\bAny\b|\bRow\b", kind)] == []
    assert len(given) > 100


def test_a_word_that_is_none_of_its_column_reaches_no_database(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path / 'words.db'}").begin() as connection:
        metadata.create_all(connection)
        with pytest.raises(sa.exc.StatementError, match="'solvd' is not a valid SubtaskStatus"):
            connection.execute(sa.select(subtasks.c.id).where(subtasks.c.status == "solvd"))


class _Line(NamedTuple):
    id: str
    status: SubtaskStatus | None
    solved_at: datetime


class _Swapped(NamedTuple):
    title: str
    id: str


class _Owned(NamedTuple):
    id: str
    owner: Person


def test_a_column_that_is_another_one_than_the_class_says_is_found() -> None:
    line = rows.of(_Line, sa.select(subtasks.c.id, subtasks.c.status, subtasks.c.solved_at))
    assert faults(_Line, line) == [
        f"_Line.id is {{{int}}}",
        "_Line.status is never empty",
        "_Line.solved_at may be empty",
    ]
    owner = [people.c[name].label(f"owner_{name}") for name in ("id", "name", "email", "slack_id")]
    owned = sa.select(cases.c.id, *owner).outerjoin(people, people.c.id == cases.c.owner_id)
    assert faults(_Owned, rows.of(_Owned, owned)) == ["_Owned.owner may be missing"]


def test_columns_of_other_names_or_in_another_order_are_refused_where_they_are_written() -> None:
    with pytest.raises(TypeError, match="_Swapped needs title"):
        rows.of(_Swapped, sa.select(cases.c.id, cases.c.title))
    with pytest.raises(TypeError, match="_Swapped has no field for"):
        rows.of(_Swapped, sa.select(cases.c.title, cases.c.id, cases.c.text))
    with pytest.raises(TypeError, match="Person needs owner_email"):
        rows.of(_Owned, sa.select(cases.c.id, people.c.id.label("owner_id"), people.c.name.label("owner_name")))
