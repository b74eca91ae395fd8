"""Searches with a name: how they are saved, opened and deleted, and that they are their person's alone."""

from __future__ import annotations

import sqlalchemy as sa

from store import tables
from tests.handlers.main_page import look
from tests.handlers.searching import ask, go_to, press, save, search, titles
from tests.world import World


def names(world: World, person_id: int = 1) -> list[str]:
    """The names of somebody's searches, as they are kept."""
    kept = sa.select(tables.saved_searches.c.name).where(tables.saved_searches.c.person_id == person_id)
    return [row.name for row in world.rows(kept.order_by(tables.saved_searches.c.id))]


async def test_a_named_search_stands_on_home_and_finds_what_is_there_when_it_is_opened(world: World) -> None:
    kari = world.kari
    await search(world, kari, "emnene", Ansvarlig="Alle", Status="Uløste")
    assert await save(world, kari, "  Emner  ")
    assert kari.text_of("home").splitlines()[0] == "Emner"
    assert kari.labels("home") == ["Tilbake til Home", "Endre søket", "Slett søket"]
    await go_to(world, kari, "Emner")
    await world.create()
    await go_to(world, kari, "Emner")
    await press(world, kari, "Emner")
    assert titles(kari) == ["Vurder emnene"]
    assert "Emner" not in await look(world, "ola")


async def test_saving_again_proposes_the_one_that_was_changed(sqlite_world: World) -> None:
    world, kari = sqlite_world, sqlite_world.kari
    await search(world, kari, "emner")
    assert await save(world, kari, "Mine emner")
    await ask(world, kari, "Endre søket")
    await kari.fill("Søk etter", "fag")
    await kari.send()
    await world.quiet()
    assert kari.text_of("home").splitlines()[0] == "Søk"
    await ask(world, kari, "Lagre søket")
    assert (kari.value_of("Navn"), kari.value_of("Erstatter")) == ("Mine emner", "Mine emner")
    await kari.fill("Navn", "Mine fag")
    assert (await kari.send()).closed
    await world.quiet()
    assert names(world) == ["Mine fag"]
    assert "«fag»" in kari.text_of("home")


async def test_an_empty_name_and_one_that_is_taken_are_answered_at_the_field(sqlite_world: World) -> None:
    world, kari = sqlite_world, sqlite_world.kari
    await search(world, kari, "emner")
    assert await save(world, kari, "Emner")
    await search(world, kari, "fag")
    assert not await save(world, kari, " \u200b ")
    assert kari.errors == {"Navn": "Skriv et navn."}
    await kari.fill("Navn", "emner")
    await kari.send()
    assert kari.errors == {
        "Navn": "Du har allerede lagret et søk med dette navnet. Velg det under «Erstatter», eller skriv et annet navn."
    }
    await kari.choose("Erstatter", "Emner")
    assert (await kari.send()).closed
    await world.quiet()
    assert names(world) == ["emner"]


async def test_a_sixth_one_asks_which_it_replaces(sqlite_world: World) -> None:
    world, kari = sqlite_world, sqlite_world.kari
    for number in range(1, 6):
        await search(world, kari, f"emne {number}")
        assert await save(world, kari, f"Emne {number}")
    await go_to(world, kari, "Søk")
    row = kari.labels("home")
    assert row[row.index("Søk") :][:4] == ["Søk", "På vent", "Emne 1", "more"]
    await search(world, kari, "emne 6")
    await ask(world, kari, "Lagre søket")
    assert "Du har 5 lagrede søk, og flere er det ikke plass til." in kari.text_of(kari.modals[-1]["id"])
    await kari.fill("Navn", "Emne 6")
    await kari.send()
    assert list(kari.errors) == ["Erstatter"]
    await kari.choose("Erstatter", "Emne 3")
    assert (await kari.send()).closed
    await world.quiet()
    assert sorted(names(world)) == ["Emne 1", "Emne 2", "Emne 4", "Emne 5", "Emne 6"]
    await go_to(world, kari, "Søk")
    await press(world, kari, "Emne 6")  # in the menu of the row
    assert "«emne 6»" in kari.text_of("home")


async def test_a_deleted_one_leaves_what_it_found(world: World) -> None:
    await world.create()
    kari = world.kari
    await search(world, kari, "emnene")
    assert await save(world, kari, "Emner")
    await press(world, kari, "Slett søket")
    assert names(world) == []
    assert titles(kari) == ["Vurder emnene"]
    assert kari.labels("home")[:3] == ["Tilbake til Home", "Endre søket", "Lagre søket"]


async def test_a_button_of_one_that_is_gone_answers_in_words(sqlite_world: World) -> None:
    world, kari = sqlite_world, sqlite_world.kari
    await search(world, kari, "emner")
    assert await save(world, kari, "Emner")
    await go_to(world, kari, "Emner")
    with world.database.begin() as connection:
        connection.execute(tables.saved_searches.delete())
    await kari.click("Emner", at="home")
    await world.ws.until(lambda: kari.modals)
    assert "Det lagrede søket finnes ikke lenger" in kari.text_of(kari.modals[-1]["id"])


async def test_a_place_out_of_reach_finds_nothing_more_than_may_be_seen_and_says_so(world: World) -> None:
    await world.create()
    ingrid = world.ingrid
    await search(world, ingrid, Sted="Institutt for historie")
    assert await save(world, ingrid, "Historie")
    assert titles(ingrid) == ["Vurder emnene"]
    with world.database.begin() as connection:
        connection.execute(tables.roles.update().where(tables.roles.c.person_id == 5).values(place_id=3))
    await go_to(world, ingrid, "Historie")
    await press(world, ingrid, "Historie")
    assert titles(ingrid) == []
    shown = ingrid.text_of("home")
    assert "Sted: ukjent" in shown
    assert "Stedet eller personen i søket finnes ikke lenger for deg. Velg på nytt med «Endre søket»." in shown
    await ask(world, ingrid, "Endre søket")
    assert ingrid.value_of("Sted") == "Alle"


async def test_an_assignee_who_has_left_is_still_found(world: World) -> None:
    await world.create()
    await search(world, world.kari, Ansvarlig="Aisha")
    assert await save(world, world.kari, "Aishas")
    with world.database.begin() as connection:
        connection.execute(tables.people.update().where(tables.people.c.id == 4).values(active=False))
    await look(world, "kari")
    assert titles(world.kari) == ["Vurder emnene"]
    assert "Ansvarlig: Aisha Rahman" in world.kari.text_of("home")
