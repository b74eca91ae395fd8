"""App Home: own subtasks and cases, the case page, pages, language, and what strangers see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.faults import Kind
from store import tables
from tests.handlers.main_page import look
from tests.institution import CASE, CASE_TITLE
from tests.world import World


async def test_s24_the_case_title_stands_above_the_subtasks_own(world: World) -> None:
    await world.create()
    lines = (await look(world, "aisha")).splitlines()
    place = lines.index("Vurder emnene")
    assert lines[place - 1] == CASE_TITLE
    assert "Ny" in lines[place + 2] or "Ny" in lines[place + 1]


async def test_the_nearest_deadline_stands_first_and_solved_ones_are_gone(world: World) -> None:
    await world.create(title="Senere", deadline="2026-12-15")
    await world.create(title="Snart", deadline="2026-11-25")
    await world.create(title="Løst alt", deadline="2026-11-24")
    await world.aisha.click("Løs deloppgave", at=world.aisha.card("Løst alt"))
    await world.quiet()
    home = await look(world, "aisha")
    assert home.index("Snart") < home.index("Senere")
    assert "Løst alt" not in home


async def test_an_overdue_subtask_is_marked_in_words(world: World) -> None:
    await world.create(deadline="2026-11-24")
    world.clock.move(days=3)
    assert "fristen gikk ut" in await look(world, "aisha")


async def test_home_follows_what_others_do(world: World) -> None:
    await look(world, "aisha")
    await world.create()
    assert "Vurder emnene" in world.aisha.text_of("home")
    with world.database.begin() as connection:
        connection.execute(tables.cases.update().values(title="Ny tittel på saken"))
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    assert "Vurder emnene" not in world.aisha.text_of("home")


async def test_the_case_page_shows_facts_attachments_and_subtasks_to_its_owner(world: World) -> None:
    await world.create()
    await look(world, "kari")
    page = world.kari.text_of("home")
    for shown in (
        CASE,
        CASE_TITLE,
        "Ada Søker",
        "Vitnemål",
        "Emneliste",
        "Legeerklæring",
        "Vurder emnene",
        "Aisha Rahman",
    ):
        assert shown in page
    await world.kari.click("Tilbake til Home", at="home")
    await world.quiet()
    assert "Mine saker" in world.kari.text_of("home")


async def test_opening_a_case_makes_it_open(world: World) -> None:
    await look(world, "kari")
    assert status(world) == "new"
    await world.kari.click("Åpne", at="home", near=CASE_TITLE)
    await world.quiet()
    assert status(world) == "open"
    assert "Åpen" in world.kari.text_of("home")


async def test_a_stranger_gets_a_kind_sentence(world: World) -> None:
    guest = world.ws.add_person(
        "U0GUEST", name="Gjest", email="g@x.example", locale="en-US", tz="Europe/Oslo", title=""
    )
    await guest.open_home()
    await world.ws.until(lambda: guest.home)
    assert "kjenner deg ikke" in guest.text_of("home")


async def test_each_person_reads_her_own_language(world: World) -> None:
    await world.create()
    aisha = world.aisha
    await look(world, "aisha")
    label = next(label for label in aisha.labels("home") if "pråk" in label)
    await aisha.choose(label, "Nynorsk", at="home")
    await world.quiet()
    assert "Mine deloppgåver" in aisha.text_of("home")
    assert "Løys deloppgåve" in aisha.labels(aisha.card("Vurder emnene"))
    assert "Løs deloppgave" in world.kari.labels(world.kari.card("Vurder emnene"))


async def test_a_deactivated_colleague_can_do_nothing_more(world: World) -> None:
    await world.create()
    world.ws.deactivate("U0AISHA")
    await world.ws.until(lambda: world.rows(account_of("U0AISHA"))[0].account_closed)


def account_of(slack_id: str) -> Any:
    """The query for what Slack says of a person's account."""
    return sa.select(tables.people.c.account_closed).where(tables.people.c.slack_id == slack_id)


def status(world: World) -> str:
    """The case's status as it is kept."""
    return str(world.rows(sa.select(tables.cases.c.status))[0].status)


@pytest.mark.parametrize("kind", ["ratelimited", "cut_before", "http_500", "error"])
async def test_a_stranger_whose_page_slack_does_not_take_is_no_fault_in_the_log(
    sqlite_world: World, caplog: pytest.LogCaptureFixture, kind: Kind
) -> None:
    guest = sqlite_world.ws.add_person("U0GUEST", name="Gjest", email="gjest@uni.example")
    sqlite_world.ws.faults.add("views.publish", guest.id, kind=kind)
    await guest.open_home()
    await sqlite_world.quiet()
    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == []
    sqlite_world.clock.set(sqlite_world.clock.now() + timedelta(seconds=2))
    await guest.open_home()
    await sqlite_world.ws.until(lambda: guest.home)
