"""How subtasks end, and how an ending is mended: what the dialogs around it show, and what is filled into them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.values import Attachment, CaseFacts, Ending, InternalMessage, SubtaskFacts

OTHERS: Final = "others"
"""Whose fields those are that stand for every subtask without its own."""
UNDO_FOR: Final = timedelta(minutes=5)
BY_HAND: Final = frozenset({Ending.ASSIGNEE, Ending.OWNER, Ending.NOT_NEEDED})
"""What somebody chose for this subtask; the others came with the end of its case."""


def may_undo(subtask: SubtaskFacts, person_id: int, now: datetime) -> bool:
    """Whether a person has ended this subtask themselves, and so lately that they can take it back."""
    if subtask.ending not in BY_HAND or subtask.solved_at is None or subtask.solved_by is None:
        return False
    return subtask.solved_by.id == person_id and now < subtask.solved_at + UNDO_FOR


class Choice(StrEnum):
    """What is to become of a subtask that is unsolved when somebody wants to close its case."""

    WITH_CASE = "with_case"
    """Løst, because the case is closed: what happens where nobody chooses anything else."""
    SOLVE = "solve"
    NOT_NEEDED = "not_needed"
    REMIND = "remind"
    KEEP = "keep"

    @property
    def keeps_open(self) -> bool:
        """Whether the case is not closed with this."""
        return self in (Choice.REMIND, Choice.KEEP)

    @property
    def answers(self) -> bool:
        """Whether it says, in a sentence, how the subtask ended."""
        return self in (Choice.SOLVE, Choice.NOT_NEEDED)


@dataclass(frozen=True, slots=True)
class ClosingAnswer:
    """What a person has chosen for one subtask in the dialog "Avslutt sak", and the sentence to it; unchecked."""

    choice: Choice = Choice.WITH_CASE
    text: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """What a person has filled into that dialog; unchecked.

    `answers` are those for the subtasks that had fields of their own, `others` is the one for all the rest. What is
    not among `shown`, the subtasks that were unsolved when the dialog was drawn, or is newer than `seen`, nobody has
    been asked about.
    """

    seen: int
    shown: Collection[int] = ()
    answers: Mapping[int, ClosingAnswer] = field(default_factory=dict)
    others: ClosingAnswer = ClosingAnswer()

    def has_asked_about(self, number: int) -> bool:
        """Whether the dialog took this subtask into account; one that has been reopened since it did not."""
        if number > self.seen:
            return False
        return number in self.shown or number > max(self.shown, default=0)

    def answer(self, number: int) -> ClosingAnswer:
        """What is to become of this subtask."""
        return self.answers.get(number, self.others)


@dataclass(frozen=True, slots=True)
class OpenSubtask:
    """An unsolved subtask in that dialog: what was said last in it, and whether there is somebody to remind."""

    subtask: SubtaskFacts
    last_message: InternalMessage | None = None
    may_remind: bool = False


@dataclass(frozen=True, slots=True)
class ClosingQuestion:
    """What the dialog "Avslutt sak" asks (S22, A23): which subtasks are open, the first of them named.

    `seen` is the newest subtask that the question takes into account, `shown` are all of them; `shown_again` says that
    there is one that the person had not seen, and `filled` is then what they have chosen so far. With `must_answer` the
    case cannot be closed before each of them has got its answer.
    """

    case: CaseFacts
    today: date
    open_subtasks: tuple[OpenSubtask, ...]
    count: int
    seen: int
    shown: tuple[int, ...] = ()
    shown_again: bool = False
    must_answer: bool = False
    filled: Closing | None = None
    summaries: tuple[tuple[str, str], ...] = ()
    """What was made of the rounds of the case, each with the title of its question."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What became of it: whether the case is closed, and of how many subtasks what."""

    case: CaseFacts
    is_closed: bool
    ended: int = 0
    reminded: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class ReopenForm:
    """What the dialog "Gjenåpne" shows; `attachments` were open to the assignee, and none is without being ticked.

    `latest_on` and `case_deadline_passed` say of the deadline what they say in the dialog for a new subtask.
    """

    subtask: SubtaskFacts
    attachments: tuple[Attachment, ...]
    today: date
    latest_on: date | None
    proposed_on: date | None
    case_deadline_passed: bool


@dataclass(frozen=True, slots=True)
class Reopening:
    """What a person has filled into that dialog; unchecked."""

    reason: str
    deadline_on: date | None
    attachment_ids: tuple[int, ...] = ()


def mark_of_words(title: str, description: str) -> str:
    """What tells a subtask's words from others, so that nobody overwrites what they have not seen."""
    return hashlib.sha256(f"{title}\n{description}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person has filled into the dialog "Rediger"; unchecked. `instead_of` marks what stood there before."""

    title: str
    description: str
    instead_of: str | None = None
