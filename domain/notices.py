"""The short things that the bot says once: each notice with what has to be known of it when it is drawn.

Each waits in the outbox as JSON (domain/stored_notices.py). What draws it, and when it is still true, is said once, in
bot/delivery/notices.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeAlias

from domain.absence_notices import AboutAbsence
from domain.answers import AnswersInThread
from domain.asking_notices import AskingNotice, Somebody
from domain.round_notices import RoundOver

__all__ = ["Notice", "Somebody"]


# ---- about a subtask, which the row names


@dataclass(frozen=True, slots=True)
class Solved:
    """It was solved, or ended, by somebody else (A17)."""

    say: ClassVar[str] = "solved"


@dataclass(frozen=True, slots=True)
class SolvingUndone:
    """Who had solved it has taken that back."""

    say: ClassVar[str] = "solving_undone"
    by: Somebody


@dataclass(frozen=True, slots=True)
class Reopened:
    """A colleague wants it to be gone on with."""

    say: ClassVar[str] = "reopened"
    by: Somebody
    reason: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A colleague has given it another title or description, after the assignee has read the former ones."""

    say: ClassVar[str] = "edited"
    by: Somebody
    title: bool
    description: bool


@dataclass(frozen=True, slots=True)
class Declined:
    """Its assignee has sent it back."""

    say: ClassVar[str] = "declined"


@dataclass(frozen=True, slots=True)
class Assigned:
    """It is now the reader's, who had a card of it before."""

    say: ClassVar[str] = "assigned"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """It is not the reader's any more."""

    say: ClassVar[str] = "taken_over"


@dataclass(frozen=True, slots=True)
class OwnerLost:
    """Nobody reads what is written to its owner."""

    say: ClassVar[str] = "owner_lost"


@dataclass(frozen=True, slots=True)
class AttachmentTakenOut:
    """Something that the reader was granted does not belong to the case."""

    say: ClassVar[str] = "attachment_taken_out"


@dataclass(frozen=True, slots=True)
class MoreAttachments:
    """More is open to the assignee than before, and has to be fetched."""

    say: ClassVar[str] = "more_attachments"
    attachments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _OfHold:
    """`hold` tells this hold from another one (cases/acts/holding.py); empty for none."""

    say: ClassVar[str]
    by: Somebody
    hold: str


@dataclass(frozen=True, slots=True)
class Held(_OfHold):
    """A colleague has put it on hold."""

    say = "held"


@dataclass(frozen=True, slots=True)
class Resumed(_OfHold):
    """A colleague has taken it up again."""

    say = "resumed"


@dataclass(frozen=True, slots=True)
class DeadlineMoved:
    """A colleague has moved its deadline to this one."""

    say: ClassVar[str] = "deadline_moved"
    deadline: date
    by: Somebody
    case: str


# ---- what did not arrive


@dataclass(frozen=True, slots=True)
class UndeliveredMessage:
    """What the reader wrote did not reach this person; `unreachable` where nothing does."""

    say: ClassVar[str] = "undelivered_message"
    person: Somebody
    unreachable: bool


@dataclass(frozen=True, slots=True)
class UndeliveredCard:
    """Slack does not show the subtask to this person."""

    say: ClassVar[str] = "undelivered_card"
    person: Somebody


@dataclass(frozen=True, slots=True)
class UndeliveredMail:
    """The letter to this assignee was not taken; `foreign` where the mail server cannot write such an address."""

    say: ClassVar[str] = "undelivered_mail"
    assignee: int
    foreign: bool


@dataclass(frozen=True, slots=True)
class UndeliveredFile:
    """A file that came with a message did not reach the other party."""

    say: ClassVar[str] = "undelivered_file"
    file: str


@dataclass(frozen=True, slots=True)
class UnsharedAttachment:
    """An attachment that the reader granted could not be put into this person's thread."""

    say: ClassVar[str] = "unshared_attachment"
    file: str
    person: Somebody


@dataclass(frozen=True, slots=True)
class UnfetchedAttachment:
    """An attachment that the reader fetched could not be put into their conversation."""

    say: ClassVar[str] = "unfetched_attachment"
    attachment: int


@dataclass(frozen=True, slots=True)
class UploadLost:
    """A file that the reader handed in for a case could not be fetched."""

    say: ClassVar[str] = "upload_lost"
    file: str
    case: str


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Slack did not show what the reader asked for."""

    say: ClassVar[str] = "try_again"


# ---- about a whole case, for its owner


@dataclass(frozen=True, slots=True)
class _OfCase:
    """`case` is its number."""

    say: ClassVar[str]
    case: str


@dataclass(frozen=True, slots=True)
class CaseAssigned(_OfCase):
    """It is the reader's now."""

    say = "case_assigned"


@dataclass(frozen=True, slots=True)
class CaseClosed(_OfCase):
    """Somebody else has closed it (S21)."""

    say = "case_closed"


@dataclass(frozen=True, slots=True)
class CaseWithdrawn(_OfCase):
    """The applicant has withdrawn (A21)."""

    say = "case_withdrawn"


@dataclass(frozen=True, slots=True)
class CaseSupplemented(_OfCase):
    """Something was sent in later (F16)."""

    say = "case_supplemented"


@dataclass(frozen=True, slots=True)
class CaseRemoved(_OfCase):
    """It was imported by mistake, and is gone."""

    say = "case_removed"


@dataclass(frozen=True, slots=True)
class _OfCaseDeadline(_OfCase):
    """How the case was, and since when: what is said of it is dropped when it has changed since, even if to and fro."""

    deadline: date | None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseDeadline(_OfCaseDeadline):
    """It has got another deadline, or has none any more."""

    say = "case_deadline"


@dataclass(frozen=True, slots=True)
class DeadlinesOutside(_OfCaseDeadline):
    """Subtasks are due after it: are they to be moved?"""

    say = "deadlines_outside"


@dataclass(frozen=True, slots=True)
class MoreTime(_OfCase):
    """Subtasks were due with it when its deadline was this earlier one: are they to be moved to the one that it has?"""

    say = "more_time"
    was: date


@dataclass(frozen=True, slots=True)
class DeadlinesMoved(_OfCase):
    """A colleague has moved the deadlines of several of the reader's subtasks to this one."""

    say = "deadlines_moved"
    deadline: date
    by: Somebody
    subtasks: tuple[int, ...]


Notice: TypeAlias = (
    AnswersInThread | AskingNotice
    | Solved | SolvingUndone | Reopened | Edited
    | Declined | Assigned | TakenOver | OwnerLost | AttachmentTakenOut | MoreAttachments
    | Held | Resumed | DeadlineMoved
    | UndeliveredMessage | UndeliveredCard | UndeliveredMail | UndeliveredFile
    | UnsharedAttachment | UnfetchedAttachment | UploadLost | TryAgain
    | AboutAbsence
    | CaseAssigned | CaseClosed | CaseWithdrawn | CaseSupplemented | CaseRemoved
    | RoundOver | CaseDeadline | DeadlinesOutside | MoreTime | DeadlinesMoved
)  # fmt: skip
