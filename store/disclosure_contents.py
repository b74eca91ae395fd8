"""What is kept about a person, table by table: whose rows they are, who is given what, what is left out, and why.

A person has two faces: who has applied, known by their address, and a colleague, known by their number. `given` is
what the person gets. `internal` is what a case worker looks through first: what colleagues write to each other and what
they thought (forvaltningsloven § 18 a ff.), and what a colleague has written in cases, which is about others, too.
tests/cases/test_disclosing.py walks every column there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, Text, and_, bindparam, cast, exists, or_, select

from domain.administration import Measure
from store import tables

EMAILS: Final = "of_addresses"
PEOPLE: Final = "of_people"

_SEARCH: Final = "made from what is in here, for the search"
_CLOCK: Final = "when the clock looks at it next: says nothing of anybody"
_SELF: Final = "the program's own book-keeping"
_NOBODY: Final = "about a system that comes in by the door, which is nobody"

LEFT_OUT: Final[Mapping[str, str]] = {
    "places": "the institution's places; the rows that are at one name it",
    "people.searched": _SEARCH,
    "people.look_at": _CLOCK,
    "cases.searched": _SEARCH,
    "cases.look_at": _CLOCK,
    "cases.reminds_from_at": _CLOCK,
    "subtasks.look_at": _CLOCK,
    "subtasks.reminds_from_at": _CLOCK,
    "packages.upto_id": _SELF,
    "packages.state": _SELF,
    "posts.digest": "a digest of what is shown",
    "posts.sight": "what decides whether a card is drawn again",
    "reminders.key": _SELF,
    "reminders.bundle_id": _SELF,
    "outbox.key": _SELF,
    "outbox.lane": _SELF,
    "outbox.not_before_at": _SELF,
    "outbox.tried_at": _SELF,
    "outbox.lease_until_at": _SELF,
    "outbox.leased_by": _SELF,
    "outbox.request_id": _SELF,
    "inbox.key": _SELF,
    "inbox.digest": _SELF,
    "inbox.lane": _SELF,
    "inbox.ts": _SELF,
    "inbox.attempts": _SELF,
    "inbox.not_before_at": _SELF,
    "inbox.request_id": _SELF,
    "history_seals": "proves the lines of the history, which are here, and says nothing itself",
    "search_texts": _SEARCH,
    "search_stale": _SEARCH,
    "gaps": "when nobody listened to the chat; ids of accounts closed meanwhile stand there until it is made good",
    "calendars.digest": "by what the link is known; says nothing of the person",
    "systems": _NOBODY,
    "keys": _NOBODY,
    "answered": _NOBODY,
    "webhooks": _NOBODY,
    "told_cases": "how many events of a case systems were told of: says nothing of anybody",
    "processes": _SELF,
    "marks": _SELF,
}
"""By `table` or `table.column`."""


@dataclass(frozen=True, slots=True)
class Look:
    """Which rows of a table are about somebody, and which columns go into which part; each part may have none.

    Internal rows say again what they belong to, so that they can be understood alone.
    """

    name: str
    table: Table
    where: ColumnElement[bool]
    given: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()


def _any_of(name: str) -> Any:
    return bindparam(name, expanding=True)


def _by(table: Table, *columns: str) -> ColumnElement[bool]:
    return or_(*(table.c[name].in_(_any_of(PEOPLE)) for name in columns))


def _kept(table: Table, *without: str) -> tuple[str, ...]:
    """All columns of a table but these, and what is left out."""
    names = [column.name for column in table.columns]
    return tuple(name for name in names if name not in without and f"{table.name}.{name}" not in LEFT_OUT)


_own = select(tables.cases.c.id).where(tables.cases.c.applicant_email.in_(_any_of(EMAILS)))
_own_subtasks = select(tables.subtasks.c.id).where(tables.subtasks.c.case_id.in_(_own))
_own_messages = select(tables.messages.c.id).where(tables.messages.c.subtask_id.in_(_own_subtasks))
_written = select(tables.messages.c.id).where(_by(tables.messages, "author_id"))
_undisclosed = tables.administration.c.act != Measure.PERSON_DISCLOSED.value
_heard = exists(
    select(tables.people.c.id).where(
        tables.people.c.id.in_(_any_of(PEOPLE)),
        cast(tables.inbox.c.event, Text).contains('"' + tables.people.c.slack_id + '"'),
    )
)


def _in_own(name: str, table: Table, where: ColumnElement[bool] | None = None) -> Look:
    """What is only internal in the applicant's cases."""
    here = table.c.case_id.in_(_own) if where is None else where
    return Look(name, table, here, internal=_kept(table))


_CASE = (
    "id", "title", "type", "status", "place_id", "applicant_name", "applicant_email", "applied_on", "text",
    "deadline_on", "owner_id", "opened_at", "closed_at", "removed_at",
)  # fmt: skip

APPLICANT: Final[tuple[Look, ...]] = (
    Look(
        "applied.cases", tables.cases, tables.cases.c.applicant_email.in_(_any_of(EMAILS)), _CASE,
        ("id", *_kept(tables.cases, *_CASE)),
    ),
    Look(
        "applied.attachments", tables.attachments,
        and_(tables.attachments.c.case_id.in_(_own), tables.attachments.c.withdrawn_at.is_(None)),
        ("case_id", "title", "name", "media_type", "size", "added_at"), _kept(tables.attachments),
    ),
    # Taken out of the case, maybe since it was somebody else's: a case worker looks at what it was called.
    Look(
        "applied.withdrawn", tables.attachments,
        and_(tables.attachments.c.case_id.in_(_own), tables.attachments.c.withdrawn_at.is_not(None)),
        ("case_id", "media_type", "size", "added_at", "withdrawn_at"), _kept(tables.attachments),
    ),
    Look(
        "applied.packages", tables.packages, tables.packages.c.case_id.in_(_own),
        ("case_id", "made_at", "confirmed_at"), _kept(tables.packages),
    ),
    Look(
        "applied.erasures", tables.erasures, tables.erasures.c.case_id.in_(_own),
        ("case_id", "kind", "begun_at", "provision", "done_at"), _kept(tables.erasures),
    ),
    _in_own("applied.subtasks", tables.subtasks),
    _in_own("applied.grants", tables.grants, tables.grants.c.subtask_id.in_(_own_subtasks)),
    _in_own("applied.messages", tables.messages, tables.messages.c.subtask_id.in_(_own_subtasks)),
    _in_own("applied.versions", tables.message_versions, tables.message_versions.c.message_id.in_(_own_messages)),
    _in_own("applied.files", tables.message_files, tables.message_files.c.message_id.in_(_own_messages)),
    _in_own("applied.conclusions", tables.conclusions, tables.conclusions.c.subtask_id.in_(_own_subtasks)),
    _in_own("applied.rounds", tables.rounds),
    _in_own("applied.offers", tables.offers),
    _in_own("applied.disqualified", tables.disqualifications),
    _in_own("applied.history", tables.history),
    _in_own(
        "applied.log", tables.administration, and_(tables.administration.c.case_id.in_(_own), _undisclosed)
    ),
)  # fmt: skip
"""What is kept of those who apply."""

_SUBTASK_WORDS = (
    "title", "description", "ending_text", "declined_because", "declined_text", "held_because", "answer_form",
    "edited_at",
)  # fmt: skip
ANOTHERS: Final = frozenset({
    "place_id", "applicant_name", "applicant_email", "applied_on", "deadline_on", "text", "opened_at", "removed_at",
    "type",
})  # fmt: skip
"""Of the cases that a colleague has: they are about who has applied, and not about the colleague."""

COLLEAGUE: Final[tuple[Look, ...]] = (
    Look("person", tables.people, _by(tables.people, "id"), _kept(tables.people)),
    Look("roles", tables.roles, _by(tables.roles, "person_id"), _kept(tables.roles)),
    Look("absences", tables.absences, _by(tables.absences, "person_id", "substitute_id", "set_by"),
         _kept(tables.absences)),
    Look("saved_searches", tables.saved_searches, _by(tables.saved_searches, "person_id"),
         _kept(tables.saved_searches)),
    Look("calendars", tables.calendars, _by(tables.calendars, "person_id"), ("person_id", "made_at")),
    Look("disqualified", tables.disqualifications, _by(tables.disqualifications, "person_id"),
         _kept(tables.disqualifications)),
    Look("cases", tables.cases, _by(tables.cases, "owner_id", "stand_in_id", "closed_by"),
         ("id", "status", "owner_id", "owned_from_at", "stand_in_id", "closed_at", "closed_by"), ("id", "title")),
    Look("subtasks", tables.subtasks, _by(tables.subtasks, "assignee_id", "stand_in_id", "created_by", "solved_by"),
         _kept(tables.subtasks, *_SUBTASK_WORDS), ("id", "case_id", *_SUBTASK_WORDS)),
    Look("grants", tables.grants, _by(tables.grants, "granted_by", "withdrawn_by", "fetched_by"),
         _kept(tables.grants)),
    Look("attachments", tables.attachments, _by(tables.attachments, "added_by"),
         ("id", "case_id", "added_at", "added_by", "withdrawn_at"), _kept(tables.attachments)),
    Look("messages", tables.messages, _by(tables.messages, "author_id"), _kept(tables.messages)),
    Look("versions", tables.message_versions, tables.message_versions.c.message_id.in_(_written),
         ("message_id", "number", "at"), _kept(tables.message_versions)),
    Look("files", tables.message_files, tables.message_files.c.message_id.in_(_written),
         ("id", "message_id", "media_type", "size", "removed_at"), _kept(tables.message_files)),
    Look("conclusions", tables.conclusions, _by(tables.conclusions, "author_id"),
         ("subtask_id", "number", "saved_at"), _kept(tables.conclusions)),
    Look("rounds", tables.rounds, _by(tables.rounds, "created_by", "summed_up_by"),
         _kept(tables.rounds, "summary"), ("id", "case_id", "summary")),
    Look("offers", tables.offers, _by(tables.offers, "held_by", "taken_by"), _kept(tables.offers)),
    Look("moves", tables.bulk_moves, _by(tables.bulk_moves, "moved_by"),
         ("id", "planned_at", "moved_at", "undone_at"), _kept(tables.bulk_moves)),
    Look("history", tables.history, _by(tables.history, "actor_id"),
         ("id", "at", "case_id", "subtask_id", "act", "actor_id"),
         ("id", "at", "case_id", "act", "details", "erasure_id")),
    Look("reads", tables.reads, _by(tables.reads, "person_id"), _kept(tables.reads)),
    Look("reminders", tables.reminders, _by(tables.reminders, "person_id"), _kept(tables.reminders)),
    Look("home", tables.homes, _by(tables.homes, "person_id"), _kept(tables.homes)),
    Look("posts", tables.posts, _by(tables.posts, "person_id"), _kept(tables.posts)),
    Look("outbox", tables.outbox, _by(tables.outbox, "person_id"),
         _kept(tables.outbox, "details"), ("id", "kind", "created_at", "details")),
    Look("inbox", tables.inbox, _heard, ("received_at", "done_at"), ("received_at", "event", "error", "done_at")),
    Look("erasures", tables.erasures, _by(tables.erasures, "person_id"),
         ("kind", "begun_at", "provision", "done_at"), _kept(tables.erasures)),
    Look("log", tables.administration, and_(_by(tables.administration, "person_id", "actor_id"), _undisclosed),
         ("id", "at", "act", "actor_id", "case_id", "details"), ("id", "at", "act", "by", "person_id", "erasure_id")),
)  # fmt: skip
"""What is kept of colleagues. That somebody was disclosed is not disclosed: each paper would make the next another."""

LOOKS: Final = (*APPLICANT, *COLLEAGUE)
