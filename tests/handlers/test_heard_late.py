"""What was written before a subtask was solved counts, however late the bot hears of it."""

from __future__ import annotations

import pytest

from store import tables
from tests.bot.inbox.late_events import deliver, heard, held_back, say, versions
from tests.bot.lives import TITLE
from tests.institution import CASE_TITLE
from tests.world import World


async def solve(world: World) -> None:
    """Let the owner solve it, a little later."""
    world.clock.move(seconds=5)
    await world.kari.click("Løs deloppgave", at=world.kari.card(TITLE))
    await world.quiet()
    assert "Løst" in world.aisha.text_of(world.aisha.card(TITLE))


def told(world: World) -> list[str]:
    """What the bot has written in Aisha's thread."""
    aisha = world.aisha
    return [aisha.text_of(one) for one in aisha.thread(aisha.card(TITLE).ts) if one.bot_id]


async def test_a_message_from_before_arrives_and_nobody_is_told_that_it_came_late(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.create()
    with held_back(world, monkeypatch) as held:
        await world.aisha.say("Emnet dekkes", thread_ts=world.aisha.card(TITLE).ts, files=[("notat.txt", b"Ja.")])
    await solve(world)
    before = told(world)
    await deliver(world, held)
    assert heard(world) == ["Emnet dekkes\nFil: notat.txt", "notat.txt"]
    assert told(world) == before
    assert world.count(tables.message_files) == 1
    assert versions(world) == ["Emnet dekkes"]


async def test_so_does_what_was_changed_or_taken_back_before(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.create()
    first, second = await say(world, "Nei"), await say(world, "Feil student")
    await world.quiet()
    with held_back(world, monkeypatch) as held:
        await world.aisha.edit(first.ts, "Ja")
        await world.aisha.delete(second.ts)
    await solve(world)
    before = told(world)
    await deliver(world, held)
    assert heard(world) == ["Ja"]
    assert told(world) == before
    assert versions(world) == ["Nei", "Feil student", "Ja"]


async def test_the_closing_of_the_case_makes_no_difference(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.create()
    with held_back(world, monkeypatch) as held:
        await say(world, "Emnet dekkes")
    world.clock.move(seconds=5)
    await world.kari.open_home()
    await world.quiet()
    if "Tilbake til Home" not in world.kari.labels("home"):
        await world.kari.click("Åpne", at="home", near=CASE_TITLE)
        await world.quiet()
    await world.kari.click("Avslutt sak", at="home")
    await world.ws.until(lambda: world.kari.modals)
    await world.kari.send()
    await world.quiet()
    await deliver(world, held)
    assert heard(world) == ["Emnet dekkes"]


async def test_what_was_written_after_is_answered_though_something_from_before_comes_with_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.create()
    with held_back(world, monkeypatch) as held:
        await say(world, "Før")
    await solve(world)
    with held_back(world, monkeypatch) as later:
        await say(world, "Etter")
    await deliver(world, [*later, *held])
    assert heard(world) == ["Før"]
    assert len([text for text in told(world) if "ikke sendt videre" in text]) == 1
