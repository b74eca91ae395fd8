"""The whole record of a case as plain values: what its archive package is drawn from, and nothing else.

Everything is in reading order: what came first stands first. Instants are UTC. A text is as people wrote it, never
parsed, and empty where there is none; people are those who are named, by the name that they have now. What was taken
back or taken out of the case has no name here any more. cases/archive/ gathers it and says what is left out, and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.answer_forms import AnswerForm
from domain.values import CaseStatus, Ending, Role, SubtaskStatus


@dataclass(frozen=True, slots=True)
class Who:
    """A colleague as the record names them; `id` tells two of the same name apart, as the address does."""

    id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """The place that a case belongs to; `above` are the names of the places over it, the root first."""

    code: str
    name: str
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """A file of the case. `sha256` is None while its bytes are not here.

    Once it is taken out of the case (`withdrawn_at`) its title and name are empty and its bytes gone;
    `withdrawn_sha256` is what they were known by.
    """

    id: int
    title: str
    name: str
    media_type: str
    size: int
    sha256: str | None
    added_at: datetime
    added_by: Who | None = None
    """None where it was imported."""
    withdrawn_at: datetime | None = None
    withdrawn_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """An attachment, by its number, that was opened to the assignee of a subtask, and whether it still is."""

    id: int
    attachment_id: int
    granted_by: Who
    granted_at: datetime
    ends_on: date | None = None
    """The last day on which it is open; None for as long as the subtask."""
    fetched_by: Who | None = None
    fetched_at: datetime | None = None
    withdrawn_by: Who | None = None
    """None where it ended by itself."""
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """What a message said from this instant on. `blocks` is the same with its form (lists, tables), as Slack has it."""

    number: int
    at: datetime
    text: str
    blocks: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class SentFileRecord:
    """A file that hangs on a message. Taken back by its author (`removed_at`), it has no name and no bytes any more."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str | None
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """One message with everything that it ever said, the first version first; more than one: it was edited."""

    id: int
    author: Who
    sent_at: datetime
    versions: tuple[VersionRecord, ...]
    files: tuple[SentFileRecord, ...] = ()
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """What owner and assignee wrote to each other: internal, so never in anything that the applicant is given."""

    messages: tuple[MessageRecord, ...] = ()
    is_internal: bool = True


@dataclass(frozen=True, slots=True)
class ConclusionRecord:
    """One saved version of a subtask's conclusion; the last one stands.

    `answers` are those to the subtask's form, by the questions' keys, as they are kept (domain/answer_forms.py).
    """

    number: int
    saved_at: datetime
    author: Who
    text: str
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HistoryRecord:
    """One line of the history. `act` is one of domain.history.Act, or one of another version of the program.

    `actor` is None where a job or an import acted. `details` are as they are kept; the names in them are those that
    people had then, and None stands where something is not called by its name any more.
    """

    id: int
    at: datetime
    subtask_id: int | None
    act: str
    actor: Who | None
    details: Mapping[str, Any] = field(default_factory=dict)
    erasure_id: int | None = None
    """The erasure that has taken something out of the details; None for a line that is as it was written."""


@dataclass(frozen=True, slots=True)
class SubtaskRecord:
    """One subtask, whole, but for its lines of the history (`CaseRecord.history_of`).

    `number` is its place in the case, from 1. What stands here of holds, declines and deadlines is how it ended; what
    was before is in the history.
    """

    number: int
    id: int
    title: str
    description: str
    status: SubtaskStatus
    deadline_on: date
    assignee: Who
    created_by: Who
    created_at: datetime
    stand_in: Who | None = None
    """Who stood in for the assignee, who was away."""
    given_at: datetime | None = None
    """Since when its assignee had it; None for since it was created."""
    opened_at: datetime | None = None
    edited_at: datetime | None = None
    """Since when title or description were others than the assignee had read."""
    nudged_on: date | None = None
    waits_for_owner_at: datetime | None = None
    """Since when the assignee waited for more to go on."""
    held_until_on: date | None = None
    held_because: str = ""
    declined_at: datetime | None = None
    declined_because: str = ""
    """A `domain.forms.Reason`."""
    declined_text: str = ""
    after_id: int | None = None
    """The subtask that it waited for."""
    together_id: int | None = None
    """The first of those with which it was given at once."""
    round_id: int | None = None
    """The round of which it is a part, since the same question was put to others, too."""
    answer_form: AnswerForm = ()
    """What had to be answered before it could be solved."""
    grants: tuple[GrantRecord, ...] = ()
    conversation: ConversationRecord = ConversationRecord()
    conclusions: tuple[ConclusionRecord, ...] = ()
    solved_at: datetime | None = None
    solved_by: Who | None = None
    ending: Ending | None = None
    ending_text: str = ""
    """Why it was not needed."""


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """One question to several people. `summary` is what the owner took over of their answers."""

    id: int
    created_by: Who
    created_at: datetime
    shows_answers: bool
    """Whether those who were asked saw each other's answers once it was over."""
    asked: int
    answered: int
    out: int
    """How many did not answer: they declined, or it was not needed."""
    ended_at: datetime | None = None
    summary: str = ""
    summed_up_by: Who | None = None
    summed_up_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """The case, or the subtask of this number, offered to everybody who had a role at a place."""

    id: int
    subtask_id: int | None
    offered_by: Who
    offered_at: datetime
    place: PlaceRecord
    role: Role
    held_by: Who | None = None
    """Who had it until it was taken."""
    taken_by: Who | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DisqualificationRecord:
    """Who was disqualified (inhabil) from the case when its record was made."""

    person: Who
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case with everything that is in it."""

    id: str
    title: str
    type: str
    """The institution's own word for its kind."""
    status: CaseStatus
    place: PlaceRecord
    applicant_name: str
    applicant_email: str
    applied_on: date
    text: str
    """The application."""
    deadline_on: date | None = None
    owner: Who | None = None
    owned_from_at: datetime | None = None
    stand_in: Who | None = None
    """Who stood in for the owner, who was away."""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: Who | None = None
    """None where it was withdrawn by an import."""
    removed_at: datetime | None = None
    """Since when only its number and its history are left, as it had been imported by mistake."""
    disqualified: tuple[DisqualificationRecord, ...] = ()
    attachments: tuple[AttachmentRecord, ...] = ()
    subtasks: tuple[SubtaskRecord, ...] = ()
    rounds: tuple[RoundRecord, ...] = ()
    offers: tuple[OfferRecord, ...] = ()
    history: tuple[HistoryRecord, ...] = ()

    def history_of(self, subtask_id: int) -> tuple[HistoryRecord, ...]:
        """The lines about one subtask."""
        return tuple(line for line in self.history if line.subtask_id == subtask_id)

    def attachment(self, attachment_id: int) -> AttachmentRecord:
        """The attachment with this number."""
        return next(one for one in self.attachments if one.id == attachment_id)
