"""Statements that are always the same: written out once for each database, and from then on handed to its driver.

What SQLAlchemy does around a statement each time takes longer than SQLite takes for it, and on PostgreSQL as long as
the way there and back (docs/decisions/0029). So a statement that a module holds, and that is asked in acts, pages or
the delivery, is a `Ready`. Its text is SQLAlchemy's, its values go through the same types, and what is wrong with it is
raised as the same errors. What it is made with stands in the text itself: PostgreSQL then plans it once and not each
time, since it knows how many rows a limit lets through and which partial index serves. Only what is named with
`bindparam` is given each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, methodcaller
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import BindParameter, Select
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Delete, Insert, Update

R = TypeVar("R")
T = TypeVar("T")
Keys = Mapping[str, object]
Values = tuple[Any, ...]
Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
Process = Callable[[Any], Any] | None

_PLACES = re.compile(r"%\((\w+)\)s|%%")


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement as one kind of database takes it, and what is done with values on their way in and out."""

    text: str
    given: Mapping[str, Process]
    found: Sequence[tuple[int, Callable[[Any], Any]]]


class Ready(Generic[R]):
    """A statement that stands ready; `R` is what its rows are, for `rows.one` and `rows.many`."""

    def __init__(self, statement: Select[R] | Insert | Update | Delete) -> None:
        """Take a statement, whose text is written when it is asked for the first time."""
        self.statement: Statement = statement
        self._written: dict[str, _Written] = {}

    def fetch(self, connection: Connection, keys: Keys | None = None) -> list[Values]:
        """Ask it and give all rows, or what it returns of those that it changes. Raises what SQLAlchemy raises."""
        written = self._for(connection)
        found = _run(connection, written, _given(written, keys or {}), _rows)
        return [_read(row, written.found) for row in found] if written.found else found

    def change(self, connection: Connection, keys: Keys) -> int:
        """Change what it is about, and tell how many rows that are. Raises what SQLAlchemy raises."""
        written = self._for(connection)
        return _run(connection, written, _given(written, keys), _number)

    def change_each(self, connection: Connection, several: Sequence[Keys]) -> None:
        """The same for each of these; nothing for none. Raises what SQLAlchemy raises."""
        written = self._for(connection)
        given = [_given(written, keys) for keys in several]
        if given:
            _run(connection, written, given if len(given) > 1 else given[0], _number)

    def _for(self, connection: Connection) -> _Written:
        dialect = connection.dialect
        written = self._written.get(dialect.name)
        if written is None:
            written = self._written[dialect.name] = _write(self.statement, dialect)
        return written


_rows: Callable[[Any], list[Values]] = methodcaller("fetchall")
_number: Callable[[Any], int] = attrgetter("rowcount")


def _run(connection: Connection, written: _Written, given: Any, answer: Callable[[Any], T]) -> T:
    several, heard = isinstance(given, list), connection.dispatch
    cursor = connection.connection.cursor()
    for note in heard.before_cursor_execute:
        note(connection, cursor, written.text, given, None, several)
    try:
        (cursor.executemany if several else cursor.execute)(written.text, given)
        found = answer(cursor)
    except connection.dialect.loaded_dbapi.Error as error:
        # As for any other statement: the error in SQLAlchemy's words, and a line that is lost is let go. What is no
        # fault of the database's, such as half a character, stays what it is: nobody must wait for its end.
        connection._handle_dbapi_exception(error, written.text, given, cursor, None)
        raise
    for note in heard.after_cursor_execute:
        note(connection, cursor, written.text, given, None, several)
    return found


def _given(written: _Written, keys: Keys) -> dict[str, Any]:
    return {name: keys[name] if process is None else process(keys[name]) for name, process in written.given.items()}


def _read(row: Values, found: Sequence[tuple[int, Callable[[Any], Any]]]) -> Values:
    values = list(row)
    for at, process in found:
        values[at] = process(values[at])
    return tuple(values)


def _write(statement: Statement, dialect: Dialect) -> _Written:
    """Write a statement out. Raises TypeError for one that needs SQLAlchemy each time it is asked."""
    named = cast("type[DefaultDialect]", type(dialect))(paramstyle="pyformat")
    compiled: SQLCompiler = statement.compile(dialect=named)
    if compiled.insert_prefetch or compiled.update_prefetch or "POSTCOMPILE" in compiled.string:
        raise TypeError(f"this is no statement that stands ready: {compiled.string}")
    is_sqlite = dialect.name == "sqlite"

    def place(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return "%" if is_sqlite else "%%"
        bind = compiled.binds[name]
        if not bind.required:
            said = compiled.render_literal_value(bind.value, bind.type)
            return said.replace("%%", "%") if is_sqlite else said
        return f":{name}" if is_sqlite else found[0]

    needed = {name: _on_its_way_in(bind, dialect) for name, bind in compiled.binds.items() if bind.required}
    processed = [(at, column.type.dialect_impl(dialect)) for at, column in enumerate(_columns(statement))]
    found = [(at, process) for at, kind in processed if (process := kind.result_processor(dialect, None))]
    return _Written(_PLACES.sub(place, compiled.string), needed, found)


def _on_its_way_in(bind: BindParameter[Any], dialect: Dialect) -> Process:
    return bind.type.dialect_impl(dialect).bind_processor(dialect)


def _columns(statement: Statement) -> Sequence[Any]:
    return list(statement.selected_columns if isinstance(statement, Select) else statement.exported_columns)
