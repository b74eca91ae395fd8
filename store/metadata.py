"""What all tables are made with: the registry, which names their constraints, and two columns of every day."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, MetaData, text

from store.columns import Number

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def number() -> Column[int]:
    """A row's own number, which the database gives."""
    return Column("id", Number, primary_key=True, autoincrement=True)


def one_of(column: str, *words: str) -> CheckConstraint:
    """The condition that a column holds one of these words."""
    allowed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index, on both databases, of only those rows that meet this condition."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
