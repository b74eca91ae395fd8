"""`Trenger mer`: the assignee says what is missing, the subtask rests, and the clock reminds the owner instead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.person import Person
from tests.handlers.being_away import FRIDAY, day_begins, go_away
from tests.handlers.changing_hands import reassign
from tests.handlers.endings import TITLE, offered, page, solve, subtask, told, undo
from tests.handlers.history_lines import lines
from tests.handlers.main_page import look, open_case, read_case
from tests.handlers.task_page import enter
from tests.reminded import at, reminders_to
from tests.world import World

WHAT = "Hvilken utgave av pensum gjelder?"
FIELD = "Hva trenger du for å løse deloppgaven?"
WAITS = "Status: Åpen. Venter på svar fra sakseier siden "
ASKED = "Aisha Rahman trenger mer for å løse deloppgaven «Vurder emnene», og venter på svar fra deg"


async def ask(world: World, what: str = WHAT) -> None:
    """Let Aisha say on her card what she needs."""
    aisha = world.aisha
    await aisha.click("Trenger mer", at=await world.card(aisha))
    await world.ws.until(lambda: aisha.modals)
    await aisha.fill(FIELD, what)
    assert (await aisha.send()).closed, aisha.errors
    await world.quiet()


def waits(world: World) -> bool:
    """Tell whether the only subtask waits for its owner."""
    return subtask(world).waits_for_owner_at is not None


def reminded(world: World, person: Person, said: str) -> int:
    """Count how often somebody was reminded of something by the clock."""
    return sum(said in one for one in told(person))


async def next_morning(world: World) -> None:
    """Let it be a quarter past eight on the next day."""
    world.clock.set(world.clock.now().replace(hour=7, minute=15))
    world.clock.move(days=1)
    await world.quiet()


async def test_the_owner_gets_a_message_and_a_call_and_both_cards_say_that_it_waits(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await ask(world)
    assert WHAT in told(kari)[0]
    assert told(kari)[1] == f"@Kari Nordmann: {ASKED} her i tråden."
    assert WHAT in told(aisha)[0]
    assert len(told(aisha)) == 1
    for person in (kari, aisha):
        assert WAITS in person.text_of(person.card(TITLE))
    assert "Besvart" in kari.labels(kari.card(TITLE))
    assert len(lines(world, "subtask.needs_more")) == 1


async def test_it_stands_where_the_owner_looks_for_what_needs_her_and_in_the_lists(world: World) -> None:
    kari = world.kari
    await world.create()
    await ask(world)
    await kari.open_home()
    home = await look(world, "kari")
    if "Tilbake til Home" in kari.labels("home"):
        await kari.click("Tilbake til Home", at="home")
        await world.quiet()
        home = kari.text_of("home")
    assert "Aisha Rahman trenger mer og venter på svar · frist tor. 10. des. 2026" in home.partition("Mine")[0]
    shown = await read_case(world, kari)
    assert "Trenger deg: Venter på svar\n" in shown
    assert WAITS in shown
    assert "Purr" not in offered(kari.home)
    assert "Venter på svar fra sakseier siden" in await look(world, "aisha")


async def test_the_clock_reminds_the_owner_on_the_next_working_days_and_the_assignee_of_nothing(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create(deadline="2026-11-26")
    await ask(world)
    before = len(told(aisha))
    for day in range(1, 5):
        await next_morning(world)
        assert reminded(world, kari, f"{ASKED}.") == min(day, 3)
    assert len(told(aisha)) == before
    assert not any("gikk ut" in one for one in told(kari))
    await kari.say("Den fra 2019.", thread_ts=kari.card(TITLE).ts)
    await world.quiet()
    assert not waits(world)
    assert not any("Fristen" in one for one in told(aisha))  # what fell due meanwhile does not come in a heap
    world.clock.move(days=3)
    await world.quiet()
    assert sum("Fristen for deloppgaven" in one for one in told(aisha)) == 1
    assert reminded(world, kari, f"{ASKED}.") == 3


@pytest.mark.parametrize("how", ["thread", "case page", "press", "assignee"])
async def test_the_owners_answer_ends_it_however_it_is_given_and_so_does_the_assignee(world: World, how: str) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await ask(world)
    world.clock.move(seconds=5)
    if how == "thread":
        await kari.say("Den fra 2019.", thread_ts=kari.card(TITLE).ts)
    elif how == "case page":
        await open_case(world, kari)
        await kari.click("Svar", at="home")
        await world.ws.until(lambda: kari.modals)
        await kari.fill("Melding", "Den fra 2019.")
        await kari.send()
    elif how == "press":
        await kari.click("Besvart", at=kari.card(TITLE))
    else:
        await aisha.click("Trenger ikke mer", at=aisha.card(TITLE))
    await world.quiet()
    assert not waits(world)
    for person in (kari, aisha):
        assert "Venter på svar" not in person.text_of(person.card(TITLE))
    assert "Besvart" not in kari.labels(kari.card(TITLE))
    act = "subtask.needs_no_more" if how == "assignee" else "subtask.answered"
    assert len(lines(world, act)) == 1
    last = {
        "press": (aisha, "@Aisha Rahman: Kari Nordmann har merket det du trengte til deloppgaven «Vurder emnene»"),
        "assignee": (kari, "@Kari Nordmann: Aisha Rahman trenger ikke lenger svar for å løse deloppgaven «Vurder"),
    }
    if how in last:
        person, said = last[how]
        assert told(person)[-1].startswith(said)


async def test_what_the_assignee_writes_herself_is_no_answer(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await ask(world)
    await aisha.say("Og hvilket semester?", thread_ts=aisha.card(TITLE).ts)
    await world.quiet()
    assert waits(world)


async def test_it_begins_and_ends_on_the_task_page_as_well(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await enter(world, aisha)
    await aisha.click("Trenger mer")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    await aisha.fill(FIELD, WHAT)
    await aisha.send()
    await world.quiet()
    assert WAITS in page(aisha)
    assert "Trenger mer" not in offered(aisha.modals[-1])
    await enter(world, kari)
    await kari.click("Besvart")
    await world.quiet()
    assert "Venter på svar" not in page(kari)
    await aisha.click("Trenger ikke mer")  # it does not wait any more: nothing is said of that
    await world.quiet()
    assert "Trenger mer" in offered(aisha.modals[-1])
    assert lines(world, "subtask.needs_no_more") == []


async def test_solving_ends_it_and_taking_that_back_brings_it_again(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await ask(world)
    await solve(world, aisha)
    assert "Venter på svar" not in aisha.text_of(aisha.card(TITLE))
    await undo(world, aisha)
    assert WAITS in aisha.text_of(aisha.card(TITLE))
    await next_morning(world)
    assert reminded(world, world.kari, f"{ASKED}.") == 1


async def test_another_assignee_waits_for_nothing(world: World) -> None:
    await world.create()
    await ask(world)
    await reassign(world, world.kari, "Ola Hansen")
    assert not waits(world)


async def test_a_text_is_demanded_and_a_second_question_while_it_waits_belongs_in_the_thread(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await aisha.click("Trenger mer", at=await world.card(aisha))
    await world.ws.until(lambda: aisha.modals)
    await aisha.fill(FIELD, " \n")
    await aisha.send()
    assert aisha.errors == {FIELD: "Skriv hva du trenger."}
    await aisha.fill(FIELD, WHAT)
    world.ws.double_next("view_submission")
    await aisha.send()
    await world.quiet()
    assert len(lines(world, "message.sent")) == 1
    await aisha.click("Åpne", at=aisha.card(TITLE))
    await world.ws.until(lambda: aisha.modals)
    assert "Trenger mer" not in offered(aisha.modals[-1])


async def test_an_identity_number_in_it_is_asked_about_first(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await aisha.click("Trenger mer", at=await world.card(aisha))
    await world.ws.until(lambda: aisha.modals)
    await aisha.fill(FIELD, "Gjelder det 01010750160?")
    assert not (await aisha.send()).closed
    await world.quiet()
    assert not waits(world)


async def test_who_asks_and_then_stands_in_for_the_owner_goes_on_and_the_owner_is_asked_when_back(world: World) -> None:
    aisha, kari = world.aisha, world.kari
    await world.create(deadline="2026-11-26")
    await ask(world)
    await go_away(world, kari, "aisha@uni.example")
    assert "Venter på svar" not in aisha.text_of(aisha.card(TITLE))
    assert "venter på svar" not in await look(world, "aisha")
    await enter(world, aisha)
    assert "Trenger mer" not in offered(aisha.modals[-1])
    await aisha.dismiss()
    await at(world, 26, month=11)
    assert reminders_to(world, aisha)
    assert not reminders_to(world, aisha, "venter på svar fra deg")
    await aisha.say("Hvilket semester?", thread_ts=aisha.card(TITLE).ts)
    await world.quiet()
    await day_begins(world, FRIDAY + timedelta(days=1))
    await at(world, 30, month=11)
    assert len(reminders_to(world, kari, f"{ASKED}.")) == 1
    assert waits(world)


async def test_an_owner_who_answers_though_away_has_answered(world: World) -> None:
    kari = world.kari
    await world.create()
    await ask(world)
    await go_away(world, kari, "aisha@uni.example")
    world.clock.move(seconds=5)
    await kari.say("Den fra 2019.", thread_ts=kari.card(TITLE).ts)
    await world.quiet()
    assert not waits(world)


async def test_an_owner_in_the_place_of_who_asked_answers_and_is_told_nothing_by_themselves(world: World) -> None:
    aisha, kari = world.aisha, world.kari
    await world.create()
    await ask(world)
    await go_away(world, aisha, "kari@uni.example")
    before = told(kari)
    await kari.click("Besvart", at=kari.card(TITLE))
    await world.quiet()
    assert not waits(world)
    assert told(kari) == before
    assert len(lines(world, "subtask.answered")) == 1
