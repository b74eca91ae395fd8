"""The tiny bot's workspace with its page, a tab made of nothing but its socket, and what people do in a browser."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
from selenium.webdriver.common.keys import Keys

from sandbox.server import Server
from sandbox.workspace import Workspace
from tests.sandbox.page.browser import Beside, Page


class SocketTab:
    """A browser tab as the server knows it: asks, and keeps what each part was last said to hold."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._turn = 0
        self.changes: list[dict[str, Any]] = []
        self.parts: dict[str, dict[str, str]] = {}

    async def ask(self, act: str, **words: Any) -> dict[str, Any]:
        """Do something and return its answer; parts that come meanwhile are taken in."""
        self._turn += 1
        await self._socket.send_json({**words, "n": self._turn, "do": act})
        while True:
            message = await self._take()
            if message.get("re") == self._turn:
                answer: dict[str, Any] = message["answer"]
                return answer

    async def see(self, text: str, part: str) -> str:
        """Wait until a part shows the text, and return the piece that does."""
        while True:
            for html in self.parts.get(part, {}).values():
                if text in html:
                    return html
            await self._take()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Take in what comes until this holds; fails when nothing comes for five seconds."""
        while not holds():
            await self._take()

    async def leave(self) -> None:
        """Close the tab."""
        await self._socket.close()

    async def _take(self) -> dict[str, Any]:
        message: dict[str, Any] = await self._socket.receive_json(timeout=5)
        for change in message.get("parts", []):
            self.changes.append(change)
            known = self.parts.get(change["name"], {}) | change["html"]
            keys = known if change["keys"] is None else change["keys"]
            self.parts[change["name"]] = {key: known[key] for key in keys}
        return message


class Rig:
    """The running workspace and ways to reach its page."""

    def __init__(self, ws: Workspace, server: Server, http: aiohttp.ClientSession, stack: AsyncExitStack) -> None:
        self.ws, self.server, self.http = ws, server, http
        self._stack = stack

    async def tab(self, person: str, language: str = "nb", **look: Any) -> SocketTab:
        """Open a tab as this person, with the page's own explanations in this language."""
        address = f"{self.server.url}/page/socket?as={person}&language={language}"
        socket = await self._stack.enter_async_context(self.http.ws_connect(address, origin=self.server.url))
        tab = SocketTab(socket)
        await tab.ask("look", **{"view": "home", "arrived": True, **look})
        return tab


def be(page: Page, beside: Beside, person: str, tab: str = "home") -> None:
    """Open the page as this person."""
    page.driver.get(f"{beside.url}/?as={person}&tab={tab}")
    page.until(lambda: page.all("heading", "Mine saker") or tab != "home")


def write(page: Page, text: str, label: str = "Message Prøvebot") -> None:
    """Write a line and send it."""
    page.field(label).send_keys(text + Keys.ENTER)


async def read(rig: Rig, path: str, asked: str) -> str:
    """Fetch the page as a browser that asks for these languages."""
    async with rig.http.get(rig.server.url + path, headers={"Accept-Language": asked}) as answer:
        return await answer.text()
