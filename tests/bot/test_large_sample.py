"""The large sample: as much as it says, such as acts could have made it, and read by people without a smile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from shutil import copytree
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.sample.large.calendar import Calendar
from bot.sample.large.doing import Doing
from bot.sample.large.plan import SUBTASKS, Plan
from cases.context import Context
from cases.reminders import enqueue
from domain.history import Act
from domain.outbox_kinds import OutboxKind
from domain.values import CaseStatus, Ending, SubtaskStatus
from domain.working_days import WorkingDays
from store import tables
from store.database import Database
from store.files import FileStore
from tests.databases import open_database
from tests.large import large_sample

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = NOW.date()
UNSOLVED = tables.subtasks.c.status != SubtaskStatus.SOLVED


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give it, once for all that is asked of it."""
    folder = copytree(large_sample(tmp_path_factory), tmp_path_factory.mktemp("large") / "copy")
    database = open_database(f"sqlite:///{folder / 'saksbot.db'}")
    yield Context(database, FileStore(folder / "files"), ZoneInfo("Europe/Oslo"), sends_mail=True)
    database.dispose()


def ask(database: Database, statement: Any) -> list[Any]:
    """The rows of a statement."""
    with database.read() as connection:
        return list(connection.execute(statement))


def count(database: Database, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    """How many rows there are."""
    (row,) = ask(database, sa.select(sa.func.count()).select_from(table).where(*where))
    return int(row[0])


def test_it_is_as_large_as_it_says_and_holds_work_in_every_state(sample: Context) -> None:
    database, cases, subtasks = sample.database, tables.cases, tables.subtasks

    assert count(database, tables.people, tables.people.c.active) == 40
    assert count(database, tables.people) == 42
    assert (count(database, cases), count(database, subtasks)) == (300, 2000)
    assert {one.status for one in ask(database, sa.select(cases.c.status).distinct())} == set(CaseStatus)
    assert {one.ending for one in ask(database, sa.select(subtasks.c.ending).distinct())} == {*Ending, None}
    assert len(ask(database, sa.select(cases.c.type).distinct())) > 9
    assert count(database, cases, cases.c.owner_id.is_(None)) > 10
    assert count(database, cases, cases.c.stand_in_id.is_not(None)) > 2
    gone = sa.select(tables.people.c.id).where(sa.not_(tables.people.c.active))
    assert count(database, cases, cases.c.owner_id.in_(gone), cases.c.status == CaseStatus.OPEN) > 2
    assert count(database, subtasks, UNSOLVED, subtasks.c.assignee_id.in_(gone)) > 2
    assert count(database, tables.disqualifications) == 2
    assert count(database, tables.absences) == 5
    week_ago = NOW - timedelta(days=7)
    for which in (
        subtasks.c.status == SubtaskStatus.NEW,
        subtasks.c.opened_at.is_(None) & (subtasks.c.created_at < week_ago),
        subtasks.c.deadline_on < TODAY,
        subtasks.c.held_until_on.is_not(None),
        subtasks.c.waits_for_owner_at.is_not(None),
        subtasks.c.declined_at.is_not(None),
        subtasks.c.stand_in_id.is_not(None),
    ):
        assert count(database, subtasks, UNSOLVED, which) > 15, str(which)


def test_every_subtask_has_the_lines_of_what_was_done_with_it(sample: Context) -> None:
    lines = Counter(
        (one.subtask_id, one.act)
        for one in ask(sample.database, sa.select(tables.history.c.subtask_id, tables.history.c.act))
    )
    subtasks = ask(sample.database, sa.select(tables.subtasks))

    assert all(lines[one.id, Act.SUBTASK_CREATED] == 1 for one in subtasks)
    assert all(lines[one.id, Act.SUBTASK_SOLVED] == (one.status == SubtaskStatus.SOLVED) for one in subtasks)
    assert all(lines[one.id, Act.SUBTASK_OPENED] == (one.opened_at is not None) for one in subtasks)
    assert all(one.created_at <= (one.opened_at or one.created_at) <= (one.solved_at or NOW) <= NOW for one in subtasks)
    later = sa.select(tables.history.c.id).where(tables.history.c.at > NOW)
    assert ask(sample.database, later) == []


def test_nobody_is_flooded_when_it_opens(sample: Context) -> None:
    outbox = tables.outbox
    waiting = Counter((one.person_id, one.kind) for one in ask(sample.database, sa.select(outbox)))
    while enqueue.look(sample, now=NOW) or enqueue.bundle(sample, now=NOW):
        pass

    assert max(number for (_, kind), number in waiting.items() if kind == OutboxKind.CARD) < 15
    assert sum(number for (_, kind), number in waiting.items() if kind != OutboxKind.CARD) < 150
    reminded = Counter(
        one.person_id for one in ask(sample.database, sa.select(outbox).where(outbox.c.kind == "reminder"))
    )
    assert max(reminded.values(), default=0) <= 1


def test_no_two_texts_read_the_same_and_none_has_a_hole(sample: Context) -> None:
    database = sample.database
    descriptions = [one.description for one in ask(database, sa.select(tables.subtasks.c.description))]
    said = [one.text for one in ask(database, sa.select(tables.message_versions.c.text))]
    concluded = [one.text for one in ask(database, sa.select(tables.conclusions.c.text))]
    titles = ask(database, sa.select(tables.subtasks.c.case_id, tables.subtasks.c.title))

    for texts in (descriptions, titles):
        assert len(set(texts)) == len(texts)
    assert [text for text, times in Counter(said).items() if times > 1] == []
    assert [text for text, times in Counter(concluded).items() if times > 1] == []
    assert not any("{" in text or "  " in text for text in [*descriptions, *said, *concluded])


def test_the_same_day_gives_the_same_sample() -> None:
    calendar = Calendar(WorkingDays(), ZoneInfo("Europe/Oslo"), TODAY)
    one, other = ([repr(step) for step in Plan(calendar).steps()] for _ in range(2))

    assert len(one) > 5000
    assert one == other


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 8, 2), date(2031, 4, 18)])
def test_on_any_day_it_is_planned_for_days_that_there_are(day: date) -> None:
    calendar = Calendar(WorkingDays(), ZoneInfo("Europe/Oslo"), day)
    steps = list(Plan(calendar).steps())

    assert all(calendar.instant(step.at).date() <= day for step in steps)
    assert sum(step.do.func is Doing.create for step in steps if isinstance(step.do, partial)) == SUBTASKS
