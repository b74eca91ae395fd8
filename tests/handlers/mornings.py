"""How a distributor gets to the overview (`Oversikt`) and from list to list on it."""

from __future__ import annotations

from sandbox.person import Person
from tests.world import World


async def look_over(world: World, person: Person) -> str:
    """Open the overview from the main page, and read it."""
    await person.open_home()
    await world.quiet()
    if "Tilbake til Home" in person.labels("home"):
        await person.click("Tilbake til Home", at="home")
        await world.quiet()
    await person.click("Oversikt", at="home")
    await world.quiet()
    return str(person.text_of("home"))


async def turn_to(world: World, person: Person, listing: str) -> str:
    """Turn to a list, whatever it counts now, and read the page below its heading."""
    label = next(label for label in person.labels("home") if label.startswith(listing))
    await person.click(label, at="home")
    await world.quiet()
    return listed(person)


def listed(person: Person) -> str:
    """Read what is listed: all that stands below the buttons."""
    last = next(label for label in reversed(person.labels("home")) if label.startswith("Arbeid per person"))
    return str(person.text_of("home")).partition(f"\n{last}\n")[2]


def counts(person: Person) -> dict[str, int]:
    """Read how much stands in each list."""
    found = (label.rpartition(" (") for label in person.labels("home") if label.endswith(")"))
    return {name: int(number.rstrip(")")) for name, _, number in found if number.rstrip(")").isdecimal()}
