"""What people do and read on App Home (`hovedsiden`), and on the case's page there."""

from __future__ import annotations

from sandbox.person import Person
from tests.institution import CASE_TITLE
from tests.world import World


async def look(world: World, name: str) -> str:
    """Open App Home and read it."""
    person = world.people[name]
    await person.open_home()
    await world.quiet()
    return str(person.text_of("home"))


async def open_case(world: World, person: Person, case: str = CASE_TITLE) -> None:
    """Open a case on App Home."""
    await person.open_home()
    await world.quiet()
    if "Tilbake til Home" not in person.labels("home"):
        await person.click("Åpne", at="home", near=case)
        await world.quiet()


async def read_case(world: World, person: Person) -> str:
    """Open the case on App Home and read its page."""
    await open_case(world, person)
    return str(person.text_of("home"))


async def titles(world: World, person: Person, more: str) -> list[str]:
    """Turn all pages of a list on App Home and give the titles of the subtasks in order."""
    seen: list[str] = []
    while True:
        seen += [line for line in person.text_of("home").splitlines() if line.startswith("Oppgave ")]
        if more not in person.labels("home"):
            return seen
        await person.click(more, at="home")
        await world.quiet()
