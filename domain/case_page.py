"""What the case page shows: the case, and a page of its subtasks with how lively each of their threads is."""

from __future__ import annotations

from dataclasses import dataclass

from domain.round_forms import RoundLine
from domain.values import Attachment, CaseFacts, InternalMessage, Person, SubtaskFacts


@dataclass(frozen=True, slots=True)
class CaseSubtask:
    """One line of a case's overview of subtasks (S16): the facts and how lively its thread is.

    `unread` counts the messages of others that the reader has neither opened nor answered.
    """

    subtask: SubtaskFacts
    messages: int
    last_message: InternalMessage | None
    unread: int = 0
    may_nudge: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """The case page (S7, S16-S18) for its owner or a distributor.

    `subtasks` is one page of them, unsolved and nearest deadline first; `page` counts from 0.
    """

    case: CaseFacts
    reader: Person
    attachments: tuple[Attachment, ...]
    subtasks: tuple[CaseSubtask, ...]
    page: int
    has_more: bool
    may_create: bool
    may_close: bool
    has_sets: bool = False
    """Whether there are ready-made sets for its type, from which the reader may create subtasks."""
    may_redistribute: bool = False
    may_upload: bool = False
    may_fetch: bool = False
    may_take_out: bool = False
    may_lift: bool = False
    may_download: bool = False
    disqualified: tuple[Person, ...] = ()
    rounds: tuple[RoundLine, ...] = ()
    """The newest rounds of the case; `more_rounds` counts the others."""
    more_rounds: int = 0
