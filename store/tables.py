"""Every table of the database, with its constraints and indexes named.

SQLAlchemy Core only: the acts are short lists of statements, and an ORM's bookkeeping was measured at
three times their cost. Instants are stored as UTC; every id that travels to Slack is a number or, for
a case, the institution's own id.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, MetaData, Table, UniqueConstraint, text

from store.append_only import STATEMENTS
from store.columns import Instant, Json, Number

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number() -> Column[int]:
    return Column("id", Number, primary_key=True, autoincrement=True)


def _one_of(column: str, *words: str) -> CheckConstraint:
    allowed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


# Places form a tree; `path` ("/1/4/") is the way from the root, so reach is a prefix (F2).
places = Table(
    "places",
    metadata,
    _number(),
    Column("code", sa.Text, nullable=False, unique=True),
    Column("name", sa.Text, nullable=False),
    Column("parent_id", ForeignKey("places.id")),
    Column("path", sa.Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    _number(),
    Column("email", sa.Text, nullable=False, unique=True),
    Column("name", sa.Text, nullable=False),
    Column("slack_id", sa.Text, unique=True),
    Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    Column("language", sa.Text),
    Column("slack_language", sa.Text),
    Column("slack_zone", sa.Text),
    Column("dm_channel", sa.Text),
)

roles = Table(
    "roles",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("place_id", ForeignKey("places.id"), primary_key=True),
    Column("role", sa.Text, primary_key=True),
    _one_of("role", "saksbehandler", "fagperson", "fordeler"),
    Index(None, "place_id"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("title", sa.Text, nullable=False),
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("applicant_name", sa.Text, nullable=False),
    Column("applicant_email", sa.Text, nullable=False),
    Column("applied_on", sa.Date, nullable=False),
    Column("owner_id", ForeignKey("people.id")),
    Column("deadline_on", sa.Date),
    Column("text", sa.Text, nullable=False),
    Column("status", sa.Text, nullable=False, server_default="new"),
    Column("opened_at", Instant),
    Column("closed_at", Instant),
    Column("closed_by", ForeignKey("people.id")),
    _one_of("status", "new", "open", "closed", "withdrawn"),
    Index(None, "owner_id", "status", "deadline_on"),
)

attachments = Table(
    "attachments",
    metadata,
    _number(),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("title", sa.Text, nullable=False),
    Column("name", sa.Text, nullable=False),
    Column("media_type", sa.Text, nullable=False),
    Column("size", sa.BigInteger, nullable=False),
    Column("sha256", sa.Text),
    Column("slack_file_id", sa.Text),
    Column("added_at", Instant, nullable=False),
    Column("added_by", ForeignKey("people.id")),
    UniqueConstraint("case_id", "name"),
)

subtasks = Table(
    "subtasks",
    metadata,
    _number(),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("title", sa.Text, nullable=False),
    Column("deadline_on", sa.Date, nullable=False),
    Column("assignee_id", ForeignKey("people.id"), nullable=False),
    Column("description", sa.Text, nullable=False),
    Column("status", sa.Text, nullable=False, server_default="new"),
    Column("created_by", ForeignKey("people.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("opened_at", Instant),
    Column("solved_at", Instant),
    Column("solved_by", ForeignKey("people.id")),
    Column("ending", sa.Text),
    Column("declined_at", Instant),
    Column("declined_because", sa.Text),
    Column("declined_text", sa.Text),
    _one_of("status", "new", "open", "solved"),
    _one_of("ending", "assignee", "owner", "case_closed", "case_withdrawn"),
    CheckConstraint("(status = 'solved') = (ending IS NOT NULL)", name="solved_has_ending"),
    Index("ix_subtasks_assignee_unsolved", "assignee_id", "deadline_on", "id", sqlite_where=text("status <> 'solved'"),
          postgresql_where=text("status <> 'solved'")),
    Index("ix_subtasks_assignee_solved", "assignee_id", "solved_at", "id", sqlite_where=text("status = 'solved'"),
          postgresql_where=text("status = 'solved'")),
    Index("ix_subtasks_case", "case_id", "deadline_on", "id"),
)  # fmt: skip

# A grant opens one attachment to the assignee of one subtask (S14); it is withdrawn, never deleted.
grants = Table(
    "grants",
    metadata,
    _number(),
    Column("subtask_id", ForeignKey("subtasks.id"), nullable=False),
    Column("attachment_id", ForeignKey("attachments.id"), nullable=False),
    Column("granted_by", ForeignKey("people.id"), nullable=False),
    Column("granted_at", Instant, nullable=False),
    Column("withdrawn_by", ForeignKey("people.id")),
    Column("withdrawn_at", Instant),
    Index("uq_grants_standing", "subtask_id", "attachment_id", unique=True, sqlite_where=text("withdrawn_at IS NULL"),
          postgresql_where=text("withdrawn_at IS NULL")),
)  # fmt: skip

# Internal messages. `channel` and `ts` say where the author wrote it; both empty: written in a dialog.
messages = Table(
    "messages",
    metadata,
    _number(),
    Column("subtask_id", ForeignKey("subtasks.id"), nullable=False),
    Column("author_id", ForeignKey("people.id"), nullable=False),
    Column("channel", sa.Text),
    Column("ts", sa.Text),
    Column("sent_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    UniqueConstraint("channel", "ts"),
    Index(None, "subtask_id", "id"),
)

message_versions = Table(
    "message_versions",
    metadata,
    Column("message_id", ForeignKey("messages.id"), primary_key=True),
    Column("number", sa.Integer, primary_key=True),
    Column("text", sa.Text, nullable=False),
    Column("blocks", Json, nullable=False),
    Column("at", Instant, nullable=False),
)

message_files = Table(
    "message_files",
    metadata,
    _number(),
    Column("message_id", ForeignKey("messages.id"), nullable=False),
    Column("slack_file_id", sa.Text, nullable=False),
    Column("name", sa.Text, nullable=False),
    Column("media_type", sa.Text, nullable=False),
    Column("size", sa.BigInteger, nullable=False),
    Column("sha256", sa.Text),
    UniqueConstraint("message_id", "slack_file_id"),
)

# Up to which message of a subtask's thread a person has certainly read.
reads = Table(
    "reads",
    metadata,
    Column("subtask_id", ForeignKey("subtasks.id"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("message_id", ForeignKey("messages.id"), nullable=False),
)

conclusions = Table(
    "conclusions",
    metadata,
    Column("subtask_id", ForeignKey("subtasks.id"), primary_key=True),
    Column("number", sa.Integer, primary_key=True),
    Column("text", sa.Text, nullable=False),
    Column("author_id", ForeignKey("people.id"), nullable=False),
    Column("saved_at", Instant, nullable=False),
)

history = Table(
    "history",
    metadata,
    _number(),
    Column("at", Instant, nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("subtask_id", ForeignKey("subtasks.id")),
    Column("actor_id", ForeignKey("people.id")),
    Column("act", sa.Text, nullable=False),
    Column("details", Json, nullable=False),
    Index(None, "case_id", "id"),
    Index(None, "subtask_id", "id"),
)

for _dialect, _statements in STATEMENTS.items():
    for _statement in _statements:
        sa.event.listen(history, "after_create", sa.DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]

# What the bot has put where: a subtask's card, a mirrored message, a file's copy, a notice.
posts = Table(
    "posts",
    metadata,
    Column("kind", sa.Text, primary_key=True),
    Column("subject_id", Number, primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("channel", sa.Text),
    Column("ts", sa.Text),
    Column("file_id", sa.Text),
    Column("digest", sa.Text),
    Index(None, "channel", "ts"),
)

# Which page of App Home each person has in front of her, and since when she has one at all.
homes = Table(
    "homes",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("tab", sa.Text, nullable=False, server_default="mine"),
    Column("case_id", ForeignKey("cases.id")),
    Column("case_page", sa.Integer, nullable=False, server_default="0"),
    Column("subtasks_page", sa.Integer, nullable=False, server_default="0"),
    Column("cases_page", sa.Integer, nullable=False, server_default="0"),
    Column("seen_at", Instant, nullable=False),
)

# One row for each thing that somebody must be shown. Rows of one lane go out one at a time, in order.
outbox = Table(
    "outbox",
    metadata,
    _number(),
    Column("key", sa.Text, nullable=False, unique=True),
    Column("kind", sa.Text, nullable=False),
    Column("subject_id", Number, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("lane", sa.Text, nullable=False),
    Column("details", Json, nullable=False),
    Column("state", sa.Text, nullable=False, server_default="ready"),
    Column("not_before_at", Instant, nullable=False),
    Column("attempts", sa.Integer, nullable=False, server_default="0"),
    Column("looks", sa.Integer, nullable=False, server_default="0"),
    Column("tried_at", Instant),
    Column("lease_until_at", Instant),
    Column("leased_by", sa.Text),
    Column("error", sa.Text),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
    _one_of("state", "ready", "sending", "unknown", "sent", "dropped", "dead"),
    Index("ix_outbox_waiting", "lane", "id", sqlite_where=text("state IN ('ready', 'sending', 'unknown')"),
          postgresql_where=text("state IN ('ready', 'sending', 'unknown')")),
    Index("ix_outbox_dead", "id", sqlite_where=text("state = 'dead'"), postgresql_where=text("state = 'dead'")),
    # A redrawing that nobody has begun serves every later change too: one card gets one update, not ten.
    Index("uq_outbox_redraw", "kind", "subject_id", "person_id", unique=True,
          sqlite_where=text("tried_at IS NULL AND kind IN ('card', 'home')"),
          postgresql_where=text("tried_at IS NULL AND kind IN ('card', 'home')")),
)  # fmt: skip

# One row for each thing Slack has told the bot: what makes a repetition have no second effect, and,
# for events, the event itself until it has been taken in.
inbox = Table(
    "inbox",
    metadata,
    Column("key", sa.Text, primary_key=True),
    Column("received_at", Instant, nullable=False),
    Column("digest", sa.Text),
    Column("event", sa.JSON(none_as_null=True)),
    Column("attempts", sa.Integer, nullable=False, server_default="0"),
    Column("not_before_at", Instant),
    Column("error", sa.Text),
    Column("done_at", Instant),
    Index("ix_inbox_waiting", "received_at", sqlite_where=text("done_at IS NULL"),
          postgresql_where=text("done_at IS NULL")),
)  # fmt: skip
