"""Behind a proxy everything goes through it: calls, lines and files. Slack's name means nothing without it here."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import sqlalchemy as sa

import tests.world
from bot.slack.client import proxy_for
from sandbox.server import Server, serve
from sandbox.workspace import Workspace
from store import tables
from tests.handlers.conversations import copies
from tests.world import open_world

SLACK = "http://slack.invalid"  # RFC 2606: no such name is ever found
PROXY = "http://proxy.example:3128"


_ASKED = re.compile(rb"(?<=GET |OST )(?:http|ws)://slack[.]invalid(/\S*) (?=HTTP/1)")


@dataclass
class Proxy:
    """Hands all that is meant for Slack on to the sandbox, and writes down what for."""

    port: int
    asked: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand one connection on, both ways."""
        back, forth = await asyncio.open_connection("127.0.0.1", self.port)
        await asyncio.gather(self._pass_on(reader, forth, noting=True), self._pass_on(back, writer))

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, noting: bool = False
    ) -> None:
        try:
            while block := await reader.read(65536):
                if noting:
                    self.asked += [one.decode() for one in _ASKED.findall(block)]
                    # a server is asked for a path only, and the sandbox answers to its own name only
                    block = _ASKED.sub(rb"\1 ", block).replace(b"Host: slack.invalid", b"Host: 127.0.0.1")
                writer.write(block)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


@pytest.fixture
def proxies(monkeypatch: pytest.MonkeyPatch) -> list[Proxy]:
    """Let the next world's Slack be behind a proxy, and tell which."""
    known: list[Proxy] = []
    for name in ("HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)

    @asynccontextmanager
    async def behind(ws: Workspace) -> AsyncIterator[Server]:
        async with serve(ws) as server:
            known.append(Proxy(server.port))
            listener = await asyncio.start_server(known[0].serve, "127.0.0.1", 0)
            monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}")
            ws.base_url = SLACK
            async with listener:
                yield replace(server, url=SLACK)

    monkeypatch.setattr(tests.world, "serve", behind)
    return known


async def test_calls_lines_and_files_all_go_through_the_proxy(
    sqlite_url: str, tmp_path: Path, proxies: list[Proxy]
) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        await world.create(attachments=["Vitnemål"])
        card = await world.card(world.aisha)
        await world.aisha.say("Se her", thread_ts=card.ts, files=[("notat.pdf", b"%PDF-1.7 notat")])
        await world.settled()

        assert copies(world.aisha) == ["Vitnemål", "notat.pdf"]
        assert copies(world.kari) == ["notat.pdf"]
        assert world.rows(sa.select(tables.message_files.c.size)) == [(14,)]
    (proxy,) = proxies
    assert {path.split("/")[1] for path in proxy.asked} == {"api", "socket", "upload", "files-pri"}


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    """Say which proxies there are, and forget those of this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http", "https", "all", "no"):
            patch.delenv(f"{name}_proxy", raising=False)
            patch.delenv(f"{name.upper()}_PROXY", raising=False)
        for name, value in variables.items():
            patch.setenv(name, value)
        yield


@pytest.mark.parametrize(
    ("address", "variables", "through"),
    [
        ("https://slack.com/api/", {}, None),
        ("https://slack.com/api/", {"HTTPS_PROXY": PROXY}, PROXY),
        ("wss://wss-primary.slack.com/link", {"HTTPS_PROXY": PROXY}, PROXY),
        ("https://files.slack.com/upload", {"https_proxy": "proxy.example:3128"}, PROXY),
        ("https://slack.com/api/", {"HTTP_PROXY": PROXY}, PROXY),  # as Slack's own client has it
        ("https://slack.com/api/", {"ALL_PROXY": PROXY}, PROXY),
        ("https://slack.com/api/", {"HTTPS_PROXY": PROXY, "HTTP_PROXY": "http://other"}, PROXY),
        ("http://slack.example/api/", {"HTTPS_PROXY": "http://other", "HTTP_PROXY": PROXY}, PROXY),
        ("https://slack.com/api/", {"HTTPS_PROXY": PROXY, "NO_PROXY": "uni.example,slack.com"}, None),
        ("https://files.slack.com/x", {"HTTPS_PROXY": PROXY, "NO_PROXY": ".slack.com"}, None),
        ("https://slack.com/api/", {"HTTPS_PROXY": PROXY, "NO_PROXY": "*"}, None),
        ("https://slack.com/api/", {"HTTPS_PROXY": " ", "HTTP_PROXY": ""}, None),
        ("http://LOCALHOST:8765/api/", {"HTTP_PROXY": PROXY}, None),
        ("http://127.0.0.1:8765/api/", {"HTTP_PROXY": PROXY}, None),
        ("http://127.8.8.8/api/", {"HTTP_PROXY": PROXY}, None),
        ("http://[::1]:8765/api/", {"HTTP_PROXY": PROXY}, None),
        ("http://localhost:8765/api/", {"HTTP_PROXY": PROXY}, None),
    ],
)
def test_which_proxy_an_address_is_reached_by(address: str, variables: dict[str, str], through: str | None) -> None:
    with environment(**variables):
        assert proxy_for(address) == through
