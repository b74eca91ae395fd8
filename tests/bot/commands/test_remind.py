"""`remind`: what an administrator sees of the clock before she trusts it; nothing is sent and nothing is written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.__main__ import main
from bot.settings import DEFAULTS
from cases.acts import subtasks
from cases.context import Context
from cases.reminders import enqueue
from store import tables
from store.database import Database
from store.files import FileStore
from tests.filled_in import new_subtask
from tests.institution import CASE, MONDAY, furnish


@pytest.fixture
def context(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    database, files = Database(database_url), FileStore(tmp_path / "files")
    furnish(database, files)
    return Context(database, files, ZoneInfo("Europe/Oslo"))


def create(context: Context, deadline_on: date, title: str = "Vurder emnene") -> None:
    new = new_subtask(4, title, deadline_on=deadline_on)
    subtasks.create(context, CASE, new, actor="U0KARI", key=title, now=MONDAY)


def said(at: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["remind", "--at", at]) == 0
    return capsys.readouterr().out.splitlines()


def test_it_says_what_would_be_sent_to_whom_and_why(context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    create(context, date(2026, 12, 10))

    lines = said("2026-12-03T08:00", capsys)
    context.database.dispose()

    assert lines[0] == "2026-12-03 08:00 Europe/Oslo: 3 reminders within the hour."
    assert lines[1:3] == [
        "2026-12-03 07:00 UTC  Aisha Rahman <aisha@uni.example> (Europe/Oslo)",
        f"    deadline: case {CASE}, subtask 1 (deadline 2026-12-10): its deadline is near",
    ]
    assert lines[3].startswith("2026-12-03 07:00 UTC  Ingrid Berg")
    assert "ownerless_cases" in lines[4]
    assert "waiting" in lines[5]


def test_on_a_closed_day_it_says_why_nothing_is_sent_and_when_it_is(
    context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = said("2026-05-14T08:00", capsys)
    context.database.dispose()

    (line,) = lines
    assert line.startswith("2026-05-14 08:00 Europe/Oslo: 0 reminders within the hour.")
    assert line.endswith("The day is closed (Kristi himmelfartsdag); what falls on it is sent on 2026-05-13.")


def test_it_counts_with_holds_and_with_what_people_have_turned_off(
    context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    create(context, date(2026, 12, 10))
    create(context, date(2026, 12, 10), "På vent")
    with context.database.begin() as connection:
        held = tables.subtasks.update().where(tables.subtasks.c.title == "På vent")
        connection.execute(held.values(held_until_on=date(2026, 12, 7), held_because="Venter"))
        connection.execute(tables.people.update().where(tables.people.c.id == 4).values(muted="deadline"))

    on_thursday, on_monday = said("2026-12-03T08:00", capsys), said("2026-12-07T08:00", capsys)
    context.database.dispose()

    assert [line for line in on_thursday if "subtask" in line] == [
        f"    not sent, turned off: deadline: case {CASE}, subtask 1 (deadline 2026-12-10): its deadline is near"
    ]
    assert [line.strip() for line in on_monday if "subtask 2" in line] == [
        f"hold_over: case {CASE}, subtask 2 (deadline 2026-12-10): its time on hold is over",
        f"hold_over: case {CASE}, subtask 2 (deadline 2026-12-10): its time on hold is over",
    ]


def test_it_writes_nothing_and_its_words_come_true(context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    create(context, date(2026, 12, 10))
    foretold = said("2026-12-03T08:00", capsys)
    at = datetime(2026, 12, 3, 7, 0, tzinfo=UTC)
    with context.database.read() as connection:
        assert connection.execute(sa.select(tables.reminders)).all() == []

    for now in (at - timedelta(days=1), at):
        while enqueue.look(context, now=now):
            pass
    with context.database.read() as connection:
        kinds = set(
            connection.execute(sa.select(tables.reminders.c.kind).where(tables.reminders.c.due_at == at)).scalars()
        )
    context.database.dispose()

    assert kinds == {line.strip().partition(":")[0] for line in foretold[1:] if line.startswith("    ")}


def test_a_wrong_time_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["remind", "--at", "tomorrow"])

    assert "--at" in capsys.readouterr().err
