"""How somebody leaves a whole case (`Jeg er inhabil`), and how another one lifts that."""

from __future__ import annotations

from sandbox.person import Person
from tests.handlers.main_page import open_case
from tests.institution import CASE
from tests.world import World

GONE = "Du har ikke lenger tilgang til denne deloppgaven."


async def declare_by_number(world: World, person: Person, case: str = CASE) -> str:
    """Say it with the slash command, and read the answer."""
    await person.command("/sak", f"inhabil {case}")
    await world.ws.until(lambda: person.modals)
    await person.send()
    await world.quiet()
    said = str(person.text_of(person.modals[-1]["id"]))
    await person.dismiss()
    return said


async def declare_on_page(world: World, person: Person) -> None:
    """Say it on the case page on App Home."""
    await open_case(world, person)
    await person.click("Jeg er inhabil", at="home")
    await world.ws.until(lambda: person.modals)
    await person.send()
    await world.quiet()
    await person.dismiss()


async def lift(world: World, person: Person, whose: str, why: str = "Det var en annen søker.") -> None:
    """Lift it on the case page, which is open as a modal."""
    await person.command("/sak", CASE)
    await world.ws.until(lambda: person.modals)
    await person.click("Opphev inhabilitet")
    await world.ws.until(lambda: len(person.modals) == 2)
    await person.choose("Hvem", whose)
    await person.fill("Begrunnelse", why)
    assert (await person.send()).closed, person.errors
    await world.quiet()
