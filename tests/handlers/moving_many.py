"""How a distributor moves many at once: the steps of the dialog."""

from __future__ import annotations

from typing import Any

from sandbox.person import Person
from tests.handlers.main_page import look
from tests.world import World


async def ask_to_move(world: World, person: Person, listed: str, *, holder: str = "", place: str = "") -> None:
    """Open the dialog from the menu on App Home, and go on to the list."""
    await look(world, next(key for key, one in world.people.items() if one is person))
    await person.click("Flytt flere", at="home")
    await world.ws.until(lambda: person.modals)
    await person.choose("Hva vil du flytte?", listed)
    if holder:
        await person.choose("Hvem har dem nå?", holder)
    if place:
        await person.choose("Sted", place)
    assert (await person.send()).ok, person.errors


async def choose(
    person: Person, *titles: str, to: str = "", role: str = "", resting: bool = False, why: str = ""
) -> Any:
    """Tick these, or all of them, choose a receiver or a role, and see what would happen."""
    for title in titles:
        await person.tick("Velg hvilke", title)
    if not titles:
        await person.tick("Velg alle", person_option(person, "Velg alle"))
    if to:
        label = "Ny sakseier" if "Ny sakseier" in person.labels() else "Ny ansvarlig"
        await person.choose(label, to)
    if role:
        await person.choose("Eller tilby til alle ved stedet med rollen", role)
    if resting:
        await person.tick("På vent", person_option(person, "På vent"))
    if why:
        await person.fill("Begrunnelse", why)
    return await person.send()


def person_option(person: Person, label: str) -> str:
    """The only option of a field."""
    for block in person.modals[-1]["blocks"]:
        if block["type"] == "input" and block["label"]["text"] == label:
            return str(block["element"]["options"][0]["text"]["text"])
    raise AssertionError(label)


async def press_move(world: World, person: Person) -> str:
    """Do what is shown, and give what the dialog says then."""
    assert (await person.send()).ok, person.errors
    await world.quiet()
    return said(person)


def said(person: Person) -> str:
    """What the modal in front of somebody says."""
    return person.text_of(person.modals[-1]["id"])


def messages_of(person: Person) -> list[str]:
    """What stands in somebody's conversation, replies aside."""
    return [person.text_of(one) for one in person.messages if not one.deleted and not one.is_reply]
