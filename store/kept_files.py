"""Every file whose bytes the database says are kept: attachments of cases, and files that people sent."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, union_all
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
