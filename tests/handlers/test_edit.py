"""`Rediger`: other words for an unsolved subtask; who has read the former ones is told, and sees what changed."""

from __future__ import annotations

import pytest

from sandbox.person import Person
from tests.handlers.changing_hands import reassign
from tests.handlers.endings import page, solve, subtask, told
from tests.handlers.history_lines import lines
from tests.handlers.main_page import open_case
from tests.handlers.subtask_dialog import tampered
from tests.handlers.task_page import enter
from tests.institution import CASE
from tests.world import World

TITLE = "Vurder emnene"
OTHER = "Vurder emne 1 til 3"


async def ask(world: World, person: Person, title: str = TITLE) -> None:
    """Open the dialog from the case page."""
    await open_case(world, person)
    await person.click("Rediger", at="home", near=title)
    await world.ws.until(lambda: person.modals)


async def edit(world: World, person: Person, now: str = TITLE, **fields: str) -> None:
    """Give it other words."""
    await ask(world, person, now)
    for name, value in fields.items():
        await person.fill({"title": "Tittel", "description": "Beskrivelse"}[name], value)
    assert (await person.send()).closed, person.errors
    await world.quiet()


async def test_the_card_changes_and_who_has_read_it_is_told_and_sees_what_is_new_once(world: World) -> None:
    aisha = world.aisha
    await world.create(description="Se på emne 1.")
    await enter(world, world.aisha)
    await aisha.dismiss()
    await edit(world, world.kari, title=OTHER)
    await edit(world, world.kari, OTHER, description="Se på emne 1 til 3.")
    card = aisha.card(OTHER)
    assert [aisha.text_of(reply).strip() for reply in aisha.thread(card.ts)] == [
        f"@Aisha Rahman: Kari Nordmann har endret tittelen på deloppgaven. Den heter nå «{OTHER}».",
        f"@Aisha Rahman: Kari Nordmann har endret beskrivelsen av deloppgaven «{OTHER}».",
    ]
    assert "Se på emne 1 til 3." in aisha.text_of(card)
    await aisha.click("Åpne", at=card)
    await world.ws.until(lambda: aisha.modals)
    assert "Tittel og beskrivelse er endret siden du leste deloppgaven sist." in page(aisha)
    await aisha.dismiss()
    await world.quiet()
    await aisha.click("Åpne", at=card)
    await world.ws.until(lambda: aisha.modals)
    assert "er endret siden" not in page(aisha)


async def test_the_history_keeps_the_former_words(world: World) -> None:
    kari = world.kari
    await world.create(description="Se på emne 1.")
    await edit(world, kari, title=OTHER, description="Se på alt.")
    (line,) = lines(world, "subtask.edited")
    assert line.details == {"changes": {"title": [TITLE, OTHER], "description": ["Se på emne 1.", "Se på alt."]}}
    await kari.click("Historikk", at="home")
    await world.ws.until(lambda: kari.modals)
    told_of = f"Kari Nordmann redigerte deloppgaven «{OTHER}». Tittelen var «{TITLE}». Beskrivelsen var: Se på emne 1."
    assert told_of in page(kari)


async def test_who_has_not_opened_it_finds_nothing_marked(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await edit(world, world.kari, title=OTHER)
    card = aisha.card(OTHER)
    assert aisha.thread(card.ts) == []
    await aisha.click("Åpne", at=card)
    await world.ws.until(lambda: aisha.modals)
    assert "er endret siden" not in page(aisha)


async def test_who_gets_it_afterwards_has_never_read_anything_else(world: World) -> None:
    kari, ola = world.kari, world.ola
    await world.create()
    await enter(world, world.aisha)
    await edit(world, kari, description="Se på alt.")
    await reassign(world, kari)
    await enter(world, ola)
    assert "er endret siden" not in page(ola)


async def test_the_same_words_change_nothing(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    await edit(world, world.kari)
    assert lines(world, "subtask.edited") == []
    assert told(world.aisha) == []


async def test_nobody_overwrites_what_she_has_not_seen(world: World) -> None:
    kari, ingrid = world.kari, world.ingrid
    await world.create()
    await ask(world, kari)
    await kari.fill("Tittel", OTHER)
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Rediger", near=TITLE)
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    await ingrid.fill("Tittel", "Ingrids tittel")
    assert (await ingrid.send()).closed
    await world.quiet()
    await kari.send()
    assert "Noen andre har endret deloppgaven i mellomtiden." in kari.errors["Tittel"]
    assert subtask(world).title == "Ingrids tittel"


@pytest.mark.parametrize(("field", "text"), [("title", " "), ("title", "x" * 151), ("description", "x" * 3001)])
async def test_what_cannot_be_is_said_at_its_field(sqlite_world: World, field: str, text: str) -> None:
    world = sqlite_world
    await world.create()
    await ask(world, world.kari)
    good = {"title": OTHER, "description": "Se på alt."}
    values = {name: {"value": {"value": text if name == field else words}} for name, words in good.items()}
    answer = await tampered(world, world.kari.modals[-1]["id"], values)
    assert list(answer["errors"]) == [field]
    assert subtask(world).title == TITLE


async def test_a_solved_one_is_not_edited(world: World) -> None:
    kari = world.kari
    await world.create()
    await ask(world, kari)
    await kari.fill("Tittel", OTHER)
    await solve(world, world.aisha)
    await kari.send()
    assert "kan ikke endres" in " ".join(kari.errors.values())
    assert subtask(world).title == TITLE
