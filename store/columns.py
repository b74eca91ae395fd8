"""The kinds of columns that all tables share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import CursorResult, Dialect
from sqlalchemy.engine.default import DefaultExecutionContext

from domain import letters


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware UTC instant on every database (SQLite itself knows no zones)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC; a naive value is a fault of the caller."""
        return None if value is None else _utc(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object] | None:
        """How it is stored. SQLite keeps it as text, which SQLAlchemy would take six times as long to write."""
        return _written if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand out aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return value.astimezone(UTC)


def _written(value: datetime | None) -> str | None:
    return None if value is None else _utc(value).isoformat(" ", "microseconds")[: len("2026-01-01 00:00:00.000000")]


class Word(sa.types.TypeDecorator[StrEnum]):
    """One of the words of an enum; the database holds no other."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        """Take these words."""
        super().__init__()
        self.words = words
        self._known = {word.value: word for word in words}

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Store it as text; a word that is not one of them is a fault of the caller."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Hand out the enum's own."""
        return None if value is None else self._known[value]


Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Json = sa.JSON()


def found_by(*names: str) -> Callable[[DefaultExecutionContext], str]:
    """What a row's search looks through, from these of its columns: the default of a column `searched`."""

    def searched(context: DefaultExecutionContext) -> str:
        row: dict[str, str] = context.get_current_parameters()  # type: ignore[no-untyped-call]
        return letters.searchable(*(row[name] for name in names))

    return searched


def inserted_number(result: CursorResult[*tuple[Any, ...]]) -> int:
    """The number that the database gave the row just inserted."""
    (number,) = result.inserted_primary_key or (0,)
    return int(number)
