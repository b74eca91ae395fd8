"""What the history says: as it is kept, and as people read it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.bot.lives import TITLE
from tests.world import World


def acts(world: World, start: str) -> list[str]:
    """The kinds of lines in the history, oldest first, whose name begins so."""
    lines = world.rows(sa.select(tables.history.c.act).order_by(tables.history.c.id))
    return [line.act for line in lines if line.act.startswith(start)]


def lines(world: World, act: str) -> list[Any]:
    """Read the lines of the history about an act."""
    return world.rows(sa.select(tables.history).where(tables.history.c.act == act))


def moves(world: World) -> list[dict[str, str]]:
    """Read what the history says of moved deadlines."""
    moved = sa.select(tables.history.c.details).where(tables.history.c.act == "subtask.deadline_moved")
    return [row.details for row in world.rows(moved.order_by(tables.history.c.id))]


async def read_history(world: World, person: Person) -> str:
    """Read the history from the task page."""
    await person.click("Åpne", at=person.card(TITLE))
    await world.ws.until(lambda: person.modals)
    await person.click("Historikk")
    await world.ws.until(lambda: len(person.modals) == 2)
    text: str = person.text_of(person.modals[-1]["id"])
    await person.close(person.modals[-1]["id"], all=True)
    while person.modals:
        await person.close(person.modals[-1]["id"])
    await world.quiet()
    return text
