"""The tables of giving much to somebody at once: what is offered to a role of a place, and what was moved together."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table

from domain.values import Role
from store.columns import Instant, Json, Word
from store.metadata import metadata, number, one_of, partial_index

# A case, or a subtask, offered to everybody who has a role at a place: the first who takes it has it.
offers = Table(
    "offers",
    metadata,
    number(),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("subtask_id", ForeignKey("subtasks.id")),  # empty: the case itself is offered
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("role", Word(Role), nullable=False),
    Column("offered_by", ForeignKey("people.id"), nullable=False),
    Column("offered_at", Instant, nullable=False),
    Column("taken_by", ForeignKey("people.id")),
    Column("ended_at", Instant),  # taken, or not offered any more
    one_of("role", *Role),
    CheckConstraint("taken_by IS NULL OR ended_at IS NOT NULL", name="taken_has_ended"),
    partial_index("uq_offers_case", "case_id", where="ended_at IS NULL AND subtask_id IS NULL", unique=True),
    partial_index("uq_offers_subtask", "subtask_id", where="ended_at IS NULL AND subtask_id IS NOT NULL", unique=True),
    partial_index("ix_offers_place", "place_id", where="ended_at IS NULL"),
)  # fmt: skip

# What a distributor moved in one go, and how it stood before: it can be taken back for a while.
bulk_moves = Table(
    "bulk_moves",
    metadata,
    number(),
    Column("moved_by", ForeignKey("people.id"), nullable=False),
    Column("moved_at", Instant, nullable=False),
    Column("moved", Json, nullable=False),
    Column("undone_at", Instant),
    Index(None, "moved_by", "moved_at"),
)
