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


AskingNotice: TypeAlias = Nudged
