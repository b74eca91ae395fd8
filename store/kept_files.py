"""Every file whose bytes the database says are kept: attachments of cases, and files that people sent."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import exists, or_, select, text, union_all
from sqlalchemy.engine import Connection

from store import rows
from store.tables import attachments, message_files, messages, subtasks


class KeptRow(NamedTuple):
    """A file of a case whose bytes are kept."""

    case_id: str
    name: str
    size: int
    sha256: str


_given = select(*rows.columns(KeptRow, attachments)).where(attachments.c.sha256.is_not(None))
_sent = (
    select(subtasks.c.case_id, message_files.c.name, message_files.c.size, message_files.c.sha256)
    .join(messages, messages.c.id == message_files.c.message_id)
    .join(subtasks, subtasks.c.id == messages.c.subtask_id)
    .where(message_files.c.sha256.is_not(None))
)
_kept = union_all(_given, _sent).subquery()
_KEPT = rows.of(KeptRow, select(_kept).order_by(_kept.c.case_id, _kept.c.name))


def kept_files(connection: Connection) -> list[KeptRow]:
    """All of them, by case and name."""
    return rows.many(connection, _KEPT)


def kept_names(connection: Connection) -> set[str]:
    """The names of all bytes that anything refers to."""
    return set(connection.execute(select(_kept.c.sha256)).scalars())


def alone(connection: Connection) -> None:
    """Until the commit, let nobody else say that bytes are kept, or that they are kept no more."""
    if connection.dialect.name == "postgresql":  # in SQLite every writer is alone anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(5210)"))


def is_kept(connection: Connection, sha256: str) -> bool:
    """Whether anything refers to these bytes."""
    found = or_(exists().where(attachments.c.sha256 == sha256), exists().where(message_files.c.sha256 == sha256))
    return bool(connection.execute(select(found)).scalar())
