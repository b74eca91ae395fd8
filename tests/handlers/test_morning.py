"""The distributor's overview: what stands in each list, who may see it, and what nobody sees there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from store import tables
from tests.handlers.disqualifying import declare_by_number
from tests.handlers.main_page import look
from tests.handlers.mornings import counts, listed, look_over, turn_to
from tests.institution import CASE, CASE_TITLE, MONDAY, TODAY
from tests.stored import WAITING, add_case, owner_of
from tests.world import World

EMPTY = {
    "Uten sakseier": 0, "Til fordeling": 0, "Saker over fristen": 0, "Deloppgaver over fristen": 0,
    "Ikke åpnet på en uke": 0, "Venter": 0, "Borte i dag": 0, "Alle saker": 1,
}  # fmt: skip


def change(world: World, table: sa.Table, which: sa.ColumnElement[bool], **values: Any) -> None:
    """Let something be otherwise, behind everybody's back."""
    with world.database.begin() as connection:
        connection.execute(table.update().where(which).values(values))


def tables_on(page: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The data tables on a page."""
    assert page is not None
    return [block for block in page["blocks"] if block["type"] == "data_table"]


def rows_of(table: dict[str, Any]) -> list[list[str]]:
    """What stands in a table's cells, its heading first."""
    return [[str(cell["text"]) for cell in row] for row in table["rows"]]


async def test_a_quiet_morning_is_said_in_one_sentence_for_each_list(world: World) -> None:
    ingrid = world.ingrid
    await look_over(world, ingrid)
    assert counts(ingrid) == EMPTY
    assert "kl. 09.00" in ingrid.text_of("home")
    for listing, sentence in (
        ("Uten sakseier", "Alle saker som er fordelt, har en sakseier."),
        ("Til fordeling", "Ingen saker venter på å bli fordelt."),
        ("Saker over fristen", "Ingen saker er over fristen."),
        ("Deloppgaver over fristen", "Ingen deloppgaver er over fristen."),
        ("Ikke åpnet på en uke", "Ingen nye deloppgaver har ligget uåpnet i en uke."),
        ("Venter", "Ingen deloppgaver venter."),
        ("Borte i dag", "Ingen er borte i dag."),
    ):
        assert sentence in await turn_to(world, ingrid, listing)


async def test_what_is_most_urgent_is_listed_first_and_is_done_from_there(world: World) -> None:
    ingrid = world.ingrid
    add_case(world)
    change(world, tables.people, tables.people.c.slack_id == "U0KARI", active=False)
    await look_over(world, ingrid)
    assert counts(ingrid) == EMPTY | {"Uten sakseier": 1, "Til fordeling": 1}
    assert CASE_TITLE in listed(ingrid)
    assert WAITING not in listed(ingrid)

    await ingrid.click("Omfordel sak", at="home")
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.choose("Sakseier", "Aisha Rahman")
    await ingrid.send()
    await world.quiet()
    assert counts(ingrid) == EMPTY | {"Til fordeling": 1}
    assert WAITING in listed(ingrid)

    await ingrid.click("Fordel", at="home")
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.choose("Sakseier", "Aisha Rahman")
    await ingrid.send()
    await world.quiet()
    assert counts(ingrid) == EMPTY | {"Alle saker": 2}
    assert owner_of(world, "2026-200") == "Aisha Rahman"


async def test_what_is_late_unopened_or_waits_stands_in_its_list_until_it_does_no_more(world: World) -> None:
    ingrid, aisha = world.ingrid, world.aisha
    await world.create(title="Sent ute", deadline="2026-11-30")
    await world.create(title="Trenger svar", assignee="ola@uni.example")
    await aisha.click("Åpne", at=aisha.card("Sent ute"))
    await world.ws.until(lambda: aisha.modals)
    await aisha.dismiss()
    change(world, tables.subtasks, tables.subtasks.c.title == "Trenger svar", held_until_on=TODAY + timedelta(days=3))
    await look_over(world, ingrid)
    assert counts(ingrid) == EMPTY | {"Venter": 1}
    assert "Trenger svar" in listed(ingrid)

    change(world, tables.subtasks, tables.subtasks.c.title == "Trenger svar", held_until_on=None)
    change(world, tables.cases, tables.cases.c.id == CASE, deadline_on=date(2026, 12, 1))
    world.clock.move(days=9)
    await look_over(world, ingrid)
    assert counts(ingrid) == EMPTY | {
        "Saker over fristen": 1, "Deloppgaver over fristen": 1, "Ikke åpnet på en uke": 1
    }  # fmt: skip
    assert "Fristen gikk ut tir. 1. des. 2026 · sakseier: Kari Nordmann" in await turn_to(
        world, ingrid, "Saker over fristen"
    )
    assert "Fristen gikk ut man. 30. nov. 2026 · ansvarlig: Aisha Rahman" in await turn_to(
        world, ingrid, "Deloppgaver over fristen"
    )
    assert "Ikke åpnet av Ola Hansen" in await turn_to(world, ingrid, "Ikke åpnet på en uke")
    await ingrid.click("Åpne", at="home")
    await world.ws.until(lambda: ingrid.modals)
    assert "Trenger svar" in ingrid.text_of(ingrid.modals[-1]["id"])


@pytest.mark.parametrize("listing", ["Til fordeling", "Deloppgaver over fristen", "Alle saker", "Arbeid per person"])
async def test_many_are_moved_from_the_list_that_is_looked_at(world: World, listing: str) -> None:
    await world.create(deadline="2026-11-24")
    add_case(world)
    world.clock.move(days=2)
    ingrid = world.ingrid
    await look_over(world, ingrid)
    await turn_to(world, ingrid, listing)
    await ingrid.click("Flytt flere", at="home")
    await world.ws.until(lambda: ingrid.modals)
    said = ingrid.text_of(ingrid.modals[-1]["id"])
    there = {"Til fordeling": WAITING, "Deloppgaver over fristen": "Vurder emnene", "Alle saker": CASE_TITLE}
    assert there.get(listing, "Flytt flere") in said


async def test_who_is_away_is_named_with_who_stands_in(world: World) -> None:
    people = {row.slack_id: row.id for row in world.rows(sa.select(tables.people.c.id, tables.people.c.slack_id))}
    absence = {"from_on": TODAY, "until_on": date(2026, 12, 4), "with_open": True, "set_at": MONDAY, "began_at": MONDAY}
    with world.database.begin() as connection:
        away = {"person_id": people["U0AISHA"], "substitute_id": people["U0OLA"], "set_by": people["U0AISHA"]}
        elsewhere = {"person_id": people["U0STRANGER"], "substitute_id": None, "set_by": people["U0STRANGER"]}
        connection.execute(tables.absences.insert(), [absence | away, absence | elsewhere])
    ingrid = world.ingrid
    await look_over(world, ingrid)
    assert counts(ingrid) == EMPTY | {"Borte i dag": 1}
    assert "Aisha Rahman: borte til fre. 4. des., stedfortreder Ola Hansen" in listed(ingrid)


async def test_all_cases_stand_in_a_table_that_the_client_sorts_and_one_is_opened_below_it(world: World) -> None:
    add_case(world, "2026-300", "Utsatt frist", owner_id=4, deadline_on=date(2026, 11, 20), status="open")
    await world.create()
    ingrid = world.ingrid
    await look_over(world, ingrid)
    await turn_to(world, ingrid, "Alle saker")
    (table,) = tables_on(ingrid.home)
    assert rows_of(table)[1:] == [
        ["2026-300", "Utsatt frist", "Institutt for historie", "Aisha Rahman", "20.11.2026", "0", "Åpen, over fristen"],
        [CASE, CASE_TITLE, "Institutt for historie", "Kari Nordmann", "18.12.2026", "1", "Åpen"],
    ]
    deadlines = [row[4] for row in table["rows"][1:]]
    assert {cell["type"] for cell in deadlines} == {"raw_number"}
    assert deadlines[0]["value"] < deadlines[1]["value"]

    await ingrid.choose("Åpne en sak fra tabellen", f"{CASE} {CASE_TITLE}", at="home")
    await world.quiet()
    assert "Ada Søker" in ingrid.text_of("home")
    await ingrid.click("Tilbake til oversikten", at="home")
    await world.quiet()
    assert len(tables_on(ingrid.home)) == 1


async def test_work_is_counted_for_everybody_by_name_and_only_what_is_open_now(world: World) -> None:
    await world.create(title="Løst", assignee="Aisha Rahman")
    await world.aisha.click("Løs deloppgave", at=world.aisha.card("Løst"))
    await world.quiet()
    await world.create(title="Åpen", assignee="Aisha Rahman")
    await world.create(title="Uløst", assignee="ola.hansen2@uni.example")
    ingrid = world.ingrid
    await look_over(world, ingrid)
    said = await turn_to(world, ingrid, "Arbeid per person")
    assert "Teller bare det som er åpent nå" in said
    (table,) = tables_on(ingrid.home)
    assert rows_of(table) == [
        ["Navn", "Åpne saker", "Uløste deloppgaver"],
        ["Aisha Rahman", "0", "1"],
        ["Ingrid Berg", "0", "0"],
        ["Kari Nordmann", "1", "0"],
        ["Ola Hansen 1 (ola.hansen2@uni.example)", "0", "1"],
        ["Ola Hansen 2 (ola@uni.example)", "0", "0"],
    ]
    assert ingrid.home is not None
    (chart,) = [block for block in ingrid.home["blocks"] if block["type"] == "data_visualization"]
    assert chart["chart"]["axis_config"]["categories"] == [
        "Aisha Rahman", "Ingrid Berg", "Kari Nordmann", "Ola Hansen 1", "Ola Hansen 2"
    ]  # fmt: skip
    shown = {one["name"]: [point["value"] for point in one["data"]] for one in chart["chart"]["series"]}
    assert shown == {"Saker": [0, 0, 1, 0, 0], "Deloppgaver": [1, 0, 0, 1, 0]}


async def test_a_place_can_be_looked_at_alone_and_only_what_lies_within_reach(world: World) -> None:
    add_case(world, "2026-300", "Ved fakultetet", place_id=1)
    add_case(world, "2026-301", "Jussen", place_id=3)
    add_case(world)
    ingrid = world.ingrid
    await look_over(world, ingrid)
    assert counts(ingrid)["Til fordeling"] == 2
    assert "Jussen" not in ingrid.text_of("home")
    await ingrid.choose("Sted", "Institutt for historie", at="home")
    await world.quiet()
    assert counts(ingrid)["Til fordeling"] == 1
    assert "Ved fakultetet" not in ingrid.text_of("home")
    await turn_to(world, ingrid, "Alle saker")
    assert counts(ingrid)["Til fordeling"] == 1
    await ingrid.choose("Sted", "Alle stedene mine", at="home")
    await world.quiet()
    assert counts(ingrid)["Til fordeling"] == 2
    state = {"listing": "undistributed", "place": 3, "page": 7}
    change(world, tables.homes, tables.homes.c.page == "morning", page_state=state)
    await ingrid.open_home()
    await world.quiet()
    assert counts(ingrid)["Til fordeling"] == 2
    assert "Ved fakultetet" in listed(ingrid)
    assert "Jussen" not in ingrid.text_of("home")


@pytest.mark.parametrize(
    "listing", ["Saker over fristen", "Deloppgaver over fristen", "Alle saker", "Arbeid per person"]
)
async def test_a_case_from_which_the_distributor_is_disqualified_is_nowhere(world: World, listing: str) -> None:
    await world.create(deadline="2026-11-30")
    change(world, tables.cases, tables.cases.c.id == CASE, deadline_on=date(2026, 12, 1))
    world.clock.move(days=9)
    ingrid = world.ingrid
    await look_over(world, ingrid)
    await turn_to(world, ingrid, listing)
    await declare_by_number(world, ingrid)
    assert counts(ingrid) == EMPTY | {"Alle saker": 0}
    page = str(ingrid.home)
    assert CASE not in page
    assert CASE_TITLE not in page
    assert "Vurder emnene" not in page
    assert {cell for table in tables_on(ingrid.home) for row in rows_of(table)[1:] for cell in row[1:]} <= {"0"}


async def test_only_a_distributor_sees_the_way_to_it(world: World) -> None:
    add_case(world)
    await look(world, "kari")
    assert "Oversikt" not in world.kari.labels("home")
    await look(world, "ingrid")
    assert "Oversikt" in world.ingrid.labels("home")


async def test_who_loses_the_role_with_the_overview_open_gets_the_main_page_and_no_more_of_it(world: World) -> None:
    ingrid = world.ingrid
    await look_over(world, ingrid)
    before = ingrid.home
    change(world, tables.roles, tables.roles.c.role == "fordeler", role="fagperson")
    for label in ("Oppdater", "Alle saker (1)"):
        await ingrid.click(label, at=before)
        await world.ws.until(lambda: ingrid.modals)
        assert "Bare fordelere har en oversikt." in ingrid.text_of(ingrid.modals[-1]["id"])
        await ingrid.dismiss()
    await ingrid.open_home()
    await world.quiet()
    assert "Mine deloppgaver" in ingrid.text_of("home")
    assert "Oversikt" not in ingrid.labels("home")


async def test_the_overview_is_drawn_again_for_its_reader_and_not_for_what_others_do_in_their_subtasks(
    world: World,
) -> None:
    ingrid = world.ingrid
    await world.create()
    await look_over(world, ingrid)
    before = ingrid.text_of("home")
    world.clock.move(minutes=5)
    await world.aisha.click("Løs deloppgave", at=world.aisha.card("Vurder emnene"))
    await world.quiet()
    assert ingrid.text_of("home") == before
    await ingrid.click("Oppdater", at="home")
    await world.quiet()
    assert "kl. 09.05" in ingrid.text_of("home")
