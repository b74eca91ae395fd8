"""What has done its work is forgotten in small steps; what keeps something from being said twice is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from domain.outbox_kinds import OutboxKind
from store import erasing, forgetting, posts
from store.database import Database
from store.forgetting import PIECE, forget_some
from store.tables import cases, homes, inbox, outbox, people, places, reminders, saved_searches, subtasks
from tests.institution import MONDAY

OLD, NEW = MONDAY - timedelta(days=91), MONDAY - timedelta(days=89)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a database with a person, an open case and a closed one."""
    opened = Database(database_url)
    with opened.begin() as connection:
        connection.execute(people.insert().values(id=1, email="kari@uni.example", name="Kari"))
        connection.execute(places.insert().values(id=1, code="1", name="Fakultetet", path="/1/"))
        for case_id, status in (("open", "open"), ("closed", "closed")):
            case = {"id": case_id, "title": "t", "place_id": 1, "applicant_name": "a", "applicant_email": "a@b.example"}
            connection.execute(cases.insert().values(**case, applied_on=date(2026, 1, 1), text="", status=status))
        for number, status in ((1, "open"), (2, "solved")):
            values = {"id": number, "case_id": "open", "title": "t", "deadline_on": date(2026, 12, 1), "assignee_id": 1}
            ending = "assignee" if status == "solved" else None
            by = {"description": "d", "created_by": 1, "created_at": OLD, "status": status, "ending": ending}
            connection.execute(subtasks.insert().values(**values, **by))
    yield opened
    opened.dispose()


def forget(database: Database) -> list[int]:
    """Forget until nothing is left; gives how much each step removed."""
    steps = []
    while True:
        with database.begin() as connection:
            steps.append(forget_some(connection, MONDAY - timedelta(days=90))[0])
        if not steps[-1]:
            return steps


def remember(
    connection: sa.Connection, key: str, due_at: datetime, subtask: int | None, case: str | None, bundle: int | None
) -> None:
    values = {"kind": "deadline", "person_id": 1, "subtask_id": subtask, "case_id": case, "bundle_id": bundle}
    connection.execute(reminders.insert().values(key=key, due_at=due_at, **values))


def left(database: Database, column: sa.Column[str]) -> list[str]:
    with database.read() as connection:
        return sorted(connection.execute(sa.select(column)).scalars())


def test_what_was_sent_and_heard_is_kept_for_its_time_and_what_waits_for_ever(database: Database) -> None:
    row = {
        "kind": "notice",
        "subject_id": 1,
        "person_id": 1,
        "ordering_key": "dm:1",
        "details": {},
        "not_before_at": OLD,
    }
    with database.begin() as connection:
        for key, state, done_at in (
            ("sent long ago", "sent", OLD), ("dropped long ago", "dropped", OLD), ("refused long ago", "refused", OLD),
            ("sent lately", "sent", NEW), ("waits", "ready", None),
        ):  # fmt: skip
            connection.execute(outbox.insert().values(key=key, state=state, done_at=done_at, created_at=OLD, **row))
        for key, done_at in (("heard long ago", OLD), ("heard lately", NEW), ("unheard", None)):
            connection.execute(inbox.insert().values(key=key, received_at=OLD, done_at=done_at))
    assert forget(database) == [4, 0]
    assert left(database, outbox.c.key) == ["sent lately", "waits"]
    assert left(database, inbox.c.key) == ["heard lately", "unheard"]


def test_what_was_said_of_something_that_is_open_is_kept_so_that_it_is_not_said_again(database: Database) -> None:
    with database.begin() as connection:
        for key, due_at, subtask, case, bundle in (
            ("solved", OLD, 2, None, 1), ("unsolved", OLD, 1, None, 2), ("closed case", OLD, None, "closed", 3),
            ("open case", OLD, None, "open", 4), ("a summary", OLD, None, None, 5), ("never told", OLD, 2, None, 0),
            ("lately", NEW, 2, None, 6), ("still to be said", OLD, 2, None, None), ("never told, open", OLD, 1, None, 0)
        ):  # fmt: skip
            remember(connection, key, due_at, subtask, case, bundle)
    forget(database)
    kept = ["lately", "never told, open", "open case", "still to be said", "unsolved"]
    assert left(database, reminders.c.key) == kept


def test_what_one_message_says_of_several_is_kept_together_so_that_the_erasure_of_each_finds_it(
    database: Database,
) -> None:
    with database.begin() as connection:
        remember(connection, "closed case", OLD, None, "closed", 1)
        remember(connection, "open case", OLD, None, "open", 1)
        posts.put(connection, "reminder", 1, 1, channel="D1", ts="1.1")
    forget(database)
    with database.begin() as connection:
        assert [one.ts for one in erasing.take_posts(connection, "closed", [], [OutboxKind.REMINDER])] == ["1.1"]


def test_named_searches_stay_as_long_as_their_person_works_here_and_a_while_after(database: Database) -> None:
    with database.begin() as connection:
        for number, seen_at, values in (
            (2, OLD, {"active": False}), (3, NEW, {"active": False}), (4, OLD, {"account_closed": True}), (5, OLD, {}),
        ):  # fmt: skip
            connection.execute(people.insert().values(id=number, email=f"{number}@b.example", name="Ola", **values))
            turned = {"page": "search", "page_state": {"words": "polsk"}}
            connection.execute(homes.insert().values(person_id=number, seen_at=seen_at, **turned))
            connection.execute(saved_searches.insert().values(person_id=number, name=f"{number}", sought={}))
    forget(database)
    assert left(database, saved_searches.c.name) == ["3", "5"]
    with database.read() as connection:
        kept = connection.execute(sa.select(homes.c.person_id).where(homes.c.page_state.is_not(None))).scalars()
        assert list(kept) == [3]


def test_however_much_there_is_nobody_waits_for_more_than_a_piece(database: Database) -> None:
    with database.begin() as connection:
        rows = [{"key": str(number), "received_at": OLD, "done_at": OLD} for number in range(2 * PIECE + 1)]
        connection.execute(inbox.insert(), rows)
    assert forget(database) == [PIECE, PIECE, 1, 0]


STEPS = (*forgetting._STEPS, forgetting._SAID_GOES)


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_what_is_old_is_found_by_an_index(sqlite_url: str, step: int) -> None:
    database = Database(sqlite_url)
    with database.read() as connection:
        asked = STEPS[step].compile(dialect=connection.dialect)
        given = asked.construct_params({"before_at": NEW})
        values = tuple(str(given[name]) for name in asked.positiontup or ())
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", values)]
    database.dispose()
    scans = [line for line in plan if line.startswith("SCAN") and "INDEX" not in line]
    assert scans == [], plan
