"""The attachments of cases, one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store import rows
from store.columns import inserted_number
from store.tables import attachments


class AttachmentRow(NamedTuple):
    """A file of a case; its bytes are kept where it has a digest, and known by the other one once it is taken out."""

    id: int
    case_id: str
    title: str
    name: str
    media_type: str
    size: int
    sha256: str | None
    slack_file_id: str | None
    added_by: int | None
    withdrawn_at: datetime | None
    withdrawn_sha256: str | None


class NameRow(NamedTuple):
    """What an attachment is called, or was until it was taken out."""

    id: int
    name: str
    title: str
    withdrawn_at: datetime | None


WHOLE = rows.of(AttachmentRow, select(*rows.columns(AttachmentRow, attachments)))
NAMES = rows.of(NameRow, select(*rows.columns(NameRow, attachments)))


def get(connection: Connection, attachment_id: int) -> AttachmentRow | None:
    """The attachment with this number."""
    return rows.one(connection, WHOLE.where(attachments.c.id == attachment_id))


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


def names(connection: Connection, case_id: str) -> list[NameRow]:
    """What a case's attachments are called, or were until they were taken out."""
    return rows.many(connection, NAMES.where(attachments.c.case_id == case_id))
