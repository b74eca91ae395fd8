"""What has not reached a person: what counts, and that it is found without reading what was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from store import tables, undelivered
from store.database import Database
from store.delivery_tables import HELD
from tests.institution import MONDAY
from tests.plans import plans

SENT = 4_000
OLD, NEW = MONDAY - timedelta(hours=1), MONDAY
KARI, OLA = 1, 2


def row(number: int, state: str, **changes: Any) -> dict[str, Any]:
    """One row of the outbox, an hour old."""
    given = {
        "key": str(number), "kind": "message", "subject_id": number, "person_id": KARI, "ordering_key": "dm:1",
        "details": {}, "state": state,
        "not_before_at": OLD, "created_at": OLD, "done_at": None, "tried_at": OLD, "error": None,
    }  # fmt: skip
    return given | changes


ROWS = [
    row(1, "ready", kind="mail", error="connection refused"),
    row(2, "refused", kind="card", created_at=OLD + timedelta(minutes=1), done_at=NEW),
    row(3, "refused", kind="card", done_at=NEW),
    row(4, "unknown", kind="copy", created_at=OLD + timedelta(minutes=2)),
    # None of these is said: hers is what counts, and not what waits on purpose, is new, or stands there all the same.
    row(5, "ready", error=HELD),
    row(6, "ready", created_at=NEW),
    row(7, "ready", kind="home"),
    row(8, "ready", kind="open"),
    row(9, "ready", kind="discard"),
    row(10, "ready", person_id=OLA),
    row(11, "refused", done_at=NEW),
    row(12, "dropped", done_at=NEW),
]


@pytest.fixture
def database(untouched_url: str) -> Database:
    """Give a database with much that was sent and little that was not."""
    database = Database(untouched_url)
    with database.begin(patient=True) as connection:
        for number, name in ((KARI, "kari"), (OLA, "ola")):
            connection.execute(tables.people.insert().values(id=number, email=f"{name}@uni.example", name=name))
        sent = [row(number, "sent", done_at=OLD) for number in range(100, 100 + SENT)]
        connection.execute(tables.outbox.insert(), [*sent, *ROWS])
        stands = {"kind": "message", "subject_id": 11, "person_id": KARI, "channel": "D1", "ts": "1.1"}
        connection.execute(tables.posts.insert().values(stands))
        if not database.is_sqlite:
            connection.exec_driver_sql("ANALYZE outbox")
    return database


def test_what_waits_and_what_was_refused_is_told_by_kind_the_oldest_first(database: Database) -> None:
    with database.read() as connection:
        found = undelivered.to_person(connection, KARI, NEW)
    database.dispose()
    assert [(one.kind, bool(one.is_refused), one.since_at) for one in found] == [
        ("card", True, OLD),
        ("mail", False, OLD),
        ("copy", False, OLD + timedelta(minutes=2)),
    ]


def test_what_was_sent_is_not_read_for_it(database: Database) -> None:
    with database.read() as connection:
        found = plans(connection, lambda: undelivered.to_person(connection, KARI, NEW))
    database.dispose()
    plan = next(plan for text, plan in found if "outbox" in text)
    assert "ix_outbox_undelivered" in plan, plan
