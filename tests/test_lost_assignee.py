"""An assignee leaves or loses her role: the case owner hears of it once, sees it everywhere, and chooses anew."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from cases.acts import holding
from cases.reminders.forecast import forecast
from domain.errors import NotAllowedError
from domain.reminders import ReminderKind
from store import tables
from tests.beside import context, take_in
from tests.handlers.changing_hands import choose_ola
from tests.handlers.main_page import look, open_case
from tests.handlers.task_page import look_at_task
from tests.reminded import at, is_reminder, reminders_to
from tests.world import World

LEFT = "@Kari Nordmann: Aisha Rahman kan ikke lenger løse deloppgaven «Vurder emnene». Velg en ny ansvarlig."


async def test_the_owner_hears_once_that_her_assignee_has_left_and_can_choose_anew_from_there(world: World) -> None:
    await world.create(deadline="2026-12-10")
    await at(world, 25, 12, month=11)

    world.ws.deactivate("U0AISHA")
    await world.ws.until(lambda: "kan ikke lenger" in world.kari.text_of(world.kari.card("Vurder emnene")))
    await at(world, 25, 12, month=11, minute=1)

    card = await world.card(world.kari)
    assert "Ingen. Aisha Rahman kan ikke lenger løse deloppgaven." in world.kari.text_of(card)
    assert reminders_to(world, world.kari) == [f"{LEFT}\nBytt ansvarlig"]
    await open_case(world, world.kari)
    assert "Ingen. Aisha Rahman kan ikke lenger løse deloppgaven." in world.kari.text_of("home")

    with pytest.raises(NotAllowedError, match="kan ikke lenger løse deloppgaven"):
        holding.form(context(world), 1, actor="U0KARI", now=world.clock.now())

    told = next(one for one in world.kari.messages if is_reminder(world, one))
    await world.kari.click("Bytt ansvarlig", at=told)
    await world.ws.until(lambda: world.kari.modals)
    await choose_ola(world.kari)
    await world.kari.fill("Begrunnelse", "Aisha har sluttet.")
    assert (await world.kari.send()).closed
    await at(world, 26, 12, month=11)
    assert reminders_to(world, world.kari) == [f"{LEFT}\nBytt ansvarlig"]
    assert "kan ikke lenger" not in world.kari.text_of(await world.card(world.kari))


@pytest.mark.parametrize("closed_in_slack", [False, True])
async def test_from_one_who_was_let_go_the_main_page_is_taken_and_nothing_is_left_to_mend(
    sqlite_world: World, closed_in_slack: bool
) -> None:
    world = sqlite_world
    await world.create()
    assert "Vurder emnene" in await look(world, "aisha")
    with world.ws.expect_refusal("invalid_arguments") if closed_in_slack else nullcontext():
        if closed_in_slack:
            world.ws.people["U0AISHA"].deleted = True
        await take_in(world, "people: [{email: aisha@uni.example, name: Aisha Rahman, active: false}]")
        world.bot.wake()
        await world.quiet()

    if not closed_in_slack:
        assert "Vurder emnene" not in world.aisha.text_of("home")
    assert world.rows(sa.select(tables.outbox).where(tables.outbox.c.state == "refused")) == []


async def test_an_assignee_who_has_her_role_back_by_the_morning_was_never_missed(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    await world.create(deadline="2026-12-10")
    await look_at_task(world, world.aisha)
    await at(world, 25, 20, month=11)
    for role in ("[]", '[{place: "184.12.1", role: fagperson}]'):
        await take_in(world, f"people: [{{email: aisha@uni.example, name: Aisha Rahman, roles: {role}}}]")
        await at(world, 25, 21, month=11)
        foreseen = [one.kind for one in forecast(context(world), datetime(2026, 11, 26, 7, 0, tzinfo=UTC))]
        assert (ReminderKind.NOBODY in foreseen) == (role == "[]")

    await at(world, 26, month=11)

    assert reminders_to(world, world.kari) == []
