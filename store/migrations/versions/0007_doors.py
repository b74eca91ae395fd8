"""A door for machines: systems, their keys, and what they were answered."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Take the step."""
    _systems()
    _answered()


def _systems() -> None:
    op.create_table(
        "systems",
        _foreign("systems", "person_id", "people.id", autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False),
        _foreign("systems", "place_id", "places.id"),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('saksbehandler', 'fagperson', 'fordeler')", name=op.f("ck_systems_role")),
        sa.PrimaryKeyConstraint("person_id", name="pk_systems"),
        sa.UniqueConstraint("name", name="uq_systems_name"),
    )
    op.create_table(
        "keys",
        _number(),
        _foreign("keys", "person_id", "systems.person_id"),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
        sa.UniqueConstraint("prefix", name="uq_keys_prefix"),
    )
    op.create_index("ix_keys_person_id", "keys", ["person_id"])


def _answered() -> None:
    op.create_table(
        "answered",
        _foreign("answered", "person_id", "systems.person_id"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_answered"),
    )
    op.create_index("ix_answered_at", "answered", ["at"])


def _number() -> sa.Column[int]:
    return sa.Column("id", NUMBER, autoincrement=True, nullable=False)


def _foreign(of: str, name: str, to: str, **more: Any) -> sa.Column[Any]:
    reference = sa.ForeignKey(to, name=f"fk_{of}_{name}_{to.partition('.')[0]}")
    return sa.Column(name, NUMBER, reference, nullable=False, **more)


def downgrade() -> None:
    """Take it back. Whoever came in by the door stays in the history, as a person without any role."""
    for name in ("answered", "keys", "systems"):
        op.drop_table(name)
