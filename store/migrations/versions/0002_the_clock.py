"""The clock: when to look at what, what was reminded of, how each person wants it, and subtasks on hold."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)

WATCHED = (("cases", "status IN ('new', 'open')"), ("subtasks", "status <> 'solved'"))


def upgrade() -> None:
    """Take the step. What fell due before it is not said any more."""
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
    op.create_table(
        "reminders",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("subtask_id", NUMBER),
        sa.Column("case_id", sa.Text()),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("bundle_id", NUMBER),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_reminders_case_id_cases"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_reminders_person_id_people"),
        sa.ForeignKeyConstraint(["subtask_id"], ["subtasks.id"], name="fk_reminders_subtask_id_subtasks"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("key", name="uq_reminders_key"),
    )
    op.create_index("ix_reminders_bundle_id", "reminders", ["bundle_id"])
    _partial_index("ix_reminders_unbundled", "reminders", ["due_at", "person_id"], "bundle_id IS NULL")
    op.add_column("people", sa.Column("reminding", sa.Text(), server_default="at_once", nullable=False))
    op.add_column("people", sa.Column("muted", sa.Text()))
    op.add_column("people", sa.Column("quiet_hours", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("people", sa.Column("look_at", INSTANT))
    op.create_index("ix_people_look_at", "people", ["look_at"])
    op.add_column("homes", sa.Column("waiting_page", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("owned_from_at", INSTANT))
    op.add_column("subtasks", sa.Column("held_until_on", sa.Date()))
    op.add_column("subtasks", sa.Column("held_because", sa.Text()))
    for table, watched in WATCHED:
        op.add_column(table, sa.Column("look_at", INSTANT))
        op.add_column(table, sa.Column("reminds_from_at", INSTANT))
        _partial_index(f"ix_{table}_look", table, ["look_at"], watched)
        now = datetime.now(UTC)
        columns = sa.table(table, sa.column("look_at", INSTANT), sa.column("reminds_from_at", INSTANT))
        op.execute(columns.update().values(look_at=now, reminds_from_at=now))


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    """Take it back."""
    for table, _ in WATCHED:
        op.drop_index(f"ix_{table}_look", table)
        op.drop_column(table, "look_at")
        op.drop_column(table, "reminds_from_at")
    op.drop_column("homes", "waiting_page")
    op.drop_column("cases", "owned_from_at")
    op.drop_column("subtasks", "held_until_on")
    op.drop_column("subtasks", "held_because")
    op.drop_index("ix_people_look_at", "people")
    for column in ("reminding", "muted", "quiet_hours", "look_at"):
        op.drop_column("people", column)
    op.drop_table("reminders")
    op.drop_table("marks")
