"""Trouble while events are taken in: several processes, a row that somebody holds, a disk, a fault of our own."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import Saksbot, create_app
from bot.commands.check import look
from bot.inbox import taking_in
from bot.slack.client import make_session, make_slack_client
from cases import inbox
from cases.acts import messages
from handlers.said import events
from store import postgres, tables
from store.database import Database
from tests.bot.inbox.late_events import heard, held_back, say
from tests.bot.lives import TITLE
from tests.world import UNHEARD, World, at_once, open_world


@asynccontextmanager
async def another_process(world: World) -> AsyncIterator[Saksbot]:
    """Let a second bot share the database, as another process would."""
    database = Database(world.settings.database_url)
    async with make_session() as session:
        pace = at_once(world.clock)
        slack = make_slack_client(world.settings.bot_token, world.settings.slack_api_url, session, pace=pace)
        bot = create_app(world.settings, database, world.clock, slack, session=session)
        await bot.start(alone=False)
        yield bot
        await bot.stop()
    database.dispose()


async def test_of_several_processes_one_takes_an_event_in_and_the_order_holds(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    texts = [f"Melding {number}" for number in range(12)]
    both = threading.Barrier(2, timeout=0.2)
    hear = messages.hear

    def at_the_same_time(*args: Any, **kwargs: Any) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait()
        both.reset()
        hear(*args, **kwargs)

    async with open_world(postgres_url, tmp_path) as world, another_process(world) as second:
        await world.create()
        with held_back(world, monkeypatch) as held:
            for text in texts:
                await say(world, text)
        for payload in held:
            ordering_key, ts = payload["event"]["channel"], payload["event"]["event_ts"]
            kept = {"ordering_key": ordering_key, "ts": ts, "now": world.clock.now()}
            inbox.keep(second.services.context, payload["event_id"], payload["event"], **kept)
        monkeypatch.setattr(messages, "hear", at_the_same_time)
        world.bot.wake()
        second.wake()
        await world.quiet()
        assert heard(world) == texts
    assert "UniqueViolation" not in caplog.text
    assert "could not be taken in" not in caplog.text


def has_been_put_off(world: World, caplog: pytest.LogCaptureFixture, number: int) -> bool:
    """Tell whether an event waits for a later try, after so many of them."""
    tried = sa.select(tables.inbox.c.not_before_at).where(UNHEARD, tables.inbox.c.not_before_at.is_not(None))
    waits = any(row.not_before_at > world.clock.now() for row in world.rows(tried))
    return waits and caplog.text.count(" waits: ") == number


async def test_an_event_waits_as_long_as_it_takes_for_what_is_not_its_fault_and_holds_only_its_conversation(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(postgres, "LOCK_SECONDS", 0.1)
    async with open_world(postgres_url, tmp_path) as world:
        await world.create()
        with world.database.begin() as connection:
            connection.execute(sa.select(tables.subtasks).with_for_update())
            await say(world, "En")
            await say(world, "To")
            await world.ingrid.say("Er det noen her?")
            await world.ws.until(lambda: "ikke sendt til noen" in str(world.ws.calls[-1].args))
            for number in range(1, inbox.TRIES + 3):
                await world.ws.until(partial(has_been_put_off, world, caplog, number))
                world.clock.move(seconds=inbox.SOON.total_seconds())
        await world.settled()
        assert heard(world) == ["En", "To"]
        assert "could not be taken in" not in caplog.text


async def test_a_disk_that_is_full_for_long_makes_no_event_be_given_up(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await world.create()
    hear, left = events.hear, list(range(inbox.TRIES + 3))

    def read(*args: Any) -> Any:
        if left:
            left.pop()
            raise OSError(28, "No space left on device")
        return hear(*args)

    monkeypatch.setattr(taking_in, "hear", read)
    await say(world, "En")
    await say(world, "To")
    await world.settled()
    assert not left
    assert heard(world) == ["En", "To"]
    assert "could not be taken in" not in caplog.text


async def test_what_a_fault_of_ours_sets_aside_is_told_named_and_taken_in_by_the_next_program(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.create()
    hear = events.hear

    def read(event: Any, names: Any) -> Any:
        if event["text"] == "Gift":
            raise KeyError("a block of a new kind")
        return hear(event, names)

    with monkeypatch.context() as patched:
        patched.setattr(taking_in, "hear", read)
        with held_back(world, monkeypatch) as held:
            await say(world, "Gift")
        await deliver_and_wait(world, held)
        await say(world, "Mat")
        await world.settled()
    assert heard(world) == ["Mat"]
    thread = [world.aisha.text_of(one) for one in world.aisha.thread(world.aisha.card(TITLE).ts)]
    assert len([text for text in thread if "klarte ikke å ta imot" in text]) == 1
    (fault,) = [one.words for one in await found(world) if one.subject == "inbox"]
    assert held[0]["event_id"] in fault
    assert "KeyError" in fault

    if world.database.is_sqlite:
        await world.bot._inbox_worker.take_up()  # what the next program does at its start
        world.bot.wake()
        await world.settled()
    else:
        async with another_process(world):
            await world.settled()
    assert sorted(heard(world)) == ["Gift", "Mat"]
    assert [one for one in await found(world) if one.subject == "inbox"] == []


async def deliver_and_wait(world: World, held: list[dict[str, Any]]) -> None:
    """Let Slack send these, and let every try come."""
    for payload in held:
        world.ws.delivery.event("message", payload, world.aisha.id)
    await world.settled()


async def found(world: World) -> list[Any]:
    """What `check` finds."""
    environment = {
        "SLACK_BOT_TOKEN": world.ws.bot_token,
        "SLACK_APP_TOKEN": world.ws.app_token,
        "SLACK_API_URL": world.settings.slack_api_url,
        "DATABASE_URL": world.settings.database_url,
        "FILES_DIR": str(world.settings.files_dir),
    }
    return [one async for one in look(environment)]
