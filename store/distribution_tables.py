"""The tables of giving much to somebody at once: what is offered to a role of a place, and what was moved together."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table

from domain.values import Role
from store.columns import Instant, Json, Word
from store.metadata import metadata, number, one_of, partial_index

# What a distributor moves in one go: what was shown before, what was done, and how it stood, to take it back.
bulk_moves = Table(
    "bulk_moves",
    metadata,
    number(),
    Column("moved_by", ForeignKey("people.id"), nullable=False),
    Column("planned_at", Instant, nullable=False),
    Column("planned", Json, nullable=False),
    Column("moved_at", Instant),  # empty: it was only shown so far
    Column("moved", sa.JSON(none_as_null=True)),
    Column("undone_at", Instant),
    CheckConstraint("(moved_at IS NULL) = (moved IS NULL)", name="moved_says_what"),
    Index(None, "moved_by", "planned_at"),
)

# A case, or a subtask, offered to everybody who has a role at a place: the first who takes it has it.
offers = Table(
    "offers",
    metadata,
    number(),
    Column("move_id", ForeignKey("bulk_moves.id"), nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("subtask_id", ForeignKey("subtasks.id")),  # empty: the case itself is offered
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("role", Word(Role), nullable=False),
    Column("held_by", ForeignKey("people.id")),  # who has it until it is taken; empty for a case without owner
    Column("offered_at", Instant, nullable=False),
    Column("taken_by", ForeignKey("people.id")),
    Column("ended_at", Instant),  # taken, or not offered any more
    one_of("role", *Role),
    CheckConstraint("taken_by IS NULL OR ended_at IS NOT NULL", name="taken_has_ended"),
    Index(None, "move_id"),
    partial_index("uq_offers_case", "case_id", where="ended_at IS NULL AND subtask_id IS NULL", unique=True),
    partial_index("uq_offers_subtask", "subtask_id", where="ended_at IS NULL AND subtask_id IS NOT NULL", unique=True),
    partial_index("ix_offers_place", "place_id", where="ended_at IS NULL"),
    partial_index("ix_offers_case", "case_id", where="ended_at IS NULL"),
)  # fmt: skip
