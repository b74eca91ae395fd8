"""Reminders that keep step with what people have done, where they are, and what they know already.

What these tests say does not depend on the kind of database.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from cases.acts import distribution, holding
from cases.importing import Identity, identify
from cases.reminders import digest
from cases.reminders.digest import Bundle, Item
from domain.forms import Distribution, Hold, WaitingCase
from domain.reminders import ReminderKind
from handlers.translator import Translator
from handlers.views.reminder import reminder
from store import tables
from tests.beside import context
from tests.handlers.task_page import look_at_task
from tests.handlers.views import samples
from tests.institution import CASE
from tests.reminded import OPENED, at, is_reminder, reminders_to
from tests.stored import make_case, wish
from tests.world import World


def person_id(world: World, slack_id: str) -> int:
    """A person's number."""
    number: int = world.rows(sa.select(tables.people.c.id).where(tables.people.c.slack_id == slack_id))[0].id
    return number


def move_to(world: World, slack_id: str, zone: str) -> None:
    """Let somebody work in another part of the world."""
    wish(world, slack_id, slack_zone=zone)


async def test_an_assignee_who_has_answered_counts_as_having_looked(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create(deadline="2026-12-17")
    await world.aisha.say("Jeg ser på det.", thread_ts=(await world.card(world.aisha)).ts)
    await world.quiet()

    await at(world, 26, month=11)

    assert reminders_to(world, world.kari) == []
    assert "Status: Åpen" in world.kari.text_of(await world.card(world.kari))


async def test_what_is_late_is_not_called_unopened_afterwards(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create(deadline="2026-11-24")

    for day in (24, 25, 26, 27):
        await at(world, day, month=11)

    assert ["har ikke løst" in text for text in reminders_to(world, world.kari)] == [True]


async def test_what_is_given_with_a_week_s_notice_is_not_reminded_of_on_the_same_morning(sqlite_world: World) -> None:
    world = sqlite_world
    await at(world, 24, 7, month=11)
    await world.create(deadline="2026-12-01")
    await look_at_task(world, world.aisha)

    await at(world, 24, month=11)
    assert reminders_to(world, world.aisha) == []

    await at(world, 27, month=11)
    assert len(reminders_to(world, world.aisha)) == 1


async def test_a_new_owner_is_not_told_what_came_before_she_had_the_case(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create(deadline="2026-11-24")
    for day in (24, 25, 26):
        await at(world, day, month=11)
    await at(world, 30, 10, month=11)
    given = Distribution(person_id(world, "U0INGRID"), date(2026, 12, 18), person_id(world, "U0KARI"))
    now = world.clock.now()
    await asyncio.to_thread(distribution.distribute, context(world), CASE, given, actor="U0INGRID", key="k", now=now)

    for day in (1, 2):
        await at(world, day)

    assert reminders_to(world, world.ingrid) == []


async def test_what_fell_due_while_the_owner_was_not_in_slack_is_told_when_she_is(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create(deadline="2026-12-17")
    kari = person_id(world, "U0KARI")
    with world.database.begin() as connection:
        connection.execute(tables.people.update().where(tables.people.c.id == kari).values(slack_id=None))
    await at(world, 26, month=11)

    found = [Identity(kari, "U0KARI", "nb", "Europe/Oslo")]
    await asyncio.to_thread(identify, context(world), found, now=world.clock.now())
    await at(world, 26, 9, month=11)

    assert reminders_to(world, world.kari) == [OPENED.replace("10.", "17.")]


async def test_in_sydney_today_is_sydneys(sqlite_world: World) -> None:
    world = sqlite_world
    move_to(world, "U0AISHA", "Australia/Sydney")
    await world.create(deadline="2026-12-10")
    await look_at_task(world, world.aisha)
    sydney = ZoneInfo("Australia/Sydney")

    for day in (10, 11):
        world.clock.set(datetime(2026, 12, day, 8, tzinfo=sydney).astimezone(UTC))
        await world.quiet()

    on_the_day, after = reminders_to(world, world.aisha)[-2:]
    assert "har frist i dag" in on_the_day
    assert "gikk ut" in after


async def test_one_who_wants_only_what_is_late_hears_that_a_hold_is_over(sqlite_world: World) -> None:
    world = sqlite_world
    wish(world, "U0AISHA", reminding="overdue")
    await world.create(deadline="2026-11-25")
    wanted, now = Hold(date(2026, 11, 30), "Venter.", date(2026, 11, 25)), world.clock.now()
    await asyncio.to_thread(holding.hold, context(world), 1, wanted, actor="U0AISHA", key="k", now=now)

    for day in (25, 26, 30):
        await at(world, day, month=11)

    (said,) = reminders_to(world, world.aisha)
    assert "er ikke lenger på vent. Fristen gikk ut" in said


async def test_the_summary_counts_a_message_once_and_does_not_come_for_that_alone(sqlite_world: World) -> None:
    world = sqlite_world
    wish(world, "U0KARI", reminding="morning")
    await world.create(deadline="2026-12-17")
    await look_at_task(world, world.aisha)
    await world.aisha.say("Jeg ser på det.", thread_ts=(await world.card(world.aisha)).ts)
    await world.quiet()
    await at(world, 24, month=11)
    assert reminders_to(world, world.kari, "Oppsummering") == []

    for day in (18, 21):
        await at(world, day)
        if day == 18:
            await world.aisha.say("Nå er jeg ferdig.", thread_ts=(await world.card(world.aisha)).ts)
            await world.quiet()

    first, second = reminders_to(world, world.kari, "Oppsummering")[-2:]
    assert ["ulest" in first, "Du har 1 ulest melding." in second] == [False, True]


async def test_a_summary_that_was_held_up_over_the_weekend_is_not_a_second_one_on_monday(sqlite_world: World) -> None:
    world = sqlite_world
    wish(world, "U0AISHA", reminding="morning")
    await world.create(deadline="2026-12-01")
    await look_at_task(world, world.aisha)
    await at(world, 26, month=11)
    world.ws.faults.add("chat.postMessage", world.aisha.id, kind="ratelimited", retry_after=3 * 24 * 60 * 60)
    world.clock.set(datetime(2026, 11, 27, 7, tzinfo=UTC))
    await world.ws.until(lambda: world.errors("reminder"))
    with world.database.begin() as connection:  # as where nobody knows whether Slack has taken it
        held = tables.outbox.update().where(tables.outbox.c.kind == "reminder", tables.outbox.c.state == "ready")
        connection.execute(held.values(state="unknown"))

    world.clock.set(datetime(2026, 11, 30, 8, tzinfo=UTC))
    await world.settled()

    heard = reminders_to(world, world.aisha, "Oppsummering")
    assert [text.splitlines()[0] for text in heard] == [
        "Oppsummering tor. 26. nov. 2026",
        "Oppsummering man. 30. nov. 2026",
    ]


async def test_a_reminder_that_comes_before_its_card_has_the_way_to_it(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create(deadline="2026-12-10")
    with world.database.begin() as connection:
        connection.execute(tables.posts.delete().where(tables.posts.c.kind == "card"))

    await at(world, 3)

    (told,) = [one for one in world.aisha.messages if is_reminder(world, one)]
    assert told.thread_ts is None
    await world.aisha.click("Åpne", at=told)
    await world.ws.until(lambda: world.aisha.modals)


async def test_however_many_cases_wait_their_number_is_the_true_one(sqlite_world: World) -> None:
    world = sqlite_world
    await at(world, 23, 12, month=11)
    for number in range(103):
        make_case(world, f"2026-W{number}", owner=None, applied_on=date(2026, 11, 20))

    await at(world, 24, month=11)

    (told,) = reminders_to(world, world.ingrid, "venter")
    assert told.startswith("103 saker venter på å bli fordelt.")
    assert told.count("kom inn") == digest.NAMED


async def test_who_becomes_a_distributor_in_the_middle_of_a_day_has_her_first_list_the_next_morning(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    make_case(world, "2026-7", owner=None, applied_on=date(2026, 11, 20))
    await at(world, 24, 14, month=11)
    with world.database.begin() as connection:
        new = tables.people.update().where(tables.people.c.slack_id == "U0STRANGER")
        connection.execute(new.values(slack_id=None, look_at=None))
        roles = tables.roles.update().where(tables.roles.c.place_id == sa.select(tables.places.c.id).where(
            tables.places.c.code == "185").scalar_subquery())  # fmt: skip
        connection.execute(roles.values(role="fordeler", place_id=1))
    stranger = world.rows(sa.select(tables.people.c.id).where(tables.people.c.slack_id.is_(None)))[0].id
    found = [Identity(stranger, "U0STRANGER", "nb", "Europe/Oslo")]
    await asyncio.to_thread(identify, context(world), found, now=world.clock.now())

    await at(world, 24, 15, month=11)
    assert reminders_to(world, world.stranger, "venter") == []
    await at(world, 25, month=11)
    assert len(reminders_to(world, world.stranger, "venter")) == 1


def test_however_much_falls_due_slack_takes_the_message() -> None:
    title = "Æ" * 149
    late = [Item(ReminderKind.OVERDUE, subtask=samples.subtask(id=number, title=title)) for number in range(1, 40)]
    waiting = tuple(WaitingCase(f"2026-{at}", "Ø" * 300, "Sted", "Ada", date(2026, 11, 2), 1) for at in range(5))
    last = Item(ReminderKind.WAITING, waiting=waiting, count=9)
    whole = Bundle(samples.KARI, date(2026, 12, 24), is_summary=True, items=(*late, last))

    drawn = reminder(whole, Translator.of("nb", ZoneInfo("Europe/Oslo")), in_thread=False)

    assert len(drawn.blocks) <= 50
    assert len(str(drawn.blocks)) < 12_000
    assert "til. Se fanen Home" in str(drawn.blocks[-1])
    assert drawn.text.endswith(": 39 over fristen")
