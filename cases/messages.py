"""The conversation of a subtask between its two parties (S36-S40): written in threads or dialogs, kept here.

What comes from Slack may come twice, late or in any order: a message is known by where it was written, an
edit or deletion that arrives first brings the message with it, and the original that follows is then old.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.engine import Connection

from cases import errands, fields, greetings, pages, reading, rights
from cases.errors import N_, NotAllowedError
from cases.events import KeptEvent
from cases.office import Office
from cases.rights import Actor
from store import history, inbox, outbox
from store import messages as message_rows
from store import posts as post_rows
from store import subtasks as subtask_rows
from store.columns import AnyRow
from store.outbox import Errand

ONE_NOTICE = timedelta(minutes=2)


class Change(StrEnum):
    """What happened to a message in the chat."""

    WRITTEN = "written"
    EDITED = "edited"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that hangs on a message: its id in the chat, name, media type and size in bytes."""

    slack_file_id: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as the chat tells of it; `blocks` are cleaned, `text` is plain.

    `channel` and `ts` say where it was written, `thread_ts` under which message (None: under none);
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


class UnknownAuthorError(NotAllowedError):
    """Somebody whom the institution does not know has written; `heard` says what and where."""

    def __init__(self, refused: NotAllowedError, heard: Heard) -> None:
        super().__init__(refused.words)
        self.heard = heard


def hear(office: Office, heard: Heard, kept: KeptEvent, *, now: datetime) -> None:
    """Take in what somebody wrote, changed or took away in her conversation with the bot, once for the event `kept`.

    What can not be passed on (outside a thread, solved, no longer a party) gets an answer where it was
    written, and is not kept. What was done before the subtask was solved counts, however late it is heard of.

    Raises UnknownAuthorError, with nothing changed, for one who has nothing to say in any case.
    """
    with office.database.begin() as connection:
        if not inbox.take(connection, kept.key, kept.tries, now):
            return
        try:
            who = reading.actor(connection, heard.author)
        except NotAllowedError as unknown:
            raise UnknownAuthorError(unknown, heard) from unknown
        known = message_rows.written_at(connection, heard.channel, heard.ts)
        row = _subtask_of(connection, heard, known)
        if row is None:
            said = "greeting" if greetings.is_greeting(heard.text) else "not_in_thread"
            _answer(connection, heard, who.person.id, 0, said, now)
        elif refusal := _refusal(row, who, heard):
            if not _is_nothing_new(connection, heard, known):
                _answer(connection, heard, who.person.id, row.id, refusal, now, known)
        else:
            _take_in(connection, heard, who, row, known, now)


def _subtask_of(connection: Connection, heard: Heard, known: AnyRow | None) -> AnyRow | None:
    if known:
        return subtask_rows.get(connection, known.subtask_id, for_update=True)
    card = post_rows.card_at(connection, heard.channel, heard.thread_ts) if heard.thread_ts else None
    return subtask_rows.get(connection, card.subject_id, for_update=True) if card else None


def _refusal(row: AnyRow, who: Actor, heard: Heard) -> str | None:
    if not reading.relation_to(row, who).is_party:
        return "no_access"
    if row.status == "solved" and (row.solved_at is None or heard.changed_at > row.solved_at):
        return "late_message" if heard.change is Change.WRITTEN else "late_change"
    return None


def _is_nothing_new(connection: Connection, heard: Heard, known: AnyRow | None) -> bool:
    """Whether this only repeats what is kept: a second delivery, or a link that unfolded."""
    if known is None:
        return False
    if heard.change is Change.DELETED:
        return known.deleted_at is not None
    whole = message_rows.get(connection, known.id)
    return heard.change is Change.WRITTEN or (whole is not None and whole.text == heard.text)


def _answer(
    connection: Connection,
    heard: Heard,
    person_id: int,
    subtask_id: int,
    words: str,
    now: datetime,
    known: AnyRow | None = None,
) -> None:
    if heard.change is Change.WRITTEN or words == "late_change":
        deleted = heard.change is Change.DELETED
        files = len(message_rows.files_of(connection, [known.id])) if deleted and known else len(heard.files)
        errand = errands.answer(
            words,
            subtask_id=subtask_id,
            person_id=person_id,
            channel=heard.channel,
            ts=heard.ts,
            thread_ts=heard.thread_ts,
            files=0 if heard.change is Change.EDITED else files,
            deleted=deleted,
        )
        outbox.add(connection, [errand], now)


def _take_in(
    connection: Connection, heard: Heard, who: Actor, row: AnyRow, known: AnyRow | None, now: datetime
) -> None:
    readers = [person for person in reading.parties(row) if person != who.person.id]
    if known is None:
        _add(connection, heard, who, row, readers, now)
    elif heard.change is Change.EDITED:
        _edit(connection, heard, known, readers, now)
    elif heard.change is Change.DELETED and message_rows.mark_deleted(connection, known.id, now):
        files = [file.id for file in message_rows.files_of(connection, [known.id])]
        copies = errands.show_copies(files, readers)
        outbox.add(connection, [*errands.show_message(known.id, readers), *copies], now)


def _add(connection: Connection, heard: Heard, who: Actor, row: AnyRow, readers: Sequence[int], now: datetime) -> None:
    message_id = message_rows.add(
        connection,
        {
            "subtask_id": row.id,
            "author_id": who.person.id,
            "channel": heard.channel,
            "ts": heard.ts,
            "sent_at": heard.sent_at,
            "deleted_at": now if heard.change is Change.DELETED else None,
        },
    )
    message_rows.add_version(connection, message_id, 1, heard.text, heard.blocks, heard.changed_at)
    _note(connection, row, message_id, who, now)
    if heard.change is Change.DELETED:
        return
    files = message_rows.add_files(connection, message_id, [_file(file) for file in heard.files])
    shown = errands.show_message(message_id, readers)
    outbox.add(connection, [*shown, *errands.fetch_files(files, author=who.person.id)], now)


def _file(file: SentFile) -> dict[str, object]:
    return {
        "slack_file_id": file.slack_file_id,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
    }


def _edit(connection: Connection, heard: Heard, known: AnyRow, readers: Sequence[int], now: datetime) -> None:
    whole = message_rows.get(connection, known.id)
    if whole is None or whole.deleted_at or whole.changed_at > heard.changed_at:
        return
    if (whole.text, whole.blocks) == (heard.text, list(heard.blocks)):
        return
    message_rows.add_version(connection, known.id, whole.number + 1, heard.text, heard.blocks, heard.changed_at)
    outbox.add(connection, errands.show_message(known.id, readers), now)


def _note(connection: Connection, row: AnyRow, message_id: int, who: Actor, now: datetime) -> None:
    pages.open_subtask_in(connection, row, who, now)  # whoever answers has looked
    pages.note_read(connection, row.id, who, now)
    if row.owner_id not in (None, who.person.id) and not row.owner_answers:
        once = f"owner_lost:{row.id}:{who.person.id}:{row.owner_id}"
        outbox.add(connection, [Errand("notice", row.id, who.person.id, {"say": "owner_lost"}, once=once)], now)
    history.add(
        connection,
        "message.sent",
        at=now,
        case_id=row.case_id,
        subtask_id=row.id,
        actor_id=who.person.id,
        details={"message": message_id},
    )


def tell_author(office: Office, kept: KeptEvent, *, author: str, thread_ts: str | None, now: datetime) -> None:
    """Tell the author of what could not be taken in that it was not, once, in the thread where it was written."""
    with office.database.begin() as connection:
        try:
            who = reading.actor(connection, author)
        except NotAllowedError:
            return
        details: dict[str, object] = {"say": "not_taken_in", "thread_ts": thread_ts}
        errand = Errand("notice", 0, who.person.id, details, once=f"not_taken_in:{kept.key}")
        outbox.add(connection, [errand], now)


def write(office: Office, subtask_id: int, text: str, *, actor: str, key: str, now: datetime) -> None:
    """Send a message from a dialog, the owner's from the case page (S39); both threads show it.

    `key` names the dialog: the same submission again sends nothing more. Raises InvalidInputError,
    TooLateError when the subtask is solved, NotAllowedError for all but its two parties.
    """
    with office.database.begin() as connection:
        if inbox.note(connection, key, digest="", at=now):
            return
        who = reading.actor(connection, actor)
        row, relation = reading.subtask_for(connection, subtask_id, who, for_update=True)
        rights.require_party(relation)
        reading.require_unsolved(row)
        text = fields.require_text("message", text, N_("Skriv en melding."))
        values = {"subtask_id": row.id, "author_id": who.person.id, "sent_at": now}
        message_id = message_rows.add(connection, values)
        message_rows.add_version(connection, message_id, 1, text, [], now)
        _note(connection, row, message_id, who, now)
        outbox.add(connection, errands.show_message(message_id, reading.parties(row)), now)


def calls(office: Office, message_id: int, *, reader: int) -> bool:
    """Whether a message of somebody else calls this reader, or belongs to a call less than two minutes older.

    Decided from when messages were sent, in the order in which they came here: what comes later, or is changed
    or deleted, does not make it another answer.
    """
    with office.database.read() as connection:
        sent = message_rows.sent_to(connection, message_id, reader)
    called_at: datetime | None = None
    is_call = False
    for sent_at in sent:
        is_call = called_at is None or abs(sent_at - called_at) >= ONE_NOTICE
        if is_call:
            called_at = max(sent_at, called_at or sent_at)
    return is_call
