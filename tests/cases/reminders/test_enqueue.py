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
from cases.office import Office
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


def office_at(database: Database, folder: Path, days: WorkingDays | None = None) -> Office:
    return Office(database, FileStore(folder / "files"), OSLO, days=days or WorkingDays())


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    database = Database(database_url)
    office = office_at(database, tmp_path)
    furnish(database, office.files)
    yield office
    database.dispose()


def create(office: Office, count: int = 1) -> None:
    for number in range(count):
        new = new_subtask((2, 4)[number % 2], f"Oppgave {number}", deadline_on=DEADLINE)
        subtasks.create(office, CASE, new, actor="U0KARI", key=f"view:{number}", now=MONDAY)


def run(office: Office, now: datetime) -> None:
    while enqueue.look(office, now=now):
        pass
    while enqueue.bundle(office, now=now):
        pass


def book(office: Office, kind: str = "deadline") -> list[sa.Row[Any]]:
    with office.database.read() as connection:
        rows = connection.execute(sa.select(tables.reminders).where(tables.reminders.c.kind == kind))
        return [row for row in rows if row.bundle_id != enqueue.NEVER]


def bundles(office: Office) -> list[tuple[int, int]]:
    """Which bundle is on its way to whom."""
    with office.database.read() as connection:
        rows = connection.execute(sa.select(tables.outbox).where(tables.outbox.c.kind == "reminder"))
        return sorted((row.person_id, row.subject_id) for row in rows)


def test_a_second_look_at_the_same_hour_writes_nothing_more(office: Office) -> None:
    create(office)
    run(office, WEEK_BEFORE)
    with office.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(look_at=WEEK_BEFORE))
    before = (book(office), bundles(office))

    run(office, WEEK_BEFORE)

    assert (book(office), bundles(office)) == before
    assert len(book(office)) == 1


def test_what_takes_many_looks_is_still_one_message(office: Office) -> None:
    create(office, 2 * enqueue.AT_ONCE + 10)
    run(office, WEEK_BEFORE)

    assert len(book(office)) == 2 * enqueue.AT_ONCE + 10
    people = [person for person, _ in bundles(office)]
    assert [people.count(person) for person in (2, 4)] == [1, 1]


def test_nobody_is_told_before_everything_that_is_due_has_been_looked_at(office: Office) -> None:
    create(office, enqueue.AT_ONCE + 1)
    assert enqueue.look(office, now=WEEK_BEFORE)

    assert not enqueue.bundle(office, now=WEEK_BEFORE)
    assert bundles(office) == []


def test_two_processes_say_each_thing_once(postgres_url: str, tmp_path: Path) -> None:
    databases = [Database(postgres_url) for _ in range(3)]
    offices = [office_at(database, tmp_path) for database in databases]
    furnish(databases[0], offices[0].files)
    create(offices[0], 300)

    with ThreadPoolExecutor(3) as elsewhere:
        list(elsewhere.map(lambda office: run(office, WEEK_BEFORE), offices))
    run(offices[0], WEEK_BEFORE)

    assert len(book(offices[0])) == 300
    people = [person for person, _ in bundles(offices[0])]
    assert [people.count(person) for person in (2, 4)] == [1, 1]
    for database in databases:
        database.dispose()


def test_a_day_that_is_closed_later_moves_what_falls_on_it(office: Office, tmp_path: Path) -> None:
    create(office)
    run(office, MONDAY)
    closed = office_at(office.database, tmp_path, WorkingDays(frozenset({date(2026, 12, 3)})))
    enqueue.take_calendar(closed, now=MONDAY + timedelta(hours=1))

    run(closed, WEEK_BEFORE - timedelta(days=1))

    assert len(book(closed)) == 1


def test_the_same_calendar_makes_nobody_look_again(office: Office) -> None:
    create(office)
    enqueue.take_calendar(office, now=MONDAY)
    run(office, MONDAY)

    enqueue.take_calendar(office, now=MONDAY + timedelta(hours=1))

    assert not enqueue.look(office, now=MONDAY + timedelta(hours=1))


def test_one_who_is_new_here_hears_nothing_of_this_morning(office: Office) -> None:
    run(office, MONDAY + timedelta(hours=2))
    told_today = book(office, "old_cases")

    run(office, MONDAY + timedelta(days=7))

    assert told_today == []
    assert {row.person_id for row in book(office, "old_cases")} == {1}
