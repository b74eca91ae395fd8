"""`Purr`: one polite line to the assignee, at most one a working day, in the assignee's hours, never of what rests."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from store.delivery_tables import HELD
from tests.handlers.being_away import go_away, stand_ins
from tests.handlers.closing import ask_to_close
from tests.handlers.endings import offered, page, subtask, told
from tests.handlers.history_lines import lines
from tests.handlers.holding import ask, fill, hold, send
from tests.handlers.main_page import open_case, read_case
from tests.handlers.task_page import enter
from tests.institution import CASE
from tests.world import World

LINE = "@Aisha Rahman: Kari Nordmann minner vennlig om deloppgaven «Vurder emnene». Frist tor. 10. des. 2026."
ALREADY = "Det er allerede purret på deloppgaven"


async def nudge(world: World, person: Person) -> None:
    """Press `Purr` on the case page."""
    await open_case(world, person)
    await person.click("Purr", at="home")
    await world.settled()


def nudges(world: World) -> list[str]:
    """Read what has been said to Aisha."""
    return [one for one in told(world.aisha) if "minner vennlig" in one]


async def test_one_line_goes_to_the_assignee_and_stands_in_the_history(world: World) -> None:
    kari = world.kari
    await world.create()
    await nudge(world, kari)
    assert nudges(world) == [LINE]
    assert len(lines(world, "subtask.nudged")) == 1
    assert "Sist purret: man. 23. nov. 2026" in await read_case(world, kari)
    assert "Purr" not in offered(kari.home)
    await enter(world, world.aisha)
    assert "purret" not in page(world.aisha)


async def test_on_the_task_page_it_is_one_press_too_and_the_page_says_that_it_was_done(world: World) -> None:
    kari = world.kari
    await world.create()
    await enter(world, kari)
    assert "Purr" in offered(kari.modals[-1])
    await kari.click("Purr")
    await world.quiet()
    assert "Sist purret: man. 23. nov. 2026" in page(kari)
    assert "Purr" not in offered(kari.modals[-1])
    assert nudges(world) == [LINE]


async def test_a_second_one_that_day_is_refused_whoever_asks_and_comes_the_next_day(world: World) -> None:
    kari, ingrid = world.kari, world.ingrid
    await world.create()
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await nudge(world, kari)
    await ingrid.click("Purr")
    await world.ws.until(lambda: ALREADY in page(ingrid))
    assert nudges(world) == [LINE]
    world.clock.move(hours=10)
    await world.quiet()
    assert "Purr" not in await _offered_to_kari(world)
    world.clock.move(hours=14)
    await nudge(world, kari)
    assert nudges(world) == [LINE, LINE]
    assert len(lines(world, "subtask.nudged")) == 2


async def _offered_to_kari(world: World) -> list[str]:
    await open_case(world, world.kari)
    return offered(world.kari.home)


@pytest.mark.parametrize(
    ("hours", "day"),
    [(12, date(2026, 11, 24)), (5 * 24, date(2026, 11, 30)), (4 * 24 + 9, date(2026, 11, 30))],
    ids=["a night", "a Saturday", "a Friday night"],
)
async def test_what_is_sent_outside_the_hours_comes_when_work_begins_and_is_the_one_of_that_day(
    world: World, hours: int, day: date
) -> None:
    await world.create()
    world.clock.move(hours=hours)
    await world.quiet()
    await nudge(world, world.kari)
    assert subtask(world).nudged_on == day
    assert world.clock.now().replace(second=0, microsecond=0) == datetime.combine(day, time(7), UTC)
    assert nudges(world) == [LINE]
    world.clock.move(hours=3)
    assert "Purr" not in await _offered_to_kari(world)
    world.clock.move(hours=24)
    await world.quiet()
    assert "Purr" in await _offered_to_kari(world)


async def test_one_that_waits_for_the_morning_is_not_said_of_what_rests_by_then(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    world.clock.move(hours=12)
    await open_case(world, kari)
    await ask(world, aisha)
    await fill(aisha)
    await kari.click("Purr", at="home")
    await world.ws.until(lambda: subtask(world).nudged_on)
    assert (await send(aisha)).closed
    await world.settled()
    assert subtask(world).held_until_on
    assert nudges(world) == []


async def test_what_is_on_hold_is_not_offered_and_an_old_page_is_answered_in_words(world: World) -> None:
    ingrid = world.ingrid
    await world.create()
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await hold(world, world.aisha)
    await ingrid.click("Purr")
    await world.ws.until(lambda: "Gjenoppta den før du purrer." in page(ingrid))
    assert "Purr" not in await _offered_to_kari(world)
    assert nudges(world) == []
    assert lines(world, "subtask.nudged") == []


async def test_nobody_is_offered_to_remind_herself_or_one_who_cannot_be_told(world: World) -> None:
    await world.create(assignee="Kari Nordmann")
    assert "Purr" not in await _offered_to_kari(world)


@pytest.mark.parametrize("why", ["not in Slack", "away"])
async def test_who_is_away_or_cannot_be_reached_is_not_reminded(world: World, why: str) -> None:
    ingrid = world.ingrid
    await world.create()
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    _lose_aisha(world, why)
    await ingrid.click("Purr")
    said = {"away": "er borte nå", "not in Slack": "er ikke i Slack ennå"}[why]
    await world.ws.until(lambda: f"Aisha Rahman {said}" in page(ingrid))
    assert "Purr" not in await _offered_to_kari(world)
    assert subtask(world).nudged_on is None


def _lose_aisha(world: World, why: str) -> None:
    is_aisha = tables.people.c.slack_id == "U0AISHA"
    with world.database.begin() as connection:
        if why == "not in Slack":
            connection.execute(tables.people.update().where(is_aisha).values(slack_id=None))
            return
        aisha = connection.execute(sa.select(tables.people.c.id).where(is_aisha)).scalar_one()
        days = {"from_on": date(2026, 11, 20), "until_on": date(2026, 11, 23)}
        row = {"person_id": aisha, "with_open": False, "set_by": aisha, "set_at": world.clock.now(), **days}
        connection.execute(tables.absences.insert().values(row))


async def test_the_closing_dialog_has_the_same_rule(world: World) -> None:
    kari = world.kari
    await world.create()
    assert "Purr" in await _choices(world)
    await kari.dismiss()
    await nudge(world, kari)
    assert "Purr" not in await _choices(world)


async def _choices(world: World) -> list[str]:
    """What Kari can choose for the only subtask when she closes its case."""
    await ask_to_close(world, world.kari)
    (choice,) = (one for one in world.kari.modals[-1]["blocks"] if one.get("block_id", "").startswith("choice:"))
    return [option["text"]["text"] for option in choice["element"]["options"]]


async def test_an_old_closing_dialog_reminds_nobody_a_second_time(world: World) -> None:
    kari, ingrid = world.kari, world.ingrid
    await world.create()
    await ask_to_close(world, kari)
    await kari.choose("Hva skal skje med «Vurder emnene»?", "Purr")
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Purr")
    await world.quiet()
    assert len(nudges(world)) == 1
    await kari.send()
    assert ALREADY in kari.errors["Hva skal skje med «Vurder emnene»?"]
    await world.quiet()
    assert len(nudges(world)) == 1


async def test_one_that_waits_for_a_morning_on_which_the_assignee_is_away_comes_to_the_substitute(world: World) -> None:
    """Written in the evening, held outside the hours, passed on as the absence begins at midnight, and said once."""
    kari, ola = world.kari, world.ola
    await world.create()
    await go_away(world, world.aisha, until="2026-11-27", first="2026-11-24")
    world.clock.move(hours=12)
    await open_case(world, kari)
    await kari.click("Purr", at="home")
    is_held = sa.select(tables.outbox.c.id).where(tables.outbox.c.error == HELD)
    await world.ws.until(lambda: world.rows(is_held))
    world.clock.set(datetime(2026, 11, 23, 23, 5, tzinfo=UTC))
    await world.ws.until(lambda: stand_ins(world) != [None])
    # a clock that jumps while a card is being sent lets its lease run out, and it is sent again
    under_way = sa.select(tables.outbox.c.id).where(tables.outbox.c.kind == "card", tables.outbox.c.state != "sent")
    await world.ws.until(lambda: not world.rows(under_way))
    world.clock.set(datetime(2026, 11, 24, 7, 5, tzinfo=UTC))
    await world.quiet()
    assert nudges(world) == []
    assert len([one for one in told(ola) if "minner vennlig" in one]) == 1
    assert subtask(world).nudged_on == date(2026, 11, 24)
