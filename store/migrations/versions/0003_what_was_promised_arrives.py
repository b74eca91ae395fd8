"""What was promised arrives: files in lanes of their own, under the message they hang under; processes that share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations import one_form, unchosen_english

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
# What is done with and may be forgotten is found by when that was.
OLD = (
    ("ix_outbox_done", "outbox", "done_at", "done_at IS NOT NULL"),
    ("ix_inbox_done", "inbox", "done_at", "done_at IS NOT NULL"),
    ("ix_reminders_bundled", "reminders", "due_at", "bundle_id IS NOT NULL"),
)
STATES = "state IN ('ready', 'sending', 'unknown', 'sent', 'dropped', '{last}')"

# Each thing in a thread stands under the card, in the same person's conversation, of the subtask it belongs to.
UNDER_CARD = [
    """
    UPDATE posts SET thread_ts = (
        SELECT card.ts FROM posts AS card JOIN messages ON messages.subtask_id = card.subject_id
        WHERE card.kind = 'card' AND card.person_id = posts.person_id AND messages.id = posts.subject_id)
    WHERE kind = 'message'
    """,
    """
    UPDATE posts SET thread_ts = (
        SELECT card.ts FROM posts AS card JOIN messages ON messages.subtask_id = card.subject_id
        JOIN message_files ON message_files.message_id = messages.id
        WHERE card.kind = 'card' AND card.person_id = posts.person_id AND message_files.id = posts.subject_id)
    WHERE kind = 'copy'
    """,
    """
    UPDATE posts SET thread_ts = (
        SELECT card.ts FROM posts AS card JOIN grants ON grants.subtask_id = card.subject_id
        WHERE card.kind = 'card' AND card.person_id = posts.person_id AND grants.id = posts.subject_id)
    WHERE kind = 'grant'
    """,
]
UNDER_HEADING = """
UPDATE posts SET thread_ts = (
    SELECT root.ts FROM posts AS root
    JOIN attachments AS first ON first.id = root.subject_id
    JOIN attachments AS one ON one.case_id = first.case_id
    WHERE root.kind = 'case_files' AND root.person_id = posts.person_id AND one.id = posts.subject_id)
WHERE kind = 'case_copy'
"""


def upgrade() -> None:
    """Take the step."""
    op.add_column("posts", sa.Column("thread_ts", sa.Text()))
    op.add_column("posts", sa.Column("sight", sa.Text()))
    op.add_column("people", sa.Column("account_closed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("people", sa.Column("former_emails", sa.Text()))
    op.add_column("cases", sa.Column("removed_at", INSTANT))
    _let_things_be_taken_back()
    for statement in UNDER_CARD:
        op.execute(statement)
    op.execute(UNDER_HEADING)
    op.create_table(
        "processes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_processes"),
    )
    _note_gaps()
    op.drop_index("ix_outbox_dead", "outbox")
    _other_states("dead", "refused")
    with op.batch_alter_table("outbox") as changed:
        changed.drop_column("looks")
    _partial_index("ix_outbox_refused", "outbox", ["id"], "state = 'refused'")
    for name, table, column, where in OLD:
        _partial_index(name, table, [column], where)
    op.execute("DELETE FROM outbox WHERE kind = 'leave' AND done_at IS NULL")  # the card does it
    op.execute(
        "UPDATE outbox SET lane = 'file:' || kind || ':' || subject_id || ':' || person_id "
        "WHERE kind IN ('fetch', 'upload', 'copy', 'grant', 'case_copy') AND done_at IS NULL"
    )
    unchosen_english.forget_it()
    _give_events_lanes()
    one_form.bring_all_to_it()


def _note_gaps() -> None:
    """Let it be remembered when nobody listened, and what has been read since."""
    op.add_column("posts", sa.Column("read_at", INSTANT))
    op.create_table(
        "gaps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True, nullable=False),
        sa.Column("since_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.Column("cursor", sa.Text()),
        sa.Column("closed", sa.JSON(), nullable=False),
        sa.Column("compared_at", INSTANT),
        sa.Column("visited", sa.BigInteger().with_variant(sa.Integer, "sqlite"), server_default="0", nullable=False),
        sa.Column("leased_by", sa.Text()),
        sa.Column("lease_until_at", INSTANT),
        sa.Column("done_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_gaps"),
    )
    _partial_index("ix_gaps_open", "gaps", ["id"], "done_at IS NULL")


def _let_things_be_taken_back() -> None:
    """Let a file of a message, and an attachment of a case, go whenever whoever gave it takes it back."""
    op.add_column("message_files", sa.Column("removed_at", INSTANT))
    op.create_index("ix_message_files_slack_file_id", "message_files", ["slack_file_id"])
    with op.batch_alter_table("attachments") as table:
        table.add_column(sa.Column("withdrawn_at", INSTANT))
        table.add_column(sa.Column("withdrawn_sha256", sa.Text()))
        table.drop_constraint(op.f("uq_attachments_case_id_name"), type_="unique")
    _partial_index("uq_attachments_standing", "attachments", ["case_id", "name"], "withdrawn_at IS NULL", unique=True)


def _let_nothing_be_taken_back() -> None:
    op.drop_index("uq_attachments_standing", "attachments")
    op.execute("DELETE FROM grants WHERE attachment_id IN (SELECT id FROM attachments WHERE withdrawn_at IS NOT NULL)")
    op.execute("DELETE FROM attachments WHERE withdrawn_at IS NOT NULL")
    with op.batch_alter_table("attachments") as table:
        table.drop_column("withdrawn_sha256")
        table.drop_column("withdrawn_at")
        table.create_unique_constraint(op.f("uq_attachments_case_id_name"), ["case_id", "name"])
    op.execute("DELETE FROM message_files WHERE removed_at IS NOT NULL")
    op.drop_index("ix_message_files_slack_file_id", "message_files")
    op.drop_column("message_files", "removed_at")


def _give_events_lanes() -> None:
    """Let events of one conversation be taken in in the order in which they were said, and those set aside be found."""
    op.add_column("inbox", sa.Column("lane", sa.Text()))
    op.add_column("inbox", sa.Column("ts", sa.Text()))
    columns = (
        sa.column("key", sa.Text),
        sa.column("event", sa.JSON),
        sa.column("lane", sa.Text),
        sa.column("ts", sa.Text),
    )
    inbox = sa.table("inbox", *columns)
    for key, event in op.get_bind().execute(sa.select(inbox.c.key, inbox.c.event).where(inbox.c.event.is_not(None))):
        values = {"lane": str(event.get("channel")), "ts": str(event.get("event_ts") or "")}
        op.execute(inbox.update().where(inbox.c.key == key).values(values))
    _partial_index("ix_inbox_aside", "inbox", ["done_at"], "error IS NOT NULL")


def _other_states(last: str, instead: str) -> None:
    """Let the last of a row's states have another name."""
    with op.batch_alter_table("outbox") as table:
        table.drop_constraint(op.f("ck_outbox_state"), type_="check")
    outbox = sa.table("outbox", sa.column("state", sa.Text()))
    op.execute(outbox.update().where(outbox.c.state == last).values(state=instead))
    with op.batch_alter_table("outbox") as table:
        table.create_check_constraint(op.f("ck_outbox_state"), STATES.format(last=instead))


def _partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Take it back."""
    one_form.forget_searches()
    _let_nothing_be_taken_back()
    op.drop_column("cases", "removed_at")
    op.drop_index("ix_inbox_aside", "inbox")
    op.drop_column("inbox", "ts")
    op.drop_column("inbox", "lane")
    op.drop_index("ix_outbox_refused", "outbox")
    for name, table, _, _ in OLD:
        op.drop_index(name, table)
    _other_states("refused", "dead")
    op.add_column("outbox", sa.Column("looks", sa.Integer(), server_default="0", nullable=False))
    _partial_index("ix_outbox_dead", "outbox", ["id"], "state = 'dead'")
    op.drop_table("processes")
    op.drop_table("gaps")
    op.drop_column("posts", "read_at")
    op.drop_column("posts", "sight")
    op.drop_column("people", "former_emails")
    op.drop_column("people", "account_closed")
    op.drop_column("posts", "thread_ts")
