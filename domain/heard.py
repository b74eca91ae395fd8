"""What the chat tells of a message, in plain values: who wrote what, with which files, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from domain import letters


class UnreadableError(ValueError):
    """Somebody wrote something, and the chat tells of it what nobody can make sense of: it is kept, and set aside."""


class Change(StrEnum):
    """What happened to a message in the chat."""

    WRITTEN = "written"
    EDITED = "edited"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that hangs on a message: its id in the chat, name, media type and size in bytes.

    `is_given` is false for one whose bytes the chat does not hand out: its name stands, and that is all.
    """

    slack_file_id: str
    name: str
    media_type: str
    size: int
    is_given: bool = True


class Lost(NamedTuple):
    """Something in a message that did not come: `file`, `document`, `user`, `usergroup`, `channel` or `block`."""

    what: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as the chat tells of it; `blocks` are cleaned, `text` is plain, `lost` is what is in neither.

    `channel` and `ts` say where it was written, `thread_ts` under which message (None: under none); `author` is empty
    where the chat only tells that what stood there was deleted;
    `changed_at` is when it became what it is here, and tells which of two edits is the later one.
    """

    change: Change
    channel: str
    ts: str
    thread_ts: str | None
    author: str
    text: str
    blocks: tuple[dict[str, object], ...]
    files: tuple[SentFile, ...]
    sent_at: datetime
    changed_at: datetime
    lost: tuple[Lost, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that could be passed on: blocks whose text shows nothing are nothing."""
        return not (letters.shows(self.text) or self.files)
