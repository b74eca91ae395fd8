"""`Lag en lik`: the dialog for a new subtask, filled like another one; nothing is kept before `Opprett`."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from store import tables
from tests.handlers.endings import offered, solve
from tests.handlers.taking_out import take_out
from tests.handlers.task_page import enter
from tests.world import World

LABEL = "Lag en lik"


async def open_like(world: World) -> None:
    """Open the dialog from Kari's task page."""
    await enter(world, world.kari)
    await world.kari.click(LABEL)
    await world.ws.until(lambda: len(world.kari.modals) == 2)


def titles(world: World) -> list[str]:
    """Name all subtasks, in the order in which they came."""
    return [row.title for row in world.rows(sa.select(tables.subtasks.c.title).order_by(tables.subtasks.c.id))]


@pytest.mark.parametrize("is_solved", [False, True])
async def test_the_dialog_is_filled_but_for_the_assignee_and_a_second_one_is_made_of_it(
    world: World, is_solved: bool
) -> None:
    kari = world.kari
    await world.create(description="Sammenlign emne 1 til 3.", attachments=["Vitnemål"], deadline="2026-11-25")
    if is_solved:
        await solve(world, world.aisha)
    world.clock.move(days=3)  # its own deadline has passed
    await world.quiet()
    await open_like(world)
    assert kari.value_of("Tittel") == "Vurder emnene"
    assert kari.value_of("Beskrivelse") == "Sammenlign emne 1 til 3."
    assert kari.value_of("Frist") == "2026-12-10"
    assert kari.value_of("Gi tilgang til vedlegg") == ["Vitnemål"]
    assert not kari.value_of("Ansvarlig")
    assert titles(world) == ["Vurder emnene"]
    await kari.fill("Tittel", "Vurder emnene en gang til")
    await kari.choose("Ansvarlig", "Aisha Rahman")
    assert (await kari.send()).closed, kari.errors
    await world.quiet()
    assert titles(world) == ["Vurder emnene", "Vurder emnene en gang til"]
    grants = world.rows(sa.select(tables.grants.c.subtask_id).order_by(tables.grants.c.subtask_id))
    assert [row.subtask_id for row in grants] == [1, 2]


async def test_what_was_taken_out_of_the_case_is_not_ticked(world: World) -> None:
    kari = world.kari
    await world.create(attachments=["Vitnemål", "Emneliste"])
    await take_out(world, kari, "Vitnemål")
    await open_like(world)
    assert kari.value_of("Gi tilgang til vedlegg") == ["Emneliste"]


async def test_who_does_not_run_the_case_is_not_offered_it(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    assert LABEL not in offered(world.aisha.modals[-1])
