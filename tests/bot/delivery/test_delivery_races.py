"""What two hands that reach for the outbox at the same time do to each other: nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import create_app
from bot.slack.client import make_session, make_slack_client
from domain.outbox_kinds import OutboxKind
from store import claiming, outbox, tables
from store.claimable import Way
from store.claiming import Claimed, Room
from store.database import Database
from store.outbox import OutboxItem
from tests.bot.lives import TITLE
from tests.institution import MONDAY
from tests.world import at_once, open_world, watch

CARD, HOME = OutboxItem(OutboxKind.CARD, 7, 1), OutboxItem(OutboxKind.HOME, 1, 1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a database with two people in it."""
    opened = Database(database_url)
    with opened.begin() as connection:
        for name in ("kari", "aisha"):
            connection.execute(tables.people.insert().values(email=f"{name}@uni.example", name=name))
    yield opened
    opened.dispose()


def add(database: Database, *items: OutboxItem) -> None:
    with database.begin() as connection:
        outbox.add(connection, items, MONDAY)


def room(*in_hand: int) -> Room:
    return Room(dict.fromkeys(Way, 10), in_hand=in_hand)


def claim(
    database: Database, owner: str = "one", *, seconds: float = 0, in_hand: tuple[int, ...] = ()
) -> list[Claimed]:
    with database.begin() as connection:
        return claiming.claim(connection, room(*in_hand), owner=owner, now=MONDAY + timedelta(seconds=seconds)).rows


def put_back(database: Database, row: Claimed, *, seconds: float = 0) -> bool:
    with database.begin() as connection:
        return outbox.put_back(
            connection,
            row.id,
            owner="one",
            state="ready",
            not_before_at=MONDAY + timedelta(seconds=seconds),
            error="ratelimited",
            attempts=0,
        )


def test_a_redrawing_that_waits_serves_every_later_change(database: Database) -> None:
    add(database, CARD, HOME)
    add(database, CARD, HOME)
    assert [row.kind for row in claim(database)] == ["card", "home"]


def test_a_change_after_the_drawing_has_begun_is_drawn_too(database: Database) -> None:
    add(database, CARD)
    (first,) = claim(database)
    add(database, CARD)
    add(database, CARD)
    assert claim(database) == [], "one at a time"
    assert put_back(database, first), "the one that is tried again and the one that waits stand side by side"
    (again,) = claim(database)
    assert again.id == first.id
    with database.begin() as connection:
        outbox.finish(connection, again.id, owner="one", state="sent", at=MONDAY)
    (second,) = claim(database)
    assert second.id > first.id
    assert claim(database, seconds=60, in_hand=(second.id,)) == []


def test_a_redrawing_that_an_act_counts_on_does_not_begin_before_the_act_is_saved(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.begin() as connection:
        connection.execute(tables.people.insert().values(email="kari@uni.example", name="Kari"))
    add(database, CARD)
    with database.begin() as act:
        outbox.add(act, [CARD], MONDAY)
        assert claim(database) == [], "drawn now, it would not show what the act has changed"
    assert [row.kind for row in claim(database)] == ["card"]
    database.dispose()


def test_acts_about_the_same_people_do_not_wait_for_each_other_for_ever(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.begin() as connection:
        for name in ("kari", "aisha"):
            connection.execute(tables.people.insert().values(email=f"{name}@uni.example", name=name))
    to_kari, to_aisha = OutboxItem(OutboxKind.CARD, 7, 1), OutboxItem(OutboxKind.CARD, 7, 2)
    with database.begin() as act:
        outbox.add(act, [to_kari], MONDAY)
        rival = threading.Thread(target=add, args=(database, to_aisha, to_kari))
        rival.start()
        rival.join(0.2)
        assert rival.is_alive(), "it waits for the first act"
        outbox.add(act, [to_aisha], MONDAY)
    rival.join(5)
    assert not rival.is_alive()
    assert len(claim(database)) == 2
    database.dispose()


def test_what_is_in_hand_is_not_taken_again_and_what_was_left_is(database: Database) -> None:
    add(database, CARD, OutboxItem(OutboxKind.CARD, 8, 2))
    kept, left = claim(database)
    with database.begin() as connection:
        claiming.renew(connection, "one", MONDAY + timedelta(seconds=20), [kept.id])
    assert [row.id for row in claim(database, seconds=31)] == [left.id], "its lease was not renewed"
    assert claim(database, seconds=60, in_hand=(kept.id, left.id)) == []
    taken = claim(database, "two", seconds=90)
    assert [(row.id, row.may_be_sent) for row in taken] == [(kept.id, True), (left.id, True)]


def test_who_lost_the_lease_changes_nothing(database: Database) -> None:
    add(database, CARD)
    (row,) = claim(database)
    claim(database, "two", seconds=31)
    assert not put_back(database, row)
    with database.begin() as connection:
        assert not outbox.finish(connection, row.id, owner="one", state="sent", at=MONDAY)


def test_the_next_hour_is_that_of_the_first_in_each_conversation(database: Database) -> None:
    def next_due(*in_hand: int) -> float | None:
        with database.read() as connection:
            due = claiming.next_due(connection, room(*in_hand), MONDAY)
            return (due - MONDAY).total_seconds() if due else None

    assert next_due() is None
    add(database, CARD, OutboxItem(OutboxKind.NOTICE, 7, 1))
    (card,) = claim(database)
    assert next_due() == 30, "when its lease ends"
    assert next_due(card.id) is None, "the notice waits for the card, and that is in hand"
    put_back(database, card, seconds=9)
    assert next_due() == 9


async def test_two_processes_share_the_work_and_double_nothing(postgres_url: str, tmp_path: Path) -> None:
    async with open_world(postgres_url, tmp_path) as world, AsyncExitStack() as stack:
        database = Database(postgres_url)
        stack.callback(database.dispose)
        watch(database, world.ws)
        session = await stack.enter_async_context(make_session())
        pace = at_once(world.clock)
        slack = make_slack_client(world.settings.bot_token, world.settings.slack_api_url, session, pace=pace)
        other = create_app(world.settings, database, world.clock, slack, session=session)
        await other.start(alone=False)
        stack.push_async_callback(other.stop)

        await world.create(attachments=["Vitnemål"])
        texts = [f"Melding {number}" for number in range(20)]
        for text in texts:
            await world.aisha.say(text, thread_ts=world.aisha.card(TITLE).ts)
            other.wake()
        await world.quiet()
        replies = world.kari.thread(world.kari.card(TITLE).ts)
        assert [world.kari.text_of(one).partition("\n")[2] for one in replies] == texts
