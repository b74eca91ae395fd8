"""On hold (på vent): who may, until when, who is told, and where it is seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.handlers.closing import ask_to_close
from tests.handlers.conversations import modal_on_top
from tests.handlers.history_lines import lines
from tests.handlers.holding import DAY, WHY, ask, columns, fill, hold, notices, send
from tests.handlers.main_page import look, open_case
from tests.handlers.subtask_dialog import tampered
from tests.handlers.task_page import enter
from tests.institution import CASE
from tests.world import World

SHOWN = "På vent til fre. 18. des. 2026"
TOLD = "har satt deloppgaven «Vurder emnene» på vent til fre. 18. des. 2026."
AT_NIGHT = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


# ---- putting on hold -----------------------------------------------------------------------------


async def test_the_assignee_puts_it_on_hold_and_the_page_under_the_dialog_says_so(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await ask(world, aisha)
    assert aisha.labels() == ["På vent til", "Begrunnelse"]
    assert "Ingen får påminnelser om deloppgaven før kl. 08.00 den dagen" in modal_on_top(aisha)
    await fill(aisha)
    assert (await send(aisha)).closed
    await world.quiet()
    assert f"{SHOWN}: {WHY}" in modal_on_top(aisha)
    assert "Status: Åpen" in modal_on_top(aisha)
    assert {"Gjenoppta", "Endre"} < set(aisha.labels())
    assert "Sett på vent" not in aisha.labels()
    assert columns(world) == (DAY, WHY)
    (line,) = lines(world, "subtask.held")
    assert line.details == {"until": DAY, "reason": WHY}


async def test_the_other_party_is_told_in_the_thread_and_the_one_who_did_it_is_not(world: World) -> None:
    await world.create()
    await hold(world, world.aisha)
    (told,) = notices(world, world.kari)
    assert world.kari.text_of(told) == f"@Kari Nordmann: Aisha Rahman {TOLD}\nBegrunnelse: {WHY}"
    assert told.text == f"Aisha Rahman {TOLD}"
    assert notices(world, world.aisha) == []


async def test_what_a_distributor_does_both_parties_are_told(world: World) -> None:
    ingrid = world.ingrid
    await world.create()
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Åpne", near="Vurder emnene")
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    await ingrid.click("Sett på vent")
    await world.ws.until(lambda: len(ingrid.modals) == 3)
    await fill(ingrid)
    assert (await send(ingrid)).closed
    await world.quiet()
    assert SHOWN in modal_on_top(ingrid)
    for person in (world.kari, world.aisha):
        assert f"@{person.name}: Ingrid Berg {TOLD}" in person.text_of(notices(world, person)[0])


async def test_ones_own_subtask_is_put_on_hold_without_a_word(world: World) -> None:
    await world.create(assignee="Kari Nordmann")
    await hold(world, world.kari)
    assert SHOWN in world.kari.text_of(world.kari.card("Vurder emnene"))
    assert notices(world, world.kari) == []


@pytest.mark.parametrize("day", ["2026-12-11", "2026-11-24", "2027-11-23"])
async def test_any_day_from_tomorrow_to_a_year_ahead_will_do_even_after_the_deadline(world: World, day: str) -> None:
    await world.create(deadline="2026-12-10")
    await hold(world, world.aisha, day)
    assert columns(world) == (day, WHY)


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-22", "2027-11-24"])
async def test_no_day_before_tomorrow_and_none_after_a_year(world: World, day: str) -> None:
    aisha = world.aisha
    await world.create()
    await ask(world, aisha)
    await fill(aisha, day)
    await send(aisha)
    said = "Velg en dag etter man. 23. nov. 2026 og ikke senere enn tir. 23. nov. 2027."
    assert aisha.errors == {"På vent til": said}
    assert columns(world) == (None, None)


async def test_today_is_the_institutions_day_and_the_dialog_names_the_last_one(world: World) -> None:
    aisha = world.aisha
    await world.create()
    world.clock.set(AT_NIGHT)
    await ask(world, aisha)
    assert "Senest lør. 1. jan. 2028." in modal_on_top(aisha)
    await fill(aisha, "2027-01-01")
    await send(aisha)
    assert "Velg en dag etter fre. 1. jan. 2027" in aisha.errors["På vent til"]


async def test_what_is_wrong_with_day_and_reason_is_said_at_once(world: World) -> None:
    kari = world.kari
    await world.create()
    await ask(world, kari)
    view = kari.modals[-1]
    wrong = {"held_until": {"value": {"selected_date": None}}, "reason": {"value": {"value": " \n "}}}
    answer = await tampered(world, view["id"], wrong)
    assert answer["errors"] == {
        "held_until": "Velg hvilken dag deloppgaven skal gjenopptas.",
        "reason": "Skriv hvorfor deloppgaven settes på vent.",
    }
    long = {"held_until": {"value": {"selected_date": DAY}}, "reason": {"value": {"value": "x" * 3001}}}
    answer = await tampered(world, view["id"], long)
    assert set(answer["errors"]) == {"reason"}
    assert "3001" in answer["errors"]["reason"].replace("\xa0", "")
    assert columns(world) == (None, None)


async def test_a_reason_at_the_limit_is_shown_whole_on_the_page_and_in_the_notice(world: World) -> None:
    await world.create()
    await hold(world, world.aisha, why="ø" * 3000)
    assert "ø" * 3000 in world.kari.text_of(notices(world, world.kari)[0])
    await enter(world, world.kari)
    assert "ø" * 3000 in modal_on_top(world.kari)


async def test_the_same_submission_twice_has_one_effect(world: World) -> None:
    await world.create()
    world.ws.double_next("view_submission")
    await hold(world, world.aisha)
    assert len(lines(world, "subtask.held")) == 1
    assert len(notices(world, world.kari)) == 1


# ---- where it is seen ----------------------------------------------------------------------------


async def test_every_list_and_page_shows_it_beside_the_status(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await hold(world, aisha)
    assert "Åpen, på vent til fre. 18. des. 2026 · frist tor. 10. des. 2026" in await look(world, "aisha")
    await aisha.command("/deloppgave")
    await world.ws.until(lambda: aisha.modals)
    assert "Åpen, på vent til fre. 18. des. 2026 · frist tor. 10. des. 2026" in modal_on_top(aisha)
    for person in (aisha, kari):
        assert f"Status: Åpen\n{SHOWN}: {WHY}" in person.text_of(person.card("Vurder emnene"))
    await open_case(world, kari)
    assert f"Status: Åpen\n{SHOWN}: {WHY}" in kari.text_of("home")
    assert "frist tor. 10. des. 2026 · på vent til fre. 18. des. 2026" in await ask_to_close(world, kari)
    await kari.dismiss()
    await kari.click("Tilbake til Home", at="home")
    await world.quiet()
    await kari.click("Gitt til andre", at="home")
    await world.quiet()
    assert "Åpen, på vent til fre. 18. des. 2026 · frist tor. 10. des. 2026" in kari.text_of("home")


async def test_the_history_tells_it_in_sentences(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await hold(world, aisha)
    await enter(world, aisha)
    await aisha.click("Gjenoppta")
    await world.quiet()
    await aisha.click("Historikk")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    assert "Aisha Rahman gjenopptok deloppgaven «Vurder emnene»." in modal_on_top(aisha)
    held = f"Aisha Rahman satte deloppgaven «Vurder emnene» på vent til fre. 18. des. 2026. Begrunnelse: {WHY}"
    assert held in modal_on_top(aisha)
