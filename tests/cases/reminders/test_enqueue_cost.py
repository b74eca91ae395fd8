"""What one look of the clock costs: as much as is due, however much there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases.context import Context
from cases.reminders import enqueue
from store import tables
from store.columns import Instant
from store.database import Database
from store.files import FileStore
from tests.institution import CASE, MONDAY, furnish
from tests.postgres import check_untouched

MANY = 200_000
DUE = 1_000
NOW = datetime(2026, 12, 11, 7, 0, tzinfo=UTC)  # the working day after the deadline, eight o'clock in Oslo

LATER = datetime(2027, 1, 4, 7, 0, tzinfo=UTC)


def fill() -> sa.Insert:
    """Open subtasks of Aisha's that were due yesterday, of which the clock is to look at one in two hundred."""
    n = sa.select(sa.literal(1).label("number")).cte("n", recursive=True)
    n = n.union_all(sa.select(n.c.number + 1).where(n.c.number < MANY))
    columns = {
        "id": n.c.number,
        "case_id": sa.literal(CASE),
        "title": sa.literal("Vurder emnene"),
        "deadline_on": sa.literal(date(2026, 12, 10), sa.Date),
        "assignee_id": sa.literal(4),
        "description": sa.literal(""),
        "status": sa.literal("open"),
        "created_by": sa.literal(1),
        "created_at": sa.literal(MONDAY, Instant),
        "look_at": sa.case(
            (n.c.number % (MANY // DUE) == 0, sa.literal(NOW, Instant)), else_=sa.literal(LATER, Instant)
        ),
        "reminds_from_at": sa.literal(datetime(2026, 12, 10, 12, 0, tzinfo=UTC), Instant),
    }
    chosen = sa.select(*(column.label(name) for name, column in columns.items()))
    return tables.subtasks.insert().from_select(list(columns), chosen)


@pytest.fixture
def context(untouched_url: str, tmp_path: Path) -> Iterator[Context]:
    database, files = Database(untouched_url), FileStore(tmp_path / "files")
    furnish(database, files)
    with database.begin(patient=True) as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # nobody checks so many keys
        connection.execute(fill())
        connection.execute(tables.search_stale.delete())  # nobody searches here
        if not database.is_sqlite:
            connection.exec_driver_sql("ANALYZE")
    yield Context(database, files, ZoneInfo("Europe/Oslo"))
    database.dispose()


@contextmanager
def noted(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Collect every statement with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        seen.append((statement, parameters[0] if many else parameters))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(database.engine, "before_cursor_execute", note)


def plan(database: Database, statement: str, parameters: Any) -> list[str]:
    """How the database says that it finds the rows of a statement, a line for each table and way."""
    with database.read() as connection:
        check_untouched(connection)
        if database.is_sqlite:
            return [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        (told,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).one()
        return list(_nodes(told[0]["Plan"]))


def _nodes(node: dict[str, Any]) -> Iterator[str]:
    way = "SCAN" if "Seq Scan" in node["Node Type"] else "SEARCH"
    yield f"{way} {node.get('Relation Name', '')} {node.get('Index Name', '')}"
    for inner in node.get("Plans", []):
        yield from _nodes(inner)


@pytest.mark.timeout(180)
def test_of_very_many_open_subtasks_a_look_reads_only_those_that_are_due(context: Context) -> None:
    with noted(context.database) as seen:
        looks = 1
        while enqueue.look(context, now=NOW):
            looks += 1

    plans = [plan(context.database, statement, parameters) for statement, parameters in seen]
    ways = {line for lines in plans for line in lines if "subtasks" in line.split()[:2]}
    assert any("ix_subtasks_look" in way for way in ways)
    assert [way for way in ways if way.startswith("SCAN")] == []
    with context.database.read() as connection:
        book = connection.execute(sa.select(sa.func.count(tables.reminders.c.subtask_id))).scalar()
        left = sa.select(sa.func.count()).where(tables.subtasks.c.look_at <= NOW, tables.subtasks.c.status != "solved")
        assert connection.execute(left).scalar() == 0
    assert book == 2 * DUE  # the assignee's and the owner's
    assert len(seen) < 12 * looks
