"""How a subtask ends and how an ending is mended: what people press, and what is kept and told of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.world import World

TITLE = "Vurder emnene"


async def solve(world: World, person: Person) -> None:
    """Press `Løs deloppgave` on the card."""
    await person.click("Løs deloppgave", at=await world.card(person))
    await world.quiet()


async def undo(world: World, person: Person) -> None:
    """Press `Angre` on the card."""
    await person.click("Angre", at=person.card(TITLE))
    await world.quiet()


def subtask(world: World) -> Any:
    """Read the only subtask."""
    (row,) = world.rows(sa.select(tables.subtasks))
    return row


def told(person: Person) -> list[str]:
    """Read the thread under the card."""
    return [person.text_of(reply).strip() for reply in person.thread(person.card(TITLE).ts)]


def page(person: Person) -> str:
    """Read the topmost modal."""
    return str(person.text_of(person.modals[-1]["id"]))


def offered(view: Any) -> list[str]:
    """Name every button of a view's rows, with the entries of their menus."""
    elements = [one for block in view["blocks"] for one in block.get("elements", ()) if "action_id" in one]
    return [one["text"]["text"] for element in elements for one in element.get("options", [element])]
