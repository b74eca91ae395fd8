"""The tables of what people are shown: what stands where, what is on its way, what they were reminded of."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table

from store.columns import Instant, Json, Number
from store.metadata import metadata, number, one_of, partial_index

# What the bot has put where: a subtask's card, a mirrored message, a file's copy, a notice.
posts = Table(
    "posts",
    metadata,
    Column("kind", sa.Text, primary_key=True),
    Column("subject_id", Number, primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("channel", sa.Text),
    Column("ts", sa.Text),
    Column("thread_ts", sa.Text),  # the message it hangs under; empty for what stands by itself
    Column("file_id", sa.Text),
    Column("digest", sa.Text),
    Column("sight", sa.Text),  # of a card: what its reader could see when their thread was last put in order
    Column("read_at", Instant),  # of a card: when its thread was last read after a gap
    Index(None, "channel", "ts"),
)

# Which page of App Home each person has in front of them, and since when they have one at all.
homes = Table(
    "homes",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("tab", sa.Text, nullable=False, server_default="mine"),
    Column("case_id", ForeignKey("cases.id")),
    Column("case_page", sa.Integer, nullable=False, server_default="0"),
    Column("subtasks_page", sa.Integer, nullable=False, server_default="0"),
    Column("cases_page", sa.Integer, nullable=False, server_default="0"),
    Column("waiting_page", sa.Integer, nullable=False, server_default="0"),
    Column("seen_at", Instant, nullable=False),
    Column("reminded_at", Instant),  # when they were last reminded of anything
    # Another page than the main page or a case, such as a search, and how it is turned; empty for none.
    Column("page", sa.Text),
    Column("page_state", sa.JSON(none_as_null=True)),
    Index(None, "seen_at"),
)

# The processes that share the work, and when each last said that it lives (store/processes.py).
processes = Table(
    "processes", metadata, Column("name", sa.Text, primary_key=True), Column("seen_at", Instant, nullable=False)
)

# Conditions as they stand in indexes: a statement that says the same in the same words can use these.
HELD = "outside working hours"  # said of a row that waits for them, and stands in the way of no other meanwhile
WAITING = "state IN ('ready', 'sending', 'unknown')"
HELD_NOW = f"error = '{HELD}'"
PRESSING = f"{WAITING} AND (error IS NULL OR error <> '{HELD}')"
UNBEGUN = "tried_at IS NULL AND kind IN ('card', 'home')"  # the redrawings (domain/outbox_kinds.py)

# One row for each thing that somebody must be shown. Rows with one ordering key go out one at a time, in order.
outbox = Table(
    "outbox",
    metadata,
    number(),
    Column("key", sa.Text, nullable=False, unique=True),
    Column("kind", sa.Text, nullable=False),
    Column("subject_id", Number, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("lane", sa.Text, key="ordering_key", nullable=False),
    Column("details", Json, nullable=False),
    Column("state", sa.Text, nullable=False, server_default="ready"),
    Column("not_before_at", Instant, nullable=False),
    Column("attempts", sa.Integer, nullable=False, server_default="0"),
    Column("tried_at", Instant),
    Column("lease_until_at", Instant),
    Column("leased_by", sa.Text),
    Column("error", sa.Text),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("request_id", sa.Text),  # for what it was added, as the log names it (domain/tracing.py)
    one_of("state", "ready", "sending", "unknown", "sent", "dropped", "refused"),
    partial_index("ix_outbox_waiting", "ordering_key", "id", where=WAITING),
    partial_index("ix_outbox_held", "not_before_at", where=f"{HELD_NOW} AND {WAITING}"),
    partial_index("ix_outbox_pressing", "kind", "id", where=PRESSING),
    partial_index("ix_outbox_refused", "id", where="state = 'refused'"),
    partial_index("ix_outbox_undelivered", "person_id", where="state IN ('ready', 'sending', 'unknown', 'refused')"),
    partial_index("ix_outbox_done", "done_at", where="done_at IS NOT NULL"),
    # A redrawing that nobody has begun serves every later change too: one card gets one update, not ten.
    partial_index("uq_outbox_redraw", "kind", "subject_id", "person_id", where=UNBEGUN, unique=True),
)  # fmt: skip

# One row for each thing Slack has told the bot: what makes a repetition have no second effect, and,
# for events, the event itself until it has been taken in. Events of one ordering key are taken in in the order of `ts`,
# Slack's own time of them. What has an error although it is done was set aside.
inbox = Table(
    "inbox",
    metadata,
    Column("key", sa.Text, primary_key=True),
    Column("received_at", Instant, nullable=False),
    Column("digest", sa.Text),
    Column("event", sa.JSON(none_as_null=True)),
    Column("lane", sa.Text, key="ordering_key"),
    Column("ts", sa.Text),
    Column("attempts", sa.Integer, nullable=False, server_default="0"),
    Column("not_before_at", Instant),
    Column("error", sa.Text),
    Column("done_at", Instant),
    Column("request_id", sa.Text),  # of the request by which it came
    partial_index("ix_inbox_done", "done_at", where="done_at IS NOT NULL"),
    partial_index("ix_inbox_waiting", "received_at", where="done_at IS NULL"),
    partial_index("ix_inbox_aside", "done_at", where="error IS NOT NULL"),
)  # fmt: skip

# When nobody listened to the chat: from when to when, what of it is still to be taken over, and who does so now.
gaps = Table(
    "gaps",
    metadata,
    number(),
    Column("since_at", Instant, nullable=False),
    Column("until_at", Instant, nullable=False),
    Column("cursor", sa.Text),  # of the page of people that comes next; empty for the first
    Column("closed", Json, nullable=False),  # accounts that were found closed: they count after what their owners wrote
    Column("compared_at", Instant),  # when the last page of people had been compared
    Column(
        "visited", Number, nullable=False, server_default="0"
    ),  # up to whose number conversations were looked through
    Column("leased_by", sa.Text),
    Column("lease_until_at", Instant),
    Column("done_at", Instant),
    partial_index("ix_gaps_open", "id", where="done_at IS NULL"),
)

# What fell due to be said to somebody, written down once for ever; what is said at the same time is one bundle.
# Whether it is still true is decided again when the bundle is sent.
reminders = Table(
    "reminders",
    metadata,
    number(),
    Column("key", sa.Text, nullable=False, unique=True),
    Column("kind", sa.Text, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("subtask_id", ForeignKey("subtasks.id")),
    Column("case_id", ForeignKey("cases.id")),
    Column("due_at", Instant, nullable=False),
    Column("bundle_id", Number),
    partial_index("ix_reminders_unbundled", "due_at", "person_id", where="bundle_id IS NULL"),
    partial_index("ix_reminders_bundled", "due_at", where="bundle_id IS NOT NULL"),
    Index(None, "bundle_id"),
)  # fmt: skip

# What the program remembers about itself, such as which closed days it last worked with.
marks = Table("marks", metadata, Column("name", sa.Text, primary_key=True), Column("value", sa.Text, nullable=False))
