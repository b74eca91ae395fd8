"""The dialog `Varsler`: what each person wishes to be told, and when."""

from __future__ import annotations

from sandbox.person import Person
from tests.world import World

QUIET = "Arbeidstid"
NOT_DISTURBED = "Ikke forstyrr meg utenfor arbeidstiden"


async def open_wishes(world: World, person: Person) -> Person:
    """Open the dialog from App Home."""
    await person.open_home()
    await world.quiet()
    if "Tilbake til Home" in person.labels("home"):
        await person.click("Tilbake til Home", at="home")
        await world.quiet()
    await person.click("Endre varsler", at="home")
    await world.ws.until(lambda: person.modals)
    return person


async def save(world: World, person: Person) -> None:
    """Send the dialog in."""
    assert (await person.send()).closed
    await world.quiet()


def called(person: Person, title: str = "Vurder emnene") -> list[str]:
    """The replies in the person's thread that mention her."""
    replies = [one for one in person.thread(person.card(title).ts) if not one.deleted]
    return [person.text_of(one) for one in replies if f"@{person.name}" in person.text_of(one)]
