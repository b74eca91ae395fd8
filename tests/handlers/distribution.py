"""How a case comes to an owner: distributed, and distributed anew."""

from __future__ import annotations

from typing import Any

from sandbox.person import Person
from tests.handlers.main_page import open_case
from tests.world import World


async def distribute(world: World, person: Person, owner: str, deadline: str | None = None) -> Any:
    """Fill and send the dialog that is open."""
    await person.choose("Sakseier", owner)
    if deadline is not None:
        await person.fill("Frist", deadline)
    answer = await person.send()
    await world.quiet()
    return answer


async def redistribution(world: World, person: Person) -> None:
    """Open the dialog from the case page on App Home."""
    await open_case(world, person)
    await person.click("Omfordel sak", at="home")
    await world.ws.until(lambda: person.modals)
