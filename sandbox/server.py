"""The sandbox's server on loopback: Web API, Socket Mode, uploads and downloads, response addresses."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from sandbox.api import desk, file_routes, response_routes
from sandbox.api.methods import METHODS
from sandbox.page.server import add_page
from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Server:
    """Where the running sandbox can be reached."""

    url: str
    port: int
    app: web.Application

    @property
    def api_url(self) -> str:
        """Return the Web API's base address, for the client's base_url."""
        return f"{self.url}/api/"


def application(ws: Workspace) -> web.Application:
    """Return the aiohttp application that speaks for the workspace."""
    app = web.Application(client_max_size=200 * 1024 * 1024)

    async def call(request: web.Request) -> web.StreamResponse:
        return await desk.handle(ws, METHODS, request)

    app.router.add_route("*", "/api/{method}", call)
    app.router.add_get("/socket/{ticket}", ws.socket.handle)
    file_routes.add(app, ws)
    response_routes.add(app, ws)
    return app


@asynccontextmanager
async def serve(ws: Workspace, port: int = 0) -> AsyncIterator[Server]:
    """Serve the workspace, its page included, on 127.0.0.1 until the block ends."""
    app = application(ws)
    add_page(app, ws)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", port))
    try:
        site = web.SockSite(runner, listener)
        await site.start()
        ws.base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        yield Server(ws.base_url, listener.getsockname()[1], app)
    finally:
        ws.faults.clear()
        await ws.stop()
        await runner.cleanup()
