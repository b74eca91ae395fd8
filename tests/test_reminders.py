"""Reminders as people meet them: moved by the clock of the workspace, through the real bot, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from store import tables
from tests.handlers.changing_hands import reassign
from tests.handlers.main_page import open_case
from tests.handlers.task_page import look_at_task
from tests.reminded import OPENED, OVERDUE, TITLE, at, is_reminder, reminders_to
from tests.world import World

LATE = "@Kari Nordmann: Aisha Rahman har ikke løst deloppgaven «Vurder emnene». Fristen gikk ut tor. 10. des. 2026."
TODAY = "@Aisha Rahman: Deloppgaven «Vurder emnene» har frist i dag."


async def test_the_assignee_is_reminded_in_the_thread_seven_and_three_days_before_and_on_the_day(world: World) -> None:
    await world.create(deadline="2026-12-10")
    await look_at_task(world, world.aisha)

    for day in (2, 3, 4, 7, 8, 9, 10):
        await at(world, day)

    card = await world.card(world.aisha)
    assert [one.thread_ts for one in world.aisha.messages if one.thread_ts] == [card.ts] * 3
    assert reminders_to(world, world.aisha) == [
        "@Aisha Rahman: Deloppgaven «Vurder emnene» har frist tor. 10. des. 2026, om 7 dager.",
        "@Aisha Rahman: Deloppgaven «Vurder emnene» har frist tor. 10. des. 2026, om 3 dager.",
        TODAY,
    ]
    assert reminders_to(world, world.kari) == []


async def test_what_is_late_is_told_on_three_working_days_and_then_weekly_and_the_owner_once(world: World) -> None:
    await world.create(deadline="2026-12-09")
    await look_at_task(world, world.aisha)
    await at(world, 9)

    heard = {}
    for day in range(10, 23):
        before = len(reminders_to(world, world.aisha))
        await at(world, day, 12)
        heard[day] = len(reminders_to(world, world.aisha)) - before

    assert [day for day, count in heard.items() if count] == [10, 11, 14, 21]
    assert set(heard.values()) == {0, 1}
    assert reminders_to(world, world.aisha)[-1] == OVERDUE.replace("tor. 10.", "ons. 9.")
    assert reminders_to(world, world.kari) == [LATE.replace("tor. 10.", "ons. 9.")]


async def test_the_owner_hears_once_that_nobody_has_opened_it(world: World) -> None:
    await world.create(deadline="2026-12-10")

    for day in (24, 25, 26, 27):
        await at(world, day, month=11)

    assert reminders_to(world, world.kari) == [OPENED]


async def test_nobody_is_reminded_of_a_solved_subtask(world: World) -> None:
    await world.create(deadline="2026-12-10")
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()

    for day in (3, 7, 10, 11):
        await at(world, day)

    assert reminders_to(world, world.aisha) == []
    assert reminders_to(world, world.kari) == []


async def test_nobody_is_reminded_of_anything_in_a_closed_case(world: World) -> None:
    await world.create(deadline="2026-12-10")
    await open_case(world, world.kari)
    await world.kari.click("Avslutt sak", at="home")
    await world.ws.until(lambda: world.kari.modals)
    await world.kari.send()
    await world.quiet()

    for day in (3, 10, 11, 18, 21):
        await at(world, day)

    assert reminders_to(world, world.aisha, "") == reminders_to(world, world.kari, "") == []


async def test_after_reassigning_the_new_assignee_is_reminded_and_the_former_one_is_not(world: World) -> None:
    await world.create(deadline="2026-12-10")
    await reassign(world, world.kari)

    await at(world, 3)

    assert reminders_to(world, world.aisha) == []
    assert reminders_to(world, world.ola) == [
        "@Ola Hansen: Deloppgaven «Vurder emnene» har frist tor. 10. des. 2026, om 7 dager."
    ]


async def test_one_who_lost_her_role_is_reminded_of_nothing(world: World) -> None:
    await world.create(deadline="2026-12-10")
    with world.database.begin() as connection:
        aisha = connection.execute(sa.select(tables.people.c.id).where(tables.people.c.slack_id == "U0AISHA")).scalar()
        connection.execute(tables.roles.delete().where(tables.roles.c.person_id == aisha))

    await at(world, 3)

    assert reminders_to(world, world.aisha) == []


async def test_what_falls_due_at_the_same_hour_is_one_message_with_the_way_to_each(world: World) -> None:
    for title in (TITLE, "Se på vitnemålet", "Sjekk studiepoengene"):
        await world.create(title=title, deadline="2026-12-10")

    await at(world, 3)

    (message,) = [one for one in world.aisha.messages if is_reminder(world, one)]
    text = world.aisha.text_of(message)
    assert message.thread_ts is None
    assert message.text == "3 påminnelser"
    assert all(title in text for title in (TITLE, "Se på vitnemålet", "Sjekk studiepoengene"))
    await world.aisha.click("Åpne", at=message, near="Se på vitnemålet")
    await world.ws.until(lambda: world.aisha.modals)
    assert "Se på vitnemålet" in world.aisha.text_of(world.aisha.modals[-1]["id"])


async def test_what_was_reminded_of_by_itself_goes_from_slack_when_it_is_forgotten(world: World) -> None:
    for title in (TITLE, "Se på vitnemålet"):
        await world.create(title=title, deadline="2026-12-10")
    await at(world, 3)
    (message,) = [one for one in world.aisha.messages if is_reminder(world, one)]

    async def solved_and_forgotten(title: str) -> bool:
        with world.database.begin() as connection:
            solved = {"status": "solved", "ending": "owner", "solved_at": world.clock.now()}
            connection.execute(tables.subtasks.update().where(tables.subtasks.c.title == title).values(solved))
        world.clock.move(days=91)
        await world.quiet()
        await world.bot._tidy()
        await world.quiet()
        return message.ts not in [one.ts for one in world.aisha.messages if not one.deleted]

    assert not await solved_and_forgotten(TITLE)  # what it says of the other keeps that from being said again
    assert await solved_and_forgotten("Se på vitnemålet")


async def test_after_a_long_stand_still_only_what_is_still_true_is_said_and_once(world: World) -> None:
    await world.create(deadline="2026-12-10")
    await look_at_task(world, world.aisha)

    await at(world, 10, 12)  # over three reminders in one leap
    await at(world, 10, 13)

    assert reminders_to(world, world.aisha) == [TODAY]


async def test_a_clock_that_wakes_in_the_evening_waits_for_the_morning(world: World) -> None:
    await world.create(deadline="2026-12-10")
    await look_at_task(world, world.aisha)

    await at(world, 4, 20)  # a Friday
    late = reminders_to(world, world.aisha)
    await at(world, 6, 12)  # a Sunday
    on_sunday = reminders_to(world, world.aisha)
    await at(world, 7)

    assert late == on_sunday == []
    assert len(reminders_to(world, world.aisha)) == 1
    assert "om 3 dager" in reminders_to(world, world.aisha)[0]


async def test_what_was_solved_while_the_reminder_waited_for_the_morning_is_not_said(world: World) -> None:
    await world.create(deadline="2026-12-10")
    await at(world, 3, 20)
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()

    await at(world, 4)

    assert reminders_to(world, world.aisha) == []


async def test_a_colleague_in_tokyo_is_reminded_at_eight_in_tokyo(world: World) -> None:
    world.aisha.tz = "Asia/Tokyo"
    with world.database.begin() as connection:
        connection.execute(
            tables.people.update().where(tables.people.c.slack_id == "U0AISHA").values(slack_zone="Asia/Tokyo")
        )
    await world.create(deadline="2026-12-10")

    world.clock.set(datetime(2026, 12, 2, 22, 59, tzinfo=UTC))
    await world.quiet()
    before = reminders_to(world, world.aisha)
    world.clock.set(datetime(2026, 12, 2, 23, 0, tzinfo=UTC))
    await world.quiet()

    assert before == []
    assert len(reminders_to(world, world.aisha)) == 1


async def test_an_assignment_on_friday_evening_comes_at_once_and_its_reminder_on_monday(world: World) -> None:
    world.clock.set(datetime(2026, 11, 27, 16, 0, tzinfo=UTC))  # 17:00 in Oslo
    await world.create(deadline="2026-11-30")
    card = await world.card(world.aisha)

    world.clock.set(datetime(2026, 11, 28, 12, 0, tzinfo=UTC))
    await world.quiet()
    at_the_weekend = reminders_to(world, world.aisha)
    world.clock.set(datetime(2026, 11, 30, 7, 0, tzinfo=UTC))
    await world.quiet()

    assert card.thread_ts is None
    assert at_the_weekend == []
    assert reminders_to(world, world.aisha) == [TODAY]


async def test_a_reminder_that_slack_took_but_did_not_answer_for_is_not_sent_again(world: World) -> None:
    await world.create(deadline="2026-12-10")
    await look_at_task(world, world.aisha)
    world.ws.faults.add(method="chat.postMessage", kind="cut_after_effect", times=1)

    world.clock.set(datetime(2026, 12, 3, 7, 0, tzinfo=UTC))
    await world.settled()

    texts = [world.aisha.text_of(one) for one in world.aisha.messages]
    assert len([text for text in texts if "har frist tor. 10. des. 2026, om 7 dager." in text]) == 1


async def test_a_reminder_is_drawn_in_the_readers_language(world: World) -> None:
    with world.database.begin() as connection:
        connection.execute(tables.people.update().where(tables.people.c.slack_id == "U0AISHA").values(language="en"))
    await world.create(deadline="2026-12-10")

    await at(world, 3)

    assert reminders_to(world, world.aisha) == [
        "@Aisha Rahman: The subtask “Vurder emnene” is due on Thu, 10 Dec 2026, in 7 days."
    ]
