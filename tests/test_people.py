"""People come, go and change their names: who is still herself keeps what is hers, and nothing is left to nobody."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.commands import import_files
from store import tables
from tests.beside import take_in
from tests.handlers.distribution import distribute
from tests.handlers.main_page import look
from tests.institution import CASE_TITLE
from tests.reminded import at, is_reminder, reminders_to
from tests.untrue import untrue
from tests.world import World


async def test_a_new_address_and_surname_leave_her_everything_that_is_hers(world: World) -> None:
    await world.create()
    before = (await world.card(world.kari)).ts

    await take_in(world, "people: [{email: kari.berg@uni.example, name: Kari Berg, slack_id: U0KARI}]")
    world.bot.wake()
    await world.settled()

    assert "Kari Berg" in world.aisha.text_of(await world.card(world.aisha))
    assert (await world.card(world.kari)).ts == before
    assert "Innpassing" in await look(world, "kari")
    await world.kari.say("Fortsatt meg.", thread_ts=before)
    await world.settled()
    assert "Fortsatt meg." in world.aisha.text_of(world.aisha.messages[-1])
    assert len(world.rows(sa.select(tables.people).where(tables.people.c.slack_id == "U0KARI"))) == 1


async def test_who_is_invited_anew_with_another_account_is_found_by_the_next_import_and_keeps_what_is_theirs(
    world: World,
) -> None:
    """See https://github.com/hackclub/auth/pull/307 : a person whose account was closed comes back with a new id."""
    await world.create()
    await world.kari.say("Hva tror du?", thread_ts=(await world.card(world.kari)).ts)
    await world.quiet()
    world.ws.deactivate("U0AISHA")
    await world.settled()
    anew = world.ws.add_person("U0ANEW", name="Aisha Rahman", email="Aisha@uni.example", tz="Europe/Oslo")

    same = world.folder / "people.yml"
    same.write_text("people: [{email: aisha@uni.example, name: Aisha Rahman}]")
    assert await asyncio.to_thread(import_files.take_in, world.settings, [same]) == 0
    world.bot.wake()
    await world.settled()

    card = await world.card(anew)
    assert "Hva tror du?" in str([anew.text_of(one) for one in anew.thread(card.ts)])
    await anew.say("Ja.", thread_ts=card.ts)
    await world.settled()
    assert "Ja." in world.kari.text_of(world.kari.messages[-1])
    await anew.open_home()
    await world.quiet()
    assert "Vurder emnene" in anew.text_of("home")


async def test_a_status_a_huddle_or_a_picture_has_nothing_drawn_again(sqlite_world: World) -> None:
    """Slack tells of each of them, many times a day: https://github.com/grafana-cold-storage/oncall/pull/1938 ."""
    world = sqlite_world
    await world.create()
    await look(world, "aisha")
    world.aisha.change(tz="Asia/Kolkata")
    await world.quiet()
    calls, kept = len(world.ws.calls), world.count(tables.outbox)
    for _ in range(3):
        world.aisha.change()
        await world.quiet()
    assert [call.method for call in world.ws.calls[calls:]] == []
    assert world.count(tables.outbox) == kept
    world.aisha.change(tz="Europe/Oslo")
    await world.quiet()
    assert "views.publish" in [call.method for call in world.ws.calls[calls:]]


async def left(world: World, facts: str) -> None:
    await take_in(world, f"people: [{{email: kari@uni.example, name: Kari Nordmann, {facts}}}]")


async def closed(world: World, _facts: str) -> None:
    world.ws.deactivate("U0KARI")


LOST = {
    "has left": (left, "active: false"),
    "lost the role": (left, "roles: []"),
    "her account is closed": (closed, ""),
}


@pytest.mark.parametrize("how", LOST)
async def test_a_case_that_has_lost_its_owner_is_told_to_its_distributor_at_once_and_given_to_another(
    world: World, how: str
) -> None:
    await world.create(deadline="2026-12-10")
    assert "Saker uten sakseier" not in await look(world, "ingrid")
    await at(world, 25, 12, month=11)

    act, facts = LOST[how]
    await act(world, facts)
    world.bot.wake()
    await world.ws.until(lambda: "uten sakseier" in world.ingrid.text_of("home"))
    await at(world, 25, 12, month=11, minute=1)

    assert [text for text in reminders_to(world, world.ingrid, "har ingen sakseier") if CASE_TITLE in text]
    home = world.ingrid.text_of("home")
    assert home.index("Saker uten sakseier") < home.index("Saker til fordeling")
    assert "Ingen. Kari Nordmann kan ikke lenger være sakseier." in world.aisha.text_of(await world.card(world.aisha))
    assert reminders_to(world, world.stranger, "") == []

    await at(world, 26, 8, month=11)
    assert "1 sak har ingen sakseier." in reminders_to(world, world.ingrid, CASE_TITLE)[-1]

    told = [one for one in world.ingrid.messages if is_reminder(world, one)][-1]
    await world.ingrid.click("Omfordel sak", at=told)
    await world.ws.until(lambda: world.ingrid.modals)
    assert (await distribute(world, world.ingrid, "Per Strand")).closed
    await at(world, 27, 8, month=11)
    assert "Saker uten sakseier" not in world.ingrid.text_of("home")
    assert len(reminders_to(world, world.ingrid, "har ingen sakseier")) == 2
    assert "kan ikke lenger" not in world.aisha.text_of(await world.card(world.aisha))
    world.ws.refusals.clear()


async def test_what_is_written_to_nobody_waits_for_the_next_owner_and_its_author_is_told_once(world: World) -> None:
    await world.create()
    await left(world, "active: false")
    world.bot.wake()
    await world.settled()
    card = await world.card(world.aisha)
    assert "venter på den neste sakseieren" in world.aisha.text_of(card)

    for words in ("Hva med emne 3?", "Og emne 4?"):
        await world.aisha.say(words, thread_ts=card.ts)
        await world.settled()

    told = [one for one in world.aisha.messages if "ingen sakseier nå" in world.aisha.text_of(one)]
    assert len(told) == 1
    await look(world, "ingrid")
    await world.ingrid.click("Omfordel sak")
    await world.ws.until(lambda: world.ingrid.modals)
    assert (await distribute(world, world.ingrid, "Per Strand")).closed
    await world.settled()
    said = "\n".join(world.stranger.text_of(one) for one in world.stranger.messages)
    assert "Hva med emne 3?" in said
    assert "Og emne 4?" in said


async def test_the_deadline_of_a_case_that_has_lost_its_owner_is_reminded_to_its_distributor(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    await at(world, 25, 12, month=11)
    await left(world, "active: false")
    await at(world, 11, 8)

    assert "har frist fre. 18. des. 2026, om 7 dager." in reminders_to(world, world.ingrid, CASE_TITLE)[-1]


@pytest.mark.parametrize("code", ["user_disabled", "user_not_found", "cannot_dm_bot"])
async def test_a_case_of_an_owner_whom_slack_refuses_stands_without_owner(sqlite_world: World, code: str) -> None:
    world = sqlite_world
    await world.create()
    await look(world, "ingrid")
    world.ws.faults.add("chat.postMessage", world.kari.id, kind="error", code=code, times=None)

    await world.aisha.say("Er du der?", thread_ts=(await world.card(world.aisha)).ts)
    await world.settled()

    assert "Saker uten sakseier" in world.ingrid.text_of("home")
    assert "Ingen. Kari Nordmann kan ikke lenger være sakseier." in world.aisha.text_of(await world.card(world.aisha))
    said = [world.aisha.text_of(one) for one in world.aisha.messages if one.is_reply]
    assert any("Kari Nordmann" in text for text in said), "who waits for her is told"


async def test_another_account_is_reachable_again(sqlite_world: World) -> None:
    world = sqlite_world
    world.ws.add_person("U0NYKARI", "Kari Nordmann", "ny.kari@uni.example")
    await closed(world, "")
    await world.ws.until(lambda: world.rows(sa.select(tables.people).where(tables.people.c.account_closed)))

    await left(world, "slack_id: U0NYKARI")

    assert not world.rows(sa.select(tables.people).where(tables.people.c.account_closed))


@pytest.mark.parametrize("is_closed", [True, False])
async def test_what_slack_tells_late_of_an_account_counts_for_nothing(sqlite_world: World, *, is_closed: bool) -> None:
    """Slack tells once more, after a minute and after five, what nobody acknowledged: it may be so no more by then."""
    world, aisha = sqlite_world, sqlite_world.aisha
    await world.create()
    aisha.deleted = not is_closed
    aisha.change()
    await world.quiet()
    late = next(one for one in reversed(world.ws.requests) if one.kind == "user_change")
    aisha.deleted = is_closed
    aisha.change()
    await world.quiet()

    world.ws.delivery.event(late.kind, late.payload, late.person)
    await world.quiet()

    rows = world.rows(sa.select(tables.people.c.account_closed).where(tables.people.c.slack_id == aisha.id))
    assert [row.account_closed for row in rows] == [is_closed]
    assert untrue(world) == []


async def test_what_slack_answers_late_of_an_account_counts_for_nothing_either(sqlite_world: World) -> None:
    world, aisha = sqlite_world, sqlite_world.aisha
    await world.create()
    hangs = world.ws.faults.add("users.info", kind="hang_after_effect")
    aisha.deleted = True
    aisha.change()
    await world.ws.until(lambda: hangs.used)
    aisha.deleted = False
    aisha.change()
    asked = "users.info"
    await world.ws.until(lambda: len([one for one in world.ws.calls if one.method == asked and one.ended_at]) == 2)
    hangs.release()
    await world.quiet()
    rows = world.rows(sa.select(tables.people.c.account_closed).where(tables.people.c.slack_id == aisha.id))
    assert [row.account_closed for row in rows] == [False]


async def test_who_is_invited_anew_is_not_given_back_the_closed_account_by_the_next_nights_file(world: World) -> None:
    world.ws.deactivate("U0AISHA")
    await world.settled()
    world.ws.add_person("U0ANEW", name="Aisha Rahman", email="aisha@uni.example", tz="Europe/Oslo")
    nightly = world.folder / "people.yml"
    nightly.write_text("people: [{email: aisha@uni.example, name: Aisha Rahman, slack_id: U0AISHA}]")
    accounts = []
    for _ in range(3):
        assert await asyncio.to_thread(import_files.take_in, world.settings, [nightly]) == 0
        world.bot.wake()
        await world.settled()
        found = sa.select(tables.people.c.slack_id).where(tables.people.c.email == "aisha@uni.example")
        accounts += [one.slack_id for one in world.rows(found)]
    assert len(set(accounts)) == 1, accounts
