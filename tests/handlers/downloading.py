"""How the package of a case that has ended is downloaded, and what lies in it."""

from __future__ import annotations

import io
import zipfile

from sandbox.person import Person
from tests.handlers.closing import ask_to_close
from tests.handlers.main_page import open_case
from tests.institution import CASE
from tests.world import World

TITLE = f"Arkivpakke for sak {CASE}"


async def close(world: World) -> None:
    """Close the case, with a subtask in it in which something was said."""
    await world.create()
    await world.aisha.say("Jeg ser på det.", thread_ts=(await world.card(world.aisha)).ts)
    await world.quiet()
    await ask_to_close(world, world.kari)
    await world.kari.send()
    await world.settled()


async def press(world: World, person: Person) -> str:
    """Press `Last ned` on the case page and read the answer; what comes of it is left open."""
    if not (person.home and "Last ned" in person.labels("home")):
        await open_case(world, person)
    await person.click("Last ned", at="home")
    await world.ws.until(lambda: person.modals)
    said = str(person.text_of(person.modals[-1]["id"]))
    await person.dismiss()
    return said


def packages(person: Person) -> list[list[str]]:
    """What lies in each package that stands in the person's conversation."""
    files = [file for message in person.messages for file in message.files if file.get("title") == TITLE]
    content = {file.id: file.content or b"" for file in person.ws.files.all()}
    return [zipfile.ZipFile(io.BytesIO(content[file["id"]])).namelist() for file in files]
