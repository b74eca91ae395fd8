"""The attachments of cases, one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.columns import AnyRow, inserted_number
from store.tables import attachments


def get(connection: Connection, attachment_id: int) -> AnyRow | None:
    """The attachment with this number."""
    return connection.execute(select(attachments).where(attachments.c.id == attachment_id)).one_or_none()


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Store an attachment and return its number."""
    return inserted_number(connection.execute(attachments.insert(), dict(values)))


def mark_kept(connection: Connection, attachment_id: int, sha256: str, size: int) -> None:
    """Note that the bytes of an attachment are kept here now."""
    statement = attachments.update().where(attachments.c.id == attachment_id, attachments.c.sha256.is_(None))
    connection.execute(statement.values(sha256=sha256, size=size))


def remove(connection: Connection, attachment_id: int) -> None:
    """Take an attachment off the list that never had any bytes, and so was never granted."""
    connection.execute(attachments.delete().where(attachments.c.id == attachment_id, attachments.c.sha256.is_(None)))


def titles(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """What these attachments are called, by their numbers."""
    if not numbers:
        return {}
    statement = select(attachments.c.id, attachments.c.title).where(attachments.c.id.in_(numbers))
    return {row.id: row.title for row in connection.execute(statement.order_by(attachments.c.id))}
