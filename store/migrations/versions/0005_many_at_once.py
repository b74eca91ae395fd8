"""Many at once: search, ready-made sets, rounds, offers to a role, and what was moved together."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from store.search_statements import STATEMENTS, TAKEN_BACK

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
# What is found by where few have it: index, table, columns, condition.
FEW = (
    ("ix_subtasks_after", "subtasks", ["after_id"], "after_id IS NOT NULL"),
    ("ix_subtasks_together", "subtasks", ["together_id"], "together_id IS NOT NULL"),
    ("ix_subtasks_round", "subtasks", ["round_id"], "round_id IS NOT NULL"),
    ("ix_rounds_running", "rounds", ["id"], "ended_at IS NULL"),
    ("ix_subtasks_deadline", "subtasks", ["deadline_on", "id"], "status <> 'solved'"),
    ("ix_offers_place", "offers", ["place_id"], "ended_at IS NULL"),
    ("ix_cases_working", "cases", ["place_id"], "status IN ('new', 'open')"),
    ("ix_subtasks_case_unsolved", "subtasks", ["case_id"], "status <> 'solved'"),
    ("ix_offers_case", "offers", ["case_id"], "ended_at IS NULL"),
)
OFFERED_ONCE = (
    ("uq_offers_case", "offers", ["case_id"], "ended_at IS NULL AND subtask_id IS NULL"),
    ("uq_offers_subtask", "offers", ["subtask_id"], "ended_at IS NULL AND subtask_id IS NOT NULL"),
)


def upgrade() -> None:
    """Take the step."""
    op.add_column("homes", sa.Column("page", sa.Text()))
    op.add_column("homes", sa.Column("page_state", sa.JSON()))
    op.create_index("ix_homes_seen_at", "homes", ["seen_at"])
    op.add_column("cases", sa.Column("type", sa.Text()))
    _rounds()
    with op.batch_alter_table("subtasks") as table:
        _pointer(table, "subtasks", "after_id", "subtasks")
        _pointer(table, "subtasks", "together_id", "subtasks")
        _pointer(table, "subtasks", "round_id", "rounds")
        table.add_column(sa.Column("answer_form", sa.JSON()))
    op.add_column("conclusions", sa.Column("answers", sa.JSON()))
    _bulk_moves()
    _offers()
    _saved_searches()
    for name, table_name, columns, where in FEW:
        _partial_index(name, table_name, columns, where)
    for name, table_name, columns, where in OFFERED_ONCE:
        _partial_index(name, table_name, columns, where, unique=True)
    op.create_index("ix_cases_place_id", "cases", ["place_id"])
    _search()


def _search() -> None:
    """Make the index, and note that everything is to be taken in: store/schema.py has that done in the same commit."""
    texts = "search_texts"
    op.create_table(
        texts,
        _number(),
        *(
            sa.Column(name, kind, sa.ForeignKey(f"{to}.id", name=f"fk_{texts}_{name}_{to}", ondelete="CASCADE"))
            for name, kind, to in (("case_id", sa.Text(), "cases"), ("subtask_id", NUMBER, "subtasks"))
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_texts"),
        sa.UniqueConstraint("case_id", name="uq_search_texts_case_id"),
        sa.UniqueConstraint("subtask_id", name="uq_search_texts_subtask_id"),
    )
    op.create_table(
        "search_stale",
        sa.Column("case_id", sa.Text()),
        sa.Column("subtask_id", NUMBER),
        sa.Column("message_id", NUMBER),
    )
    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.execute("INSERT INTO search_stale (case_id) SELECT id FROM cases")


def _rounds() -> None:
    op.create_table(
        "rounds",
        _number(),
        _foreign("rounds", "case_id", "cases", sa.Text()),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("out", sa.Integer(), nullable=False),
        sa.Column("shows_answers", sa.Boolean(), nullable=False),
        _foreign("rounds", "created_by", "people"),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("summary", sa.Text()),
        _foreign("rounds", "summed_up_by", "people", nullable=True),
        sa.Column("summed_up_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
    )
    op.create_index("ix_rounds_case_id", "rounds", ["case_id"])


def _offers() -> None:
    roles = ", ".join(f"'{role}'" for role in ("saksbehandler", "fagperson", "fordeler"))
    op.create_table(
        "offers",
        _number(),
        _foreign("offers", "move_id", "bulk_moves"),
        _foreign("offers", "case_id", "cases", sa.Text()),
        _foreign("offers", "subtask_id", "subtasks", nullable=True),
        _foreign("offers", "place_id", "places"),
        sa.Column("role", sa.Text(), nullable=False),
        _foreign("offers", "held_by", "people", nullable=True),
        sa.Column("offered_at", INSTANT, nullable=False),
        _foreign("offers", "taken_by", "people", nullable=True),
        sa.Column("ended_at", INSTANT),
        sa.CheckConstraint(f"role IN ({roles})", name=op.f("ck_offers_role")),
        sa.CheckConstraint("taken_by IS NULL OR ended_at IS NOT NULL", name=op.f("ck_offers_taken_has_ended")),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
    )
    op.create_index("ix_offers_move_id", "offers", ["move_id"])


def _bulk_moves() -> None:
    op.create_table(
        "bulk_moves",
        _number(),
        _foreign("bulk_moves", "moved_by", "people"),
        sa.Column("planned_at", INSTANT, nullable=False),
        sa.Column("planned", sa.JSON(), nullable=False),
        sa.Column("moved_at", INSTANT),
        sa.Column("moved", sa.JSON()),
        sa.Column("undone_at", INSTANT),
        sa.CheckConstraint("(moved_at IS NULL) = (moved IS NULL)", name=op.f("ck_bulk_moves_moved_says_what")),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_moves"),
    )
    op.create_index("ix_bulk_moves_moved_by_planned_at", "bulk_moves", ["moved_by", "planned_at"])


def _saved_searches() -> None:
    op.create_table(
        "saved_searches",
        _number(),
        _foreign("saved_searches", "person_id", "people"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sought", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_searches"),
        sa.UniqueConstraint("person_id", "name", name="uq_saved_searches_person_id_name"),
    )


def _number() -> sa.Column[int]:
    return sa.Column("id", NUMBER, autoincrement=True, nullable=False)


def _foreign(
    of: str, name: str, to: str, kind: sa.types.TypeEngine[Any] = NUMBER, *, nullable: bool = False
) -> sa.Column[Any]:
    return sa.Column(name, kind, sa.ForeignKey(f"{to}.id", name=f"fk_{of}_{name}_{to}"), nullable=nullable)


def _pointer(table: BatchOperations, of: str, name: str, to: str) -> None:
    table.add_column(sa.Column(name, NUMBER))
    table.create_foreign_key(op.f(f"fk_{of}_{name}_{to}"), to, [name], ["id"])


def _partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Take it back. What waits for another subtask is nobody's to wait for any more: it is Ny."""
    for statement in TAKEN_BACK[op.get_bind().dialect.name]:
        op.execute(statement)
    for name in ("search_stale", "search_texts"):
        op.drop_table(name)
    op.drop_index("ix_cases_place_id", "cases")
    for name, table_name, _, _ in (*FEW, *OFFERED_ONCE):
        op.drop_index(name, table_name)
    for name in ("saved_searches", "offers", "bulk_moves"):
        op.drop_table(name)
    with op.batch_alter_table("subtasks") as table:
        for name, to in (("round_id", "rounds"), ("together_id", "subtasks"), ("after_id", "subtasks")):
            table.drop_constraint(op.f(f"fk_subtasks_{name}_{to}"), type_="foreignkey")
        for name in ("answer_form", "round_id", "together_id", "after_id"):
            table.drop_column(name)
    op.drop_column("conclusions", "answers")
    op.drop_table("rounds")
    with op.batch_alter_table("cases") as table:
        table.drop_column("type")
    op.drop_index("ix_homes_seen_at", "homes")
    with op.batch_alter_table("homes") as table:
        table.drop_column("page_state")
        table.drop_column("page")
