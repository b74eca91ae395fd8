"""What was asked for has one id, up to the delivery; what waits in earnest is counted without reading all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PRESSING = sa.text("state IN ('ready', 'sending', 'unknown') AND (error IS NULL OR error <> 'outside working hours')")


def upgrade() -> None:
    """Take the step."""
    op.add_column("outbox", sa.Column("request_id", sa.Text()))
    op.add_column("inbox", sa.Column("request_id", sa.Text()))
    op.create_index("ix_outbox_pressing", "outbox", ["kind", "id"], sqlite_where=PRESSING, postgresql_where=PRESSING)


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_outbox_pressing", "outbox")
    for name in ("inbox", "outbox"):
        op.drop_column(name, "request_id")
