"""An institution whose case has ready-made sets, and what people do with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.handlers.main_page import open_case
from tests.world import World, open_world

SETS = """\
sets:
  - type: Innpassing
    name: Innpassing
    subtasks:
      - {key: faglig, title: Vurder faglig, text: Se på emnene., role: fagperson, working_days_before: 8,
         attachments: [emneliste]}
      - {title: Skriv utkast, text: Skriv et utkast., role: saksbehandler, working_days_before: 3, after: faglig}
      - {title: Kontroller poeng, text: Regn etter., role: fagperson, working_days_before: 8}
"""
SHORT = """\
  - type: Innpassing
    name: Kort
    subtasks:
      - {title: Bekreft, text: Bekreft., role: fordeler, working_days_before: 5}
"""


@asynccontextmanager
async def with_sets(url: str, folder: Path, text: str = SETS, mail: str = "") -> AsyncIterator[World]:
    """Open the institution with this file of sets; its case is of their type."""
    file = folder / "sett.yml"
    file.write_text(text, "utf-8")
    async with open_world(url, folder, TEMPLATES=str(file), SMTP_URL=mail) as world:
        with world.database.begin() as connection:
            connection.execute(tables.cases.update().values(type="innpassing"))
        yield world


async def ask(world: World, person: Person) -> None:
    await open_case(world, person)
    await person.click("Vanlige deloppgaver", at="home")
    await world.ws.until(lambda: person.modals)


async def proposed(world: World, person: Person) -> None:
    """Go on to what is proposed, with every line ticked."""
    await ask(world, person)
    answer = await person.send()
    assert not person.errors, answer


def subtasks(world: World) -> list[Any]:
    return world.rows(sa.select(tables.subtasks).order_by(tables.subtasks.c.id))


async def choose_all(person: Person) -> None:
    """Choose somebody for each line that has no proposal."""
    await person.choose("Ansvarlig for «Vurder faglig»", "Aisha Rahman")
    await person.choose("Ansvarlig for «Kontroller poeng»", "Aisha Rahman")


async def later_for_aisha(world: World) -> None:
    """Let Kari take the first line herself, and give Aisha the one that waits for it."""
    kari = world.kari
    await ask(world, kari)
    await kari.untick("Deloppgaver", "Kontroller poeng")
    await kari.send()
    await kari.choose("Ansvarlig for «Vurder faglig»", "Kari Nordmann")
    await kari.choose("Ansvarlig for «Skriv utkast»", "Aisha Rahman")
    assert (await kari.send()).closed, kari.errors
    await world.quiet()


async def two_for_aisha(world: World) -> None:
    """Give Aisha two at once, and what waits for the first to Kari."""
    await proposed(world, world.kari)
    await choose_all(world.kari)
    assert (await world.kari.send()).closed, world.kari.errors
    await world.quiet()
