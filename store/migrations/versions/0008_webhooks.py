"""Webhooks: where a system is told of what happens in its cases, and how many events of a case there were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "webhooks",
        sa.Column(
            "person_id",
            NUMBER,
            sa.ForeignKey("systems.person_id", name="fk_webhooks_person_id_systems"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("former_secret", sa.Text()),
        sa.Column("former_until_at", INSTANT),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.PrimaryKeyConstraint("person_id", name="pk_webhooks"),
    )
    op.create_table(
        "told_cases",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Text(), sa.ForeignKey("cases.id", name="fk_told_cases_case_id_cases"), nullable=False),
        sa.Column("last", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_told_cases"),
        sa.UniqueConstraint("case_id", name="uq_told_cases_case_id"),
    )


def downgrade() -> None:
    """Take it back. What waits to be told is set aside by the version before."""
    for name in ("told_cases", "webhooks"):
        op.drop_table(name)
