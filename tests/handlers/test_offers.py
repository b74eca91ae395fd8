"""Offers to everybody with a role at a place: `Ta oppgaven`, the first who takes it has it."""

from __future__ import annotations

import copy

import pytest
import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.handlers.main_page import look
from tests.handlers.moving_many import ask_to_move, choose, messages_of, press_move, said
from tests.institution import CASE_TITLE, MONDAY
from tests.stored import add_case, add_subtasks, owner_of
from tests.world import World

OFFER = "Ingrid Berg tilbyr dette til alle med rollen saksbehandler."


async def offer_cases(world: World, *titles: str) -> None:
    """Let Ingrid offer these cases that wait to the case workers there, who are Kari and Aisha."""
    for number, title in enumerate(titles):
        add_case(world, f"2026-40{number}", title, owner_id=None)
    await ask_to_move(world, world.ingrid, "Saker til fordeling")
    await choose(world.ingrid, *(titles if len(titles) == 1 else ()), role="saksbehandler")
    assert f"{len(titles)} tilbys" in said(world.ingrid)
    assert f"Du har tilbudt {len(titles)} sak" in await press_move(world, world.ingrid)
    await world.ingrid.dismiss()


async def take(world: World, person: Person, near: str) -> None:
    await person.click("Ta oppgaven", at=person.messages[-1], near=near)
    await world.quiet()


async def test_everybody_with_the_role_there_is_asked_once_and_sees_no_more_than_they_need(world: World) -> None:
    await offer_cases(world, "Første", "Andre")
    for person in (world.kari, world.aisha):
        (told,) = messages_of(person)
        assert OFFER in told
        assert "Sak 2026-400 · Institutt for historie" in told
        assert "Nils Søker" not in told
    assert messages_of(world.ola) == []
    assert owner_of_none(world)


def owner_of_none(world: World) -> bool:
    """Whether nobody owns what waits."""
    waiting = sa.select(tables.cases.c.owner_id).where(tables.cases.c.id.like("2026-40%"))
    return {row.owner_id for row in world.rows(waiting)} == {None}


async def test_the_first_who_takes_it_has_it_and_the_others_messages_close(world: World) -> None:
    await offer_cases(world, "Første", "Andre")
    await take(world, world.aisha, "Første")
    assert owner_of(world, "2026-400") == "Aisha Rahman"
    (kari,) = messages_of(world.kari)
    assert "Første\nAisha Rahman tok oppgaven." in kari
    (aisha,) = messages_of(world.aisha)
    assert "Første\nDu tok oppgaven." in aisha
    assert world.kari.labels(world.kari.messages[-1]).count("Ta oppgaven") == 1
    assert "Første" in await look(world, "aisha")
    assert "1 er ikke tatt av noen ennå." in world.ingrid.text_of(world.ingrid.messages[-1])


async def test_who_comes_second_is_told_who_was_first(world: World) -> None:
    await offer_cases(world, "Første")
    stale = copy.deepcopy(world.kari.messages[-1])
    await take(world, world.aisha, "Første")
    await world.kari.click("Ta oppgaven", at=stale)
    await world.ws.until(lambda: world.kari.modals)
    assert "Aisha Rahman tok oppgaven." in said(world.kari)
    assert owner_of(world, "2026-400") == "Aisha Rahman"


@pytest.mark.parametrize("value", ["9" * 30, "9" * 18, "-1", "tull", "²"])
async def test_a_button_with_a_number_that_nothing_has_is_answered_in_one_sentence(world: World, value: str) -> None:
    await offer_cases(world, "Første")
    forged = copy.deepcopy(world.kari.messages[-1])
    next(block for block in forged.blocks if "accessory" in block)["accessory"]["value"] = value
    await world.kari.click("Ta oppgaven", at=forged)
    await world.ws.until(lambda: world.kari.modals)
    assert "Oppgaven tilbys ikke lenger." in said(world.kari)
    assert owner_of_none(world)


async def test_a_subtask_shows_its_owner_and_stays_until_it_is_taken(world: World) -> None:
    add_subtasks(world, 1)
    await ask_to_move(world, world.ingrid, "Deloppgaver som ikke er åpnet")
    await choose(world.ingrid, "Oppgave 0", role="fagperson", why="Aisha er sykmeldt.")
    await press_move(world, world.ingrid)
    (told,) = messages_of(world.ola)
    assert "Deloppgave · frist man. 23. nov. 2026 · sakseier: Kari Nordmann" in told
    assert CASE_TITLE not in told
    assert "Se på dette." not in told
    assert messages_of(world.aisha) == []
    assert "Oppgave 0" in await look(world, "aisha")
    await take(world, world.ola, "Oppgave 0")
    assert "Oppgave 0" in await look(world, "ola")
    assert "Oppgave 0" not in await look(world, "aisha")
    assert "Ola Hansen" in messages_of(world.people["ola2"])[0]


async def test_one_who_is_disqualified_is_not_asked_and_cannot_take(world: World) -> None:
    await offer_cases(world, "Første")
    stale = copy.deepcopy(world.kari.messages[-1])
    await world.kari.command("/sak", "inhabil 2026-400")
    await world.ws.until(lambda: world.kari.modals)
    await world.kari.send()
    await world.quiet()
    assert "Første" not in "".join(messages_of(world.kari))
    await world.kari.dismiss()
    await world.kari.click("Ta oppgaven", at=stale)
    await world.ws.until(lambda: world.kari.modals)
    assert "ikke tilbudt deg" in said(world.kari)
    assert owner_of_none(world)


async def test_an_offer_ends_when_it_is_given_to_somebody_else(world: World) -> None:
    await offer_cases(world, "Første")
    await world.ingrid.click("Fordel", at="home", near="Første")
    await world.ws.until(lambda: world.ingrid.modals)
    await world.ingrid.choose("Sakseier", "Per Strand")
    await world.ingrid.send()
    await world.quiet()
    for person in (world.kari, world.aisha):
        assert "Første\nTilbys ikke lenger." in messages_of(person)[0]


async def test_the_distributor_takes_an_offer_back(world: World) -> None:
    await offer_cases(world, "Første")
    world.clock.move(minutes=6)
    await world.quiet()
    await world.ingrid.click("Trekk tilbudet tilbake", at=world.ingrid.messages[-1])
    await world.quiet()
    assert "Tilbys ikke lenger." in messages_of(world.kari)[0]
    assert "Ta oppgaven" not in world.kari.labels(world.kari.messages[-1])
    assert "Trekk tilbudet tilbake" not in world.ingrid.labels(world.ingrid.messages[-1])


async def test_angre_takes_an_offer_back_and_names_what_was_taken(world: World) -> None:
    await offer_cases(world, "Første", "Andre")
    await take(world, world.aisha, "Første")
    await world.ingrid.click("Angre", at=world.ingrid.messages[-1])
    await world.quiet()
    assert "1 er endret siden, og blir der den er:" in messages_of(world.ingrid)[-1]
    assert owner_of(world, "2026-400") == "Aisha Rahman"
    assert "Andre\nTilbys ikke lenger." in messages_of(world.kari)[0]


async def test_of_more_than_ten_the_first_ten_are_shown_and_the_rest_counted(world: World) -> None:
    await offer_cases(world, *(f"Sak {number:02}" for number in range(10)), "Sak 10", "Sak 11")
    assert "Og 2 til, som kommer her når noen av disse er tatt." in messages_of(world.kari)[0]


async def test_home_shows_what_can_be_taken_to_those_who_may(world: World) -> None:
    await offer_cases(world, "Første", "Andre")
    await look(world, "ola")
    assert "Kan tas: 2" not in world.ola.labels("home")
    kari = world.kari
    await look(world, "kari")
    await kari.click("Kan tas: 2", at="home")
    await world.ws.until(lambda: kari.modals)
    await kari.click("Ta oppgaven", near="Andre")
    await world.quiet()
    assert kari.labels().count("Ta oppgaven") == 1
    assert "Du tok oppgaven. Du finner den i fanen Home." in kari.text_of(kari.modals[-1]["id"])
    assert "Kan tas: 1" in kari.labels("home")
    assert owner_of(world, "2026-401") == "Kari Nordmann"


async def test_one_who_is_away_is_not_asked(world: World) -> None:
    with world.database.begin() as connection:
        ids = {row.slack_id: row.id for row in connection.execute(sa.select(tables.people))}
        days = {"from_on": MONDAY.date(), "until_on": MONDAY.date(), "set_at": MONDAY, "began_at": MONDAY}
        whose = {"person_id": ids["U0KARI"], "set_by": ids["U0KARI"], "with_open": True}
        connection.execute(tables.absences.insert().values(**days, **whose))
    await offer_cases(world, "Første")
    assert messages_of(world.kari) == []
    assert len(messages_of(world.aisha)) == 1
