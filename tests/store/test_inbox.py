"""The inbox: what is to be taken in now, by whom, and in which order, whatever the clocks say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.engine import Connection

from store import inbox, tables
from store.database import Database
from store.sql import LONGEST_WAIT
from tests.institution import MONDAY
from tests.plans import plans

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.begin() as opened:
        yield opened


def keep(connection: Connection, *keys: str, ordering_key: str = "D1", at: datetime = MONDAY) -> None:
    for number, key in enumerate(keys):
        inbox.keep(connection, key, {"said": key}, at, ordering_key=ordering_key, ts=f"17.{number}")


def waiting(connection: Connection, at: datetime = MONDAY) -> list[str]:
    return [row.key for row in inbox.waiting(connection, at, 10)]


def test_what_was_said_first_is_taken_in_first_whenever_it_was_heard(connection: Connection) -> None:
    inbox.keep(connection, "b", {}, MONDAY, ordering_key="D1", ts="18.2")
    inbox.keep(connection, "a", {}, MONDAY + HOUR, ordering_key="D1", ts="18.1")
    inbox.keep(connection, "c", {}, MONDAY - HOUR, ordering_key="D1", ts="18.3")
    assert waiting(connection) == ["a", "b", "c"]


def test_it_is_taken_once(connection: Connection) -> None:
    keep(connection, "a")
    assert inbox.take(connection, "a", 0, MONDAY)
    assert not inbox.take(connection, "a", 0, MONDAY)
    assert waiting(connection) == []


def test_one_alone_has_it_in_hand_and_another_one_later_if_that_one_is_gone(connection: Connection) -> None:
    keep(connection, "a", "b")
    assert inbox.hold(connection, "a", attempts=0, now=MONDAY, until=MONDAY + SECOND)
    assert not inbox.hold(connection, "a", attempts=0, now=MONDAY, until=MONDAY + SECOND)
    assert waiting(connection) == []
    assert waiting(connection, MONDAY + SECOND) == ["a", "b"]
    assert inbox.hold(connection, "a", attempts=0, now=MONDAY + SECOND, until=MONDAY + HOUR)
    assert inbox.take(connection, "a", 0, MONDAY)
    assert not inbox.hold(connection, "a", attempts=0, now=MONDAY + HOUR, until=MONDAY + HOUR)


def test_what_is_put_off_holds_its_conversation_and_no_other(connection: Connection) -> None:
    keep(connection, "a", "b")
    keep(connection, "c", ordering_key="D2")
    inbox.put_off(connection, "a", attempts=0, not_before_at=MONDAY + 10 * SECOND, error="NotSavedError")
    assert waiting(connection) == ["c"]
    assert waiting(connection, MONDAY + 10 * SECOND) == ["a", "c", "b"]


def test_what_fails_by_itself_holds_nothing(connection: Connection) -> None:
    keep(connection, "a", "b")
    inbox.failed(connection, "a", attempts=0, not_before_at=MONDAY + 10 * SECOND, error="KeyError")
    inbox.put_off(connection, "a", attempts=1, not_before_at=MONDAY + 20 * SECOND, error="NotSavedError")
    assert waiting(connection) == ["b"]


@pytest.mark.parametrize("back", [SECOND, LONGEST_WAIT, HOUR, 24 * HOUR])
def test_what_nobody_has_tried_does_not_wait_for_a_clock_that_was_set_back(
    connection: Connection, back: timedelta
) -> None:
    keep(connection, "a")
    assert waiting(connection, MONDAY - back) == ["a"]


def test_what_is_tried_again_waits_for_such_a_clock_no_longer_than_for_any_reason(connection: Connection) -> None:
    keep(connection, "a", "b")
    inbox.put_off(connection, "a", attempts=0, not_before_at=MONDAY, error="NotSavedError")
    assert waiting(connection, MONDAY - HOUR) == ["a", "b"]
    assert waiting(connection, MONDAY - LONGEST_WAIT) == []


def test_what_was_set_aside_is_found_tried_once_more_and_counts_as_old_from_when_it_was_heard(
    connection: Connection,
) -> None:
    keep(connection, "a", "b")
    inbox.set_aside(connection, "a", attempts=0, error="KeyError")
    assert waiting(connection) == ["b"]
    (aside,) = inbox.aside(connection, 10)
    assert (aside.key, aside.event, aside.done_at) == ("a", {"said": "a"}, MONDAY)
    assert inbox.take_up(connection) == 1
    assert waiting(connection, MONDAY + HOUR) == ["a", "b"]
    assert inbox.take(connection, "a", 1, MONDAY + HOUR)
    assert inbox.aside(connection, 10) == []
    assert inbox.take_up(connection) == 0


def test_looking_does_not_read_what_is_done(untouched_url: str) -> None:
    database = Database(untouched_url)
    done = [
        {"key": str(number), "received_at": MONDAY, "ordering_key": "D1", "ts": "17", "done_at": MONDAY}
        for number in range(5000)
    ]
    with database.begin() as connection:
        connection.execute(tables.inbox.insert(), done)
        keep(connection, "a")
        inbox.set_aside(connection, "a", attempts=0, error="KeyError")
        keep(connection, "b")
    with database.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
        ((_, of_waiting),) = plans(connection, lambda: inbox.waiting(connection, MONDAY, 50))
        ((_, of_aside),) = plans(connection, lambda: inbox.aside(connection, 50))
    database.dispose()
    for plan, index in ((of_waiting, "ix_inbox_waiting"), (of_aside, "ix_inbox_aside")):
        scans = [line for line in plan.splitlines() if re.search(r"scan|search", line, re.IGNORECASE)]
        assert scans
        assert all(index in line or "SUBQUERY" in line for line in scans), plan
