"""How a case is closed: what its owner presses, and what she is asked."""

from __future__ import annotations

from sandbox.person import Person
from tests.handlers.main_page import open_case
from tests.world import World


async def ask_to_close(world: World, person: Person) -> str:
    """Press `Avslutt sak` on the case page on App Home and read the question."""
    await open_case(world, person)
    await person.click("Avslutt sak", at="home")
    await world.ws.until(lambda: person.modals)
    return str(person.text_of(person.modals[-1]["id"]))
