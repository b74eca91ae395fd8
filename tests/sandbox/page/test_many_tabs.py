"""Five tabs and 500 messages: a change is drawn once for each person, and travels to each tab alone."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from sandbox.messages import Message
from sandbox.page.server import add_page
from sandbox.page.stage import Stage
from sandbox.workspace import Workspace
from tests.sandbox.page.rig import SocketTab
from tests.sandbox.page.tiny_bot import tiny_workspace
from tests.sandbox.page.tiny_views import card

MESSAGES, TABS = 500, 5


@pytest.fixture
async def opened() -> AsyncIterator[tuple[Workspace, Stage, list[SocketTab]]]:
    """Kari's page in five tabs, with a long conversation in each; nobody is at the other end."""
    ws, app = tiny_workspace(), web.Application()
    stage, talk = add_page(app, ws), ws.person("U0KARI").conversation
    for number in range(MESSAGES):
        title = f"Kort {number}"
        blocks = [{"block_id": str(at), **block} for at, block in enumerate(card(title))]
        talk.put(Message(talk.id, f"{1795420800 + number}.000100", ws.bot_user_id, title, blocks, bot_id=ws.bot_id))
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession() as http:
        tabs = []
        for _ in range(TABS):
            socket = await http.ws_connect(f"{url}/page/socket?as=U0KARI", origin=url, max_msg_size=0)
            tabs.append(SocketTab(socket))
        for tab in tabs:
            await tab.see("Kort 499", "log")
        yield ws, stage, tabs
        for tab in tabs:
            await tab.leave()
    await runner.cleanup()


async def test_what_five_tabs_show_is_drawn_once(opened: tuple[Workspace, Stage, list[SocketTab]]) -> None:
    ws, stage, tabs = opened
    screen = stage.screen("U0KARI")
    assert screen.drawings == MESSAGES
    for tab in tabs:
        tab.changes.clear()
    talk = ws.person("U0KARI").conversation
    talk.put(Message(talk.id, "1795430000.000100", ws.bot_user_id, "Det nye kortet", bot_id=ws.bot_id))
    ws.changed()
    for tab in tabs:
        await tab.see("Det nye kortet", "log")
        (log,) = [change for change in tab.changes if change["name"] == "log"]
        assert list(log["html"]) == ["1795430000.000100"]
    assert screen.drawings == MESSAGES + 1


async def test_what_somebody_else_does_draws_nothing_of_mine(
    opened: tuple[Workspace, Stage, list[SocketTab]],
) -> None:
    ws, stage, tabs = opened
    screen, talk = stage.screen("U0KARI"), ws.person("U0OLA").conversation
    before = screen.parts()
    talk.put(Message(talk.id, "1795430000.000100", ws.bot_user_id, "Til Ola", bot_id=ws.bot_id))
    ws.changed()
    for tab in tabs:
        await tab.see("1 unread", "people")
    assert screen.drawings == MESSAGES
    assert all(screen.parts()[name] is part for name, part in before.items())
    around = screen.around(stage.faces(), stage.guide, "nb")
    assert screen.around(stage.faces(), stage.guide, "nb")["people"] is around["people"]
