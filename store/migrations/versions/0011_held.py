"""What waits for its reader's working hours is found by when that is over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HELD = sa.text("error = 'outside working hours' AND state IN ('ready', 'sending', 'unknown')")


def upgrade() -> None:
    """Take the step."""
    op.create_index("ix_outbox_held", "outbox", ["not_before_at"], sqlite_where=HELD, postgresql_where=HELD)


def downgrade() -> None:
    """Take the step back."""
    op.drop_index("ix_outbox_held", "outbox")
