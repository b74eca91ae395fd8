"""A subtask with questions: they are answered on its page, kept like the conclusion, and demanded before `Løst`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.handlers.answering import MEANT, POINTS, WHY, ask
from tests.handlers.task_page import enter
from tests.world import World

NUMBER = f"{POINTS.label} (sp)"


def status(world: World) -> str:
    return str(world.rows(sa.select(tables.subtasks.c.status))[0].status)


def kept(world: World) -> list[Any]:
    found = world.rows(sa.select(tables.conclusions).order_by(tables.conclusions.c.number))
    return [(row.text, row.answers) for row in found]


def shown(person: Person) -> str:
    return person.text_of(person.modals[-1]["id"])


async def answer(person: Person, choice: str, points: str) -> None:
    await person.choose(MEANT.label, choice)
    await person.fill(NUMBER, points)


async def test_what_is_saved_with_lagre_konklusjon_are_the_answers_too_and_no_version_of_them_is_lost(
    world: World,
) -> None:
    await ask(world)
    await enter(world, world.aisha)
    await answer(world.aisha, "Delvis", "7,5")
    assert not (await world.aisha.send()).errors
    assert "Svarene er lagret" in shown(world.aisha)
    await world.aisha.choose(MEANT.label, "Nei")
    await world.aisha.fill("Konklusjon", "Emne 2 mangler.")
    assert not (await world.aisha.send()).errors
    await world.aisha.send()
    await world.quiet()

    first, second = {"meant": "Delvis", "points": "7.5"}, {"meant": "Nei", "points": "7.5"}
    assert kept(world) == [("", first), ("Emne 2 mangler.", second)]
    assert status(world) == "open"
    card = world.kari.text_of(world.kari.card("Vurder emnene"))
    assert f"{MEANT.label} Nei" in card
    assert f"{POINTS.label} 7,5 sp" in card
    await world.aisha.click("Tidligere konklusjoner")
    await world.ws.until(lambda: len(world.aisha.modals) == 2)
    assert "Delvis" in shown(world.aisha)
    assert "fjernet" not in shown(world.aisha)


async def test_what_cannot_be_read_is_said_at_its_field_when_it_is_saved(world: World) -> None:
    await ask(world)
    await enter(world, world.aisha)
    await world.aisha.fill(NUMBER, "mange")
    assert set((await world.aisha.send()).errors or {}) == {POINTS.field}
    await world.aisha.fill(NUMBER, "61")
    await world.aisha.send()
    assert "fra 0 til 60" in world.aisha.errors[NUMBER]
    await world.aisha.fill(NUMBER, "")
    await world.aisha.send()
    assert "Skriv en konklusjon" in str(world.aisha.errors)
    assert kept(world) == []


async def test_solving_from_the_page_demands_the_answers_and_says_at_the_fields_what_is_wrong(world: World) -> None:
    await ask(world)
    await enter(world, world.aisha)
    await world.aisha.fill("Konklusjon", "Godkjennes")
    await world.aisha.fill(NUMBER, "sju")
    await world.aisha.click("Løs deloppgave")
    await world.quiet()
    blocks = world.aisha.modals[-1]["blocks"]
    at = {str(block.get("block_id")): number for number, block in enumerate(blocks)}
    assert blocks[at[MEANT.field] + 1]["text"]["text"] == "Velg et svar."
    assert blocks[at[POINTS.field] + 1]["text"]["text"].startswith("Skriv et tall")
    assert status(world) == "open"
    assert kept(world) == []

    await answer(world.aisha, "Ja", "0")
    await world.aisha.click("Løs deloppgave")
    await world.quiet()
    assert status(world) == "solved"
    assert kept(world) == [("Godkjennes", {"meant": "Ja", "points": "0"})]
    assert "Velg et svar." not in shown(world.aisha)
    (told,) = world.kari.thread(world.kari.card("Vurder emnene").ts)
    assert f"{MEANT.label} Ja" in world.kari.text_of(told)


async def test_solving_from_the_card_opens_the_page_while_answers_are_missing(world: World) -> None:
    await ask(world)
    card = await world.card(world.aisha)
    buttons = [one for block in card.blocks if block["type"] == "actions" for one in block["elements"]]
    assert not any("confirm" in one for one in buttons)
    await world.aisha.click("Løs deloppgave", at=card)
    await world.ws.until(lambda: world.aisha.modals)
    await world.quiet()
    assert "Svar på spørsmålene før du løser deloppgaven." in shown(world.aisha)
    assert status(world) == "open"
    await answer(world.aisha, "Ja", "10")
    await world.aisha.send()
    await world.quiet()
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    assert status(world) == "solved"


async def test_answers_without_a_conclusion_are_enough_and_nobody_is_asked_about_it(world: World) -> None:
    await ask(world)
    await enter(world, world.aisha)
    await answer(world.aisha, "Ja", "7,5")
    await world.aisha.click("Løs deloppgave")
    await world.quiet()
    assert status(world) == "solved"
    assert "7,5" in shown(world.aisha)


async def test_a_saved_conclusion_is_not_taken_away_unasked_and_the_answers_come_along(world: World) -> None:
    await ask(world)
    await enter(world, world.aisha)
    await world.aisha.fill("Konklusjon", "Et utkast")
    await world.aisha.send()
    await answer(world.aisha, "Nei", "3")
    await world.aisha.fill("Konklusjon", "")
    await world.aisha.click("Løs deloppgave")
    await world.ws.until(lambda: len(world.aisha.modals) == 2)
    assert "blir fjernet" in shown(world.aisha)
    assert status(world) == "open"
    await world.aisha.send()
    await world.quiet()
    assert status(world) == "solved"
    assert kept(world)[-1] == ("", {"meant": "Nei", "points": "3"})
    await world.aisha.click("Angre")
    await world.quiet()
    assert kept(world)[-1] == ("Et utkast", {"meant": "Nei", "points": "3"})


async def test_the_owner_solves_without_answers_and_not_needed_asks_for_none(world: World) -> None:
    await ask(world)
    await enter(world, world.kari)
    await world.kari.fill("Konklusjon", "Avklart på telefon.")
    await world.kari.click("Løs deloppgave")
    await world.quiet()
    assert status(world) == "solved"
    assert kept(world) == [("Avklart på telefon.", None)]


async def test_the_longest_text_with_emoji_is_shown_whole_on_the_page_and_shortened_on_the_card(world: World) -> None:
    await ask(world)
    await enter(world, world.aisha)
    text = "🙂" * 2990 + "slutt æøå"
    await world.aisha.fill(WHY.label, text[:3000])
    await answer(world.aisha, "Ja", "1")
    await world.aisha.click("Løs deloppgave")
    await world.quiet()
    assert "slutt æøå" in shown(world.aisha)
    card = world.kari.text_of(world.kari.card("Vurder emnene"))
    assert "slutt" not in card
    assert "Svarene er forkortet" in card


async def test_a_national_identity_number_in_an_answer_is_asked_about(world: World) -> None:
    await ask(world)
    await enter(world, world.aisha)
    await world.aisha.fill(WHY.label, "Gjelder 13097248022.")
    await world.aisha.send()
    assert "fødselsnummer" in shown(world.aisha)
    assert kept(world) == []


async def test_one_that_is_made_like_it_has_the_same_questions(world: World) -> None:
    await ask(world)
    await enter(world, world.kari)
    await world.kari.click("Lag en lik")
    await world.ws.until(lambda: len(world.kari.modals) == 2)
    assert MEANT.label in shown(world.kari)
    await world.kari.choose("Ansvarlig", "ola@uni.example")
    await world.kari.send()
    await world.quiet()
    first, second = world.rows(sa.select(tables.subtasks.c.answer_form).order_by(tables.subtasks.c.id))
    assert first.answer_form == second.answer_form
