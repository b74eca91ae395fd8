"""How a case worker adds files to a case."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.handlers.main_page import open_case
from tests.world import World


async def open_upload(world: World, person: Person | None = None) -> Person:
    """Open the dialog `Legg til vedlegg` on the case page in App Home."""
    person = person or world.kari
    await open_case(world, person)
    await person.click("Legg til vedlegg", at="home")
    await world.ws.until(lambda: person.modals)
    return person


async def add(world: World, *files: tuple[str, bytes]) -> None:
    """Hand in these files, and let the bot come as far as it can."""
    kari = await open_upload(world)
    await kari.fill("Filer", list(files))
    answer = await kari.send()
    assert answer.closed, kari.errors
    await world.settled()


def handed_in(world: World) -> list[Any]:
    """The attachments that were handed in, oldest first."""
    handed_in = sa.select(tables.attachments).where(tables.attachments.c.added_by.is_not(None))
    return world.rows(handed_in.order_by(tables.attachments.c.id))
