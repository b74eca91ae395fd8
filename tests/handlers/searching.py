"""What people do with `Søk` on App Home, and what they see of what was found."""

from __future__ import annotations

from sandbox.person import Person
from tests.world import World


async def search(world: World, person: Person, words: str = "", *, button: str = "Søk", **chosen: str) -> None:
    """Open Home, fill in the dialog as this person would, and wait for what is found."""
    await go_to(world, person, button)
    await ask(world, person, button)
    if words:
        await person.fill("Søk etter", words)
    for label, option in chosen.items():
        await person.choose(label, option)
    answer = await person.send()
    assert answer.closed, person.errors
    await world.quiet()


async def go_to(world: World, person: Person, button: str) -> None:
    """Open Home, and go back from what lies upon its main page until this button is there, or the row that has it."""
    await person.open_home()
    await world.quiet()
    while not {button, "Søk"} & {*person.labels("home")}:
        await press(world, person, next(label for label in person.labels("home") if label.startswith("Tilbake til")))


async def ask(world: World, person: Person, button: str = "Søk") -> None:
    """Press a button on Home that opens a dialog."""
    await person.click(button, at="home")
    await world.ws.until(lambda: person.modals)


async def press(world: World, person: Person, button: str) -> None:
    """Press a button on Home, and wait for what it shows."""
    await person.click(button, at="home")
    await world.quiet()


async def save(world: World, person: Person, name: str, **chosen: str) -> bool:
    """Give what is found a name; False when the dialog complains."""
    await ask(world, person, "Lagre søket")
    await person.fill("Navn", name)
    for label, option in chosen.items():
        await person.choose(label, option)
    answer = await person.send()
    await world.quiet()
    return bool(answer.closed)


def table(person: Person) -> list[list[str]]:
    """The rows of the table on Home, without its headings; none where there is no table."""
    return [[str(cell["text"]) for cell in row] for row in rows(person)[1:]]


def rows(person: Person) -> list[list[dict[str, object]]]:
    """The rows of the table on Home as they were sent."""
    assert person.home is not None
    tables = [block for block in person.home["blocks"] if block["type"] == "data_table"]
    return list(tables[0]["rows"]) if tables else []


def titles(person: Person) -> list[str]:
    """The titles in the table on Home."""
    return [row[1] for row in table(person)]
