"""`Flytt flere`: many cases or subtasks to somebody at once, shown line by line before, and taken back after."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from store import disqualifications, tables
from tests.handlers.disqualifying import declare_by_number
from tests.handlers.main_page import look
from tests.handlers.moving_many import ask_to_move, choose, messages_of, press_move, said
from tests.institution import CASE, MONDAY, TODAY
from tests.stored import add_case, add_subtasks
from tests.world import World

TITLES = ("Første", "Andre", "Tredje")


def owners(world: World) -> set[str]:
    """The names of those who own one of the three cases."""
    joined = sa.select(tables.people.c.name).join(tables.cases, tables.cases.c.owner_id == tables.people.c.id)
    return {row.name for row in world.rows(joined.where(tables.cases.c.id.like("2026-30%")))}


def add_three(world: World, **values: object) -> None:
    for number, title in enumerate(TITLES):
        add_case(world, f"2026-30{number}", title, **values)


async def test_cases_that_wait_are_given_to_one_owner_who_hears_of_them_once(world: World) -> None:
    add_three(world, owner_id=None)
    ingrid = world.ingrid
    await ask_to_move(world, ingrid, "Saker til fordeling")
    await choose(ingrid, to="Kari Nordmann")
    assert "3 flyttes" in said(ingrid)
    assert all(title in said(ingrid) for title in TITLES)
    assert owners(world) == set()
    assert "Du har gitt 3 saker til Kari Nordmann." in await press_move(world, ingrid)
    assert owners(world) == {"Kari Nordmann"}
    (told,) = messages_of(world.kari)
    assert "Du har fått 3 saker av Ingrid Berg." in told
    assert all(title in told for title in TITLES)


def assignees(world: World) -> dict[str, str]:
    """Who is to solve each subtask, by its title."""
    joined = sa.select(tables.subtasks.c.title, tables.people.c.name).join(
        tables.people, tables.people.c.id == tables.subtasks.c.assignee_id
    )
    return {row.title: row.name for row in world.rows(joined)}


def change(world: World, title: str, **values: object) -> None:
    """Change a subtask behind everybody's back."""
    with world.database.begin() as connection:
        connection.execute(tables.subtasks.update().where(tables.subtasks.c.title == title).values(**values))


def declare(world: World, case_id: str, slack_id: str) -> None:
    """Let somebody be disqualified from a case."""
    people = tables.people.c
    with world.database.begin() as connection:
        person = connection.execute(sa.select(people.id).where(people.slack_id == slack_id)).scalar_one()
        disqualifications.declare(connection, case_id, person, MONDAY)


async def test_subtasks_of_one_person_are_moved_but_for_what_rests_and_each_hears_of_it_once(world: World) -> None:
    add_subtasks(world, 4)
    change(world, "Oppgave 3", held_until_on=date(2026, 12, 1), held_because="Venter på svar.")
    ingrid = world.ingrid
    await ask_to_move(world, ingrid, "Deloppgavene til én person", holder="Aisha Rahman")
    await choose(ingrid, to="Kari Nordmann", why="Aisha er sykmeldt.")
    assert "3 flyttes, 1 er på vent" in said(ingrid)
    assert set(assignees(world).values()) == {"Aisha Rahman"}
    told = await press_move(world, ingrid)
    assert "Du har gitt 3 deloppgaver til Kari Nordmann." in told
    assert "Ikke flyttet: 1 er på vent." in told
    assert assignees(world)["Oppgave 3"] == "Aisha Rahman"
    (kari,), (aisha,) = messages_of(world.kari), messages_of(world.aisha)
    assert "Du har fått 3 deloppgaver av Ingrid Berg." in kari
    assert "Oppgave 0" in kari
    assert aisha == "Ingrid Berg har gitt 3 av deloppgavene dine til Kari Nordmann."


async def test_what_rests_is_moved_with_the_tick_and_goes_on_with_the_new_one(world: World) -> None:
    add_subtasks(world, 1)
    change(world, "Oppgave 0", held_until_on=date(2026, 12, 1), held_because="Venter på svar.")
    await ask_to_move(world, world.ingrid, "Deloppgaver som ikke er åpnet")
    await choose(world.ingrid, "Oppgave 0", to="Kari Nordmann", resting=True, why="Syk.")
    assert "1 flyttes" in said(world.ingrid)
    await press_move(world, world.ingrid)
    assert assignees(world) == {"Oppgave 0": "Kari Nordmann"}
    assert world.rows(sa.select(tables.subtasks.c.held_until_on))[0].held_until_on is None


async def test_a_receiver_who_is_disqualified_is_named_and_keeps_out(world: World) -> None:
    add_three(world, owner_id=None)
    declare(world, "2026-301", "U0KARI")
    await ask_to_move(world, world.ingrid, "Saker til fordeling")
    await choose(world.ingrid, to="Kari Nordmann")
    assert "2 flyttes, 1: Kari Nordmann er inhabil" in said(world.ingrid)
    assert "Kari Nordmann er inhabil" in await press_move(world, world.ingrid)
    (told,) = messages_of(world.kari)
    assert "Andre" not in told


async def test_what_was_received_has_no_title_any_more_once_its_receiver_is_disqualified(world: World) -> None:
    add_three(world, owner_id=None)
    await ask_to_move(world, world.ingrid, "Saker til fordeling")
    await choose(world.ingrid, to="Kari Nordmann")
    await press_move(world, world.ingrid)
    await declare_by_number(world, world.kari, "2026-301")
    (told,) = messages_of(world.kari)
    assert "Du har fått 2 saker av Ingrid Berg." in told
    assert "Andre" not in told


async def test_a_distributor_sees_no_line_of_a_case_from_which_they_are_disqualified(world: World) -> None:
    add_three(world, owner_id=None)
    await ask_to_move(world, world.ingrid, "Saker til fordeling")
    declare(world, "2026-301", "U0INGRID")
    await choose(world.ingrid, to="Kari Nordmann")
    assert "Andre" not in said(world.ingrid)
    assert "2 flyttes" in said(world.ingrid)
    await press_move(world, world.ingrid)
    await world.ingrid.dismiss()
    await ask_to_move(world, world.ingrid, "Saker til fordeling")
    assert "Andre" not in said(world.ingrid)


async def test_one_without_a_role_at_the_place_gets_no_subtask_there(world: World) -> None:
    add_subtasks(world, 2)
    await ask_to_move(world, world.ingrid, "Deloppgaver som ikke er åpnet")
    await choose(world.ingrid, to="Ingrid Berg", why="Jeg tar dem.")
    assert "2: Ingrid Berg har ingen rolle ved stedet" in said(world.ingrid)
    assert world.ingrid.modals[-1].get("submit") is None


async def test_what_has_changed_since_it_was_shown_is_shown_again_and_not_moved_unseen(world: World) -> None:
    add_subtasks(world, 2)
    await ask_to_move(world, world.ingrid, "Deloppgaver som ikke er åpnet")
    await choose(world.ingrid, to="Kari Nordmann", why="Syk.")
    change(world, "Oppgave 1", status="solved", solved_at=MONDAY, ending="owner")
    told = await press_move(world, world.ingrid)
    assert "Noe er endret siden du så listen" in told
    assert "1 flyttes, 1 er avsluttet" in told
    assert set(assignees(world).values()) == {"Aisha Rahman"}
    await press_move(world, world.ingrid)
    assert assignees(world) == {"Oppgave 0": "Kari Nordmann", "Oppgave 1": "Aisha Rahman"}


async def test_an_owner_hears_once_of_all_subtasks_that_others_solve_now(world: World) -> None:
    add_subtasks(world, 3)
    await ask_to_move(world, world.ingrid, "Deloppgaver som ikke er åpnet")
    await choose(world.ingrid, to="ola@uni.example", why="Syk.")
    await press_move(world, world.ingrid)
    (told,) = messages_of(world.kari)
    assert "3 deloppgaver i sakene dine har fått ny ansvarlig: Ola Hansen" in told


async def test_angre_gives_everything_back_as_it_was_and_the_messages_say_so(world: World) -> None:
    add_subtasks(world, 3)
    change(world, "Oppgave 1", status="open", opened_at=MONDAY, held_until_on=date(2026, 12, 1), held_because="Venter.")
    before = subtask_rows(world)
    await ask_to_move(world, world.ingrid, "Deloppgavene til én person", holder="Aisha Rahman")
    await choose(world.ingrid, to="Kari Nordmann", why="Syk.", resting=True)
    await press_move(world, world.ingrid)
    await world.ingrid.click("Angre")
    await world.quiet()
    assert "Du har angret flyttingen." in said(world.ingrid)
    assert subtask_rows(world) == before
    assert messages_of(world.kari) == ["Ingrid Berg har angret flyttingen."]
    assert messages_of(world.aisha) == ["Ingrid Berg har angret flyttingen."]
    assert "Angre" not in world.ingrid.labels(world.ingrid.messages[-1])


def subtask_rows(world: World) -> list[object]:
    """Everything of the subtasks but when the clock looks at them."""
    columns = [one for one in tables.subtasks.c if one.name not in ("look_at", "reminds_from_at")]
    return [tuple(row) for row in world.rows(sa.select(*columns).order_by(tables.subtasks.c.id))]


async def test_cases_go_back_to_waiting(world: World) -> None:
    add_three(world, owner_id=None)
    await ask_to_move(world, world.ingrid, "Saker til fordeling")
    await choose(world.ingrid, to="Kari Nordmann")
    await press_move(world, world.ingrid)
    await world.ingrid.click("Angre", at=world.ingrid.messages[-1])
    await world.quiet()
    assert owners(world) == set()
    assert "3 saker venter på å bli fordelt." in await look(world, "ingrid")
    assert "Første" not in await look(world, "kari")


async def test_what_somebody_has_changed_since_stays_and_is_named(world: World) -> None:
    add_subtasks(world, 2)
    await ask_to_move(world, world.ingrid, "Deloppgaver som ikke er åpnet")
    await choose(world.ingrid, to="Kari Nordmann", why="Syk.")
    await press_move(world, world.ingrid)
    change(world, "Oppgave 0", status="solved", solved_at=MONDAY, ending="assignee")
    await world.ingrid.click("Angre")
    await world.quiet()
    assert "1 er endret siden, og blir der den er:" in said(world.ingrid)
    assert assignees(world) == {"Oppgave 0": "Kari Nordmann", "Oppgave 1": "Aisha Rahman"}


async def test_after_five_minutes_the_button_is_gone_and_a_stale_one_is_answered(world: World) -> None:
    add_three(world, owner_id=None)
    await ask_to_move(world, world.ingrid, "Saker til fordeling")
    await choose(world.ingrid, to="Kari Nordmann")
    await press_move(world, world.ingrid)
    world.clock.move(minutes=5)
    await world.ingrid.click("Angre")
    await world.quiet()
    assert "mer enn fem minutter" in said(world.ingrid)
    assert owners(world) == {"Kari Nordmann"}
    assert "Angre" not in world.ingrid.labels(world.ingrid.messages[-1])


async def test_only_distributors_are_asked_what_to_move(world: World) -> None:
    await look(world, "kari")
    assert "Flytt flere" not in world.kari.labels("home")


async def test_what_is_missing_is_said_at_its_field(world: World) -> None:
    add_subtasks(world, 2)
    ingrid = world.ingrid
    await look(world, "ingrid")
    await ingrid.click("Flytt flere", at="home")
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.choose("Hva vil du flytte?", "Deloppgavene til én person")
    await ingrid.send()
    assert ingrid.errors["Hvem har dem nå?"] == "Velg hvem som har dem nå."
    await ingrid.choose("Hvem har dem nå?", "Aisha Rahman")
    await ingrid.send()
    await ingrid.fill("Begrunnelse", "Syk.")
    await ingrid.send()
    assert ingrid.errors["Velg alle"] == "Kryss av for minst én."
    assert "rolle" in ingrid.errors["Ny ansvarlig"]


async def test_a_receiver_who_is_away_is_shown_with_who_stands_in(world: World) -> None:
    add_three(world, owner_id=None)
    with world.database.begin() as connection:
        ids = {row.slack_id: row.id for row in connection.execute(sa.select(tables.people))}
        days = {"from_on": TODAY, "until_on": TODAY + timedelta(days=9), "set_at": MONDAY, "began_at": MONDAY}
        whose = {
            "person_id": ids["U0KARI"],
            "substitute_id": ids["U0AISHA"],
            "set_by": ids["U0KARI"],
            "with_open": True,
        }
        connection.execute(tables.absences.insert().values(**days, **whose))
    await ask_to_move(world, world.ingrid, "Saker til fordeling")
    await choose(world.ingrid, to="Kari Nordmann")
    assert "Kari Nordmann er borte til" in said(world.ingrid)
    assert "stedfortreder Aisha Rahman" in said(world.ingrid)
    await press_move(world, world.ingrid)
    (told,) = messages_of(world.aisha)
    assert "Du har fått 3 saker av Ingrid Berg." in told
    assert CASE not in told
