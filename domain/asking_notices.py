"""The notices of two colleagues who wait for each other in a subtask, which the row names; more in notices.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

Somebody: TypeAlias = int | str
"""A person's number; in rows older than that her name."""


@dataclass(frozen=True, slots=True)
class _BySomebody:
    """`by` is the colleague."""

    say: ClassVar[str]
    by: Somebody


@dataclass(frozen=True, slots=True)
class Nudged(_BySomebody):
    """A colleague waits for it to be solved."""

    say = "nudged"


@dataclass(frozen=True, slots=True)
class NeedsMore(_BySomebody):
    """Its assignee needs something to go on, which is said in the thread, and waits for the owner."""

    say = "needs_more"


@dataclass(frozen=True, slots=True)
class NeedsNoMore(_BySomebody):
    """Its assignee can go on all the same."""

    say = "needs_no_more"


@dataclass(frozen=True, slots=True)
class Answered(_BySomebody):
    """A colleague has answered its assignee elsewhere than in the thread."""

    say = "answered"


AskingNotice: TypeAlias = Nudged | NeedsMore | NeedsNoMore | Answered
