"""The plain values that the acts hand out: what a card, a page or a form has to show.

Frozen, without rows or sessions, so that a view can be drawn from them anywhere and at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from domain.answer_forms import AnswerForm
from domain.rounds import RoundStanding


class Role(StrEnum):
    """The three roles a person can have at a place (F1); the words are those of the import file."""

    CASE_WORKER = "saksbehandler"
    EXPERT = "fagperson"
    DISTRIBUTOR = "fordeler"


OWNING = (Role.CASE_WORKER, Role.DISTRIBUTOR)
"""The roles that may own cases (F4)."""


class CaseStatus(StrEnum):
    """Where a case stands (F9); always set by the system."""

    NEW = "new"
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


WORKED_ON = (CaseStatus.NEW, CaseStatus.OPEN)
"""Where a case stands that has not ended."""


class SubtaskStatus(StrEnum):
    """Where a subtask stands (S31); always set by the system (S32)."""

    NEW = "new"
    OPEN = "open"
    SOLVED = "solved"


class Ending(StrEnum):
    """How a subtask came to be solved (A17)."""

    ASSIGNEE = "assignee"
    OWNER = "owner"
    NOT_NEEDED = "not_needed"
    CASE_CLOSED = "case_closed"
    CASE_WITHDRAWN = "case_withdrawn"


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague as others see them. `slack_id` is None for one who has not been found in Slack.

    `namesake` is true when another one who is shown with them has the same name (domain/namesakes.py).
    """

    id: int
    name: str
    email: str
    slack_id: str | None = None
    active: bool = True
    language: str | None = None
    namesake: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the case: what it is called to people, its file name, its size in bytes.

    `kept` is false while the bytes of one that was just handed in are still being fetched.
    """

    id: int
    title: str
    name: str
    media_type: str
    size: int
    kept: bool = True


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a case's owner sees of the case itself."""

    id: str
    title: str
    place: str
    status: CaseStatus
    owner: Person | None
    applicant: str
    applicant_email: str
    applied_on: date
    deadline_on: date | None
    text: str
    type: str | None = None
    """The institution's own word for its kind."""
    owner_lost: bool = False
    stand_in: Person | None = None
    """Who stands in for the owner, who is away."""


class Need(IntEnum):
    """Why a subtask that somebody else has needs the case's owner, the most urgent first."""

    RETURNED = 1
    NOBODY = 2
    ASKED = 3
    OVERDUE = 4
    UNREAD = 5
    UNOPENED = 6


@dataclass(frozen=True, slots=True)
class SubtaskFacts:
    """A subtask as both its parties see it. Holds nothing that an assignee may not see (A28).

    `declined_because` (a `Reason`) is not empty while the one it was given to has declined and nobody has been
    chosen anew; `declined_text` is what they wrote to it, `declined_at` when. `assignee_left` says that they have left,
    or lost the role at the case's place, before it was solved; `owner_lost` that the case's owner cannot answer for
    it any more. `ending_text` is the sentence with which somebody else ended it. `held_until_on` is the day on whose
    morning it comes off hold. `need` is only known in the lists of the case's owner. `nudged_on` is the
    working day on which its assignee was last reminded by a colleague,
    `waits_for_owner_at` since when the assignee waits for an answer of the owner.
    """

    id: int
    title: str
    status: SubtaskStatus
    deadline_on: date
    description: str
    case_id: str
    case_title: str
    owner: Person | None
    assignee: Person
    solved_at: datetime | None = None
    solved_by: Person | None = None
    ending: Ending | None = None
    ending_text: str = ""
    conclusion: str = ""
    declined_because: str = ""
    declined_text: str = ""
    declined_at: datetime | None = None
    held_until_on: date | None = None
    held_because: str = ""
    assignee_left: bool = False
    owner_lost: bool = False
    need: Need | None = None
    nudged_on: date | None = None
    waits_for_owner_at: datetime | None = None
    stand_in: Person | None = None
    """Who stands in for the assignee, who is away."""
    owner_stand_in: Person | None = None
    """Who stands in for the case's owner, who is away."""
    answer_form: AnswerForm = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    """What was answered to the form, as it is kept."""
    round: RoundStanding | None = None
    """The round that it belongs to, when the same question was put to others, too."""
    waits_for: str = ""
    """The title of the subtask that it waits for: until that one is solved, it is nobody's work."""
    is_given_with_others: bool = False
    """Whether it was given at once with others, whose first card may speak for it."""

    @property
    def stood_in_for(self) -> frozenset[int]:
        """The numbers of those of its people who are away, and for whom somebody else is told what is new."""
        pairs = ((self.assignee, self.stand_in), (self.owner, self.owner_stand_in))
        acting = {one.id for absent, stand_in in pairs for one in [stand_in or absent] if one}
        return frozenset(absent.id for absent, stand_in in pairs if absent and stand_in) - acting

    @property
    def is_solved(self) -> bool:
        """Whether nothing in it can be changed any more (S44)."""
        return self.status is SubtaskStatus.SOLVED

    @property
    def is_nobodys(self) -> bool:
        """Whether somebody must be chosen anew, since the one who was to solve it will not or cannot."""
        return bool(self.declined_because) or self.assignee_left

    @property
    def rests(self) -> bool:
        """Whether its assignee is not to go on with it now, and so is not reminded of it."""
        return self.held_until_on is not None or self.waits_for_owner_at is not None


@dataclass(frozen=True, slots=True)
class OtherSubtask:
    """Another subtask that a reader was given at once with one."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Card:
    """The living message about one subtask in one party's conversation with the bot.

    `reader` is whose conversation it is; `is_party` is false when the reader no longer has anything
    to do with the subtask, and the card then shows only that it has ended for them.
    """

    subtask: SubtaskFacts
    reader: Person
    attachments: tuple[Attachment, ...]
    is_party: bool = True
    may_undo: bool = False
    """Whether the reader has solved it, so lately that they can take it back."""
    sight: str = ""
    """What the reader sees in the thread below; another one means that the thread has to be put in order."""
    stood_in_for: Person | None = None
    """Whose substitute somebody was who is no party any more."""
    others: tuple[OtherSubtask, ...] = ()
    """What the reader was given at once with it, and has not opened yet."""
    is_held_back: bool = False
    """Whether it is not posted yet, since another one's card calls the reader for it, too."""


@dataclass(frozen=True, slots=True)
class InternalMessage:
    """One message of a subtask's conversation as it stands now; `text` is plain, never parsed."""

    id: int
    author: Person
    text: str
    sent_at: datetime
    edited: bool
    deleted: bool
    file_names: tuple[str, ...]
    blocks: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class TaskPage:
    """The task page (S26-S44) for one reader.

    `messages` holds the latest ones, oldest first; `earlier_messages` says how many more there are.
    `saved_at` is when the conclusion was last saved, `earlier_conclusions` counts what was saved before. `just_saved`
    is true right after a saving. `runs_case` is true for one who may work on the case itself: its owner, or a
    distributor. `may_undo` and `may_reopen` say how a solved one can be mended, `changed` which fields were edited
    since its assignee, who reads it now, has read it.
    """

    subtask: SubtaskFacts
    reader: Person
    attachments: tuple[Attachment, ...]
    messages: tuple[InternalMessage, ...]
    earlier_messages: int
    saved_at: datetime | None
    just_saved: bool = False
    runs_case: bool = False
    is_party: bool = True
    """Whether the reader is one of the two who talk in its thread; of others it is noted that they have read that."""
    earlier_conclusions: int = 0
    may_undo: bool = False
    may_reopen: bool = False
    changed: tuple[str, ...] = ()
    may_nudge: bool = False
    may_copy: bool = False
    asks_first: bool = False
    """Whether the reader wanted to solve it, and has to answer its questions first."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: own cases, those of somebody for whom the reader stands in, or cases to choose from."""

    id: str
    title: str
    status: CaseStatus
    deadline_on: date | None
    open_subtasks: int
    owner: Person | None = None


@dataclass(frozen=True, slots=True)
class NewSubtask:
    """What a person has filled into the dialog "Ny deloppgave"; unchecked.

    One that is made like another one, `like_id`, has the questions of that one.
    """

    title: str
    deadline_on: date | None
    assignee_id: int | None
    description: str
    attachment_ids: tuple[int, ...]
    answer_form: AnswerForm = ()
    like_id: int | None = None
