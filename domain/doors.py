"""What a system is told at the door: cases, subtasks, files and lines of the history, as JSON says them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.values import CaseStatus, Ending, Role, SubtaskStatus
from domain.webhooks import Event


@dataclass(frozen=True, slots=True)
class WhoIs:
    """The system of a key, with the code of the place below which it may act, and its role there."""

    name: str
    place: str
    role: Role


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A colleague, or whoever has applied."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of a case; without a digest its bytes are not kept (yet)."""

    name: str
    title: str
    media_type: str
    size: int
    sha256: str | None


@dataclass(frozen=True, slots=True)
class ToldCase:
    """A case as a whole."""

    id: str
    title: str
    place: str
    status: CaseStatus
    applicant: NamedPerson
    applied_on: date
    owner: NamedPerson | None
    deadline: date | None
    type: str | None
    text: str
    attachments: tuple[CaseFile, ...]
    open_subtasks: int


@dataclass(frozen=True, slots=True)
class CaseHead:
    """A case in a list."""

    id: str
    title: str
    place: str
    status: CaseStatus
    deadline: date | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases, by number; `next` is the cursor of those that follow, if any do."""

    items: tuple[CaseHead, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ToldSubtask:
    """A subtask with what came of it."""

    id: int
    title: str
    status: SubtaskStatus
    deadline: date
    description: str
    assignee: NamedPerson
    conclusion: str
    answers: dict[str, str]
    ending: Ending | None
    ending_text: str
    solved_at: datetime | None
    solved_by: NamedPerson | None


@dataclass(frozen=True, slots=True)
class Subtasks:
    """All subtasks of a case, the oldest first."""

    items: tuple[ToldSubtask, ...]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line of the history: who did what, when; nobody where a job or an import did."""

    at: datetime
    act: str
    subtask: int | None
    actor: str | None


@dataclass(frozen=True, slots=True)
class HistoryLines:
    """Some lines of a case's history, the newest first; `next` is the cursor of older ones, if there are any."""

    items: tuple[ToldLine, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class EventData:
    """What an event is about. `sequence` rises with each event of a case; not everybody hears of all of them."""

    case: str
    subtask: int | None
    sequence: int


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """What a webhook says: that something happened, and when. What it is, the door tells those who may see it."""

    type: Event
    timestamp: datetime
    data: EventData
