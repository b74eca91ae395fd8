"""Reminders of cases, regular ones and summaries, and what each person has chosen: through the real bot."""

from __future__ import annotations

from datetime import date

from tests.institution import CASE_TITLE
from tests.reminded import OVERDUE, at, is_reminder, reminders_to
from tests.stored import make_case, wish
from tests.world import World


async def test_the_owner_is_reminded_of_her_cases_deadline_with_the_way_to_it(world: World) -> None:
    heard = []
    for day in (7, 11, 15, 18, 21):
        await at(world, day)
        heard.append(reminders_to(world, world.kari, CASE_TITLE)[-1])

    assert "frist" not in heard[0].lower()
    said = ("har frist fre. 18. des. 2026, om 7 dager.", "om 3 dager.", "har frist i dag.", "gikk ut")
    assert [words for text, words in zip(heard[1:], said, strict=True) if words not in text] == []
    last = [one for one in world.kari.messages if is_reminder(world, one)][-1]
    await world.kari.click("Åpne", at=last, near="gikk ut")
    await world.ws.until(lambda: world.kari.modals)


async def test_distributors_hear_every_working_morning_of_the_cases_that_wait(world: World) -> None:
    await at(world, 24, month=11)
    make_case(world, "2026-7", owner=None, applied_on=date(2026, 11, 20))

    for day in (25, 26, 28, 29, 30):
        await at(world, day, month=11)

    heard = reminders_to(world, world.ingrid, "Sak 2026-7")
    assert len(heard) == 3
    assert "1 sak venter på å bli fordelt." in heard[0]
    assert reminders_to(world, world.stranger, "") == []
    message = [one for one in world.ingrid.messages if is_reminder(world, one)][-1]
    await world.ingrid.click("Fordel", at=message)
    await world.ws.until(lambda: world.ingrid.modals)


async def test_when_nothing_waits_distributors_hear_nothing(world: World) -> None:
    for day in (24, 25, 26):
        await at(world, day, month=11)

    assert reminders_to(world, world.ingrid, "") == []


async def test_owners_hear_once_a_week_of_cases_that_are_three_weeks_old(world: World) -> None:
    for day in (24, 25, 26, 27, 30):
        await at(world, day, month=11)
    for day in (1, 2, 3, 4, 7):
        await at(world, day)

    old = reminders_to(world, world.kari, "tre uker")
    assert len(old) == 2
    assert old[0].startswith("Én av sakene dine er minst tre uker gammel.")


async def test_the_morning_reader_gets_one_summary_of_all_that_is_near(world: World) -> None:
    wish(world, "U0AISHA", reminding="morning")
    await world.create(deadline="2026-12-10")
    await world.create(title="Se på vitnemålet", deadline="2026-12-04")

    await at(world, 3)
    await at(world, 3, 12)
    await at(world, 4)

    first, second = reminders_to(world, world.aisha)
    assert first.startswith("Oppsummering tor. 3. des. 2026")
    assert "«Vurder emnene» har frist tor. 10. des. 2026, om 7 dager." in first
    assert "«Se på vitnemålet» har frist i morgen, fre. 4. des. 2026." in first
    assert "«Se på vitnemålet» har frist i dag." in second


async def test_one_who_wants_to_hear_only_of_what_is_late_hears_of_nothing_else(world: World) -> None:
    wish(world, "U0AISHA", reminding="overdue")
    await world.create(deadline="2026-12-10")

    for day in (3, 7, 10, 11):
        await at(world, day)

    assert reminders_to(world, world.aisha) == [OVERDUE]


async def test_a_kind_that_is_turned_off_is_not_said(world: World) -> None:
    wish(world, "U0AISHA", muted="deadline waiting")
    await world.create(deadline="2026-12-10")

    for day in (3, 10, 11):
        await at(world, day)

    assert reminders_to(world, world.aisha) == [OVERDUE]
