"""What a person takes back goes: a file out of a message, whichever way they did it, and however late.

The copy, the name and the bytes that nothing else refers to go; the history says who took it away, and when.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import case_files
from cases.context import Context
from cases.inbox import KeptEvent
from cases.transaction import Transaction
from domain.errors import MissingFileError
from domain.heard import Change, Heard
from domain.history import Act
from domain.outbox_kinds import OutboxKind
from store import grants as grant_rows
from store import kept_files
from store import messages as message_rows
from store import posts as post_rows
from store import subtasks as subtask_rows
from store.messages import FileRow, WrittenRow

IN_A_DAY: Final = timedelta(days=1)
FEW: Final = 20


class TooManyLeftError(Exception):
    """So many files have nothing that refers to them that letting them go would rather be a mistake."""


def files_gone(act: Transaction, heard: Heard, known: WrittenRow) -> int:
    """Inside a transaction: take away what files its author took out of a message, or all with it; tells how many."""
    if heard.change is Change.WRITTEN:
        return 0  # it only repeats how it was first
    left = set() if heard.change is Change.DELETED else {file.slack_file_id for file in heard.files}
    standing = message_rows.files_of(act.connection, [known.id])
    gone = [file for file in standing if file.slack_file_id not in left]
    _remove(act, gone, known.subtask_id, known.id)
    return len(gone)


def file_deleted(context: Context, slack_file_id: str, kept: KeptEvent, *, now: datetime) -> None:
    """Take a file away that is gone from the chat, from every message on which it hung, once for the event `kept`.

    Slack does not say who deleted it: https://docs.slack.dev/reference/events/file_deleted
    """
    with transaction.taking_in(context, kept, now=now) as act:
        if act is None:
            return
        for copy in post_rows.forget_file(act.connection, slack_file_id):
            if copy.kind == OutboxKind.GRANT and (grant := grant_rows.get(act.connection, copy.subject_id)):
                act.show([effects.card(grant.subtask_id, copy.person_id)])  # where it can be fetched again
        for sent in message_rows.files_in_slack(act.connection, slack_file_id):
            _remove(act, [sent.file], sent.subtask_id, sent.file.message_id)


def not_there(context: Context, file_id: int, *, now: datetime) -> None:
    """Take a file away that could not be fetched because the chat has it no more: taken back before it came here."""
    with transaction.begin(context, now=now) as act:
        sent = message_rows.file(act.connection, file_id)
        if sent is not None and sent.file.removed_at is None and sent.file.sha256 is None:
            _remove(act, [sent.file], sent.subtask_id, sent.file.message_id)


def _remove(act: Transaction, files: Sequence[FileRow], subtask_id: int, message_id: int) -> None:
    connection = act.connection
    row = subtask_rows.get(connection, subtask_id)
    if not files or row is None:
        return
    numbers = [file.id for file in files]
    message_rows.mark_removed(connection, numbers, act.now)
    whole = message_rows.get(connection, message_id)
    if whole and not whole.text.strip() and not message_rows.files_of(connection, [message_id]):
        message_rows.mark_deleted(connection, message_id, act.now)  # nothing is left of it
    copies = {(post.subject_id, post.person_id) for post in post_rows.readers_of(connection, OutboxKind.COPY, numbers)}
    mirrored = {post.person_id for post in post_rows.readers_of(connection, OutboxKind.MESSAGE, [message_id])}
    readers = sorted(mirrored | set(loading.parties(row)) - {whole.author_id if whole else 0})
    copies |= {(number, person) for number in numbers for person in readers}
    act.show(item for number, person in sorted(copies) for item in effects.show_copies([number], [person]))
    details = {"files": len(files)} if act.by else {}  # nobody says who deleted it in Slack
    act.did_in_thread(Act.FILE_TAKEN_BACK, row, message_id, readers, details)
    act.show(case_files.packages_anew(connection, row.case_id))
    act.show(effects.let_bytes_go([(file.id, file.sha256) for file in files], row.assignee_id))


def discard(context: Context, sha256: str) -> bool:
    """Let bytes go that nothing refers to any more; False when something does. Raises OSError."""
    context.files.require_ready()  # while it is away, nobody waits for us
    with context.database.begin() as connection:
        kept_files.alone(connection)
        if kept_files.is_kept(connection, sha256):
            return False
        context.files.discard(sha256)
        return True


def discard_what_is_left(context: Context, *, now: datetime) -> int:
    """Let bytes go that were kept for something that was never saved; tells how many. Raises OSError.

    Whoever keeps bytes refers to them soon afterwards: what nothing has referred to for a day, nobody will. Raises
    TooManyLeftError when that is so much that these files rather belong to another database.
    """
    old = {one.sha256: one for one in context.files.listed() if now - one.kept_at > IN_A_DAY}
    with context.database.read() as connection:
        known = kept_files.kept_names(connection)
    left = old.keys() - known
    if len(left) > FEW + len(known) // 10:
        raise TooManyLeftError(f"nothing refers to {len(left)} of the files, and to {len(known)} something does")
    return sum(discard(context, sha256) for sha256 in sorted(left))


def require_there(context: Context, connection: Connection, sha256: str) -> None:
    """Inside the transaction that refers to bytes for the first time: see that nobody has let them go meanwhile.

    Raises MissingFileError; then they have to be kept once more.
    """
    kept_files.alone(connection)
    if context.files.size(sha256) is None:
        raise MissingFileError("the bytes are not there")
