"""Records: packages of cases, what was erased, the seals of the history, and the log of administration."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from store.append_only import STATEMENTS as FIRST
from store.only_erased import STATEMENTS, TAKEN_BACK

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_OLD = {
    "sqlite": ["DROP TRIGGER history_no_update", "DROP TRIGGER history_no_delete"],
    "postgresql": ["DROP TRIGGER history_only_added_to ON history", "DROP FUNCTION refuse_change()"],
}


def upgrade() -> None:
    """Take the step."""
    _packages()
    _erasures()
    _seals()
    _administration()
    held = sa.text("held_until_on IS NOT NULL")  # a list of its own among all that there is
    op.create_index("ix_subtasks_held", "subtasks", ["id"], sqlite_where=held, postgresql_where=held)
    # By hand: Alembic would make the whole table anew for a reference on SQLite.
    op.execute(
        "ALTER TABLE history ADD COLUMN erasure_id "
        f"{'BIGINT' if _dialect() == 'postgresql' else 'INTEGER'} "
        "CONSTRAINT fk_history_erasure_id_erasures REFERENCES erasures (id)"
    )
    for statement in (*_OLD[_dialect()], *STATEMENTS[_dialect()]):
        op.execute(statement)


def _packages() -> None:
    op.create_table(
        "packages",
        _number(),
        _foreign("packages", "case_id", "cases", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("upto_id", NUMBER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("confirmed_at", INSTANT),
        sa.Column("confirmed_by", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_packages"),
    )
    op.create_index("ix_packages_case_id_id", "packages", ["case_id", "id"])


def _erasures() -> None:
    op.create_table(
        "erasures",
        _number(),
        sa.Column("kind", sa.Text(), nullable=False),
        _foreign("erasures", "case_id", "cases", sa.Text()),
        _foreign("erasures", "person_id", "people"),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("provision", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("done_at", INSTANT),
        sa.CheckConstraint("kind IN ('case', 'attachments', 'person')", name=op.f("ck_erasures_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    under_way = sa.text("done_at IS NULL")
    op.create_index("ix_erasures_under_way", "erasures", ["id"], sqlite_where=under_way, postgresql_where=under_way)
    op.create_index("ix_erasures_case_id", "erasures", ["case_id"])


def _seals() -> None:
    op.create_table(
        "history_seals",
        _foreign("history_seals", "history_id", "history", nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("salt", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("history_id", name="pk_history_seals"),
        sa.UniqueConstraint("number", name="uq_history_seals_number"),
    )


def _administration() -> None:
    op.create_table(
        "administration",
        _number(),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        _foreign("administration", "actor_id", "people"),
        sa.Column("person_id", NUMBER),
        _foreign("administration", "case_id", "cases", sa.Text()),
        sa.Column("details", sa.JSON(), nullable=False),
        _foreign("administration", "erasure_id", "erasures"),
        sa.PrimaryKeyConstraint("id", name="pk_administration"),
    )
    for name in ("at", "person_id", "case_id"):
        op.create_index(f"ix_administration_{name}", "administration", [name])


def _number() -> sa.Column[int]:
    return sa.Column("id", NUMBER, autoincrement=True, nullable=False)


def _foreign(
    of: str, name: str, to: str, kind: sa.types.TypeEngine[Any] = NUMBER, *, nullable: bool = True
) -> sa.Column[Any]:
    return sa.Column(name, kind, sa.ForeignKey(f"{to}.id", name=f"fk_{of}_{name}_{to}"), nullable=nullable)


def _dialect() -> str:
    return op.get_bind().dialect.name


def downgrade() -> None:
    """Take it back. What was erased stays erased; its lines only do not say any more which erasure it was."""
    for statement in TAKEN_BACK[_dialect()]:
        op.execute(statement)
    if _dialect() == "sqlite":
        with op.batch_alter_table("history") as table:
            table.drop_column("erasure_id")
    else:
        op.drop_column("history", "erasure_id")
    for statement in FIRST[_dialect()]:
        op.execute(statement)
    op.drop_index("ix_subtasks_held", "subtasks")
    for name in ("administration", "history_seals", "erasures", "packages"):
        op.drop_table(name)
