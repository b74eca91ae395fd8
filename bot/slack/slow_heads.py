"""Connections whose request never comes to its body are cut off: aiohttp has no limit for a slow head."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler


class HeadLimit:
    """Gives each connection so many seconds for a request's head: from its opening, a later one's first byte."""

    def __init__(self, seconds: float) -> None:
        """`seconds` are for one head as a whole, however steadily it dribbles in."""
        self._seconds = seconds
        self._watched: dict[asyncio.BaseProtocol, _Watched] = {}

    def watch(self, served: asyncio.Protocol) -> asyncio.Protocol:
        """Put a watch before the protocol that serves a new connection."""
        watched = _Watched(served, self._seconds, lost=lambda: self._watched.pop(served, None))
        self._watched[served] = watched
        return watched

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Note that a head has come whole, and that the next one may come when the answer is given."""
        watched = self._watched.get(request.protocol)
        if watched is None:
            return await handler(request)
        watched.head_is_whole()
        try:
            return await handler(request)
        finally:
            watched.serving = False


class _Watched(asyncio.Protocol):
    """One connection, with the handle that cuts it off."""

    def __init__(self, served: asyncio.Protocol, seconds: float, *, lost: Callable[[], object]) -> None:
        self._served = served
        self._lost = lost
        self._seconds = seconds
        self._transport: asyncio.BaseTransport | None = None
        self._cut: asyncio.TimerHandle | None = None
        self.serving = False

    def head_is_whole(self) -> None:
        self.serving = True
        self._let_be()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._expect_head()
        self._served.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if not self.serving and self._cut is None:
            self._expect_head()
        self._served.data_received(data)

    def eof_received(self) -> bool | None:
        return self._served.eof_received()

    def connection_lost(self, error: Exception | None) -> None:
        self._let_be()
        self._lost()
        self._served.connection_lost(error)

    def pause_writing(self) -> None:
        self._served.pause_writing()

    def resume_writing(self) -> None:
        self._served.resume_writing()

    def _expect_head(self) -> None:
        if isinstance(self._transport, asyncio.Transport):
            self._cut = asyncio.get_running_loop().call_later(self._seconds, self._transport.abort)

    def _let_be(self) -> None:
        if self._cut is not None:
            self._cut.cancel()
            self._cut = None
