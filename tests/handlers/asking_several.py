"""Rounds: one question to several, asked, answered and looked at as people do."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from store.round_tables import rounds
from tests.institution import CASE_TITLE
from tests.world import World

TITLE = "Bør emnet godkjennes?"
ASKED = "Hva mener du?"
EVERYBODY = ("Aisha Rahman", "ola@uni.example", "ola.hansen2@uni.example")


async def open_dialog(world: World, person: Person) -> None:
    """Open the case and the dialog `Spør flere`."""
    await person.open_home()
    await world.quiet()
    if "Tilbake til Home" not in person.labels("home"):
        await person.click("Åpne", at="home", near=CASE_TITLE)
        await world.quiet()
    await person.click("Spør flere", at="home")
    await world.ws.until(lambda: person.modals)


async def fill(
    person: Person, *people: str, deadline: str = "2026-12-10", choice: bool = True, title: str = TITLE
) -> None:
    """Fill the dialog in."""
    await person.fill("Tittel", title)
    await person.fill("Frist", deadline)
    for name in people:
        await person.choose("Hvem skal spørres?", name)
    await person.fill("Beskrivelse", "Les planen og svar.")
    if choice:
        await person.choose("Svaret er", "Et valg mellom svar")
        await person.fill("Spørsmål", ASKED)
        await person.fill("Svar å velge blant", "Ja\nNei")


async def ask(world: World, *people: str, deadline: str = "2026-12-10", hidden: bool = False) -> None:
    """Put the question to these people as Kari, and wait until everybody has heard of it."""
    await open_dialog(world, world.kari)
    await fill(world.kari, *(people or EVERYBODY), deadline=deadline)
    if hidden:
        await world.kari.untick("Hvem ser svarene?", "Vis svarene for dem når alle har svart, eller når fristen er ute")
    answer = await world.kari.send()
    assert answer.closed, world.kari.errors
    await world.quiet()


async def answer(world: World, person: Person, choice: str, text: str) -> None:
    """Answer as one of those who were asked."""
    await person.click("Åpne", at=await world.card(person, TITLE))
    await world.ws.until(lambda: person.modals)
    await person.choose(ASKED, choice)
    await person.fill("Konklusjon", text)
    await person.click("Løs deloppgave")
    await world.quiet()
    while person.modals:
        await person.dismiss()


async def look(world: World, person: Person, at: Any) -> str:
    """Open the answers from somewhere, and give what is shown."""
    await person.click("Se svarene", at=at)
    await world.ws.until(lambda: person.modals)
    await world.quiet()
    return person.text_of(person.modals[-1]["id"])


def told(world: World, person: Person) -> list[str]:
    """What the bot has told somebody outside of cards: each message of its own that names the question."""
    return [
        person.text_of(one)
        for one in person.messages
        if TITLE in person.text_of(one) and "Beskrivelse" not in person.text_of(one)
    ]


def standing(world: World) -> Any:
    """The only round as it is kept."""
    (found,) = world.rows(sa.select(rounds))
    return found


def subtask_ids(world: World) -> list[int]:
    """The subtasks of the round."""
    return [row.id for row in world.rows(sa.select(tables.subtasks.c.id).order_by(tables.subtasks.c.id))]
