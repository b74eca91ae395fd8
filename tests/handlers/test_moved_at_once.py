"""Deadlines that move while nobody looks: an owner hears of her case's, an assignee of all of hers in one message."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import sqlalchemy as sa

from sandbox.messages import Message
from sandbox.person import Person
from store import tables
from tests.beside import take_in
from tests.handlers.changing_hands import choose_ola
from tests.handlers.conversations import modal_on_top, standing
from tests.handlers.earlier_deadlines import open_dialog, questions, set_deadline
from tests.institution import CASE, CASE_TITLE
from tests.world import World

MOVED = "Kari Nordmann har flyttet fristen for "


def news(person: Person) -> list[str]:
    """What somebody has been told of her case's deadline."""
    said = [one for text in standing(person) for one in text.splitlines() if one.startswith(f"Saken «{CASE_TITLE}»")]
    return [one.removeprefix(f"Saken «{CASE_TITLE}» ") for one in said]


async def take(world: World, to: str, more: str = "") -> None:
    """Import the case with another deadline; `more` is what else the file says of it."""
    await take_in(
        world,
        f"cases: [{{id: {CASE}, title: '{CASE_TITLE}', place: '184.12.1', deadline: {to}, owner: kari@uni.example, "
        f"applicant: {{name: Ada Søker, email: ada@student.example}}, applied_on: 2026-11-02{more}}}]",
    )
    world.clock.move(minutes=10)


async def at_night(world: World) -> None:
    """Let everybody go home."""
    await world.quiet()
    world.clock.move(hours=12)


async def move_all(world: World) -> None:
    """Let the owner move all deadlines that the question is about."""
    await open_dialog(world, world.kari)
    assert (await world.kari.send()).closed


async def two_late(world: World) -> None:
    """Let two subtasks of Aisha's be due after the case."""
    await world.create()
    await world.create(title="Vurder pensum")
    await set_deadline(world)


async def give_to_ola(world: World) -> None:
    """Let one of Ola's be due as late as Aisha's are at first."""
    kari = world.kari
    await world.open_dialog(kari)
    for label, text in (("Tittel", "Hent karakterer"), ("Frist", "2026-12-10"), ("Beskrivelse", "Fra i fjor.")):
        await kari.fill(label, text)
    await choose_ola(kari)
    assert (await kari.send()).closed
    await world.quiet()


def list_of(world: World, person: Person) -> list[Message]:
    """The messages about moved deadlines that stand in no thread."""
    return [one for one in person.messages if not one.is_reply and MOVED in person.text_of(one)]


async def test_the_owner_opens_her_case_from_the_message_about_its_new_deadline(sqlite_world: World) -> None:
    world, kari = sqlite_world, sqlite_world.kari
    await set_deadline(world, "2026-12-24")
    assert news(kari) == ["har nå frist tor. 24. des. 2026."]
    await kari.click("Åpne", at=kari.messages[-1])
    await world.ws.until(lambda: kari.modals)
    assert "Frist: tor. 24. des. 2026" in modal_on_top(kari)


async def test_a_distributor_is_not_told_of_her_own_case_s_new_deadline(sqlite_world: World) -> None:
    world = sqlite_world
    await set_deadline(world, "2026-12-18", owner="Ingrid Berg")
    await set_deadline(world, "2026-12-24", owner="Ingrid Berg")
    assert world.ingrid.messages == []


async def test_who_gets_the_case_with_another_deadline_hears_of_it_once(sqlite_world: World) -> None:
    world = sqlite_world
    await set_deadline(world, "2026-12-24", owner="Per Strand")
    (told,) = standing(world.stranger)
    assert "Du er nå sakseier" in told
    assert "Frist: tor. 24. des. 2026" in told


async def test_after_a_night_of_imports_the_owner_hears_only_how_it_is_now(sqlite_world: World) -> None:
    world, kari = sqlite_world, sqlite_world.kari
    await at_night(world)
    for to in ("2026-12-22", "2026-12-23", "2026-12-22"):
        await take(world, to)
    await world.settled()
    assert news(kari) == ["har nå frist tir. 22. des. 2026."]


async def test_after_a_night_of_imports_the_owner_is_asked_once(sqlite_world: World) -> None:
    world, kari = sqlite_world, sqlite_world.kari
    await world.create()
    await at_night(world)
    for to in ("2026-12-03", "2026-12-22", "2026-12-03"):
        await take(world, to)
    await world.settled()
    assert len(questions(kari)) == 1
    assert news(kari) == ["har frist tor. 3. des. 2026, men 1 deloppgave har senere frist."]


async def test_of_the_deadline_of_a_case_that_has_ended_by_then_nothing_is_said(
    sqlite_world: World, tmp_path: Path
) -> None:
    world, kari = sqlite_world, sqlite_world.kari
    await at_night(world)
    await take(world, "2026-12-22")
    await take(world, "2026-12-22", ", withdrawn: true")
    await world.settled()
    assert len(standing(kari)) == 1
    assert news(kari) == []


async def test_several_that_move_at_once_are_one_message_for_each_person(sqlite_world: World) -> None:
    world, aisha, ola = sqlite_world, sqlite_world.aisha, sqlite_world.ola
    await give_to_ola(world)
    await two_late(world)
    cards = {title: aisha.card(title).ts for title in ("Vurder emnene", "Vurder pensum")}
    await move_all(world)
    await world.quiet()
    (told,) = list_of(world, aisha)
    lines = aisha.text_of(told).splitlines()
    assert lines[0] == f"{MOVED}2 av deloppgavene dine til tir. 1. des. 2026."
    assert "Hent karakterer" not in lines
    for title, card in cards.items():
        assert title in lines
        assert aisha.thread(card) == []
    (reply,) = ola.thread(ola.card("Hent karakterer").ts)
    assert f"{MOVED}«Hent karakterer» til tir. 1. des. 2026." in ola.text_of(reply)
    await aisha.click("Åpne", at=told, near="Vurder pensum")
    await world.ws.until(lambda: aisha.modals)
    assert "Frist: tir. 1. des. 2026" in modal_on_top(aisha)
    assert "Vurder pensum" in modal_on_top(aisha)


async def test_of_several_only_those_are_told_that_are_hers_and_due_that_day_by_then(sqlite_world: World) -> None:
    world, aisha, table = sqlite_world, sqlite_world.aisha, tables.subtasks
    await world.create(title="Hent karakterer")
    await two_late(world)
    await move_all_while_slack_fails(world)
    ola = sa.select(tables.people.c.id).where(tables.people.c.slack_id == "U0OLA").scalar_subquery()
    with world.database.begin() as connection:
        connection.execute(table.update().where(table.c.title == "Vurder emnene").values(assignee_id=ola))
        connection.execute(
            table.update().where(table.c.title == "Vurder pensum").values(deadline_on=date(2026, 11, 30))
        )
    await world.settled()
    (told,) = list_of(world, aisha)
    assert "«Hent karakterer»" in aisha.text_of(told)


async def test_of_several_only_those_are_told_that_are_unsolved_by_then(sqlite_world: World) -> None:
    world, aisha = sqlite_world, sqlite_world.aisha
    await two_late(world)
    await move_all_while_slack_fails(world)
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.settled()
    (told,) = list_of(world, aisha)
    said = f"@Aisha Rahman: {MOVED}«Vurder pensum» til tir. 1. des. 2026."
    assert aisha.text_of(told).splitlines() == [said, "Åpne"]


async def test_nothing_is_told_when_all_of_several_are_solved_by_then(sqlite_world: World) -> None:
    world = sqlite_world
    await two_late(world)
    await move_all_while_slack_fails(world)
    for title in ("Vurder emnene", "Vurder pensum"):
        await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha, title))
    await world.settled()
    assert list_of(world, world.aisha) == []


async def move_all_while_slack_fails(world: World) -> None:
    """Move all, with some time before Slack takes what Aisha is to be told."""
    world.ws.faults.add(method="chat.postMessage", person="U0AISHA", times=1, kind="http_500")
    await move_all(world)
    await world.ws.until(lambda: not world.ws.faults.active)
