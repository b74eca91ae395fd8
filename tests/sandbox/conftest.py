"""Fixtures: a workspace with two people, its server, and a client that speaks for the bot."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Server, SettableClock, Workspace, serve
from tests.sandbox.samples import unlike
from tests.sandbox.tiny_bot import MANIFEST, make_app, running


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))


@pytest.fixture
def ws(clock: SettableClock) -> Workspace:
    workspace = Workspace(MANIFEST, clock=clock)
    workspace.add_person("U0KARI", name="Kari Nordmann", email="kari@uni.example", title="Rådgiver")
    workspace.add_person("U0OLA", name="Ola Hansen", email="ola@uni.example", locale="en-GB")
    return workspace


@pytest.fixture
def kari(ws: Workspace) -> Person:
    return ws.person("U0KARI")


@pytest.fixture
def ola(ws: Workspace) -> Person:
    return ws.person("U0OLA")


@pytest.fixture
async def server(ws: Workspace) -> AsyncIterator[Server]:
    async with serve(ws) as running_server:
        yield running_server
    ws.assert_clean()
    assert {said for request in ws.requests for said in unlike(request.payload)} == set()


@pytest.fixture
def client(ws: Workspace, server: Server) -> AsyncWebClient:
    return AsyncWebClient(token=ws.bot_token, base_url=server.api_url, retry_handlers=[])


@pytest.fixture
async def app(ws: Workspace, server: Server) -> AsyncIterator[AsyncApp]:
    """A Bolt app in Socket Mode; the test adds its listeners."""
    made = make_app(ws, server)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(running(ws, server, made, "socket"))
        yield made
