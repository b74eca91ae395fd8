"""How an attachment is taken out of a case."""

from __future__ import annotations

from sandbox.person import Person
from tests.institution import CASE_TITLE
from tests.world import World


async def take_out(world: World, person: Person, title: str = "Legeerklæring", *, why: str = "Feil student") -> None:
    """Take an attachment out on the case page of App Home."""
    await person.open_home()
    await world.quiet()
    if "Tilbake til Home" not in person.labels("home"):
        await person.click("Åpne", at="home", near=CASE_TITLE)
        await world.quiet()
    await person.click("Fjern vedlegg", at="home")
    await world.ws.until(lambda: person.modals)
    await person.tick("Vedlegg", title)
    await person.fill("Begrunnelse", why)
    assert (await person.send()).closed, person.errors
    await world.quiet()
