"""What can be done, as the history calls it: the names that stand in its table, and one line of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class CaseFact(StrEnum):
    """What a case is, fact by fact, as the history names it where an import changes it; never renamed or reused."""

    TITLE = "title"
    PLACE = "place"
    APPLICANT_NAME = "applicant_name"
    APPLICANT_EMAIL = "applicant_email"
    APPLIED_ON = "applied_on"
    OWNER = "owner"
    DEADLINE = "deadline"
    TEXT = "text"
    STATUS = "status"
    TYPE = "type"


class Act(StrEnum):
    """Everything that has a line in the history. Lines are only ever added, so a name is never changed or reused."""

    CASE_IMPORTED = "case.imported"
    CASE_CHANGED = "case.changed"
    CASE_REMOVED = "case.removed"
    CASE_DISTRIBUTED = "case.distributed"
    CASE_REDISTRIBUTED = "case.redistributed"
    CASE_OPENED = "case.opened"
    CASE_CLOSED = "case.closed"
    CASE_WITHDRAWN = "case.withdrawn"
    CASE_DISQUALIFIED = "case.disqualified"
    CASE_DISQUALIFICATION_LIFTED = "case.disqualification_lifted"
    SUBTASK_CREATED = "subtask.created"
    SUBTASK_BEGUN = "subtask.begun"
    SUBTASK_OPENED = "subtask.opened"
    SUBTASK_SOLVED = "subtask.solved"
    SUBTASK_SOLVING_UNDONE = "subtask.solving_undone"
    SUBTASK_REOPENED = "subtask.reopened"
    SUBTASK_EDITED = "subtask.edited"
    SUBTASK_NUDGED = "subtask.nudged"
    SUBTASK_NEEDS_MORE = "subtask.needs_more"
    SUBTASK_NEEDS_NO_MORE = "subtask.needs_no_more"
    SUBTASK_ANSWERED = "subtask.answered"
    SUBTASK_REASSIGNED = "subtask.reassigned"
    SUBTASK_DECLINED = "subtask.declined"
    SUBTASK_DEADLINE_MOVED = "subtask.deadline_moved"
    SUBTASK_HELD = "subtask.held"
    SUBTASK_RESUMED = "subtask.resumed"
    SUBTASK_HOLD_OVER = "subtask.hold_over"
    CASE_OFFERED = "case.offered"
    SUBTASK_OFFERED = "subtask.offered"
    CASE_MOVE_UNDONE = "case.move_undone"
    SUBTASK_MOVE_UNDONE = "subtask.move_undone"
    SUBTASK_STAND_IN = "subtask.stand_in"
    CASE_STAND_IN = "case.stand_in"
    ROUND_ASKED = "round.asked"
    ROUND_ENDED = "round.ended"
    ROUND_SUMMED_UP = "round.summed_up"
    CONCLUSION_SAVED = "conclusion.saved"
    MESSAGE_SENT = "message.sent"
    MESSAGE_DELETED = "message.deleted"
    FILE_TAKEN_BACK = "file.taken_back"
    ATTACHMENT_ADDED = "attachment.added"
    ATTACHMENT_LOST = "attachment.lost"
    ATTACHMENT_FETCHED = "attachment.fetched"
    ATTACHMENT_TAKEN_OUT = "attachment.taken_out"
    GRANT_GIVEN = "grant.given"
    GRANT_WITHDRAWN = "grant.withdrawn"
    GRANT_FETCHED = "grant.fetched"
    GRANT_END_MOVED = "grant.end_moved"
    GRANT_ENDED = "grant.ended"
    COPY_DELIVERED = "copy.delivered"
    COPY_REMOVED = "copy.removed"


def known(stored: str) -> Act | None:
    """The act of a line; None for one that another version of the program has written."""
    return Act(stored) if stored in {*Act} else None


@dataclass(frozen=True, slots=True)
class Line:
    """One line to be written; `actor_id` is None where a job or an import acted."""

    act: Act
    case_id: str
    subtask_id: int | None = None
    actor_id: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)
