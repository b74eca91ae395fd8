"""The table of rounds: one question to several people, each of whom has a subtask of the round."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table

from store.columns import Instant
from store.metadata import metadata, number, partial_index

# `asked`, `answered` and `out` (declined, or not needed) count its subtasks; cases/rounds.py keeps them true.
# `shows_answers`: those who were asked see each other's answers once the round is over. It is over when nobody is left
# to answer, or when the day of all who are left is past; `ended_at` says since when. `summary` is what the owner has
# taken over of the answers.
rounds = Table(
    "rounds",
    metadata,
    number(),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("asked", sa.Integer, nullable=False),
    Column("answered", sa.Integer, nullable=False),
    Column("out", sa.Integer, nullable=False),
    Column("shows_answers", sa.Boolean, nullable=False),
    Column("created_by", ForeignKey("people.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("summary", sa.Text),
    Column("summed_up_by", ForeignKey("people.id")),
    Column("summed_up_at", Instant),
    Index(None, "case_id"),
    partial_index("ix_rounds_running", "id", where="ended_at IS NULL"),
)
