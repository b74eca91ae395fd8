"""Somebody else with the same tokens and another database is noticed, and nobody who belongs here is taken for one."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import pytest

from bot.commands.check import look
from bot.slack.client import make_session, make_slack_client
from bot.slack.socket_mode import SocketMode
from sandbox.records import Call
from sandbox.workspace import Workspace
from tests.bot.slack.socket_line import slack, well
from tests.program import environment_for
from tests.world import World


@asynccontextmanager
async def process(
    ws: Workspace,
    api_url: str,
    *,
    of: int = 1,
    settle_seconds: float = 0.05,
    note: Callable[[int], None] = lambda _: None,
) -> AsyncIterator[SocketMode]:
    """One process with its two lines, which knows of so many on its database."""
    async with make_session() as session:
        door = SocketMode(
            well,
            app_token=ws.app_token,
            slack=make_slack_client(ws.bot_token, api_url, session),
            session=session,
            ping_seconds=0.1,
            processes=lambda: of,
            settle_seconds=settle_seconds,
            note_strangers=note,
        )
        before = len(ws.socket.open)
        await door.start()
        await ws.until(lambda: len(ws.socket.open) >= before + 2)
        try:
            yield door
        finally:
            await door.stop()


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if "Somebody else" in one.getMessage()]


async def test_a_second_process_on_another_database_is_noticed_once_by_each(caplog: pytest.LogCaptureFixture) -> None:
    async with slack() as (ws, api_url), process(ws, api_url), process(ws, api_url):
        await ws.until(lambda: len(warnings(caplog)) == 1)  # the first was there alone, and cannot know yet
        await ws.socket.drop("disconnect")
        await ws.until(lambda: len(warnings(caplog)) == 2)
        opened = len(opened_lines(ws))
        await ws.socket.drop("disconnect")
        await ws.until(lambda: len(opened_lines(ws)) >= opened + 4 and len(ws.socket.open) == 4)

    said = warnings(caplog)
    assert len(said) == 2
    assert "2 lines to Slack with the same tokens and another database" in said[0]
    assert "app of its own" in said[0]


async def test_check_says_so_for_as_long_as_it_is_so(world: World) -> None:
    """The bot writes down what it has noticed, since `check` cannot look without taking a line."""
    environment = environment_for(world.ws, str(world.settings.database_url), world.folder)

    async def lines() -> list[str]:
        return [finding.words async for finding in look(environment) if finding.subject == "lines"]

    world.bot.note_strangers(2)
    await world.quiet()
    (fault,) = await lines()
    world.bot.note_strangers(0)
    await world.quiet()

    assert "Somebody else has 2 lines to Slack" in fault
    assert "Stop that process" in fault
    assert await lines() == []


async def test_when_the_other_one_has_gone_the_next_line_says_so(caplog: pytest.LogCaptureFixture) -> None:
    noted: list[int] = []
    async with slack() as (ws, api_url), AsyncExitStack() as other:
        await other.enter_async_context(process(ws, api_url))
        async with process(ws, api_url, note=noted.append):
            await ws.until(lambda: warnings(caplog))
            found = noted[-1]
            await other.aclose()
            await ws.socket.drop("disconnect")
            await ws.until(lambda: noted[-1] == 0)

    assert found == 2


def opened_lines(ws: Workspace) -> list[Call]:
    return [one for one in ws.calls if one.method == "apps.connections.open"]


async def test_processes_of_the_same_database_are_no_strangers(caplog: pytest.LogCaptureFixture) -> None:
    async with slack() as (ws, api_url), process(ws, api_url, of=2), process(ws, api_url, of=2):
        assert len(opened_lines(ws)) == 4

    assert warnings(caplog) == []


async def test_lines_of_a_process_that_was_killed_are_forgotten_before_anybody_is_blamed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with slack() as (ws, api_url), aiohttp.ClientSession() as session:
        old = [await session.ws_connect(ws.socket_address()) for _ in range(2)]
        async with process(ws, api_url, settle_seconds=0.5) as door:
            looking = door._looking
            assert looking is not None
            for line in old:
                await line.close()
            await looking
            assert door._looking is None
            await ws.until(lambda: len(ws.socket.open) == 2)

    assert warnings(caplog) == []


async def test_a_line_and_its_successor_are_no_strangers(caplog: pytest.LogCaptureFixture) -> None:
    async with slack() as (ws, api_url), process(ws, api_url) as door:
        await ws.socket.drop("disconnect")
        await ws.until(lambda: len(opened_lines(ws)) >= 3)
        await ws.until(lambda: len(ws.socket.open) == 2)
        assert door._looking is None

    assert warnings(caplog) == []
