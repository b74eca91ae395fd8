"""What statements are made with: an insert that may meet its like, what is due, and lists that are not too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self, TypeVar

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    BindParameter,
    Boolean,
    ColumnElement,
    Integer,
    Table,
    Text,
    bindparam,
    case,
    literal_column,
    or_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType

from store.columns import Instant

T = TypeVar("T")
Kind = type[Integer] | type[Text]
PIECE = 5000
LONGEST_WAIT = timedelta(minutes=5)
"""Nothing that is to be tried again, and no lease, is put further ahead than this."""
LONGEST_WAIT_FOR_OTHERS = timedelta(minutes=30)
"""The same of what goes to somebody else's server (a receiver, a mail server), which is asked less and less often."""
CLOCKS_APART = timedelta(minutes=2)  # by which the clocks of two machines may differ


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what becomes of a row that is there already, for this connection's database."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def inserts(table: Table, names: Sequence[str], number: int = 1) -> dict[str, sqlite.Insert | postgresql.Insert]:
    """The same for each kind of database, of a row whose columns are given by their names.

    Of so many rows at once where there is a `number`; then they are given as `numbered` names them.
    """
    new: list[dict[str, BindParameter[Any]]] = [
        {name: bindparam(name if number == 1 else f"{name}_of_{row}", type_=table.c[name].type) for name in names}
        for row in range(number)
    ]
    values = new[0] if number == 1 else new
    return {"sqlite": sqlite.insert(table).values(values), "postgresql": postgresql.insert(table).values(values)}


def numbered(rows: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """What several rows are given as, for one statement that adds them all."""
    return {f"{name}_of_{at}": value for at, row in enumerate(rows) for name, value in row.items()}


def pieces(wanted: Iterable[T], most: int = PIECE) -> Iterator[list[T]]:
    """All of these in lists that are not too long for one statement; none of nothing."""
    everything = list(wanted)
    for start in range(0, len(everything), most):
        yield everything[start : start + most]


def is_one_of(column: ColumnElement[Any], kinds: Iterable[StrEnum]) -> ColumnElement[bool]:
    """Whether a column has one of these words of an enum, which stand in the statement itself.

    As parameters they would have its text written anew, and read anew by the database, each time.
    """
    return column.in_([literal_column(f"'{word.value}'") for word in kinds])


class among(FunctionElement[bool]):  # noqa: N801  (named like the functions of SQL)
    """Whether a column's value is one of a list that is bound as one parameter, however long it is.

    The statement's text is the same for each list, so that it is made, and prepared by the database, once.
    """

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], name: str, kind: Kind = Text) -> None:
        """`name` is the parameter's: a list of texts or, by `kind`, of numbers."""
        listed = ARRAY(BigInteger if kind is Integer else Text).with_variant(JSON(), "sqlite")
        super().__init__(column, bindparam(name, type_=listed))
        self.type = Boolean()

    def self_group(self, against: OperatorType | None = None) -> Self:
        """A condition as it is: compared with 1, as SQLite's truth is otherwise, no index would be used for it."""
        return self


@compiles(among)
def _in_json(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"  # noqa: S608  (put together of compiled parts)


@compiles(among, "postgresql")
def _in_array(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} = ANY({listed})"


class lines_of(FunctionElement[str]):  # noqa: N801
    """The texts of a column, one on each line; None for none."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = Text()


@compiles(lines_of)
def _group_concat(element: lines_of, compiler: SQLCompiler, **kw: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **kw)}, char(10))"


@compiles(lines_of, "postgresql")
def _string_agg(element: lines_of, compiler: SQLCompiler, **kw: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **kw)}, chr(10))"


def due(instant: ColumnElement[Any], *, is_for_others: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Whether the instant has come, for a statement that is given `moment(now)`; see LONGEST_WAIT_FOR_OTHERS.

    One that lies further ahead than anything is ever put off was written before the clock was set back, and has
    come, too; so this is for instants of trying again only, not for those that somebody has chosen.
    """
    too_far: ColumnElement[Any] = bindparam("too_far", type_=Instant())
    if is_for_others is not None:
        too_far = case((is_for_others, bindparam("too_far_for_others", type_=Instant())), else_=too_far)
    return or_(instant <= bindparam("now", type_=Instant()), instant > too_far)


def moment(now: datetime) -> dict[str, datetime]:
    """What `due` is to be asked about."""
    return {"now": now, "too_far": now + LONGEST_WAIT + CLOCKS_APART}


def moment_for_others(now: datetime) -> dict[str, datetime]:
    """The same where it says what goes to others."""
    return {**moment(now), "too_far_for_others": now + LONGEST_WAIT_FOR_OTHERS + CLOCKS_APART}
