"""Every table of the case work, with its constraints and indexes named; and, by name, those of the delivery.

SQLAlchemy Core only: the acts are short lists of statements, and an ORM's bookkeeping was measured at
three times their cost. Instants are stored as UTC; every id that travels to Slack is a number or, for
a case, the institution's own id.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from domain.notification_settings import Reminding
from domain.values import OWNING, WORKED_ON, CaseStatus, Ending, Role, SubtaskStatus
from store.absence_tables import absences, disqualifications
from store.archive_tables import administration, erasures, history_seals, packages
from store.columns import Instant, Json, Word, found_by
from store.delivery_tables import gaps, homes, inbox, marks, outbox, posts, processes, reminders
from store.distribution_tables import bulk_moves, offers
from store.door_tables import answered, calendars, keys, systems, told_cases, webhooks
from store.metadata import metadata, number, one_of, partial_index
from store.only_erased import STATEMENTS
from store.round_tables import rounds
from store.search_tables import saved_searches, search_stale, search_texts
from store.sql import is_one_of

__all__ = [
    "SOLVED", "UNSOLVED", "WORKING", "absences", "administration", "answered", "attachments", "bulk_moves",
    "calendars", "can_act", "can_answer", "cases", "conclusions", "disqualifications", "erasures", "gaps",
    "grants", "history", "history_seals", "homes", "inbox", "keys", "marks", "message_files",
    "message_versions", "messages", "metadata", "offers", "outbox", "packages", "people", "places", "posts",
    "processes", "reads", "reminders", "roles", "rounds", "saved_searches", "search_stale",
    "search_texts", "subtasks", "systems", "told_cases", "webhooks",
]  # fmt: skip

# As text, and not as parameters: a plan that is prepared once only uses an index whose condition it reads.
SOLVED = f"status = '{SubtaskStatus.SOLVED}'"
UNSOLVED = f"status <> '{SubtaskStatus.SOLVED}'"
WORKING = "status IN (" + ", ".join(f"'{status}'" for status in WORKED_ON) + ")"

# Places form a tree; `path` ("/1/4/") is the way from the root, so reach is a prefix (F2).
places = Table(
    "places",
    metadata,
    number(),
    Column("code", sa.Text, nullable=False, unique=True),
    Column("name", sa.Text, nullable=False),
    Column("parent_id", ForeignKey("places.id")),
    Column("path", sa.Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    number(),
    Column("email", sa.Text, nullable=False, unique=True),
    Column("former_emails", sa.Text),  # blank-separated: the same person had these
    Column("name", sa.Text, nullable=False),
    Column("searched", sa.Text, default=found_by("name", "email")),
    Column("slack_id", sa.Text, unique=True),
    # Two facts that do not overwrite each other: what the institution says of a person, what Slack says of the account.
    Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    Column("account_closed", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("language", sa.Text),
    Column("slack_language", sa.Text),  # nb or nn where their Slack asks for it; cases/acts/people.py decides
    Column("slack_zone", sa.Text),
    Column("dm_channel", sa.Text),
    # How they want to be reminded, which kinds not at all, and whether colleagues' acts wait for their hours.
    Column("reminding", Word(Reminding), nullable=False, server_default=Reminding.AT_ONCE.value),
    Column("muted", sa.Text),
    Column("quiet_hours", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("look_at", Instant),
    Index(None, "look_at"),
)


def can_act(who: sa.FromClause = people) -> sa.ColumnElement[bool]:
    """Whether somebody works here: the institution and Slack have both to say so."""
    return sa.and_(who.c.active, sa.not_(who.c.account_closed))


def can_answer(who: sa.FromClause = people) -> sa.ColumnElement[bool]:
    """Whether somebody can answer for cases (F4): works here, can be reached, and has a role that may own them."""
    may_own = sa.select(roles.c.role).where(roles.c.person_id == who.c.id, is_one_of(roles.c.role, OWNING))
    has_role = may_own.correlate(who).limit(1).scalar_subquery().is_not(None)  # quicker than EXISTS, see store/subtasks
    return sa.and_(can_act(who), who.c.slack_id.is_not(None), has_role)


roles = Table(
    "roles",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("place_id", ForeignKey("places.id"), primary_key=True),
    Column("role", Word(Role), primary_key=True),
    one_of("role", *Role),
    Index(None, "place_id"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("title", sa.Text, nullable=False),
    Column("searched", sa.Text, default=found_by("id", "title")),
    Column("place_id", ForeignKey("places.id"), nullable=False),
    Column("applicant_name", sa.Text, nullable=False),
    Column("applicant_email", sa.Text, nullable=False),
    Column("applied_on", sa.Date, nullable=False),
    Column("owner_id", ForeignKey("people.id")),
    Column("deadline_on", sa.Date),
    Column("text", sa.Text, nullable=False),
    Column("status", Word(CaseStatus), nullable=False, server_default=CaseStatus.NEW.value),
    Column("opened_at", Instant),
    Column("closed_at", Instant),
    Column("closed_by", ForeignKey("people.id")),
    Column("removed_at", Instant),  # imported by mistake: only its number and its history are left
    # When the clock looks at it next; and since when it is as it is: what fell due before is not said.
    Column("look_at", Instant),
    Column("reminds_from_at", Instant),
    Column("owned_from_at", Instant),  # since when its owner has it; empty for long ago
    Column("stand_in_id", ForeignKey("people.id")),  # who stands in for its owner, who is away
    Column("type", sa.Text),  # the institution's own word for the kind of case; it decides which ready-made sets fit
    one_of("status", *CaseStatus),
    Index(None, "owner_id", "status", "deadline_on"),
    Index(None, "place_id"),
    partial_index("ix_cases_stand_in", "stand_in_id", where="stand_in_id IS NOT NULL"),
    partial_index("ix_cases_working", "place_id", where=WORKING),
    partial_index("ix_cases_look", "look_at", where=WORKING),
)  # fmt: skip

attachments = Table(
    "attachments",
    metadata,
    number(),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("title", sa.Text, nullable=False),
    Column("name", sa.Text, nullable=False),
    Column("media_type", sa.Text, nullable=False),
    Column("size", sa.BigInteger, nullable=False),
    Column("sha256", sa.Text),
    Column("slack_file_id", sa.Text),
    Column("added_at", Instant, nullable=False),
    Column("added_by", ForeignKey("people.id")),
    # Taken out of the case: nobody is shown it any more. Its bytes are known by their digest, so that an import that
    # only repeats itself does not bring them back; `sha256` is empty then.
    Column("withdrawn_at", Instant),
    Column("withdrawn_sha256", sa.Text),
    partial_index("uq_attachments_standing", "case_id", "name", where="withdrawn_at IS NULL", unique=True),
)  # fmt: skip

subtasks = Table(
    "subtasks",
    metadata,
    number(),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("title", sa.Text, nullable=False),
    Column("deadline_on", sa.Date, nullable=False),
    Column("assignee_id", ForeignKey("people.id"), nullable=False),
    Column("description", sa.Text, nullable=False),
    Column("status", Word(SubtaskStatus), nullable=False, server_default=SubtaskStatus.NEW.value),
    Column("created_by", ForeignKey("people.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("given_at", Instant),  # since when its assignee has it; empty for since it was created
    Column("opened_at", Instant),
    Column("solved_at", Instant),
    Column("solved_by", ForeignKey("people.id")),
    Column("ending", Word(Ending)),
    Column("ending_text", sa.Text),  # why it was not needed
    Column("declined_at", Instant),
    Column("declined_because", sa.Text),
    Column("declined_text", sa.Text),
    # On hold (på vent) until the morning of that day; see also cases.look_at.
    Column("held_until_on", sa.Date),
    Column("held_because", sa.Text),
    Column("waits_for_owner_at", Instant),  # the assignee needs more to go on, and the owner has not answered yet
    Column("edited_at", Instant),  # title or description became others after the assignee had read them
    Column("nudged_on", sa.Date),
    Column("stand_in_id", ForeignKey("people.id")),  # who stands in for its assignee, who is away
    Column("after_id", ForeignKey("subtasks.id")),  # waits until that one is solved, and is nobody's work before
    Column("together_id", ForeignKey("subtasks.id")),  # given at once with others: the first of them
    Column("round_id", ForeignKey("rounds.id")),  # the same question was put to others, too
    Column("answer_form", sa.JSON(none_as_null=True)),  # what has to be answered before it is solved
    Column("look_at", Instant),
    Column("reminds_from_at", Instant),
    one_of("status", *SubtaskStatus),
    one_of("ending", "assignee", "owner", "not_needed", "case_closed", "case_withdrawn"),
    CheckConstraint(f"({SOLVED}) = (ending IS NOT NULL)", name="solved_has_ending"),
    partial_index("ix_subtasks_assignee_unsolved", "assignee_id", "deadline_on", "id", where=UNSOLVED),
    partial_index("ix_subtasks_assignee_solved", "assignee_id", "solved_at", "id", where=SOLVED),
    partial_index("ix_subtasks_stand_in", "stand_in_id", "deadline_on", "id", where="stand_in_id IS NOT NULL"),
    Index("ix_subtasks_case", "case_id", "deadline_on", "id"),
    partial_index("ix_subtasks_case_unsolved", "case_id", where=UNSOLVED),
    partial_index("ix_subtasks_after", "after_id", where="after_id IS NOT NULL"),
    partial_index("ix_subtasks_together", "together_id", where="together_id IS NOT NULL"),
    partial_index("ix_subtasks_held", "id", where="held_until_on IS NOT NULL"),
    partial_index("ix_subtasks_round", "round_id", where="round_id IS NOT NULL"),
    partial_index("ix_subtasks_deadline", "deadline_on", "id", where=UNSOLVED),
    partial_index("ix_subtasks_look", "look_at", where=UNSOLVED),
)  # fmt: skip

# A grant opens one attachment to the assignee of one subtask (S14); it is withdrawn, never deleted.
grants = Table(
    "grants",
    metadata,
    number(),
    Column("subtask_id", ForeignKey("subtasks.id"), nullable=False),
    Column("attachment_id", ForeignKey("attachments.id"), nullable=False),
    Column("granted_by", ForeignKey("people.id"), nullable=False),
    Column("granted_at", Instant, nullable=False),
    Column("withdrawn_by", ForeignKey("people.id")),
    Column("withdrawn_at", Instant),
    Column("ends_on", sa.Date),  # the last day on which the assignee may see it; empty for as long as the subtask
    Column("fetched_at", Instant),  # where attachments are fetched on request: when, and by whom, last
    Column("fetched_by", ForeignKey("people.id")),
    partial_index("ix_grants_ends_on", "ends_on", where="ends_on IS NOT NULL AND withdrawn_at IS NULL"),
    partial_index("uq_grants_standing", "subtask_id", "attachment_id", where="withdrawn_at IS NULL", unique=True),
)  # fmt: skip

# Internal messages. `channel` and `ts` say where the author wrote it; both empty: written in a dialog.
messages = Table(
    "messages",
    metadata,
    number(),
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
    number(),
    Column("message_id", ForeignKey("messages.id"), nullable=False),
    Column("slack_file_id", sa.Text, nullable=False),
    Column("name", sa.Text, nullable=False),
    Column("media_type", sa.Text, nullable=False),
    Column("size", sa.BigInteger, nullable=False),
    Column("sha256", sa.Text),
    Column("removed_at", Instant),  # taken back by its author; then it has no name and no bytes any more
    UniqueConstraint("message_id", "slack_file_id"),
    Index(None, "slack_file_id"),
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
    Column("answers", sa.JSON(none_as_null=True)),  # to the subtask's form, by the questions' keys
)

history = Table(
    "history",
    metadata,
    number(),
    Column("at", Instant, nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("subtask_id", ForeignKey("subtasks.id")),
    Column("actor_id", ForeignKey("people.id")),
    Column("act", sa.Text, nullable=False),
    Column("details", Json, nullable=False),
    Column("erasure_id", ForeignKey("erasures.id")),  # which erasure has taken out of the details what is not there
    Index(None, "case_id", "id"),
    Index(None, "subtask_id", "id"),
)

for _dialect, _statements in STATEMENTS.items():
    for _statement in _statements:
        sa.event.listen(metadata, "after_create", sa.DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
