"""What Slack has told the bot: the reason why the same thing told twice has one effect.

Two uses of one table. An act notes the key of the submission or click it answers (`note`), in its own
transaction. An event is stored whole before it is acknowledged (`keep`) and taken in afterwards, in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from store.columns import AnyRow
from store.tables import inbox

# Without being asked, SQLAlchemy does not tell how many rows an INSERT made on PostgreSQL (it says -1).
_ADD = {
    "sqlite": sqlite.insert(inbox).on_conflict_do_nothing().execution_options(preserve_rowcount=True),
    "postgresql": postgresql.insert(inbox).on_conflict_do_nothing().execution_options(preserve_rowcount=True),
}
_GET = select(inbox).where(inbox.c.key == bindparam("wanted"))


def note(connection: Connection, key: str, *, digest: str, at: datetime) -> AnyRow | None:
    """Note that `key` is being answered. Returns what was noted before if it is not the first time.

    On PostgreSQL a rival with the same key waits here until the first one has committed or failed.
    """
    values = {"key": key, "received_at": at, "digest": digest, "done_at": at}
    if connection.execute(_ADD[connection.dialect.name], values).rowcount == 1:
        return None
    return connection.execute(_GET, {"wanted": key}).one()


def keep(connection: Connection, key: str, event: Mapping[str, object], at: datetime) -> bool:
    """Store an event until it has been taken in; False when it is here already."""
    values = {"key": key, "received_at": at, "event": dict(event), "not_before_at": at}
    return connection.execute(_ADD[connection.dialect.name], values).rowcount == 1


def waiting(connection: Connection, now: datetime, limit: int) -> list[AnyRow]:
    """Events that are to be taken in, oldest first. Taking one in twice has no second effect."""
    statement = (
        select(inbox)
        .where(sa.text("done_at IS NULL"), inbox.c.not_before_at <= now)
        .order_by(inbox.c.received_at, inbox.c.key)
        .limit(limit)
    )
    return list(connection.execute(statement))


def done(connection: Connection, key: str, at: datetime, *, error: str | None = None) -> None:
    """Note that an event has been taken in, or given up with an error. Its words are not kept a second time."""
    values = {"done_at": at, "error": error, **({} if error else {"event": None})}
    connection.execute(inbox.update().where(inbox.c.key == key).values(values))


def later(connection: Connection, key: str, *, attempts: int, not_before_at: datetime, error: str) -> None:
    """Try an event again later."""
    values = {"attempts": attempts, "not_before_at": not_before_at, "error": error}
    connection.execute(inbox.update().where(inbox.c.key == key).values(values))
