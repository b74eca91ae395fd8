"""Who is chosen to stand in, by whom, seen by whom before; substitutes of substitutes; owners who are away."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.handlers.being_away import (
    FRIDAY,
    choose_person,
    day_begins,
    fill_in,
    go_away,
    menu_of,
    stand_ins,
    submit_to_ola,
)
from tests.handlers.changing_hands import reassign
from tests.handlers.closing import ask_to_close
from tests.handlers.conversations import copies, modal_on_top, told
from tests.handlers.disqualifying import declare_by_number
from tests.handlers.history_lines import read_history
from tests.handlers.main_page import look, open_case, read_case
from tests.institution import CASE_TITLE
from tests.world import World

OLA, OTHER_OLA = 2, 3


async def test_whoever_chooses_reads_before_that_somebody_is_away_and_who_stands_in(world: World) -> None:
    aisha, kari, ola = world.aisha, world.kari, world.ola
    await go_away(world, aisha)
    away = "borte til fre. 27. nov., stedfortreder Ola Hansen"

    async def said(person: Person, field: str, pick: str, typed: str) -> str:
        found = await person.suggest(person.modals[-1]["id"], field, pick, typed)
        await person.dismiss()
        return str(found[0]["description"]["text"])

    await world.open_dialog(kari)
    assert await said(kari, "assignee", "assignee.pick", "aisha") == away
    await kari.click("Omfordel sak", at="home")
    await world.ws.until(lambda: kari.modals)
    assert await said(kari, "owner", "owner.pick", "aisha") == away
    await look(world, "ola")
    await ola.click("Borte", at="home")
    await world.ws.until(lambda: ola.modals)
    assert await said(ola, "substitute", "absence.substitute_pick", "aisha") == away


async def test_a_distributor_notes_it_for_somebody_who_is_ill_and_both_are_told(world: World) -> None:
    aisha, ola, ingrid = world.aisha, world.ola, world.ingrid
    await world.create()
    await look(world, "ingrid")
    await ingrid.click("Kollega borte", at="home")
    await world.ws.until(lambda: ingrid.modals)
    await choose_person(ingrid, "person", "absence.person_pick", "aisha")
    await ingrid.send()
    assert "Hvem: Aisha Rahman" in modal_on_top(ingrid)
    await fill_in(ingrid, "ola@uni.example", "2026-11-27")
    await world.quiet()

    assert stand_ins(world) == [OLA]
    said = "Ingrid Berg har registrert at du er borte fra og med man. 23. nov. 2026 til og med fre. 27. nov. 2026."
    assert told(aisha).count(said) == 1
    assert told(ola).count("Du er stedfortreder for Aisha Rahman") == 1

    await ingrid.click("Kollega borte", at="home")
    await world.ws.until(lambda: ingrid.modals)
    await choose_person(ingrid, "person", "absence.person_pick", "aisha")
    await ingrid.send()
    await ingrid.click("Avslutt fraværet")
    await world.quiet()
    assert "Fraværet til Aisha Rahman er avsluttet." in modal_on_top(ingrid)
    assert stand_ins(world) == [None]
    assert told(aisha).count("Ingrid Berg har registrert at du ikke lenger er borte.") == 1


async def test_nobody_but_distributors_is_offered_to_note_it_for_others(world: World) -> None:
    await look(world, "aisha")
    await look(world, "ingrid")
    assert menu_of(world.aisha) == ["Borte", "Last ned"]
    assert menu_of(world.ingrid) == ["Borte", "Kollega borte", "Flytt flere", "Last ned"]


async def test_a_substitute_who_goes_away_is_stood_in_for_by_the_next_and_no_chain_is_a_circle(world: World) -> None:
    aisha, kari, ola = world.aisha, world.kari, world.ola
    await world.create()
    await go_away(world, aisha)
    await look(world, "ola")
    await ola.click("Borte", at="home")
    await world.ws.until(lambda: ola.modals)
    await ola.fill("Til og med", "2026-11-24")
    await choose_person(ola, "substitute", "absence.substitute_pick", "aisha")
    await ola.send()
    assert "stedfortrederen er til slutt den som selv er borte" in ola.errors["Stedfortreder"]
    await choose_person(ola, "substitute", "absence.substitute_pick", "ola.hansen2@uni.example")
    assert (await ola.send()).closed
    await world.quiet()

    assert stand_ins(world) == [OTHER_OLA]
    assert "På vegne av: Aisha Rahman" in world.ola2.text_of(world.ola2.card("Vurder emnene"))
    assert "Du er ikke lenger stedfortreder for Aisha Rahman" in told(ola)
    await day_begins(world, FRIDAY - timedelta(days=2))
    assert stand_ins(world) == [OLA]
    assert "ingen er stedfortreder" not in told(kari)


async def test_a_circle_that_only_comes_about_later_ends_with_nobody(world: World) -> None:
    """Each was let through alone, since it was planned for other days; then one is moved."""
    aisha, ola = world.aisha, world.ola
    await world.create()
    await go_away(world, ola, "aisha@uni.example", until="2026-12-04", first="2026-12-01")
    await go_away(world, aisha, until="2026-11-27")
    with world.database.begin() as connection:
        absences = tables.absences.update().where(tables.absences.c.person_id == OLA)
        connection.execute(absences.values(from_on=FRIDAY - timedelta(days=3)))
    world.clock.set(world.clock.now() + timedelta(days=2))
    await world.ws.until(lambda: stand_ins(world) == [None])


async def test_an_owner_who_is_away_is_reached_through_the_substitute(world: World) -> None:
    aisha, kari, ola = world.aisha, world.kari, world.ola
    await submit_to_ola(world)
    await go_away(world, kari, "aisha@uni.example")

    card = aisha.card("Vurder emnene")
    assert "På vegne av: Kari Nordmann" in aisha.text_of(card)
    assert "Sakseier: Kari Nordmann, stedfortreder: Aisha Rahman" in ola.text_of(ola.card("Vurder emnene"))
    await ola.say("Hvilket år gjelder det?", thread_ts=ola.card("Vurder emnene").ts)
    await world.quiet()
    assert "Hvilket år gjelder det?" in told(aisha)
    assert "@Kari Nordmann" not in told(kari), "who is away is not called"
    await aisha.say("2025", thread_ts=card.ts)
    await world.quiet()
    assert "2025" in told(ola)
    home = await look(world, "aisha")
    assert CASE_TITLE in home
    assert "1 uløst deloppgave · på vegne av Kari Nordmann" in home
    await aisha.click("Åpne", at="home", near=CASE_TITLE)
    await world.quiet()
    assert "Avslutt sak" in aisha.labels("home")
    await look(world, "ola2")
    assert CASE_TITLE not in world.ola2.text_of("home")

    await day_begins(world, FRIDAY + timedelta(days=1))
    await ola.say("Takk", thread_ts=ola.card("Vurder emnene").ts)
    await world.quiet()
    assert "Takk" in told(kari)
    assert "Takk" not in told(aisha)
    assert CASE_TITLE not in await look(world, "aisha")


async def test_who_stands_in_for_a_disqualified_owner_loses_a_case_that_has_ended_too(
    world: World,
) -> None:
    aisha, kari = world.aisha, world.kari
    await submit_to_ola(world)
    await go_away(world, kari, "aisha@uni.example")
    await ask_to_close(world, kari)
    await kari.send()
    await world.quiet()
    assert "Avsluttet" in await read_case(world, aisha)

    await declare_by_number(world, kari)

    assert CASE_TITLE not in await look(world, "aisha")
    assert "Vurder emnene" not in told(aisha)


async def test_given_to_somebody_else_it_is_nobodys_to_stand_in_for_and_nothing_is_said_of_whom_it_was_given_to(
    world: World,
) -> None:
    aisha, kari, substitute = world.aisha, world.kari, world.ola2
    await world.create(attachments=["Vitnemål"])
    await go_away(world, aisha, "ola.hansen2@uni.example")
    assert copies(substitute) == ["Vitnemål"]

    await reassign(world, kari)

    assert stand_ins(world) == [None]
    assert (copies(substitute), copies(aisha), copies(world.ola)) == ([], [], ["Vitnemål"])
    assert "Du har ikke lenger tilgang til denne deloppgaven." in told(substitute)
    assert "har fått en annen ansvarlig" in told(substitute)
    assert "har ikke lenger stedfortreder" not in await read_history(world, kari)


async def test_a_case_given_to_somebody_else_is_nobodys_to_stand_in_for(world: World) -> None:
    aisha, kari = world.aisha, world.kari
    await submit_to_ola(world)
    await go_away(world, kari, "aisha@uni.example")
    assert "Vurder emnene" in told(aisha)
    await open_case(world, kari)
    await kari.click("Omfordel sak", at="home")
    await world.ws.until(lambda: kari.modals)
    await choose_person(kari, "owner", "owner.pick", "ingrid@uni.example")
    assert (await kari.send()).closed
    await world.quiet()

    assert "Sammenlign emnene" not in told(aisha)
    assert CASE_TITLE not in await look(world, "aisha")
    assert [row.stand_in_id for row in world.rows(sa.select(tables.cases)) if row.stand_in_id] == []
    said = [row.details for row in world.rows(sa.select(tables.history)) if row.act == "case.stand_in"]
    assert [one["for"] for one in said] == ["Kari Nordmann"]


async def test_without_anything_special_home_has_two_entries_in_a_menu_and_nothing_else(world: World) -> None:
    home = await look(world, "aisha")
    assert "stedfortreder" not in home.lower()
    assert "Du er borte" not in home
    assert menu_of(world.aisha) == ["Borte", "Last ned"]
