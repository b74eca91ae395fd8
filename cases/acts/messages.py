"""The conversation of a subtask between its two parties (S36-S40): written in threads or dialogs, kept here.

What comes from Slack may come twice, late or in any order: a message is known by where it was written, an
edit or deletion that arrives first brings the message with it, and the original that follows is then old.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import identity_numbers, taken_back, waiting
from cases.context import Context
from cases.inbox import KeptEvent
from cases.pages import subtask_pages
from cases.transaction import Transaction
from domain import greetings, permissions, validation
from domain.answers import (
    Answer,
    Greeting,
    LateChange,
    LateMessage,
    NoAccess,
    NotAllCame,
    NothingCame,
    NotInThread,
    NotTakenIn,
)
from domain.errors import N_, NotAllowedError
from domain.heard import Change, Heard, Lost, SentFile
from domain.history import Act
from domain.notices import OwnerLost
from domain.permissions import Actor
from domain.values import SubtaskStatus
from store import messages as message_rows
from store import people as people_rows
from store import posts as post_rows
from store import subtasks as subtask_rows
from store.messages import WrittenRow
from store.outbox import OutboxItem
from store.whole_subtask import SubtaskRow

__all__ = [
    "Change",
    "Heard",
    "Lost",
    "SentFile",
    "UnknownAuthorError",
    "calls",
    "hear",
    "tell_author",
    "write",
    "write_in",
]

ONE_NOTICE = timedelta(minutes=2)


class UnknownAuthorError(NotAllowedError):
    """Somebody whom the institution does not know has written; `heard` says what and where."""

    def __init__(self, refused: NotAllowedError, heard: Heard) -> None:
        super().__init__(refused.words)
        self.heard = heard


def hear(context: Context, heard: Heard, kept: KeptEvent, *, now: datetime) -> None:
    """Take in what somebody wrote, changed or took away in their conversation with the bot, once for the event `kept`.

    What cannot be passed on (outside a thread, solved, no longer a party) gets an answer where it was
    written, and is not kept. What was done before the subtask was solved counts, however late it is heard of.

    Raises UnknownAuthorError, with nothing changed, for one who has nothing to say in any case.
    """
    with transaction.taking_in(context, kept, now=now) as act:
        if act is None:
            return
        connection = act.connection
        known = message_rows.written_at(connection, heard.channel, heard.ts)
        author = heard.author or _author_of(connection, known)
        if not author:
            return  # something was deleted that is not kept here
        try:
            who = act.actor(author)
        except NotAllowedError as unknown:
            raise UnknownAuthorError(unknown, heard) from unknown
        row = _subtask_of(connection, heard, known)
        # Files go always, also when it is too late for words, or its author has nothing to do with it any more.
        gone = taken_back.files_gone(act, heard, known) if known else 0
        if row is None:
            said = Greeting if greetings.is_greeting(heard.text) else NotInThread
            _answer(act, heard, who.person.id, 0, said)
        elif refusal := _refusal(row, who, heard):
            if not _is_nothing_new(connection, heard, known):
                _answer(act, heard, who.person.id, row.id, refusal, gone)
        else:
            _take_in(act, heard, who, row, known)


def _author_of(connection: Connection, known: WrittenRow | None) -> str | None:
    """Whose message stood where something was deleted; None where none is known."""
    authors = people_rows.with_numbers(connection, [known.author_id]) if known else []
    return next((one.slack_id for one in authors), None)


def _subtask_of(connection: Connection, heard: Heard, known: WrittenRow | None) -> SubtaskRow | None:
    if known:
        return subtask_rows.get(connection, known.subtask_id, for_update=True)
    card = post_rows.card_at(connection, heard.channel, heard.thread_ts) if heard.thread_ts else None
    return subtask_rows.get(connection, card.subject_id, for_update=True) if card else None


def _refusal(row: SubtaskRow, who: Actor, heard: Heard) -> type[Answer] | None:
    if not loading.relation_to(row, who).is_party:
        return NoAccess
    if row.status is SubtaskStatus.SOLVED and (row.solved_at is None or heard.changed_at > row.solved_at):
        return LateMessage if heard.change is Change.WRITTEN else LateChange
    return None


def _is_nothing_new(connection: Connection, heard: Heard, known: WrittenRow | None) -> bool:
    """Whether this only repeats what is kept: a second delivery, or a link that unfolded."""
    if known is None:
        return False
    if heard.change is Change.DELETED or heard.is_empty:
        return known.deleted_at is not None
    whole = message_rows.get(connection, known.id)
    files = {file.slack_file_id for file in message_rows.all_files_of(connection, known.id)}
    has_new = any(file.slack_file_id not in files for file in heard.files)
    return heard.change is Change.WRITTEN or (whole is not None and whole.text == heard.text and not has_new)


def _answer(act: Transaction, heard: Heard, person_id: int, subtask_id: int, said: type[Answer], gone: int = 0) -> None:
    """Answer one message once, where it was written.

    One outside every thread is answered below it: what stands in a thread of its own is easily overlooked.
    """
    if heard.change is Change.WRITTEN or said is LateChange:
        deleted = heard.change is Change.DELETED
        files = gone if deleted else len(heard.files)
        answer = said(heard.thread_ts, 0 if heard.change is Change.EDITED else files, deleted)
        once = f"{said.say}:{heard.channel}:{heard.ts}"
        act.show([effects.notice(answer, person_id, subtask_id=subtask_id, dedupe_key=once)])


def _take_in(act: Transaction, heard: Heard, who: Actor, row: SubtaskRow, known: WrittenRow | None) -> None:
    readers = [person for person in loading.parties(row) if person != who.person.id]
    if heard.is_empty and (known is None or heard.change is Change.WRITTEN):
        if known is None and heard.change is Change.WRITTEN:
            _tell_lost(act, heard, who, row.id)
    elif known is None:
        _add(act, heard, who, row, readers)
    elif heard.change is Change.EDITED and not heard.is_empty:
        _edit(act, heard, known, who, readers)
    elif heard.change is not Change.WRITTEN and message_rows.mark_deleted(act.connection, known.id, act.now):
        act.did_in_thread(Act.MESSAGE_DELETED, row, known.id, readers)


def _add(act: Transaction, heard: Heard, who: Actor, row: SubtaskRow, readers: Sequence[int]) -> None:
    is_gone = heard.change is Change.DELETED
    message_id = message_rows.add(
        act.connection,
        {
            "subtask_id": row.id,
            "author_id": who.person.id,
            "channel": heard.channel,
            "ts": heard.ts,
            "sent_at": heard.sent_at,
            "deleted_at": act.now if is_gone else None,
        },
    )
    message_rows.add_version(act.connection, message_id, 1, heard.text, heard.blocks, heard.changed_at)
    _note(act, row, message_id, who, [] if is_gone else readers, said_at=heard.sent_at)
    if not is_gone:
        waiting.answered_in(act, row, who, heard.sent_at)
        act.show(_add_files(act.connection, heard, message_id, who))
        _tell_lost(act, heard, who, row.id)
        identity_numbers.tell_author(act, heard, who, subtask_id=row.id, message_id=message_id)


def _add_files(connection: Connection, heard: Heard, message_id: int, who: Actor) -> list[OutboxItem]:
    """Note the files that are new on a message, and have those fetched that Slack hands out."""
    known = {file.slack_file_id for file in message_rows.all_files_of(connection, message_id)}
    new = [file for file in heard.files if file.slack_file_id not in known]
    message_rows.add_files(connection, message_id, [_file(file) for file in new])
    given = {file.slack_file_id for file in new if file.is_given}
    rows = message_rows.files_of(connection, [message_id]) if given else []
    return effects.fetch_files([row.id for row in rows if row.slack_file_id in given], author=who.person.id)


def _tell_lost(act: Transaction, heard: Heard, who: Actor, subtask_id: int) -> None:
    """Tell the author at once what of their message did not come, once for each thing; or that nothing did."""
    if not heard.lost and not heard.is_empty:
        return
    said = (NothingCame if heard.is_empty else NotAllCame)(heard.thread_ts, heard.lost)
    once = f"{said.say}:{heard.channel}:{heard.ts}:{sorted(set(heard.lost))}"
    act.show([effects.notice(said, who.person.id, subtask_id=subtask_id, dedupe_key=once)])


def _file(file: SentFile) -> dict[str, object]:
    return {
        "slack_file_id": file.slack_file_id,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
    }


def _edit(act: Transaction, heard: Heard, known: WrittenRow, who: Actor, readers: Sequence[int]) -> None:
    whole = message_rows.get(act.connection, known.id)
    if whole is None or whole.deleted_at or whole.changed_at > heard.changed_at:
        return
    files = _add_files(act.connection, heard, known.id, who)
    is_other = (whole.text, whole.blocks) != (heard.text, list(heard.blocks))
    if is_other:
        number = whole.number + 1
        message_rows.add_version(act.connection, known.id, number, heard.text, heard.blocks, heard.changed_at)
    if is_other or files:
        act.show(effects.show_message(known.id, readers), effects.homes(who.person.id), files)
        _tell_lost(act, heard, who, known.subtask_id)
        identity_numbers.tell_author(act, heard, who, subtask_id=known.subtask_id, message_id=known.id)


def _note(
    act: Transaction, row: SubtaskRow, message_id: int, who: Actor, readers: Sequence[int], *, said_at: datetime
) -> None:
    subtask_pages.open_subtask_in(act, row, who)  # whoever answers has looked
    subtask_pages.note_read(act, row.id, who, said_at=said_at)
    if row.owner_id != who.person.id and not row.owner_answers:
        once = f"owner_lost:{row.id}:{who.person.id}:{row.owner_id}"
        act.show([effects.notice(OwnerLost(), who.person.id, subtask_id=row.id, dedupe_key=once)])
    act.did_in_thread(Act.MESSAGE_SENT, row, message_id, readers, {"message": message_id})


def tell_author(context: Context, kept: KeptEvent, *, author: str, thread_ts: str | None, now: datetime) -> None:
    """Tell the author of what could not be taken in that it was not, once, in the thread where it was written."""
    with transaction.begin(context, now=now) as act:
        try:
            who = act.actor(author)
        except NotAllowedError:
            return
        act.show([effects.notice(NotTakenIn(thread_ts), who.person.id, dedupe_key=f"not_taken_in:{kept.key}")])


def write(context: Context, subtask_id: int, text: str, *, actor: str, key: str, now: datetime) -> None:
    """Send a message from a dialog, the owner's from the case page (S39); both threads show it.

    `key` names the dialog: the same submission again sends nothing more. Raises InvalidInputError,
    TooLateError when the subtask is solved, NotAllowedError for all but its two parties.
    """
    with transaction.once(context, key, digest=hashlib.sha256(text.encode()).hexdigest(), now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        permissions.require_party(relation)
        loading.require_unsolved(row)
        write_in(act, row, who, text, empty=N_("Skriv en melding."))
        waiting.answered_in(act, row, who, now)


def write_in(act: Transaction, row: SubtaskRow, who: Actor, text: str, *, empty: str) -> None:
    """Inside the transaction of an act: what somebody has written in a dialog, for both threads of the subtask."""
    text = validation.require_text("message", text, empty)
    values = {"subtask_id": row.id, "author_id": who.person.id, "sent_at": act.now}
    message_id = message_rows.add(act.connection, values)
    message_rows.add_version(act.connection, message_id, 1, text, [], act.now)
    _note(act, row, message_id, who, loading.parties(row), said_at=act.now)


def calls(context: Context, message_id: int, *, reader: int) -> bool:
    """Whether a message of somebody else calls this reader, or belongs to a call less than two minutes older.

    Decided from when messages were sent, in the order in which they came here: what comes later, or is changed
    or deleted, does not make it another answer.
    """
    with context.database.read() as connection:
        sent = message_rows.sent_to(connection, message_id, reader)
    called_at: datetime | None = None
    is_call = False
    for sent_at in sent:
        is_call = called_at is None or abs(sent_at - called_at) >= ONE_NOTICE
        if is_call:
            called_at = max(sent_at, called_at or sent_at)
    return is_call
