"""The honest line at the end of Home: when one was last reminded, and what of what was sent to one has not come."""

from __future__ import annotations

from datetime import timedelta

from sandbox.person import Person
from tests.handlers.main_page import look
from tests.reminded import at
from tests.world import World


def last_line(person: Person) -> str:
    """The last block of Home, as it is read."""
    block = person.home["blocks"][-1]  # type: ignore[index]
    assert block["type"] == "context"
    return str(block["elements"][0]["text"])


async def seen(world: World, person: Person, sentence: str) -> None:
    """Open Home, while other things cannot be delivered, and wait for this sentence in the line."""
    await person.open_home()
    await world.ws.until(lambda: person.home and sentence in last_line(person))


async def test_who_was_never_reminded_reads_that_everything_has_come(world: World) -> None:
    await look(world, "ingrid")
    assert last_line(world.ingrid) == "Alt er levert"


async def test_the_line_tells_when_one_was_last_reminded(world: World) -> None:
    aisha = world.aisha
    await look(world, "aisha")
    await world.create(deadline="2026-12-10")
    await at(world, 7)
    await look(world, "aisha")
    assert last_line(aisha) == "Siste påminnelser kl. 08.00 · alt er levert"
    await at(world, 8, hour=9)
    await look(world, "aisha")
    assert last_line(aisha) == "Siste påminnelser 7. desember 2026 kl. 08.00 · alt er levert"
    await look(world, "ingrid")
    assert last_line(world.ingrid) == "Alt er levert"


async def test_what_waits_is_named_with_the_time_until_it_has_come_and_only_to_the_one_it_is_for(world: World) -> None:
    aisha = world.aisha
    await look(world, "aisha")
    world.ws.faults.add("chat.postMessage", aisha.id, kind="http_500", until=world.clock.now() + timedelta(hours=2))
    await world.submit()
    await world.ws.until(lambda: world.errors("card"))
    await seen(world, aisha, "Alt er levert")  # it is only just on its way
    world.clock.set(world.clock.now() + timedelta(minutes=5))
    await seen(world, aisha, "Ikke levert ennå: deloppgave fra kl. 09.00")
    await seen(world, world.ingrid, "Alt er levert")
    world.clock.set(world.clock.now() + timedelta(hours=3))
    await world.settled()
    await look(world, "aisha")
    assert last_line(aisha) == "Alt er levert"


async def test_what_was_refused_is_named_with_whom_to_ask(world: World) -> None:
    aisha = world.aisha
    await look(world, "aisha")
    world.ws.faults.add("chat.postMessage", aisha.id, kind="error", code="invalid_blocks", times=1)
    await world.submit()
    await world.settled()
    world.clock.set(world.clock.now() + timedelta(days=1))
    await look(world, "aisha")
    told = "Kunne ikke leveres: deloppgave fra 23. november 2026 kl. 09.00 (spør den som drifter Saksbot)"
    assert last_line(aisha) == told
