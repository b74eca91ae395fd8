"""The dialog in which an assignee is given access to attachments: what it shows, and what is filled into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.values import Attachment, SubtaskFacts


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
