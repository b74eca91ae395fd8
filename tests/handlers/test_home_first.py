"""What stands first on App Home, for distributors and for owners, and where it begins on another day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from store import tables
from tests.bot.inbox.late_events import deliver, held_back
from tests.bot.lives import TITLE
from tests.handlers.main_page import look, read_case
from tests.institution import CASE
from tests.stored import WAITING, add_case, add_subtasks
from tests.world import World


async def test_what_waits_for_a_distributor_stands_first_with_number_total_and_the_way_into_it(world: World) -> None:
    ingrid = world.ingrid
    add_case(world)
    with world.database.begin() as connection:
        kari = tables.people.c.slack_id == "U0KARI"
        connection.execute(tables.people.update().where(kari).values(active=False))
    home = await look(world, "ingrid")
    places = [home.index(text) for text in ("Saker uten sakseier", "Saker til fordeling", "Mine deloppgaver")]
    assert places == sorted(places)
    for shown in (
        "1 sak må få en ny sakseier.",
        f"{CASE} · Institutt for historie · Kari Nordmann kan ikke lenger være sakseier",
        "1 sak venter på å bli fordelt.",
        "2026-200 · Institutt for historie · søker:",
    ):
        assert shown in home
    await ingrid.click("Åpne", at="home", near=WAITING)
    await world.quiet()
    assert "Saksnummer: 2026-200" in ingrid.text_of("home")
    await ingrid.click("Tilbake til Home", at="home")
    await world.quiet()
    await ingrid.click("Fordel", at="home", near=WAITING)
    await world.ws.until(lambda: ingrid.modals)


async def test_what_needs_the_owner_stands_on_top_of_her_page_and_says_why(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create(title="Går sin gang", deadline="2026-12-01")
    await world.create(title="Er sendt tilbake", deadline="2026-12-10")
    await decline_named(world, "Er sendt tilbake")
    await world.create(title="Er forsinket", deadline="2026-11-25")
    await world.create(title="Har ulest melding", deadline="2026-12-11")
    await aisha.say("Hva med emne 3?", thread_ts=aisha.card("Har ulest melding").ts)
    await world.create(title="Er ikke åpnet", deadline="2026-12-02")
    await kari.click("Tilbake til Home", at="home")
    world.clock.move(days=3)  # the third working day after it was given
    with world.database.begin() as connection:
        going = tables.subtasks.c.title == "Går sin gang"
        connection.execute(tables.subtasks.update().where(going).values(status="open"))
    home = await look(world, "kari")
    assert "Trenger deg" in home
    top = home.partition("Mine deloppgaver")[0]
    order = ["Er sendt tilbake", "Er forsinket", "Har ulest melding"]
    assert [top.index(title) for title in order] == sorted(top.index(title) for title in order)
    assert "Aisha Rahman har sendt tilbake deloppgaven · frist tor. 10. des. 2026" in top
    assert "Fristen gikk ut ons. 25. nov. 2026 · ansvarlig: Aisha Rahman" in top
    assert "Uleste meldinger · ansvarlig: Aisha Rahman" in top
    assert "Og 1 til under «Gitt til andre»." in top
    assert "Går sin gang" not in home
    await kari.click("Gitt til andre", at="home")
    await world.quiet()
    listed = kari.text_of("home")
    assert "Trenger deg" not in listed
    order += ["Er ikke åpnet", "Går sin gang"]
    assert [listed.index(title) for title in order] == sorted(listed.index(title) for title in order)
    assert "Ikke åpnet av Aisha Rahman · frist ons. 2. des. 2026" in listed
    page = await read_case(world, kari)
    assert [page.index(title) for title in order] == sorted(page.index(title) for title in order)
    assert "Trenger deg: Ikke åpnet\n" in page


async def decline_named(world: World, title: str) -> None:
    """Let Aisha decline one of hers."""
    await world.aisha.click("Send tilbake", at=await world.card(world.aisha, title))
    await world.ws.until(lambda: world.aisha.modals)
    await world.aisha.choose("Årsak", "Ikke mitt fagfelt")
    assert (await world.aisha.send()).closed
    await world.quiet()


async def test_what_rests_what_is_ones_own_and_what_was_read_needs_nobody(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create(title="Min egen", assignee="Kari Nordmann", deadline="2026-11-25")
    await world.create(title="Hviler", deadline="2026-11-25")
    await world.create(title="Er lest")
    await aisha.say("Hei", thread_ts=aisha.card("Er lest").ts)
    await world.quiet()
    await kari.click("Åpne", at=await world.card(kari, "Er lest"))
    await world.ws.until(lambda: kari.modals)
    with world.database.begin() as connection:
        held = {"held_until_on": date(2026, 12, 18), "held_because": "Venter"}
        connection.execute(tables.subtasks.update().where(tables.subtasks.c.title == "Hviler").values(held))
    await kari.click("Tilbake til Home", at="home")
    world.clock.move(days=4)
    assert "Trenger deg" not in await look(world, "kari")


@pytest.mark.parametrize("late", ["what she wrote", "what she had not seen"])
async def test_an_answer_to_a_message_reads_what_was_said_before_it_whichever_is_heard_first(
    world: World, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await kari.click("Tilbake til Home", at="home")
    await aisha.say("Hei", thread_ts=aisha.card(TITLE).ts)
    await world.quiet()
    with held_back(world, monkeypatch) as held:
        await kari.say("Hva er det?", thread_ts=kari.card(TITLE).ts)
        await aisha.say("Hva med emne 3?", thread_ts=aisha.card(TITLE).ts)
    await deliver(world, held[::-1] if late == "what she wrote" else held)
    assert "Uleste meldinger" in await look(world, "kari")
    await kari.say("Det går bra.", thread_ts=kari.card(TITLE).ts)
    assert "Trenger deg" not in await look(world, "kari")


async def test_an_assignee_sees_nothing_of_what_her_subtask_needs(world: World) -> None:
    await world.create(deadline="2026-11-24")
    world.clock.move(days=4)
    assert "Trenger deg" not in await look(world, "aisha")


async def test_what_others_have_solved_in_her_cases_is_in_the_owners_list(world: World) -> None:
    kari = world.kari
    await world.create(title="Aishas")
    await world.create(title="Min egen", assignee="Kari Nordmann")
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha, "Aishas"))
    await kari.click("Løs deloppgave", at=await world.card(kari, "Min egen"))
    await world.quiet()
    await kari.click("Tilbake til Home", at="home")
    await world.quiet()
    await kari.click("Løst", at="home")
    await world.quiet()
    home = kari.text_of("home")
    assert home.index("Min egen") < home.index("Aishas")
    assert "Løst av Aisha Rahman 23. november 2026 kl. 09.00\n" in home
    await look(world, "aisha")
    await world.aisha.click("Løst", at="home")
    await world.quiet()
    assert "Aishas" in world.aisha.text_of("home")
    assert "Min egen" not in world.aisha.text_of("home")


@pytest.mark.parametrize(
    ("zone", "later", "is_top"),
    [
        ("Europe/Oslo", timedelta(hours=14), False),  # 23:00
        ("Europe/Oslo", timedelta(hours=15), True),  # midnight
        ("America/New_York", timedelta(hours=15), False),
        ("America/New_York", timedelta(hours=21), True),
    ],
)
async def test_on_another_day_home_begins_at_its_top(
    world: World, zone: str, later: timedelta, *, is_top: bool
) -> None:
    kari = world.kari
    add_subtasks(world, 25)
    with world.database.begin() as connection:
        connection.execute(tables.people.update().values(slack_zone=zone))
    await kari.open_home()
    await world.quiet()
    await kari.click("Gitt til andre", at="home")
    await world.quiet()
    await kari.click("Flere deloppgaver", at="home")
    await world.quiet()
    await read_case(world, kari)
    await kari.click("Flere deloppgaver", at="home")
    await world.quiet()
    world.clock.move(seconds=later.total_seconds())
    home = await look(world, "kari")
    assert ("Viser deloppgavene du skal løse" in home) == is_top
    assert ("Forrige side med deloppgaver" in kari.labels("home")) != is_top
    if is_top:
        assert open_pages(world) == ("mine", None, 0, 0)
    await read_case(world, kari)
    await look(world, "kari")
    assert "Saksnummer" in kari.text_of("home")  # the same day


def open_pages(world: World) -> tuple[object, ...]:
    """Read which page of App Home is remembered."""
    columns = (tables.homes.c.tab, tables.homes.c.case_id, tables.homes.c.case_page, tables.homes.c.subtasks_page)
    (row,) = world.rows(sa.select(*columns))
    return tuple(row)
