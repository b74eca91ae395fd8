"""Moving a subtask's deadline: what is allowed, who is told, and what stays when it comes too late."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.handlers.changing_hands import reassign_from_task_page
from tests.handlers.conversations import modal_on_top, standing
from tests.handlers.history_lines import moves
from tests.handlers.main_page import open_case
from tests.institution import CASE
from tests.world import World

WHY = "Uppsala trenger mer tid."
TOLD = "@Aisha Rahman: Kari Nordmann har flyttet fristen for «Vurder emnene» til tir. 15. des. 2026."


async def ask(world: World, person: Person) -> None:
    """Open the dialog from the case page on App Home."""
    await open_case(world, person)
    await person.click("Flytt frist", at="home")
    await world.ws.until(lambda: person.modals)


async def move(world: World, person: Person, to: str = "2026-12-15", why: str = WHY) -> None:
    """Open the dialog from the case page and move the deadline."""
    await ask(world, person)
    await person.fill("Frist", to)
    await person.fill("Begrunnelse", why)
    assert (await person.send()).closed, person.errors
    await world.quiet()


async def open_task(world: World, person: Person) -> None:
    """Open the task page from the card."""
    await person.click("Åpne", at=await world.card(person))
    await world.ws.until(lambda: person.modals)


def deadline(world: World) -> date:
    """Read the only subtask's deadline."""
    (row,) = world.rows(sa.select(tables.subtasks.c.deadline_on))
    found: date = row.deadline_on
    return found


async def test_both_cards_show_the_new_deadline_and_the_assignee_is_told_in_the_thread(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    world.clock.move(minutes=1)
    await move(world, kari)
    assert deadline(world) == date(2026, 12, 15)
    card = aisha.card("Vurder emnene")
    for person in (kari, aisha):
        assert "Frist: tir. 15. des. 2026" in person.text_of(person.card("Vurder emnene"))
    assert [aisha.text_of(reply) for reply in aisha.thread(card.ts)] == [TOLD]
    assert len(standing(kari)) == 1
    assert "Frist: tir. 15. des. 2026" in kari.text_of("home")


async def test_the_clock_looks_at_it_again(world: World) -> None:
    await world.create()
    world.clock.move(minutes=1)
    later = world.clock.now()
    await move(world, world.kari)
    (row,) = world.rows(sa.select(tables.subtasks.c.reminds_from_at))
    assert row.reminds_from_at >= later


async def test_the_history_says_from_when_to_when_and_why_but_why_not_to_the_assignee(world: World) -> None:
    await world.create()
    await move(world, world.kari)
    await world.kari.click("Historikk", at="home")
    said = (
        "Kari Nordmann flyttet fristen for deloppgaven «Vurder emnene» fra tor. 10. des. 2026 til tir. 15. des. 2026."
    )
    await world.ws.until(lambda: world.kari.modals)
    assert f"{said} Begrunnelse: {WHY}" in modal_on_top(world.kari)
    await open_task(world, world.aisha)
    await world.aisha.click("Historikk")
    await world.ws.until(lambda: len(world.aisha.modals) == 2)
    assert said in modal_on_top(world.aisha)
    assert WHY not in modal_on_top(world.aisha)


async def test_no_reason_is_needed_and_the_dialog_begins_with_the_deadline_of_now(world: World) -> None:
    await world.create()
    await ask(world, world.kari)
    (picker,) = [one["element"] for one in world.kari.modals[-1]["blocks"] if one.get("block_id") == "deadline"]
    assert picker["initial_date"] == "2026-12-10"
    assert "Tidligst man. 23. nov. 2026 og senest fre. 18. des. 2026" in modal_on_top(world.kari)
    await world.kari.fill("Frist", "2026-12-18")
    assert (await world.kari.send()).closed
    assert moves(world) == [{"from": "2026-12-10", "to": "2026-12-18"}]


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("2026-11-22", "Fristen kan ikke være før i dag. Velg en dato fra man. 23. nov. 2026 til fre. 18. des. 2026."),
        (
            "2026-12-19",
            (
                "Fristen kan ikke være senere enn sakens frist. "
                "Velg en dato fra man. 23. nov. 2026 til fre. 18. des. 2026."
            ),
        ),
        ("2026-12-10", "Fristen er allerede tor. 10. des. 2026. Velg en annen dato."),
    ],
)
async def test_a_date_that_cannot_be_is_refused_at_its_field(world: World, to: str, said: str) -> None:
    await world.create()
    await ask(world, world.kari)
    await world.kari.fill("Frist", to)
    await world.kari.send()
    assert world.kari.errors == {"Frist": said}
    assert (deadline(world), moves(world)) == (date(2026, 12, 10), [])


async def test_a_case_whose_deadline_has_passed_only_demands_that_it_is_not_before_today(world: World) -> None:
    await world.create()
    world.clock.move(days=30)
    await ask(world, world.kari)
    said = modal_on_top(world.kari)
    assert "Fristen for saken har gått ut. Velg derfor ons. 23. des. 2026 eller en senere dato." in said
    await world.kari.fill("Frist", "2026-12-22")
    await world.kari.send()
    assert world.kari.errors == {"Frist": "Fristen kan ikke være før i dag. Velg ons. 23. des. 2026 eller senere."}
    await world.kari.fill("Frist", "2027-03-01")
    assert (await world.kari.send()).closed
    assert deadline(world) == date(2027, 3, 1)
    await world.quiet()


async def test_from_the_task_page_the_page_under_the_dialog_shows_the_new_deadline(world: World) -> None:
    await world.create()
    await open_task(world, world.kari)
    await world.kari.click("Flytt frist")
    await world.ws.until(lambda: len(world.kari.modals) == 2)
    await world.kari.fill("Frist", "2026-12-15")
    await world.kari.send()
    await world.quiet()
    assert "Frist: tir. 15. des. 2026" in modal_on_top(world.kari)


async def test_a_distributor_moves_it_from_the_case_in_a_modal_and_the_page_under_shows_it(world: World) -> None:
    ingrid = world.ingrid
    await world.create()
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Flytt frist")
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    await ingrid.fill("Frist", "2026-12-15")
    await ingrid.send()
    await world.quiet()
    assert "Frist: tir. 15. des. 2026" in modal_on_top(ingrid)
    assert TOLD.replace("Kari Nordmann", "Ingrid Berg") in standing(world.aisha)
    assert "Frist: tir. 15. des. 2026" in world.kari.text_of(world.kari.card("Vurder emnene"))


async def test_the_assignee_has_no_button_and_nobody_is_told_of_her_own_act(world: World) -> None:
    await world.create()
    await open_task(world, world.aisha)
    assert "Flytt frist" not in world.aisha.labels()
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    await world.create(title="Min egen", assignee="Kari Nordmann")
    said = standing(world.kari)
    await move(world, world.kari)
    assert len(moves(world)) == 1
    assert len(standing(world.kari)) == len(said)


@pytest.mark.parametrize(("who", "said"), [("aisha", "ingen sak"), ("stranger", "ikke lenger tilgang")])
async def test_a_forwarded_button_is_answered_with_a_sentence(world: World, who: str, said: str) -> None:
    await world.create()
    person = world.people[who]
    body = {
        "type": "block_actions",
        "user": {"id": person.id, "team_id": person.team_id},
        "team": {"id": world.ws.team_id},
        "trigger_id": world.ws.triggers.issue(person.id),
        "actions": [{"type": "button", "action_id": "subtask.deadline", "block_id": "b", "value": "1"}],
        "container": {"type": "message"},
    }
    assert (await world.bot.dispatch(body)).status == 200
    await world.ws.until(lambda: person.modals)
    assert said in modal_on_top(person)


async def test_an_old_dialog_about_a_solved_subtask_is_answered_in_words(world: World) -> None:
    await world.create()
    await ask(world, world.kari)
    await world.kari.fill("Frist", "2026-12-15")
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    answer = await world.kari.send()
    assert "løst av Aisha Rahman" in " ".join(answer.errors.values())
    assert (deadline(world), moves(world)) == (date(2026, 12, 10), [])
    assert "Flytt frist" not in world.kari.labels("home")


async def test_the_same_submission_twice_moves_and_tells_once(world: World) -> None:
    await world.create()
    world.ws.double_next("view_submission")
    await move(world, world.kari)
    assert moves(world) == [{"from": "2026-12-10", "to": "2026-12-15", "reason": WHY}]
    assert standing(world.aisha).count(TOLD) == 1


async def test_what_was_moved_again_before_it_could_be_told_is_told_as_it_is_now(world: World) -> None:
    await world.create()
    world.ws.faults.add(method="chat.postMessage", person="U0AISHA", times=1, kind="http_500")
    await move_without_waiting(world, "2026-12-14")
    await world.ws.until(lambda: not world.ws.faults.active)
    await move_without_waiting(world, "2026-12-15")
    await world.settled()
    told = [text for text in standing(world.aisha) if "flyttet fristen" in text]
    assert told == [TOLD]


async def move_without_waiting(world: World, to: str) -> None:
    """Move the deadline from the task page, and let it be told when it may."""
    kari = world.kari
    if not kari.modals:
        await open_task(world, kari)
    await kari.click("Flytt frist")
    await world.ws.until(lambda: len(kari.modals) == 2)
    await kari.fill("Frist", to)
    await kari.send()
    await world.ws.until(lambda: to in str(deadline(world)) and len(kari.modals) == 1)


async def test_one_whose_subtask_it_is_not_any_more_is_not_told(world: World) -> None:
    await world.create()
    world.ws.faults.add(method="chat.postMessage", person="U0AISHA", times=1, kind="http_500")
    await move_without_waiting(world, "2026-12-14")
    await world.ws.until(lambda: not world.ws.faults.active)
    await world.kari.dismiss()
    await reassign_from_task_page(world, world.kari)
    await world.settled()
    assert "flyttet fristen" not in "\n".join([*standing(world.aisha), *standing(world.ola)])
    assert "Frist: man. 14. des. 2026" in world.ola.text_of(world.ola.card("Vurder emnene"))
