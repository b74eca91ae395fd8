"""What was sent, or waits behind something else, is not read by who looks for what is next: the databases say so."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind
from store import claiming, outbox, tables
from store.claimable import Way
from store.claiming import Room
from store.database import Database
from store.outbox import OutboxItem
from tests.institution import MONDAY
from tests.plans import plans as asked

BY_KEY = ("ix_outbox_waiting", "ix_outbox_held")
FIRST_KEY = ["SCAN one USING INDEX ix_outbox_waiting"]  # up to the first entry of it
SENT = BEHIND = 4_000  # so many that PostgreSQL would rather not read them all


@pytest.fixture
def plans(untouched_url: str) -> list[str]:
    """Give how the database goes about each statement of a claim and of the look for the next one."""
    database = Database(untouched_url)
    with database.begin(patient=True) as connection:
        connection.execute(tables.people.insert().values(id=1, email="kari@uni.example", name="Kari"))
        row = {"kind": "message", "person_id": 1, "ordering_key": "dm:1", "details": {}, "state": "sent"}
        times = {"not_before_at": MONDAY, "created_at": MONDAY, "done_at": MONDAY, "tried_at": MONDAY}
        rows = [{"key": str(number), "subject_id": number, **row, **times} for number in range(SENT)]
        connection.execute(tables.outbox.insert(), rows)
        outbox.add(connection, [OutboxItem(OutboxKind.NOTICE, number, 1) for number in range(BEHIND)], MONDAY)
        if not database.is_sqlite:
            connection.exec_driver_sql("ANALYZE outbox")
    with database.begin() as connection:
        found = asked(connection, lambda: _claim(connection))
    database.dispose()
    return [plan for text, plan in found if "FROM outbox" in text]


def _claim(connection: Connection) -> None:
    claiming.claim(connection, Room(dict.fromkeys(Way, 1)), owner="one", now=MONDAY)
    claiming.next_due(connection, Room(dict.fromkeys(Way, 1)), MONDAY)


def test_a_claim_reads_only_what_may_be_next(plans: list[str]) -> None:
    assert len(plans) == 3
    for plan in plans:
        lines = [line.strip(" ->") for line in plan.splitlines()]
        assert any(name in line for line in lines for name in BY_KEY), plan
        whole = (
            "SCAN outbox",
            "SCAN one",
            "SCAN first",
            "SCAN older",
            "SCAN ahead",
            "Seq Scan on outbox",
            "Bitmap Heap Scan on outbox",
            "Index Scan using pk_outbox on outbox first",
        )
        assert [line for line in lines if line.startswith(whole)] in ([], FIRST_KEY), plan
