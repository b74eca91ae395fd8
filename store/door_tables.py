"""The tables of the door for machines: systems, their keys, what they were answered, and where they are told.

And the links of people's calendars.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table

from domain.values import Role
from store.columns import Instant, Json, Number, Word
from store.metadata import metadata, number, one_of

# A system that comes in by the door. It has a row of `people`, so that the history can name it, and none of `roles`
# nor an account in Slack: nobody can choose it, and nothing is ever shown to it. Its right stands here instead.
systems = Table(
    "systems",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("name", sa.Text, nullable=False, unique=True),
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("role", Word(Role), nullable=False),
    one_of("role", *Role),
)

# Its keys: found by their prefix, known by the digest of the whole. During a rotation two are good.
keys = Table(
    "keys",
    metadata,
    number(),
    Column("person_id", ForeignKey("systems.person_id"), nullable=False),
    Column("prefix", sa.Text, nullable=False, unique=True),
    Column("digest", sa.Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ends_at", Instant),
    Index(None, "person_id"),
)

# The link by which somebody's own calendar fetches their deadlines: known by the digest of what only they have.
calendars = Table(
    "calendars",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("digest", sa.Text, nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)

# What a write was answered, under the key that the system gave it: the same once more changes nothing.
answered = Table(
    "answered",
    metadata,
    Column("person_id", ForeignKey("systems.person_id"), primary_key=True),
    Column("key", sa.Text, primary_key=True),
    Column("digest", sa.Text, nullable=False),
    Column("status", sa.Integer, nullable=False),
    Column("body", sa.Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)

# Where a system is told of what happens in the cases that it runs (docs/decisions/0027). The secrets stand here as they
# are, since each message is signed with them. `ended_at`: the receiver has said that it wants nothing more.
webhooks = Table(
    "webhooks",
    metadata,
    Column("person_id", ForeignKey("systems.person_id"), primary_key=True, autoincrement=False),
    Column("url", sa.Text, nullable=False),
    Column("events", Json, nullable=False),
    Column("secret", sa.Text, nullable=False),
    Column("former_secret", sa.Text),
    Column("former_until_at", Instant),
    Column("set_at", Instant, nullable=False),
    Column("ended_at", Instant),
)

# How many events of a case systems have been told of. The row is held until the act is committed, so that events of one
# case have the order in which they became true.
told_cases = Table(
    "told_cases",
    metadata,
    number(),
    Column("case_id", ForeignKey("cases.id"), nullable=False, unique=True),
    Column("last", Number, nullable=False),
)
