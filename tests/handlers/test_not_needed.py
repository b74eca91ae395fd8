"""`Ikke nødvendig`: the owner ends a subtask with a sentence, and every place says how it ended."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.handlers.endings import solve, subtask, told
from tests.handlers.main_page import look, open_case
from tests.handlers.subtask_dialog import tampered
from tests.handlers.task_page import enter
from tests.world import World

TITLE = "Vurder emnene"
WHY = "Søkeren har trukket emnet."
ENDED = "Avsluttet som ikke nødvendig av Kari Nordmann"
FIELD = "Hvorfor er den ikke nødvendig?"


async def ask(world: World, person: Person) -> None:
    """Open the dialog from the case page."""
    await open_case(world, person)
    await person.click("Ikke nødvendig", at="home", near=TITLE)
    await world.ws.until(lambda: person.modals)


async def end(world: World, person: Person, why: str = WHY) -> None:
    """Say that it is not needed."""
    await ask(world, person)
    await person.fill(FIELD, why)
    assert (await person.send()).closed, person.errors
    await world.quiet()


async def test_the_assignee_is_told_why_and_every_place_says_how_it_ended(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await enter(world, world.aisha)
    await aisha.fill("Konklusjon", "Utkast.")
    await aisha.send()
    await aisha.dismiss()
    await end(world, kari)
    row = subtask(world)
    assert (row.status, row.ending, row.ending_text) == ("solved", "not_needed", WHY)
    assert told(aisha)[-1].splitlines() == [
        "@Aisha Rahman: Kari Nordmann har avsluttet deloppgaven «Vurder emnene» som ikke nødvendig.",
        f"Ikke nødvendig: {WHY}",
        "Konklusjon",
        "Utkast.",
    ]
    for shown in (aisha.text_of(aisha.card(TITLE)), kari.text_of(kari.card(TITLE)), kari.text_of("home")):
        assert f"Status: {ENDED}" in shown
        assert f"Ikke nødvendig: {WHY}" in shown
        assert "Løst" not in shown
    assert aisha.labels(aisha.card(TITLE)) == ["Åpne"]
    await enter(world, world.aisha)
    page = aisha.text_of(aisha.modals[-1]["id"])
    assert ENDED in page
    assert f"Ikke nødvendig: {WHY}" in page
    await aisha.click("Historikk")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    line = f"Kari Nordmann avsluttet deloppgaven «Vurder emnene» som ikke nødvendig. Begrunnelse: {WHY}"
    assert line in aisha.text_of(aisha.modals[-1]["id"])
    await look(world, "aisha")
    await aisha.click("Løst", at="home")
    await world.quiet()
    assert ENDED in aisha.text_of("home")


async def test_a_sentence_is_demanded_and_has_a_limit(world: World) -> None:
    kari = world.kari
    await world.create()
    await ask(world, kari)
    view = kari.modals[-1]["id"]
    for text, words in ((" \n", "Skriv hvorfor deloppgaven ikke er nødvendig."), ("x" * 401, "Det er plass til 400.")):
        answer = await tampered(world, view, {"reason": {"value": {"value": text}}})
        assert words in answer["errors"]["reason"].replace("\xa0", "")
    assert subtask(world).status == "new"
    await kari.fill(FIELD, "ø" * 400)
    assert (await kari.send()).closed
    await world.quiet()
    assert "ø" * 400 in world.aisha.text_of(world.aisha.card(TITLE))


async def test_who_was_first_is_named(world: World) -> None:
    kari = world.kari
    await world.create()
    await ask(world, kari)
    await kari.fill(FIELD, WHY)
    await solve(world, world.aisha)
    await kari.send()
    assert "Deloppgaven ble løst av Aisha Rahman" in " ".join(kari.errors.values())
    assert subtask(world).ending == "assignee"


async def test_one_that_was_sent_back_can_be_ended_too_and_its_former_assignee_hears_nothing(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await aisha.click("Send tilbake", at=await world.card(aisha))
    await world.ws.until(lambda: aisha.modals)
    await aisha.choose("Årsak", "Ikke mitt fagfelt")
    await aisha.send()
    await world.quiet()
    before = len(aisha.messages)
    await end(world, world.kari)
    assert subtask(world).ending == "not_needed"
    assert len(aisha.messages) == before
    assert WHY not in "".join(aisha.text_of(one) for one in aisha.messages)


async def test_the_clock_is_silent_about_it(world: World) -> None:
    await world.create(deadline="2026-12-10")
    await end(world, world.kari)
    due = sa.select(tables.subtasks.c.id).where(tables.subtasks.c.status != "solved")
    assert world.rows(due) == []
