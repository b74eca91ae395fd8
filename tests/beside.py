"""What is done beside a running bot, as the command line does it: with an office of its own on the same database."""

from __future__ import annotations

import asyncio

from cases import intake
from cases.office import Office
from store.files import FileStore
from tests.world import World


def office(world: World) -> Office:
    """Give an office on the world's own database and files."""
    return Office(world.database, FileStore(world.settings.files_dir), world.settings.timezone)


async def take_in(world: World, text: str) -> None:
    """Import a file that says this; what comes of it is still to be delivered."""
    file = world.folder / "inn.yaml"
    file.write_text(text, "utf-8")
    await asyncio.to_thread(intake.take_in, office(world), [file], now=world.clock.now())
