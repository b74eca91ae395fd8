"""What can be shown to somebody, or done for them, through the outbox: each kind, and what it decides below the bot.

The names stand in the database, in rows that wait when the program is replaced by a newer one. How a kind is drawn,
and what becomes of what is refused, is its sender's to say (bot/delivery/senders).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Queue(StrEnum):
    """Where a row waits its turn; what its ordering key begins with."""

    CONVERSATION = "dm"
    """One person's conversation, in which everything that stands there keeps its order."""
    FILE = "file"
    """One file for one person: its being put there and its being taken away keep theirs; nobody waits for it."""
    HOME = "home"
    MAIL = "mail"
    OPENING = "open"
    LATER = "later"
    """What has its own time, and stands in nobody's way until then."""
    REMINDERS = "reminder"
    """What answers no colleague's act: it waits for working hours, and holds nothing up."""
    HOOK = "hook"
    """What one system is told about one case: in order, and no other system or case waits for it."""


class Subject(Enum):
    """What a row's `subject_id` is the number of."""

    SUBTASK = "subtask"
    MESSAGE = "message"
    SENT_FILE = "sent file"
    ATTACHMENT = "attachment"
    GRANT = "grant"
    PERSON = "person"
    BUNDLE = "bundle"
    MOVE = "move"
    LINE = "line"
    """Of the history: the first one of a case."""
    LIST = "list"
    """Which one, in which form: see WantedList.number."""
    BYTES = "bytes"
    """Of a sent file or an attachment, which is gone by then."""
    ERASURE = "erasure"
    TOLD_CASE = "told case"
    """The number under which a case is told to systems."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is decided by a kind.

    `is_redrawn`: it is whole each time it is drawn, so that one that waits serves every later change, too.
    `is_root`: other things hang under it in the conversation. `is_brought`: it hangs under such a one, which brings it
    along when it is posted anew.
    """

    queue: Queue
    subject: Subject
    is_redrawn: bool = False
    is_root: bool = False
    is_brought: bool = False


class OutboxKind(StrEnum):
    """What a row of the outbox is for."""

    def __new__(cls, name: str, traits: Traits | None = None) -> OutboxKind:
        """Known by its name; none is without traits."""
        if traits is None:
            raise TypeError(f"what is decided by the kind {name!r}?")
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.traits = traits
        return kind

    traits: Traits

    CARD = "card", Traits(Queue.CONVERSATION, Subject.SUBTASK, is_redrawn=True, is_root=True)
    MESSAGE = "message", Traits(Queue.CONVERSATION, Subject.MESSAGE, is_brought=True)
    NOTICE = "notice", Traits(Queue.CONVERSATION, Subject.SUBTASK)
    """Something short, said once (domain/notices.py); its subject is 0 where it is about no subtask."""
    REMINDER = "reminder", Traits(Queue.REMINDERS, Subject.BUNDLE)
    HOME = "home", Traits(Queue.HOME, Subject.PERSON, is_redrawn=True)
    MAIL = "mail", Traits(Queue.MAIL, Subject.SUBTASK)
    OPEN = "open", Traits(Queue.OPENING, Subject.PERSON)
    """The reader's conversation, opened ahead of the first thing that they have to be told."""
    FETCH = "fetch", Traits(Queue.FILE, Subject.SENT_FILE)
    """The bytes of a file that came with a message; its person is the author."""
    UPLOAD = "upload", Traits(Queue.FILE, Subject.ATTACHMENT)
    """The bytes of a file that was handed in for a case; its person is who did that."""
    COPY = "copy", Traits(Queue.FILE, Subject.SENT_FILE, is_brought=True)
    GRANT = "grant", Traits(Queue.FILE, Subject.GRANT, is_brought=True)
    CASE_FILES = "case_files", Traits(Queue.CONVERSATION, Subject.ATTACHMENT, is_root=True)
    """What a case's fetched attachments hang under; its subject is the first of them that is kept."""
    CASE_COPY = "case_copy", Traits(Queue.FILE, Subject.ATTACHMENT, is_brought=True)
    PACKAGE = "package", Traits(Queue.FILE, Subject.LINE)
    """The archive package of a case, for its owner; `details` with `failed` say that it could not be put there."""
    LIST = "list", Traits(Queue.FILE, Subject.LIST)
    """A list as a file, for whoever asked for it; drawn from what they may see when it is sent."""
    LIST_OVER = "list_over", Traits(Queue.FILE, Subject.LIST)
    """Such a file has lain in the conversation long enough."""
    MOVE = "move", Traits(Queue.CONVERSATION, Subject.MOVE)
    """What was moved together, or offered, as it concerns its reader: one message, which stays current."""
    UNDO_OVER = "undo_over", Traits(Queue.LATER, Subject.SUBTASK)
    """It is too late to take back that a subtask was solved: the card of who solved it has to say so.

    Where `details` name a move, its subject is 0, and it is the message about that.
    """
    DISCARD = "discard", Traits(Queue.FILE, Subject.BYTES)
    """Bytes that nothing refers to any more; nobody is shown anything."""
    ERASED = "erased", Traits(Queue.FILE, Subject.ERASURE)
    """What an erasure took and something of which stands elsewhere: `details` say where, or which bytes it is.

    Its subject is 0 for what was not erased, but forgotten after its time.
    """
    WEBHOOK = "webhook", Traits(Queue.HOOK, Subject.TOLD_CASE)
    """An event, for a system that wants to hear of it; `details` say which, by numbers only."""

    @property
    def follower(self) -> OutboxKind | None:
        """What waits until this stands in the conversation."""
        return {OutboxKind.MESSAGE: OutboxKind.COPY, OutboxKind.CASE_FILES: OutboxKind.CASE_COPY}.get(self)

    @classmethod
    def named(cls, name: str) -> OutboxKind | None:
        """The kind that a row names; None for one of a newer version, before somebody went back to this one."""
        return next((kind for kind in cls if kind.value == name), None)


def ordering_key(kind: OutboxKind, subject_id: int, person_id: int, *, unhurried: bool = False) -> str:
    """What a row's turn depends on: rows with the same key are shown one at a time, in order."""
    queue = kind.traits.queue
    if queue is Queue.FILE:
        return f"{queue}:{kind}:{subject_id}:{person_id}"
    if queue is Queue.HOOK:
        return f"{queue}:{person_id}:{subject_id}"
    return f"{Queue.REMINDERS if unhurried else queue}:{person_id}"
