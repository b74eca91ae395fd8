"""A case gets a later deadline: its owner is offered to give what was due with it more time, too."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from sandbox.messages import Message
from store import tables
from tests.handlers.conversations import modal_on_top
from tests.handlers.earlier_deadlines import questions, set_deadline
from tests.handlers.history_lines import lines
from tests.world import World

OLD, NEW = "2026-12-18", "2026-12-23"


def offers(world: World) -> list[Message]:
    """Find the offers in Kari's conversation."""
    return [one for one in world.kari.messages if "har fått mer tid" in world.kari.text_of(one)]


def deadlines(world: World) -> dict[str, date]:
    """When each subtask is due."""
    return {row.title: row.deadline_on for row in world.rows(sa.select(tables.subtasks))}


async def extend(world: World) -> None:
    """Two subtasks are due with the case, one before it; then the case gets more time."""
    await world.create(title="Til sakens frist", deadline=OLD)
    await world.create(title="Også til fristen", assignee="Kari Nordmann", deadline=OLD)
    await world.create(title="I god tid", deadline="2026-12-10")
    await set_deadline(world, NEW)
    await world.quiet()


async def open_offer(world: World) -> str:
    """Press the button of the newest offer, and read what comes."""
    kari = world.kari
    (label,) = kari.labels(offers(world)[-1])
    await kari.click(label, at=offers(world)[-1])
    await world.ws.until(lambda: kari.modals)
    return modal_on_top(kari)


async def test_the_owner_is_offered_those_that_were_due_with_the_case_and_what_she_ticks_moves(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await extend(world)
    (offer,) = offers(world)
    said = kari.text_of(offer)
    assert "Fristen er nå ons. 23. des. 2026." in said
    assert "2 deloppgaver har den gamle fristen. Vil du gi dem mer tid også?" in said
    assert "I god tid" not in said
    assert "har nå frist" not in "\n".join(kari.text_of(one) for one in kari.messages)
    assert set(deadlines(world).values()) == {date(2026, 12, 18), date(2026, 12, 10)}
    dialog = await open_offer(world)
    assert "Deloppgaver som kan få mer tid" in dialog
    await kari.untick("Deloppgaver som kan få mer tid", "Også til fristen")
    assert (await kari.send()).closed
    await world.quiet()
    assert deadlines(world) == {
        "Til sakens frist": date(2026, 12, 23),
        "Også til fristen": date(2026, 12, 18),
        "I god tid": date(2026, 12, 10),
    }
    (line,) = lines(world, "subtask.deadline_moved")
    assert line.details == {"from": OLD, "to": NEW}
    replies = [aisha.text_of(one) for one in aisha.thread(aisha.card("Til sakens frist").ts)]
    assert "har flyttet fristen for «Til sakens frist» til ons. 23. des. 2026." in replies[-1]


async def test_an_old_button_when_nothing_is_left_to_move_is_answered_with_a_sentence(world: World) -> None:
    kari = world.kari
    await extend(world)
    await open_offer(world)
    assert (await kari.send()).closed
    await world.quiet()
    assert "Det er ingenting å flytte." in await open_offer(world)


@pytest.mark.parametrize(("due", "count"), [("2026-12-18", 1), ("2026-12-17", 0)])
async def test_what_had_its_own_earlier_deadline_is_not_offered(world: World, due: str, count: int) -> None:
    await world.create(deadline=due)
    await set_deadline(world, NEW)
    assert len(offers(world)) == count
    told = "\n".join(world.kari.text_of(one) for one in world.kari.messages)
    assert ("har nå frist ons. 23. des. 2026." in told) == (count == 0)


async def test_the_working_day_before_a_closed_one_is_due_with_the_case(world: World) -> None:
    await set_deadline(world, "2026-12-13")
    await world.create(deadline="2026-12-11")
    await set_deadline(world, OLD)
    assert len(offers(world)) == 1


async def test_a_deadline_to_and_fro_leaves_the_one_that_is_true(world: World) -> None:
    await world.create(deadline="2026-12-18")
    await set_deadline(world, NEW)
    await set_deadline(world, "2026-12-01")
    assert len(questions(world.kari)) >= 1
    assert "Det er ingenting å flytte." in await open_offer(world)
