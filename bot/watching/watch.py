"""The port for whoever watches: /health, /ready and /metrics, over plain HTTP, without any secret or anybody's name."""

from __future__ import annotations

import asyncio
import logging

import orjson
from aiohttp import web

from bot.addresses import web_address
from bot.watching.exposition import CONTENT_TYPE, Exposition
from bot.watching.log_errors import LogErrors
from bot.watching.readiness import Look, State
from bot.watching.watched import Watched
from store.database import Database

STOP_SECONDS = 0.5

logger = logging.getLogger(__name__)


class Watch:
    """The server; begun by `start`, ended by `stop`."""

    def __init__(self, watched: Watched, database: Database, *, host: str, port: int) -> None:
        """Answer at this address (port 0: any free one)."""
        self._measures, self._readiness, self._database = watched.measures, watched.readiness, database
        self._exposition, self._errors = Exposition(self._measures), LogErrors(watched.measures)
        self._host, self._port = host, port
        app = web.Application()
        app.router.add_get("/health", _health)
        app.router.add_get("/ready", self._ready)
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)

    async def start(self) -> None:
        """Begin to listen. Raises OSError when the address cannot be had."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._errors.begin()
        logger.info("Watched at %s: /health, /ready, /metrics", self.address)

    async def stop(self) -> None:
        """Answer nobody any more."""
        self._errors.end()
        await self._runner.cleanup()

    @property
    def address(self) -> str:
        """Where it listens; known once it has started."""
        host, port = self._runner.addresses[0][:2]
        return web_address(host, port)

    async def _ready(self, _request: web.Request) -> web.Response:
        look = await self._readiness.look()
        lines = [
            orjson.dumps({"part": part.name, "state": part.state, "told": part.told}).decode() for part in look.parts
        ]
        return web.Response(
            status=200 if look.is_ready else 503,
            text="\n".join(lines) + "\n",
            content_type="application/x-ndjson",
        )

    async def _metrics(self, _request: web.Request) -> web.Response:
        self._note(await self._readiness.look())
        text = await asyncio.to_thread(self._exposition.text)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE})

    def _note(self, look: Look) -> None:
        self._measures.stands(look.stands, look.at)
        for part in look.parts:
            self._measures.ready.show(part.state is not State.FAULT, part.name)
        self._measures.lines.show(self._readiness.lines)
        used, idle = self._database.connections()
        self._measures.connections.show(used, "used")
        self._measures.connections.show(idle, "idle")


async def _health(_request: web.Request) -> web.Response:
    """Whoever gets this answer knows that the event loop turns."""
    return web.Response(text="ok\n")
