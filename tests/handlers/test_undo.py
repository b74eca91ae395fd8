"""`Angre`: for five minutes, for the one who solved; everything is as it was, and who had been told is told."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from store import tables, undelivered
from tests.handlers.closing import ask_to_close
from tests.handlers.conversations import copies
from tests.handlers.endings import solve, subtask, told, undo
from tests.handlers.main_page import look
from tests.handlers.task_page import enter
from tests.institution import CASE
from tests.world import World, open_world

TITLE = "Vurder emnene"


async def test_who_solved_it_takes_it_back_and_everything_is_as_it_was(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    before = subtask(world)
    await world.aisha.dismiss()
    await solve(world, world.aisha)
    assert world.aisha.labels(world.aisha.card(TITLE)) == ["Åpne", "Angre"]
    await undo(world, world.aisha)
    after = subtask(world)
    assert {name for name, value in after._mapping.items() if value != before._mapping[name]} <= {"look_at"}
    assert after.status == "open"
    assert "Løs deloppgave" in world.aisha.labels(world.aisha.card(TITLE))
    assert "Status: Åpen" in world.kari.text_of(world.kari.card(TITLE))
    acts = [row.act for row in world.rows(sa.select(tables.history.c.act).order_by(tables.history.c.id))]
    assert acts[-2:] == ["subtask.solved", "subtask.solving_undone"]


async def test_the_page_says_until_when_to_who_can_take_it_back_and_to_nobody_else(world: World) -> None:
    await world.create()
    await solve(world, world.aisha)
    for person, may, words in (
        (world.aisha, True, ". Du kan angre til 23. nov. kl. 09.05."),
        (world.kari, False, " og kan"),
    ):
        await enter(world, person)
        assert f"Deloppgaven er løst{words}" in person.text_of(person.modals[-1]["id"])
        assert ("Angre" in person.labels()) == may


async def test_a_hold_is_there_again_and_one_that_nobody_opened_is_new(world: World) -> None:
    await world.create()
    with world.database.begin() as connection:
        values = {"held_until_on": date(2026, 12, 18), "held_because": "Venter."}
        connection.execute(tables.subtasks.update().values(values))
    await solve(world, world.kari)
    await undo(world, world.kari)
    assert (subtask(world).status, subtask(world).held_because) == ("new", "Venter.")
    assert "På vent til fre. 18. des. 2026: Venter." in world.aisha.text_of(world.aisha.card(TITLE))


async def test_only_who_was_told_of_the_solving_is_told_of_this(world: World) -> None:
    await world.create()
    await solve(world, world.aisha)
    assert "har løst deloppgaven" in told(world.kari)[-1]
    await undo(world, world.aisha)
    sentence = "Aisha Rahman har angret: Deloppgaven «Vurder emnene» er ikke løst likevel. Frist tor. 10. des. 2026."
    assert told(world.kari)[-1] == f"@Kari Nordmann: {sentence}"
    assert told(world.aisha) == []


async def test_who_was_not_told_yet_hears_nothing_at_all(world: World) -> None:
    await world.create()
    world.ws.faults.add(method="chat.postMessage", kind="ratelimited", times=1, retry_after=60)
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.ws.until(lambda: world.errors("notice"))
    await world.aisha.click("Angre", at=world.aisha.card(TITLE))
    await world.settled()
    assert [text for text in told(world.kari) if "løst" in text] == []


async def test_solving_again_is_told_again(world: World) -> None:
    await world.create()
    await solve(world, world.aisha)
    await undo(world, world.aisha)
    world.clock.move(minutes=1)
    await solve(world, world.aisha)
    assert [("har løst" in text) for text in told(world.kari)] == [True, False, True]


async def test_after_five_minutes_the_button_is_gone_and_an_old_one_is_answered_in_words(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await solve(world, aisha)
    world.clock.move(minutes=4, seconds=59)
    await world.quiet()
    old = copy.deepcopy(aisha.card(TITLE))
    assert "Angre" in aisha.labels(old)
    world.clock.move(seconds=1)
    await world.quiet()
    assert aisha.labels(aisha.card(TITLE)) == ["Åpne"]
    await aisha.click("Angre", at=old)
    await world.ws.until(lambda: aisha.modals)
    assert "mer enn fem minutter" in aisha.text_of(aisha.modals[-1]["id"])
    assert subtask(world).status == "solved"


async def test_what_has_its_own_time_is_nothing_that_was_not_delivered(world: World) -> None:
    await world.create()
    await solve(world, world.aisha)
    world.clock.move(minutes=4, seconds=59)
    assert "ikke levert" not in await look(world, "aisha")
    with world.database.read() as connection:
        assert undelivered.overdue(connection, world.clock.now(), world.clock.now()) == []


async def test_nobody_else_is_offered_it_and_her_press_changes_nothing(world: World) -> None:
    await world.create()
    await solve(world, world.aisha)
    assert world.kari.labels(world.kari.card(TITLE)) == ["Åpne"]
    await enter(world, world.kari)
    assert "Angre" not in world.kari.labels()


async def test_from_the_task_page_too_and_the_draft_that_went_with_it_is_back(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await enter(world, world.aisha)
    await aisha.fill("Konklusjon", "Emne 1 er likeverdig.")
    await aisha.send()
    await aisha.fill("Konklusjon", "")
    await aisha.click("Løs deloppgave")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    await aisha.send()
    await world.quiet()
    assert aisha.labels()[:2] == ["Angre", "Historikk"]
    await aisha.click("Angre")
    await world.quiet()
    assert aisha.value_of("Konklusjon") == "Emne 1 er likeverdig."
    assert subtask(world).status == "open"


async def test_a_distributor_takes_back_on_the_page_that_it_is_not_needed(world: World) -> None:
    ingrid = world.ingrid
    await world.create()
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Åpne", near=TITLE)
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    await ingrid.click("Ikke nødvendig")
    await world.ws.until(lambda: len(ingrid.modals) == 3)
    await ingrid.fill("Hvorfor er den ikke nødvendig?", "Emnet er trukket.")
    assert (await ingrid.send()).closed
    await world.quiet()
    await ingrid.click("Angre")
    await world.quiet()
    assert (subtask(world).status, subtask(world).ending_text) == ("new", None)
    assert "Ingrid Berg har angret" in told(world.aisha)[-1]
    assert "Ingrid Berg har angret" in told(world.kari)[-1]


async def test_twice_is_as_good_as_once(world: World) -> None:
    await world.create()
    await solve(world, world.aisha)
    world.ws.double_next("block_actions")
    await undo(world, world.aisha)
    acts = [row.act for row in world.rows(sa.select(tables.history.c.act))]
    assert acts.count("subtask.solving_undone") == 1
    assert len([text for text in told(world.kari) if "angret" in text]) == 1


async def test_once_the_case_is_closed_nothing_is_taken_back(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await world.create(title="En til")
    await solve(world, aisha)
    old = copy.deepcopy(aisha.card(TITLE))
    await ask_to_close(world, kari)
    await kari.send()
    await world.quiet()
    assert kari.labels(kari.card("En til")) == ["Åpne"]
    await aisha.click("Angre", at=old)
    await world.ws.until(lambda: aisha.modals)
    assert "Saken er avsluttet" in aisha.text_of(aisha.modals[-1]["id"])
    assert {row.status for row in world.rows(sa.select(tables.subtasks.c.status))} == {"solved"}


@pytest.mark.parametrize("setting", ["keep", "take"])
async def test_attachments_are_there_again(sqlite_url: str, tmp_path: Path, setting: str) -> None:
    async with open_world(sqlite_url, tmp_path, FILES_WHEN_SOLVED=setting) as world:
        await world.create(attachments=["Vitnemål"])
        await solve(world, world.aisha)
        await undo(world, world.aisha)
        assert copies(world.aisha) == ["Vitnemål"]
        assert "Vitnemål" in world.aisha.text_of(world.aisha.card(TITLE))
