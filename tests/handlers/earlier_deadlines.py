"""How a case gets an earlier deadline, and what its owner is asked about the subtasks that are due too late now."""

from __future__ import annotations

from sandbox.messages import Message
from sandbox.person import Person
from tests.handlers.conversations import modal_on_top
from tests.handlers.distribution import distribute
from tests.institution import CASE
from tests.world import World


async def set_deadline(world: World, to: str = "2026-12-01", owner: str = "Kari Nordmann") -> None:
    """Let a distributor give the case another deadline; an empty one takes it away."""
    ingrid = world.ingrid
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Omfordel sak")
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    answer = await distribute(world, ingrid, owner, to)
    assert answer.closed, ingrid.errors
    await ingrid.dismiss()


def questions(person: Person) -> list[Message]:
    """Find the questions about late subtasks in somebody's conversation."""
    return [one for one in person.messages if "Ingenting flyttes av seg selv." in person.text_of(one)]


async def open_dialog(world: World, person: Person) -> str:
    """Press the button of the newest question and read what comes."""
    question = questions(person)[-1]
    (label,) = person.labels(question)
    await person.click(label, at=question)
    await world.ws.until(lambda: person.modals)
    return modal_on_top(person)
