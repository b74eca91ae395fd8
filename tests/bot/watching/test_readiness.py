"""What is a reason to be taken out, and what only a warning: /health, /ready and /metrics while something is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
import sqlalchemy as sa

from bot.commands import check_watch
from bot.delivery.moving import Moving
from bot.server import open_watch
from bot.startup_checks import CannotStartError
from domain.outbox_kinds import OutboxKind
from store import outbox
from store.claiming import Room
from store.outbox import OutboxItem
from tests.beside import database_away
from tests.bot.watching.scraped import is_alive, numbers, ready, scrape, watching
from tests.world import World, open_world

KARI = 1


async def wrong(watcher: aiohttp.ClientSession) -> tuple[int, dict[str, str]]:
    """The status of /ready, and each part that is not simply right; whatever it is, the process is alive."""
    status, parts = await ready(watcher)
    assert await is_alive(watcher)
    found = numbers((await scrape(watcher))[1])
    assert {name: found["saksbot_ready", name] == 0 for name in parts} == {
        name: part["state"] == "fault" for name, part in parts.items()
    }
    return status, {name: part["state"] for name, part in parts.items() if part["state"] != "ok"}


async def test_without_database_or_with_another_schema_it_is_alive_and_not_ready(
    database_url: str, tmp_path: Path
) -> None:
    async with open_world(database_url, tmp_path, METRICS_PORT="0") as world, watching(world) as watcher:
        assert await wrong(watcher) == (200, {})
        with database_away(world):
            assert await wrong(watcher) == (
                503,
                dict.fromkeys(("schema", "delivery"), "warning") | {"database": "fault"},
            )
        for version, cure in (("0006", "bot migrate"), ("9999", "start the newer program")):
            before = await _pretend(world, version)
            status, parts = await ready(watcher)
            assert (status, parts["schema"]["state"], parts["database"]["state"]) == (503, "fault", "ok")
            assert cure in parts["schema"]["told"]
            await _pretend(world, before)
        assert await wrong(watcher) == (200, {})


async def test_who_checks_is_told_what_the_bot_says_and_a_port_that_is_taken_is_named(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with open_world(sqlite_url, tmp_path, METRICS_PORT="0") as world, watching(world) as watcher:
        port = replace(world.settings, metrics_port=watcher._base_url.port)  # type: ignore[union-attr]
        said = await check_watch.answers(port)
        assert (said.mark, said.words.rpartition("that ")[2]) == ("ok", "it is ready")
        await _pretend(world, "0006")
        said = await check_watch.answers(port)
        assert (said.mark, "bot migrate" in said.words) == ("FAULT", True)
        with pytest.raises(CannotStartError, match=r"Let HOST be .*, and METRICS_PORT a port"):
            async with open_watch(port, world.bot):
                pass
    assert (await check_watch.answers(port)).mark == "off"


async def _pretend(world: World, version: str) -> str:
    with world.database.begin() as connection:
        before: str = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    return before


async def test_over_http_a_slack_that_is_down_is_a_warning_and_the_process_stays_in(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with open_world(sqlite_url, tmp_path, "http", METRICS_PORT="0") as world, watching(world) as watcher:
        await world.create()
        down = world.ws.faults.add(kind="http_500", times=None)
        await world.kari.say("Hei", thread_ts=(await world.card(world.kari)).ts)
        for _ in range(24):  # so many tries, half a minute apart
            await world.ws.until(world.rests)
            world.clock.move(minutes=3)
        await world.ws.until(world.rests)

        status, parts = await ready(watcher)
        assert (status, parts["delivery"]["state"], parts["slack"]["state"]) == (200, "warning", "warning")
        assert "message for" in parts["delivery"]["told"]
        assert "views.publish" in parts["slack"]["told"]
        found = numbers((await scrape(watcher))[1])
        assert found["saksbot_outbox_oldest_seconds", "message"] > 600
        assert found["saksbot_refusals_total", "internal_error", "unknown"] > 3

        world.ws.faults.clear(down)
        await world.settled()
        assert await wrong(watcher) == (200, {})


async def test_a_delivery_that_stands_still_while_something_is_due_is_not_ready(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with open_world(sqlite_url, tmp_path, METRICS_PORT="0", keeps_pace=True) as world, watching(world) as watcher:
        await world.settled()
        seconds = 0.0
        worker = world.bot._outbox_worker
        worker.moving = Moving(lambda: seconds)
        world.clock.move(minutes=3)
        await world.settled()
        seconds += 180
        worker.moving.looked()
        assert await wrong(watcher) == (200, {}), "nothing waits"

        worker._room = lambda: Room({})  # type: ignore[method-assign]  # there never is any
        with world.database.begin() as connection:
            outbox.add(connection, [OutboxItem(OutboxKind.HOME, KARI, KARI)], world.clock.now())
        assert await wrong(watcher) == (200, {}), "it has only just come"
        world.clock.move(minutes=3)
        assert await wrong(watcher) == (503, {"delivery": "fault"})


async def test_in_socket_mode_no_line_is_not_ready_until_there_is_one_again(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path, METRICS_PORT="0") as world, watching(world) as watcher:
        away = world.ws.faults.add("apps.connections.open", kind="http_500", times=None)
        await world.ws.until(lambda: world.bot.hearing.lines == 2)
        await world.ws.socket.drop("abort")
        await world.ws.until(lambda: not world.bot.hearing.lines)
        assert await wrong(watcher) == (503, {"slack": "fault"})
        world.ws.faults.clear(away)
        await world.ws.until(lambda: world.bot.hearing.lines)
        assert await wrong(watcher) == (200, {})
