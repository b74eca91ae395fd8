"""What stands of cases in the conversations of those who run them, or is on its way: attachments, archive packages."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind
from store import rows
from store.delivery_tables import WAITING
from store.sql import is_one_of
from store.tables import attachments, cases, history, outbox, posts

_KINDS = (OutboxKind.CASE_FILES, OutboxKind.CASE_COPY)


class CopyRow(NamedTuple):
    """A copy, what copies hang under, or a package, with the digest of its bytes.

    The digest is None for what is on its way, and empty for what may not have come through.
    """

    kind: str
    subject_id: int
    person_id: int
    digest: str | None
    case_id: str
    place_id: int


# What is on its way counts: in hand by the delivery, it may stand there a moment later.
_POSTED = select(
    posts.c.kind, posts.c.subject_id, posts.c.person_id,
    sa.case((posts.c.ts.is_not(None), posts.c.digest), else_="").label("digest"),
)  # fmt: skip
_standing = _POSTED.where(is_one_of(posts.c.kind, _KINDS))
_coming = select(
    outbox.c.kind, outbox.c.subject_id, outbox.c.person_id, sa.cast(sa.null(), sa.Text).label("digest")
).where(is_one_of(outbox.c.kind, _KINDS), sa.text(WAITING))
_either = sa.union_all(_standing, _coming).subquery()
_copies = (
    select(_either, attachments.c.case_id, cases.c.place_id)
    .join(attachments, attachments.c.id == _either.c.subject_id)
    .join(cases, cases.c.id == attachments.c.case_id)
)
_packages = (  # one that is on its way asks for itself whose it may be
    _POSTED.add_columns(history.c.case_id, cases.c.place_id)
    .join(history, history.c.id == posts.c.subject_id)
    .join(cases, cases.c.id == history.c.case_id)
    .where(posts.c.kind == OutboxKind.PACKAGE)
)
_all = sa.union_all(_copies, _packages).subquery()
_ALL = rows.of(CopyRow, select(_all))
_OF_CASE = _ALL.where(_all.c.case_id == bindparam("case_id"))


def of_case(connection: Connection, case_id: str) -> list[CopyRow]:
    """A case's copies, what they hang under, and its packages."""
    return rows.many(connection, _OF_CASE, {"case_id": case_id})


def of_cases(connection: Connection, case_ids: Collection[str]) -> list[CopyRow]:
    """The same of several cases."""
    return rows.among(connection, _ALL, _all.c.case_id, case_ids)


def of_all(connection: Connection) -> list[CopyRow]:
    """Those of every case."""
    return rows.many(connection, _ALL)
