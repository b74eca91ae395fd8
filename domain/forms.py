"""What the dialogs and lists around a case have to show; plain values like those in values.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.absences import Absence
from domain.history import Act
from domain.notification_settings import Preferences
from domain.outbox_kinds import OutboxKind
from domain.search_pages import SavedSearch
from domain.values import Attachment, CaseFacts, CaseLine, InternalMessage, Person, SubtaskFacts


class Tab(StrEnum):
    """What the main page lists of subtasks: one's own to do, those one has given to others, those solved."""

    MINE = "mine"
    GIVEN = "given"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case that waits for distribution (F6), as distributors see it; `new_attachments` came with it or later.

    `lost_owner` is one who cannot answer for it any more.
    """

    id: str
    title: str
    place: str
    applicant: str
    applied_on: date
    new_attachments: int
    lost_owner: Person | None = None
    deadline_on: date | None = None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What has not reached a person: its kind, since when, and whether it was refused or only waits."""

    kind: OutboxKind
    is_refused: bool
    since_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """How it stands with what is sent to a person: when they were last reminded, and what has not reached them."""

    reminded_at: datetime | None = None
    undelivered: tuple[Undelivered, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """The main page (S23-S25): one page of subtasks, of own cases, and of what waits for distribution.

    `today` is the institution's date, against which a deadline is overdue. `waiting` is None for a
    reader who is no distributor, else the first of the `count_waiting`; `ownerless` are the first of the
    `count_ownerless` that need another owner, `needing` those of the `count_needing` that others have and that need the
    reader.
    """

    reader: Person
    today: date
    subtasks: tuple[SubtaskFacts, ...]
    more_subtasks: bool
    subtask_page: int
    cases: tuple[CaseLine, ...]
    more_cases: bool
    case_page: int
    tab: Tab = Tab.MINE
    waiting: tuple[WaitingCase, ...] | None = None
    more_waiting: bool = False
    waiting_page: int = 0
    preferences: Preferences = field(default_factory=Preferences)
    ownerless: tuple[WaitingCase, ...] = ()
    count_ownerless: int = 0
    count_waiting: int = 0
    needing: tuple[SubtaskFacts, ...] = ()
    count_needing: int = 0
    delivery: Delivery = Delivery()
    absence: Absence | None = None
    may_set_absences: bool = False
    """Whether the reader may note that others are away."""
    saved: tuple[SavedSearch, ...] = ()
    may_have_calendar: bool = False
    """Whether deadlines can be fetched by the reader's own calendar."""
    takeable: int = 0
    """How much is offered to everybody with one of the reader's roles, and may be taken now."""


@dataclass(frozen=True, slots=True)
class DistributionForm:
    """What the dialog for distributing or redistributing a case shows; only a distributor sets the deadline (F7)."""

    case: CaseFacts
    may_set_deadline: bool
    today: date
    disqualified: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Distribution:
    """What a person has filled into that dialog; unchecked. `instead_of` is whose case it was when they opened it."""

    owner_id: int | None
    deadline_on: date | None
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class SubtaskForm:
    """What the dialog "Ny deloppgave" needs to be drawn.

    `latest_on` is the case's deadline, or None where only "not before today" holds: the case has no
    deadline (A1), or it has passed (A2; then `case_deadline_passed` is true and the dialog says so).
    `proposed_on` stands in the field for the deadline, to be changed.
    """

    case_id: str
    case_title: str
    today: date
    latest_on: date | None
    proposed_on: date | None
    case_deadline_passed: bool
    attachments: tuple[Attachment, ...]
    disqualified: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class ReassignForm:
    """What the dialog "Bytt ansvarlig" shows; `disqualified` are those who cannot be chosen in this case."""

    subtask: SubtaskFacts
    disqualified: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class DeclineForm:
    """What the dialog "Send tilbake" shows; one who `stands_in` can only say that they are disqualified."""

    subtask: SubtaskFacts
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class LiftForm:
    """What the dialog "Opphev inhabilitet" shows; there is somebody in `disqualified`."""

    case: CaseFacts
    disqualified: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class DeadlineForm:
    """What the dialog "Flytt frist" shows; what may be chosen is said as in the dialog for a new subtask."""

    subtask: SubtaskFacts
    today: date
    latest_on: date | None
    case_deadline_passed: bool


@dataclass(frozen=True, slots=True)
class HoldForm:
    """What the dialog "Sett på vent" shows; `latest_on` is the last day that may be chosen.

    With `asked` the person has chosen that day and reason, and has to confirm it: it reaches beyond the deadline, which
    they can move instead where `deadline` says to when.
    """

    subtask: SubtaskFacts
    latest_on: date
    asked: tuple[date, str] | None = None
    deadline: DeadlineForm | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """What a person has filled into that dialog; unchecked.

    `accepted_on` is the deadline beyond which it was confirmed to go, `deadline_on` the new one that it gets.
    """

    until_on: date | None
    reason: str
    accepted_on: date | None = None
    deadline_on: date | None = None


@dataclass(frozen=True, slots=True)
class LateSubtasks:
    """The unsolved subtasks that are due after their case, nearest deadline first; `to_on` is the case's deadline.

    With `was_on` the case has got more time, and they are those that were due with it when its deadline was that day.
    """

    case: CaseFacts
    to_on: date
    today: date
    subtasks: tuple[SubtaskFacts, ...]
    was_on: date | None = None


class Reason(StrEnum):
    """Why an assignee declines; for a conflict of interest (inhabil) they must not even keep the case's title."""

    NOT_MY_FIELD = "not_my_field"
    NO_TIME = "no_time"
    CONFLICT = "conflict"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history: who did what, when; `details` fill the sentence for `act` (None: an unknown one)."""

    at: datetime
    act: Act | None
    actor: Person | None
    subtask: str | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page of the history of a case or of a subtask, newest first; `page` counts from 0."""

    case_id: str
    subtask_id: int | None
    title: str
    lines: tuple[HistoryLine, ...]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a message; `slack_file_id` is the one that the reader may open, None while there is none."""

    name: str
    slack_file_id: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A message, or a piece of a long one: `goes_on` says that it has begun before; `files` stand at its end."""

    message: InternalMessage
    goes_on: bool
    files: tuple[SentFile, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """One of the `pages` of everything that was said in a subtask, oldest first; `page` counts from 0."""

    subtask: SubtaskFacts
    passages: tuple[Passage, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class SavedConclusion:
    """A version of a conclusion: which, by whom, when; an empty text took away the one before."""

    number: int
    author: Person
    saved_at: datetime
    text: str
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conclusions:
    """One page of the conclusions that were saved before the one that stands, newest first; `page` counts from 0."""

    subtask: SubtaskFacts
    saved: tuple[SavedConclusion, ...]
    page: int
    has_more: bool
