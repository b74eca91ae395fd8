"""A system's receiver of webhooks, which lies and sleeps: what it was sent, and what it made of it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

OK = "ok"
LIES = ("500", "sleep", OK, "redirect", "drop", OK, "deaf", "lost", OK)
"""What it does, in turn. Where it sleeps, drops the line or is lost, it has taken in what it was sent all the same."""


class Receiver:
    """Answers at `/<name>`: `says[name]` gives what it does with the next one; left out, it takes everything."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, str], bytes]] = []
        self.taken: dict[str, dict[str, Any]] = {}
        self.says: dict[str, Iterator[str]] = {}
        self.heads: dict[str, str] = {}
        """What stands above each of its answers."""
        self.release = asyncio.Event()
        self.lose: Callable[[], None] = lambda: None
        """Let the sender not get to note what it was answered."""
        self.address = ""

    def sent_to(self, name: str) -> list[dict[str, str]]:
        return [headers for to, headers, _ in self.sent if to == name]

    def taken_by(self, name: str) -> list[dict[str, Any]]:
        """What it has taken in, each id once, in the order in which it came first."""
        return list(self.taken.get(name, {}).values())

    def told(self, name: str, case: str) -> list[str]:
        """The kinds of events that it has heard of a case."""
        return [one["type"] for one in self.taken_by(name) if one["data"]["case"] == case]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        what = next(self.says.get(name, iter(())), OK)
        if what == "deaf":  # it never reads what is sent
            return self._hang_up(request)
        body = await request.read()
        headers = {key.lower(): value for key, value in request.headers.items()}
        self.sent.append((name, headers, body))
        if what.isdigit():
            return web.Response(status=int(what), text="<b>no</b>" * 10_000, headers=self.heads)
        if what == "redirect":
            return web.Response(status=307, headers={"Location": f"{self.address}/elsewhere"})
        self.taken.setdefault(name, {}).setdefault(headers["webhook-id"], json.loads(body))
        if what == "sleep":
            await self.release.wait()
        if what == "drop":
            return self._hang_up(request)
        if what == "lost":
            self.lose()
        return web.Response(text="OK", headers=self.heads)

    @staticmethod
    def _hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.close()
        return web.Response()


def signed(headers: dict[str, str], body: bytes, secret: str) -> bool:
    """Whether one of the signatures is made with this secret, as the receiver's side of the standard says."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return f"v1,{wanted}" in headers["webhook-signature"].split()


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_post("/{name}", made.answer)
    server = TestServer(app, host="127.0.0.1")
    async with server:
        made.address = f"http://127.0.0.1:{server.port}"
        yield made
        made.release.set()
