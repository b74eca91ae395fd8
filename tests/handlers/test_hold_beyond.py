"""A hold that reaches beyond the deadline: it is asked about before it is done."""

from __future__ import annotations

from datetime import date

from sandbox.person import Person
from store import tables
from tests.handlers.conversations import modal_on_top
from tests.handlers.history_lines import lines
from tests.handlers.holding import DAY, WHY, ask, columns, fill, notices
from tests.world import World


async def ask_beyond(world: World, person: Person) -> None:
    """Want it on hold until after its deadline, and be asked."""
    await world.create(deadline="2026-12-10")
    await ask(world, person)
    await fill(person, "2026-12-14")
    assert not (await person.send()).closed
    assert "Fristen er tor. 10. des. 2026, men deloppgaven blir på vent til man. 14. des. 2026." in modal_on_top(person)
    assert (person.value_of("På vent til"), person.value_of("Begrunnelse")) == ("2026-12-14", WHY)
    assert columns(world) == (None, None)


async def test_an_assignee_confirms_that_it_rests_beyond_its_deadline(world: World) -> None:
    await ask_beyond(world, world.aisha)
    assert "Ny frist" not in world.aisha.labels()
    assert world.aisha.modals[-1]["submit"]["text"] == "Sett på vent likevel"
    assert (await world.aisha.send()).closed
    await world.quiet()
    assert columns(world) == ("2026-12-14", WHY)
    assert lines(world, "subtask.deadline_moved") == []


async def test_who_runs_the_case_can_move_the_deadline_with_it(world: World) -> None:
    kari = world.kari
    await ask_beyond(world, kari)
    await kari.fill("Ny frist", "2026-12-11")
    await kari.send()
    assert "Velg en frist som ikke er før man. 14. des. 2026" in kari.errors["Ny frist"]
    await kari.fill("Ny frist", "2026-12-24")
    await kari.send()
    assert "senere enn sakens frist" in kari.errors["Ny frist"]
    assert columns(world) == (None, None)
    await kari.fill("Ny frist", "2026-12-17")
    assert (await kari.send()).closed
    await world.quiet()
    assert columns(world) == ("2026-12-14", WHY)
    (moved,) = lines(world, "subtask.deadline_moved")
    assert moved.details == {"from": "2026-12-10", "to": "2026-12-17"}
    told = " ".join(world.aisha.text_of(one) for one in notices(world, world.aisha))
    assert "tor. 17. des. 2026" in told
    assert "på vent til man. 14. des. 2026" in told


async def test_who_runs_the_case_can_let_the_deadline_stand(world: World) -> None:
    await ask_beyond(world, world.kari)
    assert (await world.kari.send()).closed
    assert columns(world) == ("2026-12-14", WHY)


async def test_no_new_deadline_is_asked_for_where_the_case_is_due_before(world: World) -> None:
    kari = world.kari
    await world.create()
    await ask(world, kari)
    await fill(kari, "2027-01-15")
    await kari.send()
    assert "Er det riktig?" in modal_on_top(kari)
    assert "Ny frist" not in kari.labels()
    assert (await kari.send()).closed


async def test_a_deadline_that_was_moved_meanwhile_is_asked_about_anew(world: World) -> None:
    aisha = world.aisha
    await ask_beyond(world, aisha)
    with world.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(deadline_on=date(2026, 12, 9)))
    assert not (await aisha.send()).closed
    assert "Fristen er ons. 9. des. 2026, men" in modal_on_top(aisha)
    assert (await aisha.send()).closed


async def test_a_hold_until_the_day_it_is_due_and_another_reason_for_one_are_not_asked_about(world: World) -> None:
    aisha = world.aisha
    await world.create(deadline=DAY)
    await ask(world, aisha)
    await fill(aisha)
    assert (await aisha.send()).closed
    await world.quiet()
    with world.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(deadline_on=date(2026, 12, 9)))
    await aisha.dismiss()
    await ask(world, aisha, "Endre")
    await aisha.fill("Begrunnelse", "Uppsala svarer ikke.")
    assert (await aisha.send()).closed
    assert columns(world) == (DAY, "Uppsala svarer ikke.")
