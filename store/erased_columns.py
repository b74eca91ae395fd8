"""What becomes of every table and column when a case is erased: what goes, what is blanked, what stays and why.

What stays of a case is a tombstone; docs/decisions/0023-what-is-erased-and-what-stays.md says what for. Every column
there is has its place here: tests/cases/erasing/test_columns.py walks them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Table, bindparam, or_, select

from store.tables import (
    administration,
    attachments,
    cases,
    conclusions,
    disqualifications,
    grants,
    history,
    message_files,
    message_versions,
    messages,
    offers,
    reads,
    reminders,
    subtasks,
)

OF_CASE: sa.BindParameter[str] = bindparam("of_case", type_=sa.Text())
IN_CASE = select(subtasks.c.id).where(subtasks.c.case_id == OF_CASE).scalar_subquery()
WRITTEN = select(messages.c.id).where(messages.c.subtask_id.in_(IN_CASE)).scalar_subquery()
DUE = or_(reminders.c.case_id == OF_CASE, reminders.c.subtask_id.in_(IN_CASE))

GOING: Final[tuple[tuple[Table, sa.ColumnElement[bool]], ...]] = (
    (reads, reads.c.subtask_id.in_(IN_CASE)),
    (message_versions, message_versions.c.message_id.in_(WRITTEN)),
    (message_files, message_files.c.message_id.in_(WRITTEN)),
    (messages, messages.c.subtask_id.in_(IN_CASE)),
    (conclusions, conclusions.c.subtask_id.in_(IN_CASE)),
    (grants, grants.c.subtask_id.in_(IN_CASE)),
    (attachments, attachments.c.case_id == OF_CASE),
    (offers, or_(offers.c.case_id == OF_CASE, offers.c.subtask_id.in_(IN_CASE))),
    (reminders, DUE),
    (disqualifications, disqualifications.c.case_id == OF_CASE),
)
"""Of these tables the rows of a case go, in this order."""
BLANKED: Final[Mapping[Table, Mapping[str, Any]]] = {
    cases: {
        "title": "", "searched": "", "applicant_name": "", "applicant_email": "", "text": "", "owner_id": None,
        "closed_by": None, "stand_in_id": None, "look_at": None, "reminds_from_at": None, "owned_from_at": None,
    },
    subtasks: {
        "title": "", "description": "", "ending_text": None, "declined_because": None, "declined_text": None,
        "held_because": None, "held_until_on": None, "answer_form": None, "waits_for_owner_at": None, "edited_at": None,
        "nudged_on": None, "stand_in_id": None, "after_id": None, "together_id": None, "round_id": None,
        "look_at": None, "reminds_from_at": None, "solved_by": None,
    },
    history: {"details": {}},
    administration: {"details": {}},
}  # fmt: skip
"""Of these the rows stay, since what stays refers to them, without this."""
_DATES: Final = "the tombstone says when"
_HANDLED: Final = "says how the case was handled, and names nobody"
STAYING: Final[Mapping[str, str]] = {
    "cases.id": "the tombstone is known by the case's number",
    "cases.place_id": "the tombstone says where",
    "cases.type": "the rule of retention is that of the type",
    "cases.status": _HANDLED,
    "cases.applied_on": _DATES,
    "cases.deadline_on": _DATES,
    "cases.opened_at": _DATES,
    "cases.closed_at": _DATES,
    "cases.removed_at": "set: the case is shown nowhere any more",
    "subtasks.id": "lines of the history refer to it",
    "subtasks.case_id": "lines of the history refer to it",
    "subtasks.deadline_on": _DATES,
    "subtasks.assignee_id": "a number: whoever it is becomes nameless when no case needs the name",
    "subtasks.created_by": "a number: whoever it is becomes nameless when no case needs the name",
    "subtasks.status": _HANDLED,
    "subtasks.ending": _HANDLED,
    "subtasks.created_at": _DATES,
    "subtasks.given_at": _DATES,
    "subtasks.opened_at": _DATES,
    "subtasks.solved_at": _DATES,
    "subtasks.declined_at": _DATES,
    "history": "who did what when is the documentation that the case was handled; `details` are taken out",
    "history_seals": "they prove the lines; the salt goes with the details",
    "administration": "who administered what when; `details` of what was about the case are taken out",
    "packages": "which package the archive has, and who confirmed it",
    "erasures": "the receipt",
}
"""What stays of a case, and why; a table's name stands for all of its columns that are not blanked."""
ELSEWHERE: Final[Mapping[str, str]] = {
    "rounds": "go when no subtask refers to them any more (`erase`)",
    "posts": "each becomes a row of the outbox that takes it away in Slack (`take_posts`)",
    "outbox": "what is about the case goes (`forget_told`)",
    "inbox": "what was written in its threads goes (`forget_told`)",
    "homes": "who looks at the case is turned to the main page (`forget_told`)",
    "saved_searches": "those for its number go (`forget_told`)",
    "bulk_moves": "what moved it is emptied (`moves_of`)",
    "search_texts": "its words go (`erase`)",
    "search_stale": "nothing of it is taken in again (`erase`)",
    "people": "about persons: bot erase --person",
    "roles": "about persons",
    "absences": "about persons",
    "places": "about the institution",
    "gaps": "the program's own book-keeping",
    "calendars": "about persons",
    "systems": "about systems that come in by the door",
    "keys": "about systems that come in by the door",
    "answered": "has no more of the case than its number, which the tombstone has too; goes after KEEP_DAYS",
    "webhooks": "about systems that come in by the door",
    "told_cases": "has no more of the case than its number, which the tombstone has too",
    "processes": "the program's own book-keeping",
    "marks": "the program's own book-keeping",
}
"""Tables that are treated by statements of their own, or in which there is nothing of a case."""
