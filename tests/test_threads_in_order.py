"""Whoever comes back to a thread reads it in the order in which it was said, however far its going had come."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from cases import effects
from cases.context import Context
from sandbox.person import Person
from store import outbox, posts, tables
from store.outbox import OutboxItem
from tests.beside import context
from tests.bot.delivery.hours import EVENING, MORNING, do_not_disturb, until_held
from tests.handlers.being_away import come_back, go_away, submit_to_ola
from tests.handlers.closing import ask_to_close
from tests.untrue import untrue
from tests.world import PATIENCE, World, open_world

TITLE = "Vurder emnene"
SAID = ["Først", "Så", "Til slutt"]
AISHA = 4


async def read_by_a_substitute(world: World) -> Person:
    """Let Aisha, who stands in for the owner, have a thread in which Ola has said something."""
    await submit_to_ola(world)
    await go_away(world, world.kari, "aisha@uni.example")
    for words in SAID:
        await world.ola.say(words, thread_ts=world.ola.card(TITLE).ts)
        await world.quiet()
    assert heard(world.aisha) == SAID
    return world.aisha


def heard(person: Person) -> list[str]:
    """What stands in somebody's thread of what was said, from top to bottom."""
    there = [person.text_of(one) for one in person.thread(person.card(TITLE).ts) if not one.deleted]
    return [words for text in there for words in [*SAID, "Nytt"] if words in text.splitlines()]


def numbers(world: World) -> list[int]:
    return [row.id for row in world.rows(sa.select(tables.messages.c.id).order_by(tables.messages.c.id))]


async def take_away(world: World, *which: int) -> None:
    """As when it was begun to take a thread away from somebody: these messages are gone."""
    for number in which:
        with world.database.begin() as connection:
            there = posts.get(connection, "message", number, AISHA)
            assert there
            assert there.ts
            posts.remove(connection, "message", number, AISHA)
            posts.put(connection, "card", 1, AISHA, sight="nothing", digest="another")
        await world.bot.services.slack.chat_delete(channel=str(there.channel), ts=there.ts)


async def test_what_was_not_yet_taken_away_does_not_stand_before_what_was(world: World) -> None:
    aisha = await read_by_a_substitute(world)
    await take_away(world, numbers(world)[0])
    assert heard(aisha) == SAID[1:]
    context(world).perform(show, effects.card(1, AISHA), at=world.clock.now())
    world.bot.wake()
    await world.quiet()
    assert heard(aisha) == SAID
    assert untrue(world) == []


async def test_what_is_said_as_she_comes_back_comes_after_what_was_said_before(world: World) -> None:
    aisha = await read_by_a_substitute(world)
    await take_away(world, *numbers(world))
    hangs = world.ws.faults.add("chat.update", aisha.id, kind="hang_after_effect")
    context(world).perform(show, effects.card(1, AISHA), at=world.clock.now())
    world.bot.wake()
    await world.ws.until(lambda: hangs.used)
    await world.ola.say("Nytt", thread_ts=world.ola.card(TITLE).ts)
    await world.ws.until(lambda: len(numbers(world)) > len(SAID))
    hangs.release()
    await world.quiet()
    assert heard(aisha) == [*SAID, "Nytt"]
    assert untrue(world) == []


async def test_a_long_message_that_comes_anew_does_so_once_at_slacks_pace(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path, keeps_pace=True) as world:
        await world.submit()
        await world.settled()
        for words in ("Først", "Så. " * 2000):
            await world.kari.say(words, thread_ts=world.kari.card(TITLE).ts)
            await world.settled()
        await take_away(world, numbers(world)[0])
        context(world).perform(show, effects.card(1, AISHA), at=world.clock.now())
        world.bot.wake()
        async with asyncio.timeout(PATIENCE):  # posted again and again, it would never rest
            await world.settled()
        texts = [world.aisha.text_of(one) for one in world.aisha.thread(world.aisha.card(TITLE).ts) if not one.deleted]
        assert [text.splitlines()[-1].split()[0] for text in texts] == ["Først", "Så.", "Så."]
        assert untrue(world) == []


async def test_who_comes_back_in_quiet_hours_reads_it_in_the_morning_and_in_its_order(world: World) -> None:
    aisha = await read_by_a_substitute(world)
    await do_not_disturb(world, aisha)
    world.clock.set(EVENING)
    await take_away(world, numbers(world)[0])
    standing = [one.ts for one in aisha.messages if not one.deleted]
    context(world).perform(show, effects.card(1, AISHA), at=world.clock.now())
    world.bot.wake()
    await until_held(world, len(SAID))
    assert [one.ts for one in aisha.messages if not one.deleted] == standing
    world.clock.set(MORNING)
    await world.quiet()
    assert heard(aisha) == SAID


async def test_who_loses_it_again_in_quiet_hours_does_so_at_once(world: World) -> None:
    aisha = await read_by_a_substitute(world)
    await do_not_disturb(world, aisha)
    world.clock.set(EVENING)
    await take_away(world, numbers(world)[0])
    context(world).perform(show, effects.card(1, AISHA), at=world.clock.now())
    world.bot.wake()
    await until_held(world, len(SAID))
    root = aisha.card(TITLE).ts
    await come_back(world, world.kari)
    await world.ws.until(lambda: all(one.deleted for one in aisha.thread(root)))


async def test_who_comes_back_to_a_case_that_is_closed_just_then_reads_it_in_its_order(world: World) -> None:
    await world.create()
    for words in SAID:
        await world.kari.say(words, thread_ts=world.kari.card(TITLE).ts)
        await world.quiet()
    await ask_to_close(world, world.kari)
    await take_away(world, numbers(world)[0])
    hangs = world.ws.faults.add("chat.update", world.aisha.id, kind="hang_after_effect")
    context(world).perform(show, effects.card(1, AISHA), at=world.clock.now())
    world.bot.wake()
    await world.ws.until(lambda: hangs.used)
    assert (await world.kari.send()).closed
    hangs.release()
    await world.quiet()
    assert heard(world.aisha) == SAID


async def test_whose_card_comes_anew_as_she_comes_back_reads_her_own_words_in_their_place(world: World) -> None:
    await world.create()
    for who, words in zip((world.aisha, world.kari, world.aisha), SAID, strict=True):
        await who.say(words, thread_ts=who.card(TITLE).ts)
        await world.quiet()
    with world.database.begin() as connection:  # as after an account of hers that is gone
        hers = tables.posts.update().where(tables.posts.c.person_id == AISHA)
        connection.execute(hers.values(channel="D0GONE"))
        posts.put(connection, "card", 1, AISHA, sight="nothing", digest="another")
    former = world.aisha.card(TITLE)
    await world.bot.services.slack.chat_delete(channel=former.channel, ts=former.ts)
    context(world).perform(show, effects.card(1, AISHA), at=world.clock.now())
    world.bot.wake()
    await world.quiet()
    assert heard(world.aisha) == SAID


def show(there: Context, item: OutboxItem, *, at: datetime) -> None:
    with there.database.begin() as connection:
        outbox.add(connection, [item], at)
