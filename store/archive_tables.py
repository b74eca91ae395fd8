"""The tables of how a case leaves: packages, what was erased, seals of the history, the log of administration."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table

from store.columns import Instant, Json, Number
from store.metadata import metadata, number, one_of, partial_index

# A package of a case as it was handed out, known by the digest of its bytes. `upto_id` is the last line of the case's
# history that is in it; `state` is the digest of the record that it was made of (cases/archive/as_json.py), which tells
# whether the case still is what the package says. Confirmed: the archive has it.
packages = Table(
    "packages",
    metadata,
    number(),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("digest", sa.Text, nullable=False),
    Column("size", sa.BigInteger, nullable=False),
    Column("upto_id", Number, nullable=False),
    Column("state", sa.Text, nullable=False),
    Column("confirmed_at", Instant),
    Column("confirmed_by", sa.Text),
    Index(None, "case_id", "id"),
)

# What was erased, of a case or of a person, by which provision and with what counts. As long as `done_at` is empty it
# is under way: what is outside the database (files, packages, what stands in Slack) may still be there.
erasures = Table(
    "erasures",
    metadata,
    number(),
    Column("kind", sa.Text, nullable=False),
    Column("case_id", ForeignKey("cases.id")),
    Column("person_id", ForeignKey("people.id")),
    Column("begun_at", Instant, nullable=False),
    Column("asked_by", sa.Text, nullable=False),  # whoever gave the command; empty for the clock
    Column("provision", sa.Text, nullable=False),
    Column("counts", Json, nullable=False),
    Column("done_at", Instant),
    one_of("kind", "case", "attachments", "person"),
    partial_index("ix_erasures_under_way", "id", where="done_at IS NULL"),
    Index(None, "case_id"),
)

# Each line of the history, sealed after the one before it: who changes a line behind the program's back is found out.
history_seals = Table(
    "history_seals",
    metadata,
    Column("history_id", ForeignKey("history.id"), primary_key=True, autoincrement=False),
    Column("number", Number, nullable=False, unique=True),
    Column("salt", sa.Text),
    Column("digest", sa.Text, nullable=False),
    Column("seal", sa.Text, nullable=False),
)

# What administrators and the program itself have done, apart from the cases: imports, roles, settings, erasures.
administration = Table(
    "administration",
    metadata,
    number(),
    Column("at", Instant, nullable=False),
    Column("act", sa.Text, nullable=False),
    Column("by", sa.Text, nullable=False),  # the account on the machine that gave the command; empty for the program
    Column("actor_id", ForeignKey("people.id")),  # who did it in Slack
    Column("person_id", Number),  # about whom; who was taken in by another is no row any more
    Column("case_id", ForeignKey("cases.id")),
    Column("details", Json, nullable=False),
    Column("erasure_id", ForeignKey("erasures.id")),
    Index(None, "at"),
    Index(None, "person_id"),
    Index(None, "case_id"),
)
