"""A claim of the outbox beside very many rows that were sent long ago, and beside none."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from time import perf_counter

import sqlalchemy as sa

from domain.outbox_kinds import OutboxKind
from store import claiming, outbox, tables
from store.claimable import Way
from store.claiming import Room
from store.database import Database
from store.outbox import OutboxItem
from tests.bench.institution import NOW

ROOM = Room(dict.fromkeys(Way, 4))
WAITING = 200
TIMES = 60


def leave_sent(address: str, number: int, waiting_rows: int) -> None:
    """Fill the outbox with so many rows that were sent, and so many that wait."""
    database = Database(address)
    n = sa.select(sa.literal(1).label("number")).cte("n", recursive=True)
    n = n.union_all(sa.select(n.c.number + 1).where(n.c.number < number))
    key = sa.literal("sent ") + sa.cast(n.c.number, sa.Text)
    then = NOW - timedelta(days=1)
    columns = {
        "key": key, "kind": sa.literal("message"), "subject_id": n.c.number, "person_id": n.c.number % 40 + 1,
        "ordering_key": sa.literal("dm:") + sa.cast(n.c.number % 40 + 1, sa.Text), "details": sa.literal({}, sa.JSON),
        "state": sa.literal("sent"), "not_before_at": sa.literal(then, tables.outbox.c.not_before_at.type),
        "created_at": sa.literal(then, tables.outbox.c.created_at.type), "tried_at":
        sa.literal(then, tables.outbox.c.tried_at.type), "done_at": sa.literal(then, tables.outbox.c.done_at.type),
    }  # fmt: skip
    with database.begin(patient=True) as connection:
        if number:
            rows = sa.select(*(value.label(name) for name, value in columns.items()))
            connection.execute(tables.outbox.insert().from_select(list(columns), rows))
        waiting = [OutboxItem(OutboxKind.NOTICE, index, index % 40 + 1) for index in range(waiting_rows)]
        outbox.add(connection, waiting, NOW)
    if not database.is_sqlite:
        with database.begin(patient=True) as connection:
            connection.exec_driver_sql("ANALYZE outbox")
    database.dispose()


def seconds_for_a_claim(address: str) -> tuple[float, float]:
    """The medians of some claims, and of looks for when there is more; all are undone again."""
    database = Database(address)
    claims, looks = [], []
    for _ in range(TIMES):
        begin = perf_counter()
        try:
            with database.begin() as connection:
                claiming.claim(connection, ROOM, owner="bench", now=NOW)
                claims.append(perf_counter() - begin)
                begin = perf_counter()
                claiming.next_due(connection, ROOM, NOW)
                looks.append(perf_counter() - begin)
                raise _UndoError
        except _UndoError:
            continue
    database.dispose()
    return median(claims), median(looks)


class _UndoError(Exception):
    """Nothing of it is to be kept."""
