"""Access to attachments: what is open to an assignee, and the dialog in which it is given and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.values import Attachment, Person, SubtaskFacts


@dataclass(frozen=True, slots=True)
class Granted(Attachment):
    """An attachment as it is open to an assignee.

    `waits` says that its reader, who is the assignee, has to fetch it to have a copy; `ends_on` is the last day. Who
    fetched it last, and when, is only told to who runs the case.
    """

    grant_id: int = 0
    waits: bool = False
    ends_on: date | None = None
    fetched_at: datetime | None = None
    fetched_by: Person | None = None


@dataclass(frozen=True, slots=True)
class AccessForm:
    """What the dialog for a subtask's attachments shows: all of the case's, and which are granted now.

    `ends_on` is the last day of those, if they all have the same; `ends_differ` says that they have not.
    """

    subtask: SubtaskFacts
    attachments: tuple[Attachment, ...]
    granted: frozenset[int]
    ends_on: date | None = None
    ends_differ: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """What a person has filled into that dialog; unchecked.

    `shown` are those that it had ticked when it was drawn, for `assignee_id`; `shown_ends_on` is the last day that
    stood in it.
    """

    attachment_ids: tuple[int, ...]
    ends_on: date | None = None
    shown: tuple[int, ...] | None = None
    shown_ends_on: date | None = None
    assignee_id: int | None = None
