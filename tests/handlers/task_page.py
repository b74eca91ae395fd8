"""The task page: opened from the card, and closed again."""

from __future__ import annotations

from sandbox.person import Person
from tests.world import World


async def enter(world: World, person: Person) -> None:
    """Open the task page from the card."""
    await person.click("Åpne", at=await world.card(person))
    await world.ws.until(lambda: person.modals)
    await world.quiet()


async def look_at_task(world: World, person: Person) -> None:
    """Open the task page from the card, and close it again."""
    await enter(world, person)
    await person.close(person.modals[-1]["id"])
    await world.quiet()
