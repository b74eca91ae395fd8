"""Work that never lies still: who is disqualified or away, endings with a reason, grants that end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
ENDINGS = ("assignee", "owner", "case_closed", "case_withdrawn")
# What is found by where few have it: index, table, columns, condition.
FEW = (
    ("ix_cases_stand_in", "cases", ["stand_in_id"], "stand_in_id IS NOT NULL"),
    ("ix_subtasks_stand_in", "subtasks", ["stand_in_id", "deadline_on", "id"], "stand_in_id IS NOT NULL"),
    ("ix_outbox_undelivered", "outbox", ["person_id"], "state IN ('ready', 'sending', 'unknown', 'refused')"),
    ("ix_grants_ends_on", "grants", ["ends_on"], "ends_on IS NOT NULL AND withdrawn_at IS NULL"),
)


def upgrade() -> None:
    """Take the step."""
    _disqualified_and_absent()
    op.add_column("homes", sa.Column("reminded_at", INSTANT))
    with op.batch_alter_table("cases") as table:
        _person(table, "cases", "stand_in_id")
    with op.batch_alter_table("grants") as table:
        table.add_column(sa.Column("ends_on", sa.Date()))
        table.add_column(sa.Column("fetched_at", INSTANT))
        _person(table, "grants", "fetched_by")
    with op.batch_alter_table("subtasks") as table:
        table.add_column(sa.Column("ending_text", sa.Text()))
        table.add_column(sa.Column("given_at", INSTANT))
        table.add_column(sa.Column("waits_for_owner_at", INSTANT))
        table.add_column(sa.Column("edited_at", INSTANT))
        table.add_column(sa.Column("nudged_on", sa.Date()))
        _person(table, "subtasks", "stand_in_id")
    _endings(*ENDINGS[:2], "not_needed", *ENDINGS[2:])
    for name, table_name, columns, where in FEW:
        _partial_index(name, table_name, columns, where)


def _disqualified_and_absent() -> None:
    op.create_table(
        "disqualifications",
        sa.Column("case_id", sa.Text(), sa.ForeignKey("cases.id", name="fk_disqualifications_case_id_cases")),
        sa.Column("person_id", NUMBER, sa.ForeignKey("people.id", name="fk_disqualifications_person_id_people")),
        sa.Column("declared_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "person_id", name="pk_disqualifications"),
    )
    op.create_index("ix_disqualifications_person_id", "disqualifications", ["person_id"])
    op.create_table(
        "absences",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        *(
            sa.Column(name, NUMBER, sa.ForeignKey("people.id", name=f"fk_absences_{name}_people"), nullable=nullable)
            for name, nullable in (("person_id", False), ("substitute_id", True), ("set_by", False))
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("with_open", sa.Boolean(), nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.Column("began_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_absences_from_until")),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
    )
    op.create_index("ix_absences_substitute_id", "absences", ["substitute_id"])
    _partial_index("uq_absences_standing", "absences", ["person_id"], "ended_at IS NULL", unique=True)


def _person(table: BatchOperations, of: str, name: str) -> None:
    table.add_column(sa.Column(name, NUMBER))
    table.create_foreign_key(op.f(f"fk_{of}_{name}_people"), "people", [name], ["id"])


def _endings(*words: str) -> None:
    """Let a subtask end in these ways."""
    allowed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("subtasks") as table:
        table.drop_constraint(op.f("ck_subtasks_ending"), type_="check")
    with op.batch_alter_table("subtasks") as table:
        table.create_check_constraint(op.f("ck_subtasks_ending"), f"ending IN ({allowed})")


def _partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Take it back."""
    for name, table_name, _, _ in FEW:
        op.drop_index(name, table_name)
    op.execute("UPDATE subtasks SET ending = 'owner' WHERE ending = 'not_needed'")
    _endings(*ENDINGS)
    with op.batch_alter_table("subtasks") as table:
        table.drop_constraint(op.f("fk_subtasks_stand_in_id_people"), type_="foreignkey")
        for name in ("stand_in_id", "nudged_on", "edited_at", "waits_for_owner_at", "given_at", "ending_text"):
            table.drop_column(name)
    with op.batch_alter_table("grants") as table:
        table.drop_constraint(op.f("fk_grants_fetched_by_people"), type_="foreignkey")
        for name in ("fetched_by", "fetched_at", "ends_on"):
            table.drop_column(name)
    with op.batch_alter_table("cases") as table:
        table.drop_constraint(op.f("fk_cases_stand_in_id_people"), type_="foreignkey")
        table.drop_column("stand_in_id")
    with op.batch_alter_table("homes") as table:
        table.drop_column("reminded_at")
    op.drop_table("absences")
    op.drop_table("disqualifications")
