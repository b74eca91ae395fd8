"""`Søk` on App Home: the dialog, the page of what was found, and the way from there into the work."""

from __future__ import annotations

import sqlalchemy as sa

from cases.acts import indexing
from store import tables
from tests.handlers.changing_hands import WHY, ask_to_reassign, choose_ola
from tests.handlers.holding import fill, send
from tests.handlers.main_page import look
from tests.handlers.searching import ask, go_to, press, rows, search, table, titles
from tests.institution import CASE
from tests.stored import add_case, add_subtasks, make_case
from tests.world import World


async def test_one_row_of_home_leads_to_a_search_and_nothing_else_is_new(sqlite_world: World) -> None:
    lines = (await look(sqlite_world, "stranger")).splitlines()
    assert lines[lines.index("Søk") : lines.index("Mine deloppgaver")] == ["Søk", "På vent"]


async def test_what_is_found_stands_in_a_table_with_all_that_tells_it_apart(world: World) -> None:
    await world.create(deadline="2026-12-10")
    await search(world, world.kari, "emnene")
    assert [str(cell["text"]) for cell in rows(world.kari)[0]] == [
        "Sak", "Tittel", "Ansvarlig", "Status", "Frist", "Sakseier",
    ]  # fmt: skip
    assert table(world.kari) == [
        [CASE, "Vurder emnene", "Aisha Rahman", "Ny", "tor. 10. des.", "Kari Nordmann"],
    ]  # fmt: skip
    shown = world.kari.text_of("home")
    assert "«emnene» · nyeste først" in shown
    assert "Mine deloppgaver" not in shown


async def test_the_filters_narrow_and_the_page_says_so(world: World) -> None:
    await world.create(title="Til Aisha", deadline="2026-11-23")
    await world.create(title="Til Kari", assignee="Kari Nordmann", deadline="2026-12-15")
    await search(world, world.ingrid, Ansvarlig="Aisha", Sted="Institutt for historie", Frist="I dag", Status="Uløste")
    assert titles(world.ingrid) == ["Til Aisha"]
    said = world.ingrid.text_of("home")
    assert "Status: uløste · frist: i dag · sted: Institutt for historie · ansvarlig: Aisha Rahman" in said


async def test_the_search_is_changed_from_where_it_stood(world: World) -> None:
    await world.create(title="Snart", deadline="2026-11-25")
    await world.create(title="Senere", deadline="2026-12-15")
    kari = world.kari
    await search(world, kari, Ansvarlig="Aisha", Sortering="Nærmeste frist først")
    assert titles(kari) == ["Snart", "Senere"]
    await ask(world, kari, "Endre søket")
    assert kari.value_of("Ansvarlig") == "Aisha Rahman"
    await kari.fill("Søk etter", "Senere")
    await kari.choose("Ansvarlig", "Alle")
    await kari.send()
    await world.quiet()
    assert titles(kari) == ["Senere"]
    await press(world, kari, "Tilbake til Home")
    assert "Mine saker" in kari.text_of("home")
    await ask(world, kari)
    assert kari.value_of("Søk etter") is None
    await kari.dismiss()


async def test_a_subtask_is_opened_from_the_menu_and_nothing_stays_chosen_in_it(world: World) -> None:
    await world.create()
    aisha = world.aisha
    await search(world, aisha, "emnene")
    for _ in range(2):
        await aisha.choose("Åpne et treff", "Vurder emnene", at="home")
        await world.ws.until(lambda: aisha.modals)
        assert "Overordnet informasjon" in aisha.text_of(aisha.modals[-1]["id"])
        await aisha.dismiss()
        await world.quiet()
        assert aisha.value_of("Åpne et treff", at="home") is None
    assert table(aisha)[0][3] == "Åpen"  # opening was the assignee's


async def test_a_case_without_subtasks_is_found_and_lies_upon_the_search(world: World) -> None:
    make_case(world, "2026-99", owner="U0KARI", applied_on=world.clock.now().date())
    kari = world.kari
    await search(world, kari, "2026-99")
    assert table(kari) == [["2026-99", "Sak 2026-99", "Ingen", "Sak: Ny", "Ingen frist", "Kari Nordmann"]]
    await kari.choose("Åpne et treff", "2026-99", at="home")
    await world.quiet()
    assert "Ada Søker" in kari.text_of("home")
    await press(world, kari, "Tilbake til søket")
    assert titles(kari) == ["Sak 2026-99"]
    await press(world, kari, "Tilbake til Home")
    assert "Mine saker" in kari.text_of("home")


async def test_what_was_found_in_a_text_shows_where_and_the_sentence(world: World) -> None:
    await world.create(description="Se på *alt*. Karakteren fra Wrocław mangler.")
    await world.aisha.click("Åpne", at=await world.card(world.aisha))
    await world.ws.until(lambda: world.aisha.modals)
    await world.aisha.click("Skriv melding")
    await world.ws.until(lambda: len(world.aisha.modals) == 2)
    await world.aisha.fill("Melding", "Har du <https://uni.example|lenken>? Vitnemålet er på polsk.")
    await world.aisha.send()
    await world.quiet()

    await search(world, world.kari, "wroclaw")
    assert "2026-101 · Beskrivelse: «Karakteren fra Wrocław mangler.»" in world.kari.text_of("home")

    await search(world, world.kari, "polsk", button="Endre søket")
    assert "2026-101 · Aisha Rahman skrev: «Vitnemålet er på polsk.»" in world.kari.text_of("home")
    await world.kari.click("Åpne", at="home", near="Aisha Rahman skrev")
    await world.ws.until(lambda: world.kari.modals)


async def test_what_people_type_is_shown_and_never_parsed(sqlite_world: World) -> None:
    world = sqlite_world
    await search(world, world.kari, "*<!channel>* <@U0OLA>")
    assert "«*<!channel>* <@U0OLA>» · nyeste først" in world.kari.text_of("home")
    assert "Søket fant ingenting blant det du kan åpne nå." in world.kari.text_of("home")
    assert world.kari.labels("home") == ["Tilbake til Home", "Endre søket", "Lagre søket"]


async def test_a_hundred_are_shown_and_the_page_says_how_to_find_fewer(sqlite_world: World) -> None:
    world = sqlite_world
    add_subtasks(world, 101)
    await search(world, world.kari)
    assert len(table(world.kari)) == 100
    assert "Viser de 100 første. Skriv flere ord" in world.kari.text_of("home")
    with world.database.begin() as connection:
        connection.execute(tables.subtasks.delete().where(tables.subtasks.c.title == "Oppgave 7"))
    await look(world, "kari")
    assert len(table(world.kari)) == 100
    assert "Viser de 100 første" not in world.kari.text_of("home")


async def test_numbers_and_days_sort_as_such_where_cases_are_numbered_and_any_name_will_do(sqlite_world: World) -> None:
    world = sqlite_world
    add_subtasks(world, 1)
    make_case(world, "2026-99", owner="U0KARI", applied_on=world.clock.now().date())
    await search(world, world.kari)
    numbers = {str(row[0]["text"]): row[0].get("value") for row in rows(world.kari)[1:]}
    assert numbers == {CASE: 2026000101, "2026-99": 2026000099}
    assert [row[4]["value"] for row in rows(world.kari)[1:]] == [20261123, 99991231]
    make_case(world, "SAK-7", owner="U0KARI", applied_on=world.clock.now().date())
    await world.bot.services.executor.record(indexing.take_in_some)  # no act has made it, so none has said so
    await look(world, "kari")
    assert {row[0]["type"] for row in rows(world.kari)[1:]} == {"raw_text"}


async def test_the_longest_titles_of_a_hundred_fit_into_one_table(sqlite_world: World) -> None:
    world = sqlite_world
    add_subtasks(world, 100)
    with world.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(title="Æ" * 150, description="ordet " * 400))
        connection.execute(tables.people.update().values(name="Ø" * 200))
    await search(world, world.kari, "ordet")
    shown = rows(world.kari)
    assert len(shown) == 101
    assert sum(len(str(cell["text"])) for row in shown for cell in row) <= 20_000


async def test_a_page_that_is_drawn_again_shows_what_is_there_now(world: World) -> None:
    await world.create()
    await search(world, world.kari, "emnene")
    assert table(world.kari)[0][3] == "Ny"
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    assert table(world.kari)[0][3] == "Løst"


async def test_who_loses_access_sees_it_no_more(world: World) -> None:
    await world.create()
    aisha = world.aisha
    await search(world, aisha, "emnene")
    assert titles(aisha) == ["Vurder emnene"]
    await ask_to_reassign(world, world.kari)
    await choose_ola(world.kari)
    await world.kari.fill("Begrunnelse", WHY)
    assert (await world.kari.send()).closed, world.kari.errors
    await world.quiet()
    assert table(aisha) == []
    assert "Søket fant ingenting blant det du kan åpne nå." in aisha.text_of("home")


async def test_a_stale_menu_opens_nothing_that_is_out_of_reach(world: World) -> None:
    add_case(world, "2026-300", "En annens sak")
    await search(world, world.ingrid, "annens")
    with world.database.begin() as connection:
        connection.execute(tables.roles.delete().where(tables.roles.c.person_id == 5))
    await world.ingrid.choose("Åpne et treff", "annens", at="home")
    await world.quiet()
    assert "Nils Søker" not in world.ingrid.text_of("home")


async def test_on_another_day_home_begins_at_its_top(sqlite_world: World) -> None:
    world = sqlite_world
    await search(world, world.kari, "noe")
    world.clock.move(days=1)
    assert "Mine saker" in await look(world, "kari")
    (row,) = world.rows(sa.select(tables.homes.c.page, tables.homes.c.page_state).where(tables.homes.c.person_id == 1))
    assert row == (None, None)


async def test_a_list_of_its_own_shows_what_is_on_hold(world: World) -> None:
    await world.create(title="Venter")
    await world.create(title="Venter ikke")
    aisha = world.aisha
    await aisha.click("Åpne", at=await world.card(aisha, "Venter"))
    await world.ws.until(lambda: aisha.modals)
    await aisha.click("Sett på vent")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    await fill(aisha, "2026-12-02")
    assert (await send(aisha)).closed, aisha.errors
    await world.quiet()
    await aisha.dismiss()
    for person in (aisha, world.kari, world.ingrid):
        await go_to(world, person, "På vent")
        await press(world, person, "På vent")
        assert titles(person) == ["Venter"]
        assert table(person)[0][3] == "På vent til ons. 2. des."
        assert person.text_of("home").splitlines()[0] == "På vent"


async def test_what_acts_change_becomes_findable_by_itself_before_anybody_searches(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create(title="Regn etter")
    await world.ws.until(lambda: not world.rows(sa.select(tables.search_stale)))
    assert any("regn" in row.text for row in world.rows(sa.select(tables.search_texts)))
