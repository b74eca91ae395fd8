"""Fixtures: the tiny bot's workspace with its page, a browser tab made of nothing but its socket, and a browser."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import aiohttp
import pytest

from tests.sandbox.page.browser import Beside, Page, chromium
from tests.sandbox.page.rig import Rig
from tests.sandbox.page.tiny_bot import running


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    """The tiny bot at work."""
    async with AsyncExitStack() as stack:
        ws, server = await stack.enter_async_context(running())
        http = await stack.enter_async_context(aiohttp.ClientSession(headers={"Accept-Language": "nb-NO,nb;q=0.9"}))
        yield Rig(ws, server, http, stack)


@pytest.fixture(scope="session")
def page() -> Iterator[Page]:
    """One browser for all tests in this folder."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def beside(page: Page) -> Iterator[Beside]:
    """The tiny bot's workspace; at the end the browser has complained of nothing."""
    with Beside() as server:
        yield server
        complaints = page.complaints()
        page.driver.get("about:blank")
    assert not complaints
