"""The dialog in which an owner gives access to a case's attachments, and takes it away."""

from __future__ import annotations

from sandbox.person import Person
from tests.handlers.main_page import open_case
from tests.world import World

TITLE = "Vurder emnene"
LABEL = "Gi tilgang til vedlegg"


async def open_access(world: World, person: Person | None = None) -> Person:
    """Open the dialog for the subtask's attachments from the case page on App Home."""
    person = person or world.kari
    await open_case(world, person)
    await person.click("Tilgang til vedlegg", at="home", near=TITLE)
    await world.ws.until(lambda: person.modals)
    return person


async def give(world: World, *titles: str) -> None:
    """Grant these, in addition to what is granted already."""
    kari = await open_access(world)
    await kari.tick(LABEL, *titles)
    assert (await kari.send()).closed
    await world.quiet()


async def take(world: World, *titles: str) -> None:
    """Withdraw these."""
    kari = await open_access(world)
    await kari.untick(LABEL, *titles)
    assert (await kari.send()).closed
    await world.quiet()
