"""How a subtask comes to somebody else: given to another one, or sent back."""

from __future__ import annotations

from sandbox.person import Person
from tests.handlers.main_page import open_case
from tests.world import World

WHY = "Aisha er sykmeldt."


async def choose_ola(person: Person) -> None:
    """Choose the Ola whose address is ola@uni.example: his namesake needs more than the name."""
    view = person.modals[-1]
    found = await person.suggest(view["id"], "assignee", "assignee.pick", "ola@uni.example")
    await person.press(view["id"], "assignee", "assignee.pick", found[0]["value"])


async def ask_to_reassign(world: World, person: Person, title: str = "Vurder emnene") -> None:
    """Open the dialog from the case page on App Home."""
    await open_case(world, person)
    await person.click("Bytt ansvarlig", at="home", near=title)
    await world.ws.until(lambda: person.modals)


async def reassign(world: World, person: Person, why: str = WHY) -> None:
    """Open the dialog from the case page and give the subtask to Ola."""
    await ask_to_reassign(world, person)
    await choose_ola(person)
    await person.fill("Begrunnelse", why)
    assert (await person.send()).closed
    await world.quiet()


async def reassign_from_task_page(world: World, person: Person) -> None:
    """Reassign from the task page without waiting for anything that is being delivered."""
    await person.click("Åpne", at=person.card("Vurder emnene"))
    await world.ws.until(lambda: person.modals)
    await person.click("Bytt ansvarlig")
    await world.ws.until(lambda: len(person.modals) == 2)
    await choose_ola(person)
    await person.fill("Begrunnelse", WHY)
    await person.send()


async def ask_to_decline(world: World, person: Person) -> None:
    """Press `Send tilbake` on the card."""
    await person.click("Send tilbake", at=await world.card(person))
    await world.ws.until(lambda: person.modals)


async def decline(world: World, reason: str = "Ikke mitt fagfelt", text: str = "") -> None:
    """Let Aisha decline."""
    await ask_to_decline(world, world.aisha)
    await world.aisha.choose("Årsak", reason)
    if text:
        await world.aisha.fill("Nærmere begrunnelse", text)
    assert (await world.aisha.send()).closed
    await world.quiet()
