"""Links by which people's calendars fetch their deadlines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Take the step."""
    of_people = sa.ForeignKey("people.id", name="fk_calendars_person_id_people")
    op.create_table(
        "calendars",
        sa.Column("person_id", NUMBER, of_people, autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_calendars"),
        sa.UniqueConstraint("digest", name="uq_calendars_digest"),
    )


def downgrade() -> None:
    """Take it back: nobody's calendar fetches anything any more."""
    op.drop_table("calendars")
