"""The attachments of cases, one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

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
    statement = attachments.update().where(
        attachments.c.id == attachment_id, attachments.c.sha256.is_(None), attachments.c.withdrawn_at.is_(None)
    )
    connection.execute(statement.values(sha256=sha256, size=size))


def remove(connection: Connection, attachment_id: int) -> None:
    """Take an attachment off the list that never had any bytes, and so was never granted."""
    connection.execute(attachments.delete().where(attachments.c.id == attachment_id, attachments.c.sha256.is_(None)))


def take_out(connection: Connection, numbers: Collection[int], at: datetime) -> None:
    """Let attachments stand in their case no more; of their bytes only the digest is kept, to know them again."""
    values = {"withdrawn_at": at, "withdrawn_sha256": attachments.c.sha256, "sha256": None}
    connection.execute(attachments.update().where(attachments.c.id.in_(numbers)).values(values))


def names(connection: Connection, case_id: str) -> list[AnyRow]:
    """What a case's attachments are called, or were until they were taken out: id, name, title, withdrawn_at."""
    columns = (attachments.c.id, attachments.c.name, attachments.c.title, attachments.c.withdrawn_at)
    return list(connection.execute(select(*columns).where(attachments.c.case_id == case_id)))
