"""What all tables are made with: the registry, which names their constraints, and two columns of every day."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, MetaData

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
