"""The seals of the history: which lines have none yet, and the chain from the first seal to the last."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.seals import FIRST, Lasting, digest_of, seal_of
from store import rows
from store.tables import erasures, history, history_seals

PIECE = 500
LATE = 10_000  # so many numbers may others have taken before a line is committed; at the start all are looked through
_LOCK = 0x73656C73  # any number, as long as nobody else locks with it: "sels" in ASCII


class UnsealedRow(NamedTuple):
    """A line that has no seal yet."""

    id: int
    at: datetime
    case_id: str
    subtask_id: int | None
    act: str
    details: dict[str, Any]


class EndRow(NamedTuple):
    """The end of the chain."""

    number: int
    seal: str
    history_id: int


class SealedRow(NamedTuple):
    """A seal with the line that it is of; the line's values are empty where it is gone."""

    number: int
    history_id: int
    salt: str | None
    digest: str
    seal: str
    at: datetime | None
    case_id: str | None
    subtask_id: int | None
    act: str | None
    details: dict[str, Any] | None
    erasure_id: int | None


_LACKS = ~sa.exists().where(history_seals.c.history_id == history.c.id)
_UNSEALED = rows.of(
    UnsealedRow,
    select(*rows.columns(UnsealedRow, history))
    .where(history.c.id > sa.bindparam("after_id"), _LACKS)
    .order_by(history.c.id),
)
_END = rows.of(EndRow, select(*rows.columns(EndRow, history_seals)).order_by(history_seals.c.number.desc()).limit(1))
_CHAIN = rows.of(
    SealedRow,
    select(
        *(history_seals.c[name] for name in ("number", "history_id", "salt", "digest", "seal")),
        *(history.c[name] for name in ("at", "case_id", "subtask_id", "act", "details", "erasure_id")),
    )
    .select_from(history_seals.outerjoin(history, history.c.id == history_seals.c.history_id))
    .where(history_seals.c.number > sa.bindparam("after_number"))
    .order_by(history_seals.c.number),
)


def end(connection: Connection) -> EndRow | None:
    """The last seal; None before the first."""
    return rows.one(connection, _END)


def first_unsealed(connection: Connection, after_id: int | None) -> int | None:
    """The first line after this one that has no seal; None looks only through the newest."""
    found = _UNSEALED.with_only_columns(history.c.id).limit(1)
    after = _settled(connection) if after_id is None else after_id
    first: int | None = connection.execute(found, {"after_id": after}).scalar()
    return first


def number_unsealed(connection: Connection) -> int:
    """How many lines have no seal yet."""
    return connection.execute(select(sa.func.count()).select_from(history).where(_LACKS)).scalar_one()


def seal_some(connection: Connection, first_id: int) -> int:
    """Seal some lines from this one on, one after the other; gives the last, and 0 while another process is at it."""
    if not _alone(connection):
        return 0
    last, last_id = end(connection), 0
    number, before = (last.number, last.seal) if last else (0, FIRST)
    sealed: list[dict[str, object]] = []
    for line in rows.many(connection, _UNSEALED.limit(PIECE), {"after_id": first_id - 1}):
        salt = secrets.token_hex(16)
        digest = digest_of(salt, line.details)
        before = seal_of(before, Lasting(*line[:5]), digest)
        number, last_id = number + 1, line.id
        sealed.append({"history_id": line.id, "number": number, "salt": salt, "digest": digest, "seal": before})
    if sealed:
        connection.execute(history_seals.insert(), sealed)
    return last_id


def _alone(connection: Connection) -> bool:
    """Until the commit, be the only one who seals; False while another one is. In SQLite every writer is alone."""
    is_sqlite = connection.dialect.name == "sqlite"
    return is_sqlite or bool(connection.execute(select(sa.func.pg_try_advisory_xact_lock(_LOCK))).scalar())


def chain(connection: Connection, after_number: int) -> Iterator[SealedRow]:
    """Every seal after this one, in order."""
    return rows.in_turn(connection, _CHAIN, PIECE, {"after_number": after_number})


def seal_at(connection: Connection, number: int) -> str | None:
    """The seal with this number."""
    found = select(history_seals.c.seal).where(history_seals.c.number == number)
    seal: str | None = connection.execute(found).scalar()
    return seal


def erasures_known(connection: Connection) -> frozenset[int]:
    """The numbers of all erasures."""
    return frozenset(connection.execute(select(erasures.c.id)).scalars())


def _settled(connection: Connection) -> int:
    """Which lines have their seals for certain: what was committed late has a lower number than what was sealed."""
    newest: int | None = connection.execute(select(sa.func.max(history_seals.c.history_id))).scalar()
    return max((newest or 0) - LATE, 0)
