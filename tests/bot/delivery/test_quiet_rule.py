"""The rule of quiet hours itself: what waits until when, and what a row that waits does to those behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.direct_messages import DirectMessages
from bot.delivery.quiet_hours import QuietHours
from bot.delivery.recipients import Recipient
from domain.notification_settings import Preferences
from domain.outbox_kinds import OutboxKind, Queue
from domain.values import Person
from store import claiming, outbox, tables
from store.claimable import Way
from store.claiming import Claimed, Room
from store.database import Database
from store.outbox import OutboxItem
from tests.bot.delivery.hours import EVENING, MORNING, OSLO
from tests.institution import MONDAY
from tests.world import World


def recipient(*, quiet_hours: bool, zone: str = "Europe/Oslo") -> Recipient:
    """Somebody with this choice."""
    person = Person(1, "Kari Nordmann", "kari@uni.example", "U0KARI")
    return Recipient(person, "U0KARI", None, ZoneInfo(zone), Preferences(quiet_hours=quiet_hours))


def row(lane: str) -> Claimed:
    """A row whose turn is in this queue."""
    key, kind = f"{lane}:1", OutboxKind.NOTICE
    return Claimed(
        1, "k", kind, 0, 1, {}, 1, may_be_sent=False, tried_at=None, ordering_key=key, created_at=MONDAY, way=Way.POST
    )


NOON = datetime(2026, 11, 23, 12, 0, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("lane", "quiet_hours", "active", "now", "until"),
    [
        ("dm", True, False, EVENING, MORNING),
        ("mail", True, False, EVENING, MORNING),
        ("home", True, False, EVENING, None),
        ("file", True, False, EVENING, MORNING),
        ("open", True, False, EVENING, None),
        ("dm", False, False, EVENING, None),
        ("dm", True, True, EVENING, None),
        ("dm", True, False, NOON, None),
        ("reminder", False, False, EVENING, MORNING),
        ("reminder", True, True, EVENING, MORNING),
        ("reminder", False, False, NOON, None),
        ("reminder", False, False, datetime(2026, 11, 23, 7, 59, tzinfo=OSLO), MONDAY - timedelta(hours=1)),
        ("reminder", False, False, datetime(2026, 11, 23, 16, 30, tzinfo=OSLO), MORNING),
    ],
)
async def test_what_waits_until_when(
    sqlite_world: World, lane: str, quiet_hours: bool, active: bool, now: datetime, until: datetime | None
) -> None:
    services = sqlite_world.bot.services
    sqlite_world.clock.set(now)
    if active:
        services.presence.note("U0KARI")
    quiet = QuietHours(services, DirectMessages(services, services.slack, services.translators))
    assert quiet.hold_until(row(lane), recipient(quiet_hours=quiet_hours), now) == until


async def test_the_same_instant_is_quiet_for_one_and_not_for_another(sqlite_world: World) -> None:
    services = sqlite_world.bot.services
    quiet = QuietHours(services, DirectMessages(services, services.slack, services.translators))
    assert quiet.hold_until(row("reminder"), recipient(quiet_hours=False), NOON) is None
    in_tokyo = quiet.hold_until(row("reminder"), recipient(quiet_hours=False, zone="Asia/Tokyo"), NOON)
    assert in_tokyo == datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


async def test_who_comes_back_wakes_the_delivery_and_who_is_here_already_does_not(sqlite_world: World) -> None:
    services = sqlite_world.bot.services
    woken = []
    for minutes in (0, 29, 29, 31):
        sqlite_world.clock.move(minutes=minutes)
        services.executor.changed.clear()
        services.presence.note("U0KARI")
        woken.append(services.executor.changed.is_set())
    assert woken == [True, False, False, True]


# ---- the lane

ROOM = Room(dict.fromkeys(Way, 10))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a database with one person in it."""
    opened = Database(database_url)
    with opened.begin() as connection:
        connection.execute(tables.people.insert().values(email="kari@uni.example", name="Kari"))
    yield opened
    opened.dispose()


def claim(database: Database, *, seconds: float = 0) -> list[Claimed]:
    with database.begin() as connection:
        return claiming.claim(connection, ROOM, owner="one", now=MONDAY + timedelta(seconds=seconds)).rows


def due(database: Database, *, seconds: float = 0) -> float | None:
    """In how many seconds after Monday's beginning there is something to take."""
    with database.read() as connection:
        found = claiming.next_due(connection, ROOM, MONDAY + timedelta(seconds=seconds))
        return (found - MONDAY).total_seconds() if found else None


def hold(database: Database, one: Claimed, *, seconds: float = 60) -> None:
    with database.begin() as connection:
        assert claiming.hold(connection, one, owner="one", until=MONDAY + timedelta(seconds=seconds))


def three_rows(database: Database) -> tuple[Claimed, Claimed]:
    """Put three rows into one lane and hold the first two."""
    with database.begin() as connection:
        outbox.add(connection, [OutboxItem(OutboxKind.NOTICE, number, 1) for number in (1, 2, 3)], MONDAY)
    (first,) = claim(database)
    hold(database, first)
    (second,) = claim(database)
    hold(database, second)
    return first, second


def test_a_held_row_lets_those_behind_it_pass_until_its_hour_and_then_stands_before_them(database: Database) -> None:
    first, second = three_rows(database)
    assert due(database) == 0, "the third is not in anybody's way"
    assert [one.subject_id for one in claim(database)] == [3]
    assert due(database) == 30, "when its lease ends"
    with database.begin() as connection:
        connection.execute(tables.outbox.update().where(tables.outbox.c.subject_id == 3).values(state="sent"))
    assert due(database) == 60
    assert claim(database, seconds=59) == []
    (again,) = claim(database, seconds=60)
    assert (again.id, again.attempts) == (first.id, first.attempts), "it was not counted as a try"
    assert claim(database, seconds=60) == [], "one at a time"
    with database.begin() as connection:
        outbox.finish(connection, first.id, owner="one", state="sent", at=MONDAY)
    assert [one.id for one in claim(database, seconds=60)] == [second.id]


def test_what_is_let_go_comes_in_its_order_and_what_waits_for_something_else_does_not_come(database: Database) -> None:
    first, second = three_rows(database)
    (third,) = claim(database)
    with database.begin() as connection:
        outbox.put_back(
            connection,
            third.id,
            owner="one",
            state="ready",
            not_before_at=MONDAY + timedelta(seconds=90),
            error="ratelimited",
            attempts=0,
        )
        outbox.release(connection, 1, MONDAY, keep=Queue.REMINDERS)
    assert [one.id for one in claim(database)] == [first.id]
    with database.begin() as connection:
        outbox.finish(connection, first.id, owner="one", state="sent", at=MONDAY)
    assert [one.id for one in claim(database)] == [second.id]
    with database.begin() as connection:
        outbox.finish(connection, second.id, owner="one", state="sent", at=MONDAY)
    assert due(database) == 90


def test_what_stands_back_comes_after_those_it_was_taken_past_and_these_wait_no_longer(database: Database) -> None:
    first, second = three_rows(database)
    (third,) = claim(database)
    assert [one.overtakes for one in (first, second, third)] == [False, True, True]
    with database.begin() as connection:
        assert claiming.stand_back(connection, third, owner="one", now=MONDAY)
    for row in (first, second, third):
        (again,) = claim(database)
        assert (again.id, again.attempts, again.overtakes) == (row.id, row.attempts, False)
        with database.begin() as connection:
            outbox.finish(connection, row.id, owner="one", state="sent", at=MONDAY)
    assert due(database) is None
