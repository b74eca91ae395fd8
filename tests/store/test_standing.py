"""How things stand is read from what waits alone, and held rows are none of it: the databases say so themselves."""

from __future__ import annotations

from datetime import timedelta

from domain.outbox_kinds import OutboxKind
from store import outbox, standing, tables
from store.database import Database
from store.delivery_tables import HELD
from store.outbox import OutboxItem
from tests.institution import MONDAY
from tests.plans import plans

SENT = 4_000  # so many that PostgreSQL would rather not read them all


def test_what_waits_is_counted_over_its_index_without_what_waits_on_purpose(untouched_url: str) -> None:
    database = Database(untouched_url)
    hour = timedelta(hours=1)
    with database.begin(patient=True) as connection:
        connection.execute(tables.people.insert().values(id=1, email="kari@uni.example", name="Kari"))
        row = {"kind": "message", "person_id": 1, "ordering_key": "dm:1", "details": {}, "state": "sent"}
        times = {"not_before_at": MONDAY, "created_at": MONDAY, "done_at": MONDAY, "tried_at": MONDAY}
        rows = [{"key": str(number), "subject_id": number, **row, **times} for number in range(SENT)]
        connection.execute(tables.outbox.insert(), rows)
        for kind, number in ((OutboxKind.NOTICE, 3), (OutboxKind.REMINDER, 2), (OutboxKind.LIST_OVER, 1)):
            items = [OutboxItem(kind, one, 1, not_before_at=MONDAY + hour) for one in range(number)]
            outbox.add(connection, items, MONDAY)
        held = tables.outbox.update().where(tables.outbox.c.kind == OutboxKind.REMINDER)
        connection.execute(held.values(error=HELD))
        refused = {**rows[0], "key": "r", "state": "refused"}
        connection.execute(tables.outbox.insert(), [refused])
        heard = {"received_at": MONDAY + hour, "event": {}, "ordering_key": "D1", "ts": "1"}
        connection.execute(tables.inbox.insert(), [{"key": "Ev1", **heard}])
        if not database.is_sqlite:
            connection.exec_driver_sql("ANALYZE outbox")
    with database.read() as connection:
        found = standing.standing(connection, MONDAY + hour / 2)
        ((_, plan),) = plans(connection, lambda: standing.standing(connection, MONDAY + hour / 2))
    database.dispose()

    assert set(found.by_kind) == set(OutboxKind)
    assert {kind: row.number for kind, row in found.by_kind.items() if row.number} == {"notice": 3, "list_over": 1}
    assert found.by_kind["notice"].seconds(MONDAY + hour / 2) == 1800
    assert found.by_kind["list_over"].since_at is None, "its time has not come"
    assert (found.refused.number, found.heard.number, found.heard.since_at) == (1, 1, MONDAY + hour)
    assert "ix_outbox_pressing" in plan
    assert [line for line in plan.splitlines() if "Scan on outbox" in line or line.endswith("SCAN outbox")] == []
    assert "Bitmap" not in plan, "the bound would not hold"
