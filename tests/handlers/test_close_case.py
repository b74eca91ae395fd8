"""Closing a case: the question with its open subtasks, what closing does to them, and what comes too late."""

from __future__ import annotations

import copy

import pytest
import sqlalchemy as sa

from store import tables
from tests.handlers.closing import ask_to_close
from tests.handlers.main_page import open_case
from tests.institution import CASE, CASE_TITLE
from tests.stored import add_subtasks
from tests.world import World


def one(world: World, column: sa.Column[str]) -> str:
    """Read the only value of a column."""
    (row,) = world.rows(sa.select(column))
    return str(row[0])


async def test_s22_the_question_names_each_open_subtask_with_assignee_and_deadline(world: World) -> None:
    await world.create(title="Vurder pensum", assignee="Kari Nordmann", deadline="2026-12-01")
    await world.create(title="Vurder emnene")
    await world.create(title="Alt gjort")
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha, "Alt gjort"))
    await world.quiet()
    question = await ask_to_close(world, world.kari)
    assert "Saken har 2 uløste deloppgaver." in question
    assert question.index("Vurder pensum") < question.index("Vurder emnene")
    assert "Ansvarlig: Kari Nordmann · frist tir. 1. des. 2026" in question
    assert "Ansvarlig: Aisha Rahman · frist tor. 10. des. 2026" in question
    assert "Alt gjort" not in question
    assert one(world, tables.cases.c.status) == "open"


async def test_s22_the_question_leads_to_each_open_subtask(world: World) -> None:
    kari = world.kari
    await world.create(title="Vurder pensum")
    await world.create()
    await ask_to_close(world, kari)
    await kari.click("Åpne", near="Vurder pensum")
    await world.ws.until(lambda: "Overordnet informasjon" in kari.text_of(kari.modals[-1]["id"]))
    assert "Vurder pensum" in kari.text_of(kari.modals[-1]["id"])
    await kari.click("Løs deloppgave")
    await world.ws.until(lambda: len(kari.modals) == 2)
    await kari.send()
    await world.quiet()
    statuses = world.rows(sa.select(tables.subtasks.c.status).order_by(tables.subtasks.c.id))
    assert [row.status for row in statuses] == ["solved", "new"]


async def test_a_case_without_open_subtasks_is_only_confirmed(world: World) -> None:
    question = await ask_to_close(world, world.kari)
    assert "ingen uløste deloppgaver" in question
    assert world.kari.modals[-1]["submit"]["text"] == "Avslutt sak"
    assert world.kari.labels() == []


async def test_s21_closing_solves_every_open_subtask(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create(title="Vurder pensum", assignee="Kari Nordmann")
    await world.create(attachments=["Vitnemål"])
    card = await world.card(aisha)
    await aisha.click("Åpne", at=card)
    await world.ws.until(lambda: aisha.modals)
    await aisha.fill("Konklusjon", "Foreløpig: emne 1 er likeverdig.")
    await aisha.send()
    await world.quiet()
    await ask_to_close(world, kari)
    assert (await kari.send()).closed
    await world.quiet()

    assert {row.ending for row in world.rows(sa.select(tables.subtasks.c.ending))} == {"case_closed"}
    assert "Status: Avsluttet" in kari.text_of("home")
    assert kari.labels("home").count("Avslutt sak") == 0
    for person in (kari, aisha):
        assert "Løst da saken ble avsluttet" in person.text_of(person.card("Vurder emnene"))
    told = [aisha.text_of(reply) for reply in aisha.thread(card.ts)]
    assert [text for text in told if "ble løst da saken ble avsluttet" in text] == [told[-1]]
    assert not kari.thread(kari.card("Vurder emnene").ts)


async def test_what_was_saved_stays_and_the_copies_go(world: World) -> None:
    aisha = world.aisha
    await world.create(attachments=["Vitnemål"])
    await world.create(title="Løst før", attachments=["Emneliste"])
    await aisha.click("Løs deloppgave", at=await world.card(aisha, "Løst før"))
    await aisha.click("Åpne", at=await world.card(aisha))
    await world.ws.until(lambda: aisha.modals)
    await aisha.fill("Konklusjon", "Foreløpig.")
    await aisha.send()
    await aisha.fill("Konklusjon", "Ikke lagret.")
    await ask_to_close(world, world.kari)
    await world.kari.send()
    await world.quiet()
    assert one(world, tables.conclusions.c.text) == "Foreløpig."
    assert "Foreløpig." in aisha.text_of(aisha.card("Vurder emnene"))
    copies = [file for message in aisha.messages for file in message.files if file["mode"] != "tombstone"]
    assert copies == []
    answer = await aisha.send()
    assert "kan ikke endres" in " ".join(answer.errors.values())


async def test_a_subtask_that_came_after_the_question_is_shown_before_anything_is_closed(world: World) -> None:
    kari = world.kari
    await ask_to_close(world, kari)
    await world.ingrid.command("/deloppgave", f"ny {CASE}")
    await world.ws.until(lambda: world.ingrid.modals)
    await world.ingrid.fill("Tittel", "Kommet i mellomtiden")
    await world.ingrid.fill("Frist", "2026-12-10")
    await world.ingrid.choose("Ansvarlig", "Aisha Rahman")
    await world.ingrid.fill("Beskrivelse", "Se på dette.")
    await world.ingrid.send()
    await world.quiet()
    assert not (await kari.send()).closed
    question = kari.text_of(kari.modals[-1]["id"])
    assert "ny deloppgave siden du åpnet dialogen" in question
    assert "Kommet i mellomtiden" in question
    assert one(world, tables.cases.c.status) == "open"
    assert (await kari.send()).closed
    await world.quiet()
    assert one(world, tables.cases.c.status) == "closed"
    assert one(world, tables.subtasks.c.ending) == "case_closed"


async def test_a_case_is_closed_once_however_often_it_is_said(world: World) -> None:
    await world.create()
    await ask_to_close(world, world.kari)
    world.ws.double_next("view_submission")
    await world.kari.send()
    await world.quiet()
    acts = [row.act for row in world.rows(sa.select(tables.history.c.act))]
    assert acts.count("case.closed") == acts.count("subtask.solved") == 1
    told = [world.aisha.text_of(reply) for reply in world.aisha.thread(world.aisha.card("Vurder emnene").ts)]
    assert len([text for text in told if "avsluttet" in text]) == 1


async def test_an_old_question_about_a_closed_case_is_answered_in_words(world: World) -> None:
    kari = world.kari
    await ask_to_close(world, kari)
    await world.ingrid.command("/sak", CASE)
    await world.ws.until(lambda: world.ingrid.modals)
    await world.ingrid.click("Avslutt sak")
    await world.ws.until(lambda: len(world.ingrid.modals) == 2)
    await world.ingrid.send()
    await world.quiet()
    lines = world.count(tables.history)
    await kari.send()
    await world.quiet()
    assert "Saken er avsluttet og kan ikke endres." in kari.text_of(kari.modals[-1]["id"])
    assert world.count(tables.history) == lines


async def test_a_distributor_who_closes_from_the_modal_sees_it_closed_and_the_owner_is_told(world: World) -> None:
    ingrid, kari = world.ingrid, world.kari
    await world.create()
    await open_case(world, kari)
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Avslutt sak")
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    await ingrid.send()
    await world.quiet()
    assert "Status: Avsluttet" in ingrid.text_of(ingrid.modals[-1]["id"])
    assert "Status: Avsluttet" in kari.text_of("home")
    assert "Status: Løst da saken ble avsluttet" in kari.text_of(kari.card("Vurder emnene"))
    assert f"Saken «{CASE_TITLE}» er avsluttet av en fordeler." in kari.text_of(kari.messages[-1])


@pytest.mark.parametrize(("number", "more"), [(20, None), (21, "og 1 uløst deloppgave til"), (101, "og 81 uløste")])
async def test_more_open_subtasks_than_the_question_has_room_for_are_counted(
    world: World, number: int, more: str | None
) -> None:
    add_subtasks(world, number)
    question = await ask_to_close(world, world.kari)
    assert f"Saken har {number} uløste deloppgaver." in question
    assert world.kari.labels().count("Åpne") == 20
    assert (more in question) if more else ("til" not in question.splitlines()[-2])
    await world.kari.send()
    assert {row.status for row in world.rows(sa.select(tables.subtasks.c.status))} == {"solved"}


async def test_s19_a_closed_case_takes_no_more_subtasks(world: World) -> None:
    kari = world.kari
    await open_case(world, kari)
    assert kari.home
    before = copy.deepcopy(kari.home)
    actions = next(block for block in before["blocks"] if block["type"] == "actions" and len(block["elements"]) > 1)
    await ask_to_close(world, kari)
    await kari.send()
    await world.quiet()
    assert "Ny deloppgave" not in kari.labels("home")
    await kari.press(before, actions["block_id"], "case.new_subtask")
    await world.ws.until(lambda: kari.modals)
    assert "avsluttet" in kari.text_of(kari.modals[-1]["id"])
    assert world.count(tables.subtasks) == 0
