"""A national identity number in what people write: asked about before it is kept, in every dialog."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from handlers import identity_numbers
from handlers.listeners import all_listeners
from handlers.views import ids
from store import tables
from tests.handlers.conversations import modal_on_top as page
from tests.handlers.holding import ask as ask_hold
from tests.handlers.holding import columns, fill
from tests.handlers.number_dialog import ASKED, BOX, KEEP, TEXT, create_with_number
from tests.handlers.task_page import enter
from tests.identity_numbers import SYNTHETIC, WRITTEN, number
from tests.institution import CASE_TITLE
from tests.world import World

UNANSWERED = "Ta nummeret bort, eller kryss av for at det må stå der."


def conclusions(world: World) -> list[str]:
    """Every version that was saved."""
    return [row.text for row in world.rows(sa.select(tables.conclusions).order_by(tables.conclusions.c.number))]


async def test_the_first_time_nothing_is_saved_and_nothing_that_was_typed_is_lost(world: World) -> None:
    kari = await create_with_number(world, Beskrivelse=TEXT)
    assert ASKED.format("Beskrivelse") in page(kari)
    assert (kari.value_of("Tittel"), kari.value_of("Frist"), kari.value_of("Beskrivelse")) == (
        "Vurder emnene", "2026-12-10", TEXT,
    )  # fmt: skip
    await kari.tick(BOX, KEEP)
    assert (await kari.send()).closed, kari.errors
    await world.quiet()
    (row,) = world.rows(sa.select(tables.subtasks))
    assert (row.description, row.assignee_id, row.deadline_on.isoformat()) == (TEXT, 4, "2026-12-10")
    assert world.count(tables.grants) == 1
    assert WRITTEN in world.aisha.text_of(await world.card(world.aisha))


async def test_with_the_number_taken_out_it_is_saved_without_a_tick(world: World) -> None:
    kari = await create_with_number(world, Tittel=f"Emnene til {SYNTHETIC}")
    assert ASKED.format("Tittel") in page(kari)
    await kari.fill("Tittel", "Emnene")
    assert (await kari.send()).closed, kari.errors
    assert [row.title for row in world.rows(sa.select(tables.subtasks))] == ["Emnene"]


async def test_two_fields_are_named_in_one_question_below_the_last_of_them(world: World) -> None:
    kari = await create_with_number(world, Tittel=SYNTHETIC, Beskrivelse=TEXT)
    assert ASKED.format("Tittel» og «Beskrivelse") in page(kari)
    blocks = [block.get("block_id") for block in kari.modals[-1]["blocks"]]
    assert blocks.index(ids.KEEP_NUMBER) == blocks.index(ids.DESCRIPTION) + 2


async def test_sent_in_again_as_it_is_it_says_what_to_do_at_the_box(world: World) -> None:
    kari = await create_with_number(world, Beskrivelse=TEXT)
    answer = await kari.send()
    assert not answer.closed
    assert kari.errors == {BOX: UNANSWERED}
    assert kari.value_of("Beskrivelse") == TEXT
    assert world.count(tables.subtasks) == 0
    await kari.tick(BOX, KEEP)
    assert (await kari.send()).closed, kari.errors


async def test_the_conclusion_is_asked_about_on_the_task_page_and_the_page_goes_on(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await enter(world, aisha)
    await aisha.fill("Konklusjon", TEXT)
    assert not (await aisha.send()).errors
    assert ASKED.format("Konklusjon") in page(aisha)
    assert aisha.value_of("Konklusjon") == TEXT
    assert conclusions(world) == []
    await aisha.tick(BOX, KEEP)
    await aisha.send()
    await world.quiet()
    assert conclusions(world) == [TEXT]
    assert BOX not in aisha.labels()
    assert "Konklusjonen er lagret." in page(aisha)


async def test_what_is_kept_already_is_not_asked_about_again_but_another_number_is(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await enter(world, aisha)
    await aisha.fill("Konklusjon", TEXT)
    await aisha.send()
    await aisha.tick(BOX, KEEP)
    await aisha.send()
    await world.quiet()
    await aisha.fill("Konklusjon", f"{TEXT} Godkjennes.")
    await aisha.send()
    await world.quiet()
    assert conclusions(world) == [TEXT, f"{TEXT} Godkjennes."]
    await aisha.fill("Konklusjon", f"{TEXT} Også {number(1, 81, 80)}.")
    await aisha.send()
    assert ASKED.format("Konklusjon") in page(aisha)
    assert len(conclusions(world)) == 2


async def test_solving_from_the_task_page_asks_about_what_stands_in_the_field(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await enter(world, aisha)
    await aisha.fill("Konklusjon", TEXT)
    await aisha.click("Løs deloppgave")
    await world.ws.until(lambda: ASKED.format("Konklusjon") in page(aisha))
    assert aisha.value_of("Konklusjon") == TEXT
    await aisha.click("Løs deloppgave")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    assert UNANSWERED in page(aisha)
    await aisha.dismiss()
    assert [row.status for row in world.rows(sa.select(tables.subtasks))] == ["open"]
    await aisha.tick(BOX, KEEP)
    await aisha.click("Løs deloppgave")
    await world.quiet()
    (row,) = world.rows(sa.select(tables.subtasks))
    assert row.status == "solved"
    assert conclusions(world) == [TEXT]


async def test_a_message_from_the_dialog_is_asked_about_and_then_nothing_more_is_said(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await enter(world, aisha)
    await aisha.click("Skriv melding")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    await aisha.fill("Melding", TEXT)
    assert not (await aisha.send()).closed
    assert world.count(tables.messages) == 0
    await aisha.tick(BOX, KEEP)
    assert (await aisha.send()).closed
    await world.quiet()
    assert [row.kind for row in world.rows(sa.select(tables.outbox)) if row.kind == "notice"] == []
    assert WRITTEN in world.kari.text_of(world.kari.thread(world.kari.card("Vurder emnene").ts)[-1])


async def test_a_dialog_that_asks_something_of_its_own_keeps_what_was_confirmed(world: World) -> None:
    """A hold beyond the deadline is asked about after the number, and the number not once more."""
    aisha = world.aisha
    await world.create(deadline="2026-12-10")
    await ask_hold(world, aisha)
    await fill(aisha, "2026-12-14", TEXT)
    assert not (await aisha.send()).closed
    await aisha.tick(BOX, KEEP)
    assert not (await aisha.send()).closed
    assert "Er det riktig?" in page(aisha)
    assert (await aisha.send()).closed, aisha.errors
    assert columns(world) == ("2026-12-14", TEXT)


async def test_a_message_proposed_as_a_description_is_asked_about_when_it_is_to_be_kept(world: World) -> None:
    kari = world.kari
    await kari.open_home()
    written = await kari.say(TEXT)
    await world.quiet()
    await kari.message_shortcut(ids.CREATE_SUBTASK_FROM_MESSAGE, written.ts)
    await world.ws.until(lambda: kari.modals)
    await kari.choose("Sak", CASE_TITLE)
    await kari.send()
    assert BOX not in kari.labels()
    await kari.fill("Tittel", "Vurder emnene")
    await kari.choose("Ansvarlig", "Aisha Rahman")
    assert not (await kari.send()).closed
    assert ASKED.format("Beskrivelse") in page(kari)


def about(callback_id: str, text: str) -> dict[str, Any]:
    """A submission of a modal with one text field, as Slack sends it."""
    block = {
        "type": "input",
        "block_id": "some_text",
        "label": {"type": "plain_text", "text": "Tekst"},
        "element": {"type": "plain_text_input", "action_id": "value"},
    }
    values = {"some_text": {"value": {"type": "plain_text_input", "value": text}}}
    view = {"id": "V1", "type": "modal", "callback_id": callback_id, "title": {"type": "plain_text", "text": "T"}}
    return {
        "type": "view_submission",
        "user": {"id": "U0KARI", "team_id": "T0"},
        "team": {"id": "T0"},
        "view": view | {"blocks": [block], "private_metadata": "", "state": {"values": values}},
    }


async def test_no_dialog_that_people_send_in_can_forget_to_ask(sqlite_world: World) -> None:
    """Whatever dialogs there are or will be: the listener does not hear of the text before the question is answered."""
    for name in sorted(all_listeners().names("view_submission")):
        answer = json.loads((await sqlite_world.bot.dispatch(about(name, TEXT))).body or "{}")
        asked = answer.get("response_action") == "update" and ASKED.format("Tekst") in json.dumps(
            answer, ensure_ascii=False
        )
        assert asked == (name not in identity_numbers.KEEPS_NOTHING), name


async def test_each_reader_is_asked_in_her_own_language(sqlite_world: World) -> None:
    told = {"nn": "eit fødselsnummer i «Tekst»", "en": "a national identity number in “Tekst”"}
    for language, sentence in told.items():
        with sqlite_world.database.begin() as connection:
            connection.execute(tables.people.update().values(language=language))
        answer = await sqlite_world.bot.dispatch(about(ids.MESSAGE_SEND, TEXT))
        assert sentence in json.dumps(json.loads(answer.body), ensure_ascii=False)
