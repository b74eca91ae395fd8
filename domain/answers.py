"""The notices that answer a message, where it was written (domain/notices.py has all the others)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from domain.heard import Lost


@dataclass(frozen=True, slots=True)
class _Answer:
    """`files` counts the message's own, `deleted` says that they were taken away with it."""

    say: ClassVar[str]
    thread_ts: str | None = None
    files: int = 0
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class NotInThread(_Answer):
    """It stands outside every thread, and was sent to nobody."""

    say = "not_in_thread"


@dataclass(frozen=True, slots=True)
class Greeting(_Answer):
    """It greets, or calls for help."""

    say = "greeting"


@dataclass(frozen=True, slots=True)
class NoAccess(_Answer):
    """Its author is not, or no longer, a party."""

    say = "no_access"


@dataclass(frozen=True, slots=True)
class LateMessage(_Answer):
    """The subtask is solved (S44, A15)."""

    say = "late_message"


@dataclass(frozen=True, slots=True)
class LateChange(_Answer):
    """The subtask is solved, and it was changed or deleted after that."""

    say = "late_change"


Answer: TypeAlias = NotInThread | Greeting | NoAccess | LateMessage | LateChange


@dataclass(frozen=True, slots=True)
class NotTakenIn:
    """A fault of the bot's keeps it from being passed on."""

    say: ClassVar[str] = "not_taken_in"
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class _LostParts:
    """What of a message did not come."""

    say: ClassVar[str]
    thread_ts: str | None = None
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAllCame(_LostParts):
    """The rest did."""

    say = "not_all_came"


@dataclass(frozen=True, slots=True)
class NothingCame(_LostParts):
    """Nothing else was in it."""

    say = "nothing_came"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """There seems to be somebody's identity number in this message, which is passed on all the same."""

    say: ClassVar[str] = "identity_number"
    thread_ts: str | None = None
    message: int = 0


AnswersInThread: TypeAlias = Answer | NotTakenIn | NotAllCame | NothingCame | IdentityNumber
"""Those that are said below `thread_ts`."""
