"""The first schema: everything from places to the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.append_only import STATEMENTS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)

TABLES = (
    "reads", "message_versions", "message_files", "messages", "history", "grants", "conclusions",
    "subtasks", "homes", "attachments", "roles", "posts", "outbox",
    "cases", "places", "people", "inbox",
)  # fmt: skip


def partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    """Make an index over the rows of which `where` is true."""
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "inbox",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("digest", sa.Text()),
        sa.Column("event", sa.JSON(none_as_null=True)),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before_at", INSTANT),
        sa.Column("error", sa.Text()),
        sa.Column("done_at", INSTANT),
        sa.PrimaryKeyConstraint("key", name="pk_inbox"),
    )
    partial_index("ix_inbox_waiting", "inbox", ["received_at"], "done_at IS NULL")
    op.create_table(
        "people",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slack_id", sa.Text()),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("slack_language", sa.Text()),
        sa.Column("slack_zone", sa.Text()),
        sa.Column("dm_channel", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
        sa.UniqueConstraint("slack_id", name="uq_people_slack_id"),
    )
    op.create_table(
        "places",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", NUMBER),
        sa.Column("path", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["places.id"], name="fk_places_parent_id_places"),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sa.UniqueConstraint("code", name="uq_places_code"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place_id", NUMBER, nullable=False),
        sa.Column("applicant_name", sa.Text(), nullable=False),
        sa.Column("applicant_email", sa.Text(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("owner_id", NUMBER),
        sa.Column("deadline_on", sa.Date()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="new", nullable=False),
        sa.Column("opened_at", INSTANT),
        sa.Column("closed_at", INSTANT),
        sa.Column("closed_by", NUMBER),
        sa.CheckConstraint("status IN ('new', 'open', 'closed', 'withdrawn')", name=op.f("ck_cases_status")),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name="fk_cases_closed_by_people"),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name="fk_cases_owner_id_people"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_cases_place_id_places"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_index("ix_cases_owner_id_status_deadline_on", "cases", ["owner_id", "status", "deadline_on"])
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), server_default="ready", nullable=False),
        sa.Column("not_before_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("looks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tried_at", INSTANT),
        sa.Column("lease_until_at", INSTANT),
        sa.Column("leased_by", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT),
        sa.CheckConstraint(
            "state IN ('ready', 'sending', 'unknown', 'sent', 'dropped', 'dead')", name=op.f("ck_outbox_state")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_outbox_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    partial_index("ix_outbox_dead", "outbox", ["id"], "state = 'dead'")
    partial_index("ix_outbox_waiting", "outbox", ["lane", "id"], "state IN ('ready', 'sending', 'unknown')")
    partial_index(
        "uq_outbox_redraw",
        "outbox",
        ["kind", "subject_id", "person_id"],
        "tried_at IS NULL AND kind IN ('card', 'home')",
        unique=True,
    )
    op.create_table(
        "posts",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("channel", sa.Text()),
        sa.Column("ts", sa.Text()),
        sa.Column("file_id", sa.Text()),
        sa.Column("digest", sa.Text()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_posts_person_id_people"),
        sa.PrimaryKeyConstraint("kind", "subject_id", "person_id", name="pk_posts"),
    )
    op.create_index("ix_posts_channel_ts", "posts", ["channel", "ts"])
    op.create_table(
        "roles",
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("place_id", NUMBER, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('saksbehandler', 'fagperson', 'fordeler')", name=op.f("ck_roles_role")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_roles_person_id_people"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_roles_place_id_places"),
        sa.PrimaryKeyConstraint("person_id", "place_id", "role", name="pk_roles"),
    )
    op.create_index("ix_roles_place_id", "roles", ["place_id"])
    op.create_table(
        "attachments",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.Column("slack_file_id", sa.Text()),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", NUMBER),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name="fk_attachments_added_by_people"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_attachments_case_id_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.UniqueConstraint("case_id", "name", name="uq_attachments_case_id_name"),
    )
    op.create_table(
        "homes",
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("tab", sa.Text(), server_default="mine", nullable=False),
        sa.Column("case_id", sa.Text()),
        sa.Column("case_page", sa.Integer(), server_default="0", nullable=False),
        sa.Column("subtasks_page", sa.Integer(), server_default="0", nullable=False),
        sa.Column("cases_page", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_homes_case_id_cases"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_homes_person_id_people"),
        sa.PrimaryKeyConstraint("person_id", name="pk_homes"),
    )
    op.create_table(
        "subtasks",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column("assignee_id", NUMBER, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="new", nullable=False),
        sa.Column("created_by", NUMBER, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("opened_at", INSTANT),
        sa.Column("solved_at", INSTANT),
        sa.Column("solved_by", NUMBER),
        sa.Column("ending", sa.Text()),
        sa.Column("declined_at", INSTANT),
        sa.Column("declined_because", sa.Text()),
        sa.Column("declined_text", sa.Text()),
        sa.CheckConstraint("(status = 'solved') = (ending IS NOT NULL)", name=op.f("ck_subtasks_solved_has_ending")),
        sa.CheckConstraint(
            "ending IN ('assignee', 'owner', 'case_closed', 'case_withdrawn')", name=op.f("ck_subtasks_ending")
        ),
        sa.CheckConstraint("status IN ('new', 'open', 'solved')", name=op.f("ck_subtasks_status")),
        sa.ForeignKeyConstraint(["assignee_id"], ["people.id"], name="fk_subtasks_assignee_id_people"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_subtasks_case_id_cases"),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name="fk_subtasks_created_by_people"),
        sa.ForeignKeyConstraint(["solved_by"], ["people.id"], name="fk_subtasks_solved_by_people"),
        sa.PrimaryKeyConstraint("id", name="pk_subtasks"),
    )
    partial_index("ix_subtasks_assignee_solved", "subtasks", ["assignee_id", "solved_at", "id"], "status = 'solved'")
    partial_index(
        "ix_subtasks_assignee_unsolved", "subtasks", ["assignee_id", "deadline_on", "id"], "status <> 'solved'"
    )
    op.create_index("ix_subtasks_case", "subtasks", ["case_id", "deadline_on", "id"])
    op.create_table(
        "conclusions",
        sa.Column("subtask_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", NUMBER, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_conclusions_author_id_people"),
        sa.ForeignKeyConstraint(["subtask_id"], ["subtasks.id"], name="fk_conclusions_subtask_id_subtasks"),
        sa.PrimaryKeyConstraint("subtask_id", "number", name="pk_conclusions"),
    )
    op.create_table(
        "grants",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("subtask_id", NUMBER, nullable=False),
        sa.Column("attachment_id", NUMBER, nullable=False),
        sa.Column("granted_by", NUMBER, nullable=False),
        sa.Column("granted_at", INSTANT, nullable=False),
        sa.Column("withdrawn_by", NUMBER),
        sa.Column("withdrawn_at", INSTANT),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachments.id"], name="fk_grants_attachment_id_attachments"),
        sa.ForeignKeyConstraint(["granted_by"], ["people.id"], name="fk_grants_granted_by_people"),
        sa.ForeignKeyConstraint(["subtask_id"], ["subtasks.id"], name="fk_grants_subtask_id_subtasks"),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["people.id"], name="fk_grants_withdrawn_by_people"),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
    )
    partial_index("uq_grants_standing", "grants", ["subtask_id", "attachment_id"], "withdrawn_at IS NULL", unique=True)
    op.create_table(
        "history",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("subtask_id", NUMBER),
        sa.Column("actor_id", NUMBER),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name="fk_history_actor_id_people"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_history_case_id_cases"),
        sa.ForeignKeyConstraint(["subtask_id"], ["subtasks.id"], name="fk_history_subtask_id_subtasks"),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )
    op.create_index("ix_history_case_id_id", "history", ["case_id", "id"])
    op.create_index("ix_history_subtask_id_id", "history", ["subtask_id", "id"])
    op.create_table(
        "messages",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("subtask_id", NUMBER, nullable=False),
        sa.Column("author_id", NUMBER, nullable=False),
        sa.Column("channel", sa.Text()),
        sa.Column("ts", sa.Text()),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_messages_author_id_people"),
        sa.ForeignKeyConstraint(["subtask_id"], ["subtasks.id"], name="fk_messages_subtask_id_subtasks"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("channel", "ts", name="uq_messages_channel_ts"),
    )
    op.create_index("ix_messages_subtask_id_id", "messages", ["subtask_id", "id"])
    op.create_table(
        "message_files",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("message_id", NUMBER, nullable=False),
        sa.Column("slack_file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_message_files_message_id_messages"),
        sa.PrimaryKeyConstraint("id", name="pk_message_files"),
        sa.UniqueConstraint("message_id", "slack_file_id", name="uq_message_files_message_id_slack_file_id"),
    )
    op.create_table(
        "message_versions",
        sa.Column("message_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_message_versions_message_id_messages"),
        sa.PrimaryKeyConstraint("message_id", "number", name="pk_message_versions"),
    )
    op.create_table(
        "reads",
        sa.Column("subtask_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("message_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_reads_message_id_messages"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_reads_person_id_people"),
        sa.ForeignKeyConstraint(["subtask_id"], ["subtasks.id"], name="fk_reads_subtask_id_subtasks"),
        sa.PrimaryKeyConstraint("subtask_id", "person_id", name="pk_reads"),
    )
    for statement in STATEMENTS[op.get_context().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Take it back."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER history_only_added_to ON history")
        op.execute("DROP FUNCTION refuse_change()")
    for table in TABLES:
        op.drop_table(table)
