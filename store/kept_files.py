"""Every file whose bytes the database says are kept: attachments of cases, and files that people sent."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, or_, select, text, union_all
from sqlalchemy.engine import Connection

from store.columns import AnyRow
from store.tables import attachments, message_files, messages, subtasks


def kept_files(connection: Connection) -> Sequence[AnyRow]:
    """All of them, by case and name: case_id, name, size, sha256."""
    given = select(attachments.c.case_id, attachments.c.name, attachments.c.size, attachments.c.sha256)
    sent = (
        select(subtasks.c.case_id, message_files.c.name, message_files.c.size, message_files.c.sha256)
        .join(messages, messages.c.id == message_files.c.message_id)
        .join(subtasks, subtasks.c.id == messages.c.subtask_id)
    )
    kept = union_all(
        given.where(attachments.c.sha256.is_not(None)), sent.where(message_files.c.sha256.is_not(None))
    ).subquery()
    return connection.execute(select(kept).order_by(kept.c.case_id, kept.c.name)).all()


def alone(connection: Connection) -> None:
    """Until the commit, let nobody else say that bytes are kept, or that they are kept no more."""
    if connection.dialect.name == "postgresql":  # in SQLite every writer is alone anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(5210)"))


def is_kept(connection: Connection, sha256: str) -> bool:
    """Whether anything refers to these bytes."""
    found = or_(exists().where(attachments.c.sha256 == sha256), exists().where(message_files.c.sha256 == sha256))
    return bool(connection.execute(select(found)).scalar())
