"""The rows of which the record of a case (domain/case_record.py) is made: which columns of each table it has.

READ says which class the rows of each table are; cases/archive/contents.py says why the other columns are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Table

from domain.values import CaseStatus, Ending, Role, SubtaskStatus
from store import tables


class CaseRow(NamedTuple):
    """A case."""

    id: str
    title: str
    type: str | None
    status: CaseStatus
    place_id: int
    applicant_name: str
    applicant_email: str
    applied_on: date
    text: str
    deadline_on: date | None
    owner_id: int | None
    owned_from_at: datetime | None
    stand_in_id: int | None
    opened_at: datetime | None
    closed_at: datetime | None
    closed_by: int | None
    removed_at: datetime | None


class PlaceRow(NamedTuple):
    """A place, and which is above it."""

    id: int
    code: str
    name: str
    parent_id: int | None


class PersonRow(NamedTuple):
    """Somebody who is named."""

    id: int
    name: str
    email: str


class DisqualificationRow(NamedTuple):
    """Somebody who is disqualified."""

    person_id: int
    declared_at: datetime


class AttachmentRow(NamedTuple):
    """A file of the case, or one that was."""

    id: int
    title: str
    name: str
    media_type: str
    size: int
    sha256: str | None
    added_at: datetime
    added_by: int | None
    withdrawn_at: datetime | None
    withdrawn_sha256: str | None


class SubtaskRow(NamedTuple):
    """A subtask."""

    id: int
    title: str
    description: str
    status: SubtaskStatus
    deadline_on: date
    assignee_id: int
    created_by: int
    created_at: datetime
    stand_in_id: int | None
    given_at: datetime | None
    opened_at: datetime | None
    edited_at: datetime | None
    nudged_on: date | None
    waits_for_owner_at: datetime | None
    held_until_on: date | None
    held_because: str | None
    declined_at: datetime | None
    declined_because: str | None
    declined_text: str | None
    after_id: int | None
    together_id: int | None
    round_id: int | None
    answer_form: list[dict[str, Any]] | None
    solved_at: datetime | None
    solved_by: int | None
    ending: Ending | None
    ending_text: str | None


class GrantRow(NamedTuple):
    """An attachment that is, or was, open to the assignee of a subtask."""

    id: int
    subtask_id: int
    attachment_id: int
    granted_by: int
    granted_at: datetime
    ends_on: date | None
    fetched_by: int | None
    fetched_at: datetime | None
    withdrawn_by: int | None
    withdrawn_at: datetime | None


class MessageRow(NamedTuple):
    """A message without its words."""

    id: int
    subtask_id: int
    author_id: int
    sent_at: datetime
    deleted_at: datetime | None


class VersionRow(NamedTuple):
    """What a message said from some time on."""

    message_id: int
    number: int
    at: datetime
    text: str
    blocks: list[dict[str, Any]]


class FileRow(NamedTuple):
    """A file that hangs on a message, or did."""

    id: int
    message_id: int
    name: str
    media_type: str
    size: int
    sha256: str | None
    removed_at: datetime | None


class ConclusionRow(NamedTuple):
    """A version of a subtask's conclusion."""

    subtask_id: int
    number: int
    saved_at: datetime
    author_id: int
    text: str
    answers: dict[str, str] | None


class RoundRow(NamedTuple):
    """One question to several people."""

    id: int
    created_by: int
    created_at: datetime
    shows_answers: bool
    asked: int
    answered: int
    out: int
    ended_at: datetime | None
    summary: str | None
    summed_up_by: int | None
    summed_up_at: datetime | None


class OfferRow(NamedTuple):
    """The case, or a subtask of it, offered to everybody with a role."""

    id: int
    move_id: int
    subtask_id: int | None
    place_id: int
    role: Role
    held_by: int | None
    offered_at: datetime
    taken_by: int | None
    ended_at: datetime | None


class MoveRow(NamedTuple):
    """Who offered it."""

    id: int
    moved_by: int


class LineRow(NamedTuple):
    """A line of the history."""

    id: int
    at: datetime
    subtask_id: int | None
    act: str
    actor_id: int | None
    details: dict[str, Any]
    erasure_id: int | None


@dataclass(frozen=True, slots=True)
class Everything:
    """All rows of one case; those of each table in the order in which they came."""

    case: CaseRow
    disqualifications: list[DisqualificationRow]
    attachments: list[AttachmentRow]
    subtasks: list[SubtaskRow]
    grants: list[GrantRow]
    messages: list[MessageRow]
    versions: list[VersionRow]
    files: list[FileRow]
    conclusions: list[ConclusionRow]
    rounds: list[RoundRow]
    offers: list[OfferRow]
    moves: list[MoveRow]
    history: list[LineRow]
    places: list[PlaceRow]
    people: list[PersonRow]


READ: Mapping[Table, type] = {
    tables.cases: CaseRow,
    tables.places: PlaceRow,
    tables.people: PersonRow,
    tables.disqualifications: DisqualificationRow,
    tables.attachments: AttachmentRow,
    tables.subtasks: SubtaskRow,
    tables.grants: GrantRow,
    tables.messages: MessageRow,
    tables.message_versions: VersionRow,
    tables.message_files: FileRow,
    tables.conclusions: ConclusionRow,
    tables.rounds: RoundRow,
    tables.offers: OfferRow,
    tables.bulk_moves: MoveRow,
    tables.history: LineRow,
}
