"""Creating a subtask: the dialog, what it offers, and what it refuses at which field."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from domain.validation import proposed_deadline
from domain.working_days import WorkingDays
from store import tables
from tests.handlers.subtask_dialog import fill, offers, tampered
from tests.institution import CASE
from tests.world import World

LONG = "x" * 3001
NASTY = "<!channel> *fet* <@U0OLA> & <script> _kursiv_ :smile: שלום 🙂"


async def test_s8_the_dialog_has_the_seeds_fields_in_their_order(world: World) -> None:
    await world.open_dialog(world.kari)
    labels = world.kari.labels()
    fields = ["Tittel", "Frist", "Ansvarlig", "Beskrivelse", "Gi tilgang til vedlegg"]
    assert labels == [*fields, "Se som ansvarlig"]
    assert world.kari.modals[-1]["submit"]["text"] == "Opprett"
    assert world.kari.value_of("Gi tilgang til vedlegg") == []


async def test_s12_only_people_at_the_cases_place_can_be_chosen_and_their_role_is_shown(world: World) -> None:
    await world.open_dialog(world.kari)
    offered = await offers(world.kari, "")
    names = [option["text"]["text"] for option in offered]
    namesakes = ["Ola Hansen (ola.hansen2@uni.example)", "Ola Hansen (ola@uni.example)"]
    assert sorted(names) == ["Aisha Rahman", "Kari Nordmann", *namesakes]
    aisha = next(option for option in offered if option["text"]["text"] == "Aisha Rahman")
    assert "fagperson" in aisha["description"]["text"]
    assert "saksbehandler" in aisha["description"]["text"]


async def test_people_are_found_by_name_and_namesakes_told_apart_by_address(world: World) -> None:
    await world.open_dialog(world.kari)
    both = await offers(world.kari, "ola han")
    assert {option["text"]["text"] for option in both} == {
        "Ola Hansen (ola@uni.example)",
        "Ola Hansen (ola.hansen2@uni.example)",
    }
    assert {option["description"]["text"] for option in both} == {"fagperson"}
    (second,) = await offers(world.kari, "hansen2")
    assert second["text"]["text"] == "Ola Hansen (ola.hansen2@uni.example)"
    assert await offers(world.kari, "strand") == []


async def test_an_owner_without_a_role_at_the_place_is_told_apart_from_a_namesake(world: World) -> None:
    with world.database.begin() as connection:
        stranger = tables.people.c.slack_id == "U0STRANGER"
        connection.execute(tables.people.update().where(stranger).values(name="Aisha Rahman"))
        owner = sa.select(tables.people.c.id).where(stranger).scalar_subquery()
        connection.execute(tables.cases.update().values(owner_id=owner))
    await world.ingrid.command("/deloppgave", f"ny {CASE}")
    await world.ws.until(lambda: world.ingrid.modals)
    found = [option["text"]["text"] for option in await offers(world.ingrid, "rahman")]
    assert len(set(found)) == 2
    assert all("@uni.example)" in text for text in found)


async def test_a_deadline_is_proposed_and_can_be_changed(world: World) -> None:
    kari = world.kari
    await world.open_dialog(kari)
    assert kari.value_of("Frist") == "2026-12-07"
    await fill(kari, Frist="2026-12-02")
    assert (await kari.send()).closed
    await kari.command("/deloppgave", f"ny {CASE}")
    await world.ws.until(lambda: kari.modals)
    await kari.fill("Tittel", "Med den foreslåtte fristen")
    await kari.choose("Ansvarlig", "Aisha Rahman")
    await kari.fill("Beskrivelse", "Se på emnene.")
    assert (await kari.send()).closed
    found = world.rows(sa.select(tables.subtasks.c.deadline_on).order_by(tables.subtasks.c.id))
    assert [row.deadline_on.isoformat() for row in found] == ["2026-12-02", "2026-12-07"]


@pytest.mark.parametrize(
    ("today", "latest", "proposed"),
    [
        ("2026-11-23", None, "2026-12-07"),
        ("2026-11-23", "2026-12-18", "2026-12-07"),
        ("2026-11-23", "2026-12-04", "2026-12-04"),
        ("2026-11-23", "2026-12-06", "2026-12-04"),  # a Sunday
        ("2026-12-18", None, "2027-01-12"),  # past Christmas, New Year and the institution's own days
        ("2026-12-18", "2026-12-29", "2026-12-23"),
        ("2026-11-23", "2026-11-23", "2026-11-23"),
        ("2026-11-28", "2026-11-29", None),  # nobody is at work before the case is due
    ],
)
def test_the_proposed_deadline_is_a_working_day_on_which_it_may_be_due(
    today: str, latest: str | None, proposed: str | None
) -> None:
    own = frozenset(date(2026, 12, day) for day in (24, 28, 29, 30, 31))
    latest_on = date.fromisoformat(latest) if latest else None
    found = proposed_deadline(date.fromisoformat(today), latest_on, WorkingDays(own))
    assert (found.isoformat() if found else None) == proposed


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("Frist", "2026-11-22", "før i dag"),
        ("Frist", "2026-12-19", "senere enn sakens frist"),
        ("Tittel", "   ", "Skriv en tittel"),
        ("Beskrivelse", "\n \t", "Skriv hva som skal gjøres"),
    ],
)
async def test_what_cannot_be_used_gets_an_error_at_its_field(world: World, field: str, value: str, says: str) -> None:
    kari = world.kari
    await world.open_dialog(kari)
    await fill(kari, **{field: value})
    answer = await kari.send()
    assert not answer.closed
    assert says in kari.errors[field]
    assert list(kari.errors) == [field]
    assert world.count(tables.subtasks) == 0
    await kari.fill(field, {"Frist": "2026-12-18"}.get(field, "Noe nytt"))
    assert (await kari.send()).closed
    assert world.count(tables.subtasks) == 1


async def test_the_error_at_the_deadline_says_what_is_allowed(world: World) -> None:
    kari = world.kari
    await world.open_dialog(kari)
    await fill(kari, Frist="2026-12-24")
    await kari.send()
    assert "man. 23. nov. 2026" in kari.errors["Frist"]
    assert "fre. 18. des. 2026" in kari.errors["Frist"]


@pytest.mark.parametrize("deadline", ["2026-11-23", "2026-12-18"])
async def test_both_ends_of_the_allowed_time_are_allowed(world: World, deadline: str) -> None:
    await world.create(deadline=deadline)
    assert world.count(tables.subtasks) == 1


async def test_today_is_the_institutions_date_and_not_the_servers(world: World) -> None:
    world.clock.move(hours=15, minutes=30)  # 23:30 in UTC is the next day in Oslo
    await world.open_dialog(world.kari)
    await fill(world.kari, Frist="2026-11-23")
    await world.kari.send()
    assert "tir. 24. nov. 2026" in world.kari.errors["Frist"]


async def test_a_passed_case_deadline_leaves_only_not_before_today(world: World) -> None:
    world.clock.move(days=30)
    kari = world.kari
    await world.open_dialog(kari)
    assert "har gått ut" in kari.text_of(kari.modals[-1]["id"])
    await fill(kari, Frist="2027-03-01")
    assert (await kari.send()).closed


async def test_texts_past_the_limit_are_refused_even_when_slack_lets_them_through(world: World) -> None:
    kari = world.kari
    await world.open_dialog(kari)
    await fill(kari)
    view = kari.modals[-1]
    values = {block: dict(fields) for block, fields in view["state"]["values"].items()}
    payload_of_long = {"title": {"value": {"type": "plain_text_input", "value": "x" * 151}}}
    answer = await tampered(world, view["id"], values | payload_of_long)
    assert "151" in answer["errors"]["title"]
    answer = await tampered(world, view["id"], values | {"description": {"value": {"value": LONG}}})
    assert "3001" in answer["errors"]["description"].replace("\xa0", "")
    assert world.count(tables.subtasks) == 0


async def test_texts_at_the_limit_come_through_whole(world: World) -> None:
    title, description = "æ" * 150, "ø" * 3000
    await world.create(title=title, description=description)
    await world.aisha.click("Åpne", at=await world.card(world.aisha, title))
    await world.ws.until(lambda: world.aisha.modals)
    shown = world.aisha.text_of(world.aisha.modals[-1]["id"])
    assert description in shown


async def test_peoples_words_are_shown_as_they_were_typed(world: World) -> None:
    await world.create(title=NASTY, description=NASTY)
    card = await world.card(world.aisha, NASTY)
    assert world.aisha.text_of(card).splitlines().count(NASTY) == 2


async def test_the_same_submission_twice_makes_one_subtask(world: World) -> None:
    world.ws.double_next("view_submission")
    await world.create()
    assert world.count(tables.subtasks) == 1
    assert len([message for message in world.aisha.messages if not message.is_reply]) == 1


async def test_a_dialog_that_made_a_subtask_cannot_make_another(world: World) -> None:
    kari = world.kari
    await world.open_dialog(kari)
    await fill(kari)
    view = kari.modals[-1]
    values = view["state"]["values"]
    assert (await kari.send()).closed
    answer = await tampered(world, view["id"], values | {"title": {"value": {"value": "En annen tittel"}}}, view)
    assert "allerede opprettet" in answer["errors"]["title"]
    assert world.count(tables.subtasks) == 1


async def test_a_colleague_who_left_meanwhile_is_refused_at_the_field(world: World) -> None:
    kari = world.kari
    await world.open_dialog(kari)
    await fill(kari)
    with world.database.begin() as connection:
        connection.execute(tables.people.update().where(tables.people.c.slack_id == "U0AISHA").values(active=False))
    await kari.send()
    assert "kan ikke lenger velges" in kari.errors["Ansvarlig"]


async def test_s6_a_subtask_to_oneself_gets_one_card_and_nobody_else_hears(world: World) -> None:
    await world.create(assignee="Kari Nordmann")
    assert len(world.kari.messages) == 1
    assert [person for person in world.people.values() if person.messages] == [world.kari]


async def test_s14_nothing_is_granted_that_was_not_ticked(world: World) -> None:
    await world.create(attachments=["Emneliste"])
    assert "Emneliste" in world.aisha.text_of(world.aisha.card("Vurder emnene"))
    files = [file["title"] for message in world.aisha.messages for file in message.files]
    assert files == ["Emneliste"]


async def test_a_distributor_with_the_place_in_reach_may_create(world: World) -> None:
    ingrid = world.ingrid
    await ingrid.command("/deloppgave", f"ny {CASE}")
    await world.ws.until(lambda: ingrid.modals)
    await fill(ingrid)
    assert (await ingrid.send()).closed
    await world.quiet()
    assert "Vurder emnene" in world.kari.text_of(world.kari.card("Vurder emnene"))
    assert not ingrid.messages


@pytest.mark.parametrize("name", ["stranger", "ola"])
async def test_others_learn_nothing_of_the_case(world: World, name: str) -> None:
    person = world.people[name]
    await person.command("/deloppgave", f"ny {CASE}")
    await person.command("/deloppgave", "ny 1999-1")
    assert not person.modals
    there, nowhere = (person.text_of(message) for message in person.messages)
    assert there == nowhere
    assert "ingen sak med dette nummeret" in there
