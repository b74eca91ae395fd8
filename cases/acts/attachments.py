"""Files: those of a case that a subtask's assignee may see, and those that people send in a thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from cases import effects, loading, transaction
from cases.acts import taken_back
from cases.context import Context
from domain.errors import N_, DamagedFileError, MissingFileError, NotAllowedError
from domain.notices import UndeliveredFile, UnsharedAttachment
from store import grants as grant_rows
from store import messages as message_rows
from store import subtasks as subtask_rows
from store.files import BLOCK, DamagedError, Lent, MissingError


@dataclass(frozen=True, slots=True)
class GrantedFile:
    """An attachment that is open to an assignee now: what it is called, and the name of its bytes.

    `waits` says that the reader has not asked for it: no copy is brought, but one that is there stays.
    """

    subtask_id: int
    title: str
    name: str
    sha256: str
    waits: bool


@dataclass(frozen=True, slots=True)
class FileInThread:
    """A file that came with a message; `sha256` is None until its bytes are kept here."""

    message_id: int
    subtask_id: int
    slack_file_id: str
    name: str
    size: int
    sha256: str | None
    deleted: bool


def granted_file(context: Context, grant_id: int, reader: str) -> GrantedFile | None:
    """The attachment behind a grant, if it still stands and the reader still is the assignee (S35)."""
    with context.database.read() as connection:
        grant = grant_rows.get(connection, grant_id)
        row = subtask_rows.get(connection, grant.subtask_id) if grant else None
        if grant is None or row is None or not grant.standing:
            return None
        file = grant.attachment
        if file.sha256 is None or not loading.has_granted(context, row):
            return None
        try:
            who = loading.actor(connection, reader)
        except NotAllowedError:
            return None
        if not loading.relation_to(row, who).assignee:
            return None
        waits = context.attachments_on_request and grant.fetched_by != who.person.id
        return GrantedFile(row.id, file.title, file.name, file.sha256, waits)


def sent_file(context: Context, file_id: int) -> FileInThread | None:
    """A file that came with a message."""
    with context.database.read() as connection:
        row = message_rows.file(connection, file_id)
        if row is None:
            return None
        file = row.file
        deleted = row.deleted_at is not None or file.removed_at is not None
        return FileInThread(
            file.message_id, row.subtask_id, file.slack_file_id, file.name, file.size, file.sha256, deleted
        )


def keep_bytes(context: Context, file: BinaryIO) -> tuple[str, int]:
    """Keep the bytes of a fetched file, of any size, and give their name and size. Writes no row."""
    file.seek(0)
    return context.files.keep(iter(lambda: file.read(BLOCK), b""))


def mark_kept(context: Context, file_id: int, sha256: str, *, now: datetime) -> None:
    """Note that the bytes of a file that came with a message are kept, and give the other party their copy.

    Of one that was taken back meanwhile they go again. Raises MissingFileError when they are not there any more.
    """
    with transaction.begin(context, now=now) as act:
        taken_back.require_there(context, act.connection, sha256)
        message_rows.mark_kept(act.connection, file_id, sha256)
        file = message_rows.file(act.connection, file_id)
        row = subtask_rows.get(act.connection, file.subtask_id) if file else None
        if file and file.file.removed_at is not None:
            act.show(effects.let_bytes_go([(file_id, sha256)], file.author_id))
        elif file and row:
            readers = [person for person in loading.parties(row) if person != file.author_id]
            act.show(effects.show_copies([file_id], readers))


def tell_undelivered(context: Context, file_id: int, *, now: datetime) -> None:
    """Tell the author of a message, once, that the file that came with it did not reach the other party."""
    with transaction.begin(context, now=now) as act:
        row = message_rows.file(act.connection, file_id)
        if row is not None and row.deleted_at is None and row.file.removed_at is None:
            said, once = UndeliveredFile(row.file.name), f"undelivered_file:{file_id}"
            act.show([effects.notice(said, row.author_id, subtask_id=row.subtask_id, dedupe_key=once)])


def tell_unshared(context: Context, grant_id: int, person_id: int, *, now: datetime) -> None:
    """Tell the case's owner, once, that what they granted could not be put into the assignee's thread."""
    with transaction.begin(context, now=now) as act:
        grant = grant_rows.get(act.connection, grant_id)
        row = subtask_rows.get(act.connection, grant.subtask_id) if grant else None
        if grant and row and row.acting_owner_id and grant.standing and person_id in loading.holders(row):
            said = UnsharedAttachment(grant.attachment.title, person_id)
            once = f"unshared_attachment:{grant_id}:{person_id}"
            act.show([effects.notice(said, row.acting_owner_id, subtask_id=row.id, dedupe_key=once)])


def lend(context: Context, sha256: str) -> Lent:
    """The bytes of a file, once they have been found whole.

    Raises DamagedFileError when they are not what they were, MissingFileError when they cannot be read: the
    folder may come back, or an administrator bring them from the backup.
    """
    try:
        return context.files.lend(sha256)
    except MissingError as error:
        raise MissingFileError(N_("Saksbot finner ikke filen nå. Si fra til {contact}.")) from error
    except DamagedError as error:
        words = N_("Filen er skadet og kan ikke vises. Si fra til {contact}.")
        raise DamagedFileError(words) from error
