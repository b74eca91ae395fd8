"""Events that come twice, late, in any order, while the database is away, or that nobody can digest."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from store import tables
from tests.bot.inbox.late_events import deliver, heard, held_back, say, versions
from tests.world import World


async def test_the_same_event_twice_has_one_effect(world: World) -> None:
    await world.create()
    world.ws.double_next("message")
    message = await say(world, "En gang")
    await world.quiet()
    world.ws.double_next("message")
    await world.aisha.edit(message.ts, "Endret")
    await world.quiet()
    assert versions(world) == ["En gang", "Endret"]
    assert heard(world) == ["Endret"]
    assert world.count(tables.messages) == 1


@pytest.mark.parametrize("order", [(1, 0), (1, 0, 1), (0, 1, 0)])
async def test_an_edit_may_come_before_what_it_edits(
    world: World, monkeypatch: pytest.MonkeyPatch, order: tuple[int, ...]
) -> None:
    await world.create()
    with held_back(world, monkeypatch) as held:
        message = await say(world, "Først")
        await world.aisha.edit(message.ts, "Siden")
    await deliver(world, [held[number] for number in order])
    assert heard(world) == ["Siden"]
    assert world.count(tables.messages) == 1


@pytest.mark.parametrize("order", [(0, 2, 1), (2, 0, 1), (2, 1, 0)])
async def test_of_two_edits_the_later_one_holds_in_whatever_order_they_come(
    world: World, monkeypatch: pytest.MonkeyPatch, order: tuple[int, ...]
) -> None:
    await world.create()
    with held_back(world, monkeypatch) as held:
        message = await say(world, "Først")
        await world.aisha.edit(message.ts, "Siden")
        await world.aisha.edit(message.ts, "Til slutt")
    await deliver(world, [held[number] for number in order])
    assert heard(world) == ["Til slutt"]
    assert versions(world)[-1] == "Til slutt"


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (1, 0, 1)])
async def test_a_deletion_may_come_before_what_it_deletes(
    world: World, monkeypatch: pytest.MonkeyPatch, order: tuple[int, ...]
) -> None:
    await world.create()
    with held_back(world, monkeypatch) as held:
        message = await say(world, "Uff")
        await world.aisha.delete(message.ts)
    await deliver(world, [held[number] for number in order])
    assert heard(world) == []
    assert versions(world) == ["Uff"], "it is shown to nobody, but kept"


async def test_an_edit_that_comes_after_the_deletion_brings_nothing_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.create()
    with held_back(world, monkeypatch) as held:
        message = await say(world, "Først")
        await world.aisha.edit(message.ts, "Siden")
        await world.aisha.delete(message.ts)
    await deliver(world, [held[0], held[2], held[1]])
    assert heard(world) == []


async def test_what_was_said_while_the_bot_was_busy_is_taken_in_in_its_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.create()
    texts = [f"Melding {number}" for number in range(55)]
    with held_back(world, monkeypatch) as held:
        for text in texts:
            await say(world, text)
    for payload in held:
        world.ws.delivery.event("message", payload, world.aisha.id)
    await world.ws.until(world.is_quiet, timeout=60)
    assert heard(world) == texts


async def test_an_event_that_nobody_can_digest_is_given_up_but_kept_and_holds_up_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await world.create()
    with held_back(world, monkeypatch) as held:
        await say(world, "Gift")
    (poison,) = held
    poison["event"]["text"] = "\ud800"  # no text that any database takes
    poison["event"]["blocks"] = []
    answer = await world.bot.dispatch(poison)
    assert answer.status == 200, "Slack must not send it again and again"
    await say(world, "Mat")
    await world.ws.until(lambda: heard(world) == ["Mat"])
    await world.settled()
    (kept,) = world.rows(sa.select(tables.inbox).where(tables.inbox.c.event.is_not(None)))
    assert kept.key == poison["event_id"]
    assert kept.error == "UnicodeEncodeError"
    assert kept.done_at is not None
    assert kept.event["channel"] == world.aisha.conversation.id
    assert f"event {kept.key} could not be taken in" in caplog.text
    assert heard(world) == ["Mat"]


async def test_an_event_whose_author_no_database_can_be_asked_for_is_given_up_and_holds_up_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.create()
    with held_back(world, monkeypatch) as held:
        await say(world, "Gift")
    held[0]["event"]["user"] = "\ud800"
    assert (await world.bot.dispatch(held[0])).status == 200
    await say(world, "Mat")
    await world.ws.until(lambda: heard(world) == ["Mat"])
    await world.settled()
    (kept,) = world.rows(sa.select(tables.inbox).where(tables.inbox.c.event.is_not(None)))
    assert (kept.error, kept.done_at is None) == ("UnicodeEncodeError", False)


async def test_an_event_that_cannot_even_be_read_is_kept_too(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await world.create()
    with held_back(world, monkeypatch) as held:
        await say(world, "Uleselig")
    held[0]["event"]["ts"] = "not a time"
    assert (await world.bot.dispatch(held[0])).status == 200
    await world.settled()
    (kept,) = world.rows(sa.select(tables.inbox).where(tables.inbox.c.event.is_not(None)))
    assert (kept.key, kept.error) == (held[0]["event_id"], "UnreadableError")
    assert "could not be taken in: a message was sent at no time" in caplog.text
    assert "Traceback" not in caplog.text


async def test_what_has_been_taken_in_is_not_kept_a_second_time(world: World) -> None:
    await world.create()
    await say(world, "Hemmelig")
    await world.quiet()
    assert not world.rows(sa.select(tables.inbox).where(tables.inbox.c.event.is_not(None)))


async def test_the_bots_own_messages_and_those_of_strangers_are_not_kept(world: World) -> None:
    visitor = world.ws.add_person("U0VISITOR", "Vera Gjest", "vera@elsewhere.example")
    before = world.count(tables.inbox)
    await world.create()
    await world.quiet()
    created = world.count(tables.inbox) - before
    await visitor.say("Hei?")
    await world.quiet()
    assert created == 1, "the dialog; no message of the bot's own"
    assert world.count(tables.messages) == 0
    assert not visitor.thread(visitor.messages[-1].ts)
