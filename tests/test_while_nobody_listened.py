"""What people do while the bot is down, or cannot be reached, is taken in afterwards: all of it, once, in order."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from store import tables
from tests.bot.inbox.late_events import heard, versions
from tests.bot.lives import TITLE, given_up
from tests.retention import retain_nothing, strays, whole
from tests.silence import calls, come_back, go_by, is_active, say, talk
from tests.world import World, open_world

GONE = ("message_not_found", "thread_not_found")  # the bot finds that out by asking


async def test_messages_files_edits_and_deletions_of_a_downtime_arrive_in_order_and_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    _, wrong, no = await talk(world)
    await world.stop_bot()
    await say(world.aisha, "Her er emnet", "emne3.pdf")
    await world.aisha.edit(no.ts, "Ja")
    await world.aisha.delete(wrong.ts)
    await say(world.kari, "Takk")
    await go_by(world)
    assert world.ws.delivery.lost, "Slack has given up"

    caplog.set_level(logging.INFO, "bot.inbox.catching_up")
    await come_back(world)

    assert heard(world) == ["Først", "Ja", "Her er emnet\nFil: emne3.pdf", "emne3.pdf"]
    assert [text for text in whole(world.aisha) if "Takk" in text]
    assert sorted(versions(world)) == ["Feil student", "Først", "Her er emnet", "Ja", "Nei", "Takk"]
    told = [record.getMessage() for record in caplog.records]
    assert any("changes: 1, deletions: 1, messages: 2, threads read: 2" in text for text in told), told
    assert not [text for text in told if "emne" in text or "Aisha" in text], "counts, and nothing of what was said"


async def test_an_account_that_was_closed_and_one_that_was_opened_are_noticed(world: World) -> None:
    await talk(world)
    world.ws.deactivate(world.ola.id)
    await world.settled()
    await world.stop_bot()
    await say(world.aisha, "Min siste beskjed")
    world.ws.deactivate(world.aisha.id)
    world.ola.deleted = False
    world.ola.change(tz="America/New_York")
    await go_by(world)
    await come_back(world)

    assert (is_active(world, "aisha"), is_active(world, "ola")) == (False, True)
    zones = world.rows(sa.select(tables.people.c.slack_zone).where(tables.people.c.slack_id == world.ola.id))
    assert zones[0].slack_zone == "America/New_York"
    assert "Min siste beskjed" in heard(world), "she wrote it before her account was closed"
    assert "Bytt ansvarlig" in world.kari.labels(world.kari.card(TITLE)), "the owner sees that nobody has it"


async def test_who_may_act_again_is_heard_with_what_she_wrote_meanwhile(world: World) -> None:
    await talk(world)
    card = world.aisha.card(TITLE).ts
    world.ws.deactivate(world.aisha.id)
    await world.settled()
    await world.stop_bot()
    world.aisha.deleted = False
    world.aisha.change()
    await say(world.aisha, "Jeg er tilbake", below=card)
    await go_by(world)
    await come_back(world)
    assert "Jeg er tilbake" in heard(world)


async def test_a_short_silence_is_no_gap(world: World) -> None:
    await talk(world)
    await world.stop_bot()
    world.clock.move(seconds=30)
    await say(world.aisha, "Er du der?")
    await come_back(world)
    world.clock.move(minutes=1)
    await world.settled()
    assert heard(world)[-1] == "Er du der?", "Slack says it again after a minute"
    assert world.count(tables.gaps) == calls(world, "users.list") == 0


async def test_nothing_is_read_a_second_time(world: World) -> None:
    await talk(world)
    await world.stop_bot()
    await go_by(world)
    await come_back(world)
    read = calls(world, "conversations.replies"), calls(world, "users.list")
    assert read == (2, 1), "each party's thread, and people, and nothing for what was not missed"
    await world.stop_bot()
    await come_back(world)
    assert read == (calls(world, "conversations.replies"), calls(world, "users.list"))


async def test_an_event_that_comes_late_all_the_same_changes_nothing(world: World) -> None:
    _, wrong, no = await talk(world)
    await world.stop_bot()
    await say(world.aisha, "Her er emnet", "emne3.pdf")
    await world.aisha.edit(no.ts, "Ja")
    await world.aisha.delete(wrong.ts)
    await go_by(world)
    lost = list(world.ws.delivery.lost)
    await come_back(world)
    before = heard(world), versions(world), world.count(tables.message_files)
    for request in lost:
        world.ws.delivery.event(request.kind, request.payload, world.aisha.id)
    await world.settled()
    assert before == (heard(world), versions(world), world.count(tables.message_files))


async def test_what_was_refused_in_its_time_is_not_refused_again(world: World) -> None:
    said = await talk(world)
    await world.kari.click("Løs deloppgave", at=world.kari.card(TITLE))
    await world.quiet()
    await say(world.kari, "For sent")
    await world.aisha.edit(said[0].ts, "Også for sent")
    await world.aisha.delete(said[1].ts)
    await world.quiet()
    world.clock.move(minutes=6)  # nobody can undo it any more
    await world.quiet()
    before = [[one.text_of(each) for each in one.messages] for one in (world.kari, world.aisha)]
    await world.stop_bot()
    await go_by(world)
    await come_back(world)
    assert calls(world, "conversations.replies") == 2
    assert before == [[one.text_of(each) for each in one.messages] for one in (world.kari, world.aisha)]


async def test_who_wrote_below_what_was_solved_meanwhile_is_told(world: World) -> None:
    await talk(world)
    await world.kari.click("Løs deloppgave", at=world.kari.card(TITLE))
    await world.quiet()
    await world.stop_bot()
    await say(world.aisha, "Vent!")
    await go_by(world)
    await come_back(world)
    told = [world.aisha.text_of(one) for one in world.aisha.thread(world.aisha.card(TITLE).ts)]
    assert [text for text in told if "ikke sendt videre" in text]
    assert heard(world) == ["Først", "Feil student", "Nei"]


async def test_a_card_that_is_gone_comes_anew_with_the_conversation(sqlite_world: World) -> None:
    world = sqlite_world
    await talk(world)
    await world.stop_bot()
    retain_nothing(world, world.kari)
    await say(world.aisha, "Fikk du den?")
    await go_by(world)
    await come_back(world)
    world.ws.refusals[:] = [one for one in world.ws.refusals if one.code not in GONE]
    order = ["Først", "Feil student", "Nei", "Fikk du den?"]
    assert [words for text in whole(world.kari) for words in order if words in text] == order
    assert strays(world.kari) == []
    await say(world.kari, "Nå er jeg her")
    await world.settled()
    assert [text for text in whole(world.aisha) if "Nå er jeg her" in text]
    assert given_up(world) == []


async def test_what_a_retention_rule_took_is_not_taken_for_deleted(sqlite_world: World) -> None:
    world = sqlite_world
    await talk(world)
    await world.stop_bot()
    retain_nothing(world, world.aisha)
    await go_by(world)
    await come_back(world)
    world.ws.refusals[:] = [one for one in world.ws.refusals if one.code not in GONE]
    assert heard(world) == ["Først", "Feil student", "Nei"]


async def test_who_wrote_outside_every_thread_is_told_that_it_reached_nobody(world: World) -> None:
    await talk(world)
    await world.stop_bot()
    await world.aisha.say("Emnet dekkes")
    await world.kari.say("Er emnet dekket?")
    await go_by(world)
    await come_back(world)
    for person in (world.aisha, world.kari):
        told = [person.text_of(one) for one in person.messages]
        assert len([text for text in told if "ikke sendt til noen" in text]) == 1
    await world.stop_bot()
    await go_by(world)
    await come_back(world)
    assert len([one for one in world.aisha.messages if "ikke sendt til noen" in world.aisha.text_of(one)]) == 1


async def test_a_line_that_was_lost_for_long_is_a_gap_too(sqlite_world: World) -> None:
    world = sqlite_world
    await talk(world)
    nothing_opens = world.ws.faults.add("apps.connections.open", times=None, kind="error")
    await world.ws.socket.drop("abort")
    await world.ws.until(lambda: nothing_opens.used)
    await say(world.aisha, "Er du der?")
    await go_by(world)
    world.ws.faults.clear(nothing_opens)
    await world.ws.until(lambda: "Er du der?" in heard(world), timeout=60)
    await world.settled()
    assert heard(world) == ["Først", "Feil student", "Nei", "Er du der?"]


async def test_what_slack_said_while_the_database_could_not_be_written_to_is_read_afterwards(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.database.BUSY_SECONDS", 0.1)
    async with open_world(sqlite_url, tmp_path) as world:
        await _without_database(world)


async def _without_database(world: World) -> None:
    await talk(world)
    with sqlite3.connect(world.settings.database_url.removeprefix("sqlite:///"), isolation_level=None) as held:
        held.execute("BEGIN IMMEDIATE")
        world.ws.ack_limit = 0.3  # it cannot answer, and Slack does not wait for long
        world.clock.move(minutes=1)
        await say(world.aisha, "Er du der?")
        await world.ws.until(lambda: world.ws.requests[-1].trouble, timeout=30)
        for minutes in (1, 6, 5):
            world.clock.move(minutes=minutes)
            await world.ws.until(lambda: world.ws.delivery.idle and world.bot.services.background.is_idle, timeout=30)
        held.execute("ROLLBACK")
    world.ws.ack_limit = 10.0
    held.close()
    assert world.ws.delivery.lost
    world.clock.move(seconds=20)
    await world.ws.until(lambda: "Er du der?" in heard(world), timeout=30)
    await world.settled()
    world.ws.refusals.clear()


@pytest.fixture
async def over_http(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution with the bot behind an address that Slack calls."""
    async with open_world(sqlite_url, tmp_path, "http") as world:
        yield world


@pytest.mark.parametrize("minutes", [2.5, 90])
async def test_what_slack_gave_up_sending_to_a_door_it_found_shut_is_read(over_http: World, minutes: float) -> None:
    world = over_http
    await talk(world)
    door = world.ws.delivery.target
    assert door is not None
    world.ws.deliver_to("http://127.0.0.1:9/slack/events")
    await say(world.aisha, "Er du der?")
    await go_by(world, minutes)
    if minutes < 60:
        await say(world.kari, "Hva?")
        await world.ws.until(lambda: world.ws.delivery.idle)
    world.ws.deliver_to(door)
    world.clock.move(minutes=2)  # what was said last comes once more
    await world.kari.open_home()
    await world.settled()
    assert heard(world) == ["Først", "Feil student", "Nei", "Er du der?"]
