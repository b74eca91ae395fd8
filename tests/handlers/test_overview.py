"""The overview of a case's subtasks (S16-S18) and the lists of the main page, however many there are."""

from __future__ import annotations

import pytest

from tests.handlers.main_page import read_case, titles
from tests.institution import CASE
from tests.stored import add_subtasks
from tests.world import World

NUMBERS = [0, 1, 10, 11, 50, 51, 101, 500]


async def test_s16_the_case_page_lists_every_subtask_with_status_title_assignee_deadline_and_unread(
    world: World,
) -> None:
    await world.create(title="Vurder emnene", deadline="2026-12-10")
    await world.create(title="Sjekk karakterene", assignee="Kari Nordmann", deadline="2026-12-01")
    await world.aisha.say("Hva med emne 3?", thread_ts=world.aisha.card("Vurder emnene").ts)
    await world.quiet()
    lines = (await read_case(world, world.kari)).splitlines()
    assert lines.index("Vurder emnene") < lines.index("Sjekk karakterene")  # it has a message that she has not read
    entry = lines[lines.index("Vurder emnene") :]
    for fact in ("Ansvarlig: Aisha Rahman", "Frist: tor. 10. des. 2026", "Status: Åpen", "Nytt: 1 ulest melding"):
        assert fact in entry
    assert "Trenger deg: Uleste meldinger" in entry
    assert "Status: Ny" in lines[lines.index("Sjekk karakterene") :]


async def test_s17_the_details_of_a_subtask_are_seen_in_place(world: World) -> None:
    await world.create(description="Sammenlign pensum med vårt.")
    page = await read_case(world, world.kari)
    assert "Beskrivelse: Sammenlign pensum med vårt." in page
    assert world.kari.modals == []


async def test_s18_the_overview_leads_into_the_task_itself(world: World) -> None:
    await world.create(title="Vurder emnene")
    await world.create(title="Sjekk karakterene")
    await read_case(world, world.kari)
    await world.kari.click("Åpne", at="home", near="Sjekk karakterene")
    await world.ws.until(lambda: world.kari.modals)
    page = world.kari.text_of(world.kari.modals[-1]["id"])
    assert "Tittel: Sjekk karakterene" in page
    assert "Konklusjon" in page


async def test_what_is_read_or_answered_is_not_unread_any_more(world: World) -> None:
    await world.create()
    kari, card = world.kari, await world.card(world.aisha)
    for way in ("enter", "answer", "write in the thread"):
        await world.aisha.say("Hallo?", thread_ts=card.ts)
        await world.aisha.say("Er du der?", thread_ts=card.ts)
        await world.quiet()
        assert "Nytt: 2 uleste meldinger" in await read_case(world, kari), way
        if way == "write in the thread":
            await kari.say("Ja", thread_ts=kari.card("Vurder emnene").ts)
        else:
            await kari.click("Åpne" if way == "enter" else "Svar", at="home", near="Vurder emnene")
            await world.ws.until(lambda: kari.modals)
            await kari.dismiss()
        await world.quiet()
        assert "ulest" not in kari.text_of("home"), way


@pytest.mark.parametrize("number", NUMBERS)
async def test_any_number_of_subtasks_stands_on_the_case_page_each_once(world: World, number: int) -> None:
    add_subtasks(world, number)
    page = await read_case(world, world.kari)
    assert ("Saken har ingen deloppgaver ennå." in page) == (number == 0)
    seen = await titles(world, world.kari, "Flere deloppgaver")
    assert len(seen) == len(set(seen)) == number


@pytest.mark.parametrize("number", NUMBERS)
async def test_any_number_of_subtasks_stands_on_the_main_page_each_once(world: World, number: int) -> None:
    add_subtasks(world, number)
    await world.aisha.open_home()
    await world.quiet()
    seen = await titles(world, world.aisha, "Flere deloppgaver")
    assert len(seen) == len(set(seen)) == number


async def test_the_pages_turn_back_as_well(world: World) -> None:
    add_subtasks(world, 25)
    first = await read_case(world, world.kari)
    await world.kari.click("Flere deloppgaver", at="home")
    await world.quiet()
    await world.kari.click("Forrige side med deloppgaver", at="home")
    await world.quiet()
    assert world.kari.text_of("home") == first


async def test_the_three_lists_of_the_main_page_show_what_is_to_do_given_and_solved(world: World) -> None:
    await world.create(title="Oppgave til Aisha")
    await world.create(title="Oppgave til meg", assignee="Kari Nordmann")
    await world.create(title="Oppgave som er løst", assignee="Kari Nordmann")
    kari = world.kari
    await kari.click("Løs deloppgave", at=kari.card("Oppgave som er løst"))
    await world.quiet()
    await kari.click("Tilbake til Home", at="home")
    await world.quiet()
    assert await titles(world, kari, "Flere deloppgaver") == ["Oppgave til meg"]
    await kari.click("Gitt til andre", at="home")
    await world.quiet()
    assert await titles(world, kari, "Flere deloppgaver") == ["Oppgave til Aisha"]
    assert "ansvarlig: Aisha Rahman" in kari.text_of("home")
    await kari.click("Løst", at="home")
    await world.quiet()
    assert await titles(world, kari, "Flere deloppgaver") == ["Oppgave som er løst"]
    assert "Viser løste deloppgaver, både dine egne og andres i sakene dine, sist løste først." in kari.text_of("home")
    await kari.click("Å gjøre", at="home")
    await world.quiet()
    assert await titles(world, kari, "Flere deloppgaver") == ["Oppgave til meg"]


async def test_another_list_begins_on_its_first_page_and_is_remembered(world: World) -> None:
    add_subtasks(world, 25)
    kari = world.kari
    await kari.open_home()
    await world.quiet()
    await kari.click("Gitt til andre", at="home")
    await world.quiet()
    await kari.click("Flere deloppgaver", at="home")
    await world.quiet()
    await kari.click("Løst", at="home")
    await world.quiet()
    assert "Ingen deloppgaver er løst ennå" in kari.text_of("home")
    await kari.open_home()
    await world.quiet()
    assert "Ingen deloppgaver er løst ennå" in kari.text_of("home")
    await kari.click("Gitt til andre", at="home")
    await world.quiet()
    assert "Forrige side med deloppgaver" not in kari.labels("home")


async def test_the_overview_in_the_modal_is_the_same(world: World) -> None:
    add_subtasks(world, 12)
    page = await read_case(world, world.kari)
    await world.kari.command("/sak", CASE)
    await world.ws.until(lambda: world.kari.modals)
    shown = world.kari.text_of(world.kari.modals[-1]["id"])
    assert shown.partition("Saksnummer")[2].removesuffix("\nLukk") in page
