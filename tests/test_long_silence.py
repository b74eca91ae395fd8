"""Catching up with much: at Slack's pace, behind whoever waits for an answer, by one process, and over a crash."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from sandbox.messages import Message
from store import tables
from store.columns import inserted_number
from store.database import Database
from tests.bot.inbox.late_events import heard
from tests.bot.lives import TITLE
from tests.silence import calls, come_back, go_by, is_active, say, talk
from tests.world import World, open_world, watch

MANY = 500
REPLIES, PERSON = "conversations.replies", "users.info"


@pytest.fixture
async def paced(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution with a bot that keeps Slack's limits, and a Slack that holds it to them."""
    async with open_world(sqlite_url, tmp_path, keeps_pace=True) as world:
        world.ws.rate_limits = True
        yield world


def many_threads(world: World) -> list[str]:
    """Let Aisha have so many open subtasks, with a card for each, as if they had been given to her long ago."""
    aisha, cards = world.aisha, []
    with world.database.begin() as connection:
        one = connection.execute(tables.subtasks.select()).one()
        connection.execute(tables.people.update().values(slack_zone="Europe/Oslo"))  # nobody has moved
        for number in range(MANY):
            values = {**one._mapping, "title": f"Emne {number}"}
            del values["id"]
            subtask = inserted_number(connection.execute(tables.subtasks.insert().values(values)))
            ts = world.ws.ids.ts()
            root = Message(aisha.conversation.id, ts, world.ws.bot_user_id, values["title"], bot_id=world.ws.bot_id)
            aisha.conversation.put(root)
            place = {"kind": "card", "subject_id": subtask, "person_id": one.assignee_id}
            where = {"channel": aisha.conversation.id, "ts": ts, "sight": "conversation"}
            connection.execute(tables.posts.insert().values(**place, **where))
            cards.append(ts)
    return cards


def read(world: World) -> int:
    """How many threads have been read."""
    return len(world.rows(sa.select(tables.posts.c.ts).where(tables.posts.c.read_at.is_not(None))))


async def rest(world: World) -> None:
    """Wait until the bot reads no more for now."""
    minute = world.clock.now() - timedelta(minutes=1)
    await world.ws.until(lambda: _lately(world, minute) >= 20 or not _is_reading(world))


def _lately(world: World, since_at: object) -> int:
    return sum(call.method == REPLIES and call.started_at > since_at for call in world.ws.calls)  # type: ignore[operator]


def _is_reading(world: World) -> bool:
    return bool(world.rows(sa.select(tables.gaps.c.id).where(tables.gaps.c.done_at.is_(None))))


async def test_five_hundred_threads_are_read_at_slacks_pace_and_nobody_waits_for_it(paced: World) -> None:
    world = paced
    await world.submit()
    await world.settled()
    cards = many_threads(world)
    await world.stop_bot()
    for number in range(0, MANY, 100):
        await say(world.aisha, f"Svar {number}", below=cards[number])
    await go_by(world)
    await world.start_bot()

    await world.ws.until(lambda: read(world) >= 20)
    began_at = world.clock.now()
    await say(world.kari, "Haster!")
    await world.ws.until(lambda: [one for one in world.aisha.messages if "Haster!" in world.aisha.text_of(one)])
    assert world.clock.now() - began_at < timedelta(seconds=10), "the clock was not moved for it"

    while _is_reading(world):
        await rest(world)
        assert calls(world, REPLIES) <= MANY + 2
        world.clock.move(minutes=1, seconds=1)
    await world.settled()
    assert world.ws.rates.refused.total() == 0
    assert calls(world, REPLIES) == MANY + 2, "each thread once"
    kept = world.rows(sa.select(tables.message_versions.c.text).order_by(tables.message_versions.c.message_id))
    assert sorted(one.text for one in kept) == ["Haster!", *(f"Svar {number}" for number in range(0, MANY, 100))]


async def test_who_was_asked_for_is_not_asked_for_again_after_a_pause_that_slack_asks_for(world: World) -> None:
    """Of more than Slack answers for in a minute the last ones would never be asked for."""
    await talk(world)
    await world.stop_bot()
    for one in (world.ola, world.ola2):
        world.ws.deactivate(one.id)
    await go_by(world)
    paused = world.ws.faults.add(PERSON, world.ola2.id, kind="ratelimited", retry_after=2)
    await world.start_bot()
    await world.ws.until(lambda: paused.used)
    world.clock.move(seconds=3)
    world.bot.wake()
    await world.settled()
    assert (is_active(world, "ola"), is_active(world, "ola2")) == (False, False)
    assert calls(world, PERSON) == 5, "twice for each, and once for nothing"


async def test_what_stopped_in_the_middle_goes_on_where_it_was(world: World) -> None:
    await talk(world)
    await world.stop_bot()
    await say(world.aisha, "Er du der?")
    await say(world.kari, "Ja")
    await go_by(world)
    second = max((world.kari, world.aisha), key=lambda one: one.card(TITLE).ts)
    silent = world.ws.faults.add(REPLIES, person=second.id, times=None, kind="silent")
    await world.start_bot()
    await world.ws.until(lambda: silent.used)
    await world.stop_bot()
    world.ws.faults.clear(silent)
    await come_back(world)

    assert calls(world, REPLIES) == 3, "the one that had been read is not read again"
    assert heard(world)[-1] == "Er du der?"
    assert [text for text in map(world.aisha.text_of, world.aisha.messages) if text.endswith("\nJa")]


async def test_what_died_before_it_could_note_how_far_it_was_doubles_nothing(world: World) -> None:
    await talk(world)
    await world.stop_bot()
    await say(world.aisha, "Er du der?", "emne.pdf")
    await go_by(world)
    await come_back(world)
    before = heard(world), world.count(tables.messages), world.count(tables.inbox)
    await world.stop_bot()
    with world.database.begin() as connection:
        connection.execute(tables.posts.update().values(read_at=None))
        connection.execute(tables.gaps.update().values(done_at=None))
    await come_back(world)
    assert calls(world, REPLIES) == 4
    assert before == (heard(world), world.count(tables.messages), world.count(tables.inbox))


async def test_what_an_earlier_release_missed_before_the_change_is_read(world: World) -> None:
    await talk(world)
    await world.stop_bot()
    with world.database.begin() as connection:
        connection.execute(tables.marks.delete())
    await say(world.aisha, "Er du der?")
    await go_by(world)
    await come_back(world)
    assert heard(world)[-1] == "Er du der?"


async def test_long_threads_and_many_people_are_read_page_by_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.catching_up.PAGE", 2)
    await talk(world)
    await world.stop_bot()
    texts = [f"Melding {number}" for number in range(1, 6)]
    for text in texts:
        await say(world.aisha, text)
        await world.kari.say(f"Utenfor: {text}")
    world.ws.deactivate(world.ola2.id)
    await go_by(world)
    await come_back(world)
    assert heard(world) == ["Først", "Feil student", "Nei", *texts]
    told = [one for one in world.kari.messages if "ikke sendt til noen" in world.kari.text_of(one)]
    assert len(told) == 5
    assert not is_active(world, "ola2")
    assert calls(world, "users.list") > 2


async def test_of_two_processes_one_catches_up_and_the_other_takes_over_when_it_is_gone(
    postgres_url: str, tmp_path: Path
) -> None:
    async with open_world(postgres_url, tmp_path) as world, AsyncExitStack() as stack:
        await talk(world)
        await world.stop_bot()
        await say(world.aisha, "Er du der?")
        await go_by(world)
        silent = world.ws.faults.add(REPLIES, times=1, kind="silent")
        assert world.life is not None
        database = Database(postgres_url)
        stack.callback(database.dispose)
        watch(database, world.ws)
        world.life.alone = False
        another = replace(world.life, database=database, stack=AsyncExitStack())
        _, other = await asyncio.gather(world.start_bot(), another.begin())
        stack.push_async_callback(another.end)
        await world.ws.until(lambda: silent.used)
        assert (calls(world, REPLIES), world.count(tables.gaps)) == (1, 1), "one of them reads"

        await world.stop_bot()
        world.ws.faults.clear(silent)
        world.bot = other
        await other._outbox_worker.join()  # it would notice within ten seconds that it has all of the people now
        world.clock.move(minutes=3)
        await world.settled()
        assert heard(world) == ["Først", "Feil student", "Nei", "Er du der?"]


@pytest.mark.parametrize("way", ["out of the message", "from Slack"])
async def test_a_file_that_was_taken_back_meanwhile_goes(world: World, way: str) -> None:
    await talk(world)
    both = [("feil student.pdf", b"%PDF 1"), ("rett student.pdf", b"%PDF 2")]
    said = await world.aisha.say("Se disse", thread_ts=world.aisha.card(TITLE).ts, files=both)
    await world.quiet()
    assert files_before(world) == ["feil student.pdf", "rett student.pdf"]
    await world.stop_bot()
    if way == "from Slack":
        await world.aisha.delete_file(said.files[0]["id"])
    else:
        await world.aisha.take_out_file(said.ts, "feil student.pdf")
    await go_by(world)
    await come_back(world)
    assert files_before(world) == ["rett student.pdf"]
    kept = world.rows(sa.select(tables.message_files.c.name).where(tables.message_files.c.removed_at.is_(None)))
    assert [one.name for one in kept] == ["rett student.pdf"]


def files_before(world: World) -> list[str]:
    """The copies that stand before Kari."""
    there = [file for one in world.kari.messages if not one.deleted for file in one.files]
    return sorted(file["title"] for file in there if file["mode"] != "tombstone")
