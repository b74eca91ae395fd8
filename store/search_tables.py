"""The tables of finding work again: the searches that people have given a name."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from store.columns import Json
from store.metadata import metadata, number

saved_searches = Table(
    "saved_searches",
    metadata,
    number(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("name", sa.Text, nullable=False),
    Column("sought", Json, nullable=False),
    UniqueConstraint("person_id", "name"),
)
