"""Slack's limits are kept and not bumped into: by method and minute, by conversation, whoever calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from slack_sdk.errors import SlackApiError

from bot.delivery import worker
from bot.delivery.pace import FEW, LONGEST_PAUSE, POST, Pace
from bot.delivery.ways import METHODS, room_for, seconds_until_room
from bot.slack.client import WaitError
from cases.acts import people
from domain.notices import TryAgain
from sandbox.clock import SettableClock
from store import tables
from store.claimable import Way
from tests import life
from tests.beside import context
from tests.institution import MONDAY
from tests.world import World, open_world

OPEN = "conversations.open"


@pytest.fixture
def clock() -> SettableClock:
    """Give a clock that stands still unless it is moved."""
    return SettableClock(MONDAY)


@pytest.fixture
def pace(clock: SettableClock) -> Pace:
    """Give a pace whose clock stands still unless it is moved."""
    frozen = [MONDAY]
    clock.subscribe(lambda: frozen.__setitem__(0, clock.now()))
    return Pace(lambda: frozen[0].replace(microsecond=0), per_minute={OPEN: 3})


def took(pace: Pace, method: str, channel: str | None = None) -> float:
    """Call at once, if it is allowed; gives the seconds to wait."""
    wait = pace.begin(method, channel)
    if not wait:
        pace.end(method, channel)
    return wait


def test_a_method_is_called_as_often_as_slack_takes_within_a_minute_and_not_once_more(
    pace: Pace, clock: SettableClock
) -> None:
    assert [took(pace, OPEN) for _ in range(4)] == [0, 0, 0, 60]
    clock.move(seconds=59)
    assert took(pace, OPEN) == 1
    clock.move(seconds=1)
    assert [took(pace, OPEN) for _ in range(4)] == [0, 0, 0, 60]


def test_a_call_counts_for_a_minute_after_it_was_answered(pace: Pace, clock: SettableClock) -> None:
    assert [pace.begin(OPEN) for _ in range(3)] == [0, 0, 0]
    clock.move(seconds=90)
    assert pace.room(OPEN) == 0, "Slack has not answered yet, and may count them later"
    for _ in range(3):
        pace.end(OPEN)
    clock.move(seconds=59)
    assert pace.room(OPEN) == 0
    clock.move(seconds=1)
    assert pace.room(OPEN) == 3


def test_a_conversation_gets_one_message_a_second_and_another_one_has_its_own(pace: Pace, clock: SettableClock) -> None:
    assert [took(pace, POST, "D1"), took(pace, POST, "D1"), took(pace, POST, "D2")] == [0, 1, 0]
    assert pace.resting() == {"D1", "D2"}
    clock.move(seconds=1)
    assert pace.resting() == set()
    assert took(pace, POST, "D1") == 0


def test_a_pause_that_slack_asks_for_holds_the_method_for_all_of_it(pace: Pace, clock: SettableClock) -> None:
    pace.hold(POST, 40)
    pace.hold(POST, 10)
    assert [took(pace, POST, "D1"), took(pace, POST, "D2"), took(pace, OPEN)] == [40, 40, 0]
    clock.move(seconds=40)
    assert took(pace, POST, "D1") == 0


def test_a_method_that_fails_again_and_again_is_asked_by_one_at_a_time_until_it_answers(
    pace: Pace, clock: SettableClock
) -> None:
    for _ in range(FEW):
        assert pace.begin(POST, "D1") == 0
        pace.end(POST, "D1", failed=True)
        clock.move(seconds=1)
    pauses = []
    for _ in range(8):
        while (wait := pace.begin(POST)) > 0:
            clock.move(seconds=max(1, round(wait)))
        assert pace.room(POST) == 0, "one at a time"
        pace.end(POST, failed=True)
        pauses.append(pace.seconds_until_room(POST))
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
    clock.move(seconds=round(LONGEST_PAUSE))
    assert took(pace, POST) == 0
    assert pace.room(POST) > 100, "the first answer opens it for all"


@pytest.mark.parametrize("way", [way for way in Way if METHODS[way]])
def test_every_way_finds_out_by_itself_that_slack_works_again(way: Way, clock: SettableClock) -> None:
    pace = Pace(clock.now)
    for method in METHODS[way]:
        for _ in range(FEW):
            pace.begin(method)
            pace.end(method, failed=True)
    clock.move(minutes=2)
    assert room_for(way, pace, 0) == 1
    assert seconds_until_room(way, pace) == 0


@pytest.mark.parametrize("way", Way)
def test_however_many_processes_share_the_limits_each_way_has_room(way: Way, clock: SettableClock) -> None:
    pace = Pace(clock.now)
    pace.processes = 40
    assert room_for(way, pace, 0) > 0


def test_several_processes_keep_to_their_parts(pace: Pace) -> None:
    pace.processes = 2
    assert [took(pace, OPEN) for _ in range(2)] == [0, 60]


def test_a_clock_that_is_set_back_holds_nobody(clock: SettableClock) -> None:
    now = [MONDAY]
    pace = Pace(lambda: now[0], per_minute={OPEN: 1})
    took(pace, OPEN)
    took(pace, POST, "D1")
    pace.hold("views.publish", 50)
    now[0] -= timedelta(hours=1)
    assert [took(pace, OPEN), took(pace, POST, "D1"), took(pace, "views.publish")] == [0, 0, 0]


# ---- in the bot


@pytest.fixture
async def paced(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution in a Slack that keeps its limits, with a bot that keeps them, too."""
    async with open_world(sqlite_url, tmp_path, keeps_pace=True) as world:
        world.ws.rate_limits = True
        yield world


def colleagues(world: World, number: int, *, known: int = 0) -> list[str]:
    """Let so many more people work here, the first of them with a conversation that is open already."""
    ids = [f"U1{one:04}" for one in range(number)]
    with world.database.begin() as connection:
        for index, slack_id in enumerate(ids):
            person = world.ws.add_person(slack_id, name=f"Kollega {index}", email=f"k{index}@uni.example")
            row = {"email": f"k{index}@uni.example", "name": f"Kollega {index}", "slack_id": slack_id}
            channel = person.conversation.id if index >= number - known else None
            connection.execute(tables.people.insert().values(**row, dm_channel=channel))
    return ids


async def tell_all(world: World, ids: list[str]) -> None:
    """Let something be said to each of these people."""
    for slack_id in ids:
        await asyncio.to_thread(people.tell, context(world), TryAgain(), actor=slack_id, now=world.clock.now())
    world.bot.wake()


def told(world: World, ids: list[str]) -> list[int]:
    return [len(world.ws.people[slack_id].messages) for slack_id in ids]


async def test_a_rush_meets_no_refusal_and_takes_no_longer_than_slack_wants(paced: World) -> None:
    ids = colleagues(paced, 120)
    began = paced.clock.now()
    await tell_all(paced, ids)
    await paced.settled()
    took_seconds = (paced.clock.now() - began).total_seconds()
    assert told(paced, ids) == [1] * 120
    assert paced.ws.rates.refused.total() == 0
    assert took_seconds <= 2 * 60 / 0.97, "fifty a minute, the first fifty at once"


async def test_whose_conversation_is_open_does_not_wait_behind_those_whose_is_not(paced: World) -> None:
    ids = colleagues(paced, 80, known=1)
    began = paced.clock.now()
    await tell_all(paced, ids)
    await paced.ws.until(lambda: paced.ws.people[ids[-1]].messages)
    assert (paced.clock.now() - began).total_seconds() < 30
    await paced.settled()
    assert told(paced, ids) == [1] * 80


async def test_what_gets_room_while_the_bot_looks_for_what_is_due_does_not_wait_for_its_next_look(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = [timedelta(0)]

    def held(clock: SettableClock) -> Pace:
        pace = Pace(lambda: clock.now() + ahead[0])
        pace.hold("views.publish", 60)
        return pace

    monkeypatch.setattr(life, "at_once", held)
    monkeypatch.setattr(worker, "IDLE", 600.0)  # nothing but what the bot knows of the limit makes it look again
    async with open_world(sqlite_url, tmp_path) as world:

        def let_a_minute_pass(_c: object, _u: object, statement: str, *_: object) -> None:
            if statement.startswith("WITH RECURSIVE"):  # what may be taken: which ways have room is decided by then
                ahead[0] = timedelta(minutes=1)

        await world.kari.open_home()
        await world.ws.until(lambda: world.has_taken_in() and not world.is_delivering() and world.rests_until())
        sa.event.listen(world.bot.services.context.database.engine, "before_cursor_execute", let_a_minute_pass)
        ahead[0] = timedelta(seconds=59)  # a second is left of the pause when the bot looks
        world.bot.services.executor.changed.set()
        await world.ws.until(lambda: world.kari.home)


async def test_what_is_written_quickly_comes_one_a_second_in_its_order(paced: World) -> None:
    await paced.create()
    card = paced.aisha.card("Vurder emnene")
    texts = [f"Melding {number}" for number in range(6)]
    for text in texts:
        await paced.aisha.say(text, thread_ts=card.ts)
    await paced.settled()
    replies = paced.kari.thread(paced.kari.card("Vurder emnene").ts)
    assert [paced.kari.text_of(one).partition("\n")[2] for one in replies] == texts
    assert paced.ws.rates.refused.total() == 0


async def test_what_a_person_asks_for_goes_before_redrawings_that_nobody_waits_for(paced: World) -> None:
    await paced.kari.open_home()
    await paced.settled()
    ids = colleagues(paced, 120)
    with paced.database.begin() as connection:
        for row in connection.execute(tables.people.select()).all():
            if row.slack_id in ids:
                connection.execute(tables.homes.insert().values(person_id=row.id, seen_at=MONDAY))
                values = {"kind": "home", "subject_id": row.id, "person_id": row.id, "ordering_key": f"home:{row.id}"}
                times = {"not_before_at": MONDAY, "created_at": MONDAY}
                connection.execute(tables.outbox.insert().values(key=f"h{row.id}", details={}, **values, **times))
    paced.bot.wake()
    await paced.ws.until(lambda: paced.bot.rests_until)
    drawn = sum(call.method == "views.publish" for call in paced.ws.calls)
    await paced.ingrid.open_home()
    await paced.ws.until(lambda: paced.ingrid.home)
    assert drawn < 100
    await paced.settled()
    assert paced.ws.rates.refused.total() == 0


async def test_a_listener_that_may_not_call_is_told_and_not_kept_waiting(paced: World) -> None:
    client = paced.bot.services.slack
    for _ in range(100):
        with pytest.raises(SlackApiError):  # there is no such view
            await client.views_update(view_id="V0", view={"type": "modal"})
    paced.ws.refusals.clear()
    with pytest.raises(WaitError):
        await client.views_update(view_id="V0", view={"type": "modal"})
    assert paced.ws.refusals == []
