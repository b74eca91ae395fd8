"""The tables of who is out: of one case, being disqualified, or of all work for a time, being away."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table

from store.columns import Instant
from store.metadata import metadata, number, partial_index

# Who is disqualified (inhabil) from a case: out of all of it until another distributor lifts that, and the row goes.
disqualifications = Table(
    "disqualifications",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("declared_at", Instant, nullable=False),
    Index(None, "person_id"),
)

# Away from a day to a day, both included, with somebody who stands in or nobody; one at a time for each person.
absences = Table(
    "absences",
    metadata,
    number(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("from_on", sa.Date, nullable=False),
    Column("until_on", sa.Date, nullable=False),
    Column("substitute_id", ForeignKey("people.id")),
    Column("with_open", sa.Boolean, nullable=False),  # for what they have already, too, and not only for what comes
    Column("set_by", ForeignKey("people.id"), nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("began_at", Instant),
    Column("ended_at", Instant),
    CheckConstraint("from_on <= until_on", name="from_until"),
    partial_index("uq_absences_standing", "person_id", where="ended_at IS NULL", unique=True),
    Index(None, "substitute_id"),
)
