"""What systems were answered, so that the same write twice has one effect and one answer."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from store import rows
from store.tables import answered


class AnswerRow(NamedTuple):
    """What was asked, by its digest, and what was answered; the status is 0 while it is being answered."""

    digest: str
    status: int
    body: str


_ADD = {
    "sqlite": sqlite.insert(answered).on_conflict_do_nothing().execution_options(preserve_rowcount=True),
    "postgresql": postgresql.insert(answered).on_conflict_do_nothing().execution_options(preserve_rowcount=True),
}
_IT = (answered.c.person_id == bindparam("of"), answered.c.key == bindparam("wanted"))
_GET = rows.of(AnswerRow, select(*rows.columns(AnswerRow, answered)).where(*_IT))


def begin(connection: Connection, person_id: int, key: str, *, digest: str, at: datetime) -> AnswerRow | None:
    """Note that this is being answered; gives the answer when it has been.

    On PostgreSQL a rival with the same key waits here until the first one has committed or failed.
    """
    values = {"person_id": person_id, "key": key, "digest": digest, "status": 0, "body": "", "at": at}
    if connection.execute(_ADD[connection.dialect.name], values).rowcount == 1:
        return None
    return rows.one(connection, _GET, {"of": person_id, "wanted": key})


def end(connection: Connection, person_id: int, key: str, *, status: int, body: str) -> None:
    """Keep the answer."""
    it = (answered.c.person_id == person_id, answered.c.key == key)
    connection.execute(answered.update().where(*it).values(status=status, body=body))
