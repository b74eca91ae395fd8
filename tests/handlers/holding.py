"""How a subtask is put on hold (på vent), and what is kept and told of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sandbox.messages import Message
from sandbox.person import Person
from sandbox.records import Answer
from store import tables
from tests.handlers.task_page import enter
from tests.world import World

DAY = "2026-12-18"
WHY = "Venter på emneplanen fra Uppsala."


async def ask(world: World, person: Person, label: str = "Sett på vent") -> None:
    """Open the dialog from the task page."""
    await enter(world, person)
    await person.click(label)
    await world.ws.until(lambda: len(person.modals) == 2)


async def fill(person: Person, day: str = DAY, why: str = WHY) -> None:
    """Fill in the dialog."""
    await person.fill("På vent til", day)
    await person.fill("Begrunnelse", why)


async def send(person: Person) -> Answer:
    """Send the dialog in, and confirm what it asks."""
    answer = await person.send()
    return answer if answer.closed or person.errors else await person.send()


async def hold(world: World, person: Person, day: str = DAY, why: str = WHY) -> None:
    """Put the subtask on hold and close the task page."""
    await ask(world, person)
    await fill(person, day, why)
    assert (await send(person)).closed, person.errors
    await world.quiet()
    await person.dismiss()


def columns(world: World) -> tuple[Any, Any]:
    """Read what is kept of the hold."""
    (row,) = world.rows(sa.select(tables.subtasks))
    return row.held_until_on and row.held_until_on.isoformat(), row.held_because


def notices(world: World, person: Person) -> list[Message]:
    """Give what stands in the thread under the card."""
    return person.thread(person.card("Vurder emnene").ts)
