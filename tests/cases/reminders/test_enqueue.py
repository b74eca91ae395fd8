"""The clock's look itself: several processes, another calendar, people who are new, work that was cut off."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases.acts import subtasks
from cases.context import Context
from cases.reminders import enqueue
from domain.working_days import WorkingDays
from store import tables
from store.database import Database
from store.files import FileStore
from tests.filled_in import new_subtask
from tests.institution import CASE, MONDAY, furnish

OSLO = ZoneInfo("Europe/Oslo")
DEADLINE = date(2026, 12, 10)
WEEK_BEFORE = datetime(2026, 12, 3, 7, 0, tzinfo=UTC)


def context_at(database: Database, folder: Path, days: WorkingDays | None = None) -> Context:
    return Context(database, FileStore(folder / "files"), OSLO, days=days or WorkingDays())


@pytest.fixture
def context(database_url: str, tmp_path: Path) -> Iterator[Context]:
    database = Database(database_url)
    context = context_at(database, tmp_path)
    furnish(database, context.files)
    yield context
    database.dispose()


def create(context: Context, count: int = 1) -> None:
    for number in range(count):
        new = new_subtask((2, 4)[number % 2], f"Oppgave {number}", deadline_on=DEADLINE)
        subtasks.create(context, CASE, new, actor="U0KARI", key=f"view:{number}", now=MONDAY)


def run(context: Context, now: datetime) -> None:
    while enqueue.look(context, now=now):
        pass
    while enqueue.bundle(context, now=now):
        pass


def book(context: Context, kind: str = "deadline") -> list[sa.Row[Any]]:
    with context.database.read() as connection:
        rows = connection.execute(sa.select(tables.reminders).where(tables.reminders.c.kind == kind))
        return [row for row in rows if row.bundle_id != enqueue.NEVER]


def bundles(context: Context) -> list[tuple[int, int]]:
    """Which bundle is on its way to whom."""
    with context.database.read() as connection:
        rows = connection.execute(sa.select(tables.outbox).where(tables.outbox.c.kind == "reminder"))
        return sorted((row.person_id, row.subject_id) for row in rows)


def test_a_second_look_at_the_same_hour_writes_nothing_more(context: Context) -> None:
    create(context)
    run(context, WEEK_BEFORE)
    with context.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(look_at=WEEK_BEFORE))
    before = (book(context), bundles(context))

    run(context, WEEK_BEFORE)

    assert (book(context), bundles(context)) == before
    assert len(book(context)) == 1


def test_what_takes_many_looks_is_still_one_message(context: Context) -> None:
    create(context, 2 * enqueue.AT_ONCE + 10)
    run(context, WEEK_BEFORE)

    assert len(book(context)) == 2 * enqueue.AT_ONCE + 10
    people = [person for person, _ in bundles(context)]
    assert [people.count(person) for person in (2, 4)] == [1, 1]


def test_nobody_is_told_before_everything_that_is_due_has_been_looked_at(context: Context) -> None:
    create(context, enqueue.AT_ONCE + 1)
    assert enqueue.look(context, now=WEEK_BEFORE)

    assert not enqueue.bundle(context, now=WEEK_BEFORE)
    assert bundles(context) == []


def test_two_processes_say_each_thing_once(postgres_url: str, tmp_path: Path) -> None:
    databases = [Database(postgres_url) for _ in range(3)]
    contexts = [context_at(database, tmp_path) for database in databases]
    furnish(databases[0], contexts[0].files)
    create(contexts[0], 300)

    with ThreadPoolExecutor(3) as elsewhere:
        list(elsewhere.map(lambda context: run(context, WEEK_BEFORE), contexts))
    run(contexts[0], WEEK_BEFORE)

    assert len(book(contexts[0])) == 300
    people = [person for person, _ in bundles(contexts[0])]
    assert [people.count(person) for person in (2, 4)] == [1, 1]
    for database in databases:
        database.dispose()


def test_a_day_that_is_closed_later_moves_what_falls_on_it(context: Context, tmp_path: Path) -> None:
    create(context)
    run(context, MONDAY)
    closed = context_at(context.database, tmp_path, WorkingDays(frozenset({date(2026, 12, 3)})))
    enqueue.take_calendar(closed, now=MONDAY + timedelta(hours=1))

    run(closed, WEEK_BEFORE - timedelta(days=1))

    assert len(book(closed)) == 1


def test_the_same_calendar_makes_nobody_look_again(context: Context) -> None:
    create(context)
    enqueue.take_calendar(context, now=MONDAY)
    run(context, MONDAY)

    enqueue.take_calendar(context, now=MONDAY + timedelta(hours=1))

    assert not enqueue.look(context, now=MONDAY + timedelta(hours=1))


def test_one_who_is_new_here_hears_nothing_of_this_morning(context: Context) -> None:
    run(context, MONDAY + timedelta(hours=2))
    told_today = book(context, "old_cases")

    run(context, MONDAY + timedelta(days=7))

    assert told_today == []
    assert {row.person_id for row in book(context, "old_cases")} == {1}
