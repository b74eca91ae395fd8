"""Internal messages with their versions and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select
from sqlalchemy.engine import Connection

from domain.values import Person
from store import rows
from store.columns import inserted_number
from store.ready import Ready
from store.sql import insert_into
from store.tables import message_files, message_versions, messages, people, reads

_NEVER = 1 << 62  # above the number of any message


class MessageRow(NamedTuple):
    """A message with its author and its newest version."""

    id: int
    subtask_id: int
    channel: str | None
    ts: str | None
    sent_at: datetime
    deleted_at: datetime | None
    number: int
    text: str
    blocks: list[dict[str, object]]
    changed_at: datetime
    author: Person

    @property
    def author_id(self) -> int:
        """The number of its author."""
        return self.author.id


class WrittenRow(NamedTuple):
    """A message without its words."""

    id: int
    subtask_id: int
    author_id: int
    deleted_at: datetime | None


class FileRow(NamedTuple):
    """A file that hangs on a message, or did: it has no name then."""

    id: int
    message_id: int
    slack_file_id: str
    name: str
    media_type: str
    size: int
    sha256: str | None
    removed_at: datetime | None


class SentFileRow(NamedTuple):
    """A file with what is needed of its message."""

    subtask_id: int
    author_id: int
    deleted_at: datetime | None
    file: FileRow


_versions = message_versions.alias("versions")
_newest = select(func.max(_versions.c.number)).where(_versions.c.message_id == messages.c.id).scalar_subquery()
_WHOLE = rows.of(
    MessageRow,
    select(
        messages.c.id,
        messages.c.subtask_id,
        messages.c.channel,
        messages.c.ts,
        messages.c.sent_at,
        messages.c.deleted_at,
        message_versions.c.number,
        message_versions.c.text,
        message_versions.c.blocks,
        message_versions.c.at.label("changed_at"),
        *(people.c[name].label(f"author_{name}") for name in ("id", "name", "email", "slack_id")),
    )
    .select_from(messages.join(message_versions, message_versions.c.message_id == messages.c.id).join(people))
    .where(message_versions.c.number == _newest),
)
_ONE = Ready(_WHOLE.where(messages.c.id == bindparam("message_id")))
_AT = Ready(
    rows.of(WrittenRow, select(*rows.columns(WrittenRow, messages)))
    .where(and_(messages.c.channel == bindparam("channel"), messages.c.ts == bindparam("ts")))
    .with_for_update(of=messages)
)
_LATEST = Ready(
    _WHOLE.where(messages.c.subtask_id == bindparam("subtask_id"), messages.c.deleted_at.is_(None))
    .order_by(messages.c.id.desc())
    .limit(bindparam("limit"))
)

_FILES = rows.of(FileRow, select(*rows.columns(FileRow, message_files)))
_SENT_FILE = rows.of(
    SentFileRow,
    select(
        messages.c.subtask_id,
        messages.c.author_id,
        messages.c.deleted_at,
        *(column.label(f"file_{column.name}") for column in rows.columns(FileRow, message_files)),
    ).join(message_files, message_files.c.message_id == messages.c.id),
)


def get(connection: Connection, message_id: int) -> MessageRow | None:
    """A message with its author and its newest version."""
    return rows.one(connection, _ONE, {"message_id": message_id})


def written_at(connection: Connection, channel: str, ts: str) -> WrittenRow | None:
    """The message that its author wrote at this place in Slack."""
    return rows.one(connection, _AT, {"channel": channel, "ts": ts})


def written_below(connection: Connection, subtask_id: int, channel: str, card_ts: str) -> list[MessageRow]:
    """The messages of a subtask that were written below the card at this place, deleted ones too, oldest first."""
    here = (messages.c.subtask_id == subtask_id, messages.c.channel == channel, messages.c.ts > card_ts)
    return rows.many(connection, _WHOLE.where(*here).order_by(messages.c.ts))


def lengths(connection: Connection, subtask_id: int) -> list[tuple[int, int]]:
    """Every message of a subtask, deleted ones too, in the order they were sent: its number, and how long it is."""
    length = case((messages.c.deleted_at.is_(None), func.length(message_versions.c.text)), else_=0)
    statement = (
        select(messages.c.id, length)
        .join(message_versions, message_versions.c.message_id == messages.c.id)
        .where(messages.c.subtask_id == subtask_id, message_versions.c.number == _newest)
        .order_by(messages.c.sent_at, messages.c.id)
    )
    return [(row[0], row[1]) for row in connection.execute(statement)]


def with_numbers(connection: Connection, numbers: Sequence[int]) -> list[MessageRow]:
    """These messages with their authors and newest versions."""
    return rows.many(connection, _WHOLE.where(messages.c.id.in_(numbers)))


def latest(connection: Connection, subtask_id: int, limit: int) -> list[MessageRow]:
    """The last messages of a subtask's thread that have not been deleted, oldest first."""
    return rows.many(connection, _LATEST, {"subtask_id": subtask_id, "limit": limit})[::-1]


def last_of(connection: Connection, subtask_ids: Sequence[int]) -> list[MessageRow]:
    """The last message of each of these subtasks' threads that has not been deleted."""
    last = (
        select(func.max(messages.c.id))
        .where(messages.c.subtask_id.in_(subtask_ids), messages.c.deleted_at.is_(None))
        .group_by(messages.c.subtask_id)
    )
    return rows.many(connection, _WHOLE.where(messages.c.id.in_(last)))


def counts(connection: Connection, subtask_ids: Sequence[int]) -> dict[int, int]:
    """How many messages, not counting deleted ones, stand in the threads of these subtasks."""
    statement = (
        select(messages.c.subtask_id, func.count())
        .where(messages.c.subtask_id.in_(subtask_ids), messages.c.deleted_at.is_(None))
        .group_by(messages.c.subtask_id)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def numbers_of(connection: Connection, subtask_id: int, *, not_written_at: int | None = None) -> list[int]:
    """The numbers of a thread's messages that have not been deleted, oldest first.

    Left out are those that the person `not_written_at` wrote in their own conversation, where they stand.
    """
    statement = select(messages.c.id).where(messages.c.subtask_id == subtask_id, messages.c.deleted_at.is_(None))
    if not_written_at is not None:
        statement = statement.where(or_(messages.c.author_id != not_written_at, messages.c.channel.is_(None)))
    return list(connection.execute(statement.order_by(messages.c.id)).scalars())


def sent_to(connection: Connection, message_id: int, reader: int) -> list[datetime]:
    """When each message of others in a thread was sent, up to and with this one, in the order they came here."""
    this = messages.alias("this")
    statement = (
        select(messages.c.sent_at)
        .join(this, and_(this.c.subtask_id == messages.c.subtask_id, messages.c.id <= this.c.id))
        .where(this.c.id == message_id, messages.c.author_id != reader)
        .order_by(messages.c.id)
    )
    return list(connection.execute(statement).scalars())


def unread(
    connection: Connection, subtask_ids: Sequence[int], person_id: int, *, since_at: datetime | None = None
) -> dict[int, int]:
    """How many messages of others in these threads a person has neither opened nor answered; since then, or ever."""
    seen = select(reads.c.message_id).where(reads.c.subtask_id == messages.c.subtask_id, reads.c.person_id == person_id)
    statement = (
        select(messages.c.subtask_id, func.count())
        .where(messages.c.subtask_id.in_(subtask_ids), messages.c.deleted_at.is_(None))
        .where(messages.c.author_id != person_id, messages.c.id > func.coalesce(seen.scalar_subquery(), 0))
        .group_by(messages.c.subtask_id)
    )
    if since_at is not None:
        statement = statement.where(messages.c.sent_at >= since_at)
    return {row[0]: row[1] for row in connection.execute(statement)}


def mark_read(connection: Connection, subtask_id: int, person_id: int, *, said_at: datetime | None = None) -> bool:
    """Note that a person has seen the thread as it stands; False when there was nothing new in it for them.

    `said_at` is when they wrote something: what others said after that they had not seen, whichever was heard of first.
    """
    here = messages.c.subtask_id == subtask_id
    seen = select(func.max(messages.c.id)).where(here)
    if said_at is not None:
        later = select(func.min(messages.c.id)).where(here, messages.c.author_id != person_id)
        later = later.where(messages.c.sent_at > said_at)
        seen = seen.where(messages.c.id < func.coalesce(later.scalar_subquery(), _NEVER))
    newest = connection.execute(seen).scalar()
    theirs = (reads.c.subtask_id == subtask_id, reads.c.person_id == person_id)
    before = connection.execute(select(reads.c.message_id).where(*theirs)).scalar()
    if newest is None or (before is not None and newest <= before):
        return False
    row = insert_into(connection, reads).values(subtask_id=subtask_id, person_id=person_id, message_id=newest)
    keys = ["subtask_id", "person_id"]
    connection.execute(row.on_conflict_do_update(index_elements=keys, set_={"message_id": newest}))
    return True


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Store a message without its words and return its number."""
    return inserted_number(connection.execute(messages.insert(), dict(values)))


def add_version(
    connection: Connection, message_id: int, number: int, text: str, blocks: Sequence[object], at: datetime
) -> None:
    """Store one more version of a message's words; earlier ones stay."""
    values = {"message_id": message_id, "number": number, "text": text, "blocks": list(blocks), "at": at}
    connection.execute(message_versions.insert(), values)


def mark_deleted(connection: Connection, message_id: int, at: datetime) -> bool:
    """Note that the author took a message away; False when that is known already."""
    statement = messages.update().where(messages.c.id == message_id, messages.c.deleted_at.is_(None))
    return connection.execute(statement.values(deleted_at=at)).rowcount == 1


def add_files(connection: Connection, message_id: int, files: Sequence[Mapping[str, object]]) -> list[int]:
    """Note the files that hang on a message, and return their numbers."""
    if not files:
        return []
    connection.execute(message_files.insert(), [{"message_id": message_id, **file} for file in files])
    return [row.id for row in files_of(connection, [message_id])]


def files_of(connection: Connection, message_ids: Sequence[int]) -> list[FileRow]:
    """The files that hang on these messages; without those that were taken back."""
    found = _FILES.where(message_files.c.message_id.in_(message_ids), message_files.c.removed_at.is_(None))
    return rows.many(connection, found.order_by(message_files.c.id))


def all_files_of(connection: Connection, message_id: int) -> list[FileRow]:
    """The files that hang on a message or ever did."""
    return rows.many(connection, _FILES.where(message_files.c.message_id == message_id))


def files_in_slack(connection: Connection, slack_file_id: str) -> list[SentFileRow]:
    """Every message's file that is this one in Slack."""
    found = _SENT_FILE.where(message_files.c.slack_file_id == slack_file_id, message_files.c.removed_at.is_(None))
    return rows.many(connection, found.order_by(message_files.c.id))


def mark_removed(connection: Connection, file_ids: Sequence[int], at: datetime) -> None:
    """Note that files were taken back: what they were called, and what was in them, is kept no more."""
    values = {"removed_at": at, "name": "", "sha256": None}
    connection.execute(message_files.update().where(message_files.c.id.in_(file_ids)).values(values))


def file(connection: Connection, file_id: int) -> SentFileRow | None:
    """One file with what is needed of its message."""
    return rows.one(connection, _SENT_FILE.where(message_files.c.id == file_id))


def mark_kept(connection: Connection, file_id: int, sha256: str) -> None:
    """Note that the bytes of a file are kept here now."""
    connection.execute(
        message_files.update()
        .where(message_files.c.id == file_id, message_files.c.removed_at.is_(None))
        .values(sha256=sha256)
    )
