"""The door for machines, run in the bot's own event loop: FastAPI served by uvicorn, at HOST:API_PORT.

Loaded only where it is wanted: it costs a second at the start, and memory.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from api.app import make_api
from api.door import Door, Pace, Package, Say, nobody_counts
from bot import __version__
from bot.addresses import web_address
from bot.archive.making import Making
from bot.archive.names import package_name
from bot.watching.measures import Measures
from cases.execution.runtime import Runtime
from domain.case_record import CaseRecord
from handlers.translator import Translator

CONNECTIONS = 500  # idle ones, as pools keep them, too: how many requests are answered at once says api/edge.py
KEPT_SECONDS = 75  # longer than a proxy before it does (nginx: 60), which would ask on one that ends just then
STOP_SECONDS = 1

logger = logging.getLogger(__name__)


class _Packing:
    """Makes packages that nobody else finds, in the one thread for that."""

    def __init__(self, making: Making, runtime: Runtime) -> None:
        self._making = making
        self._files = runtime.context.files
        self.perform = making.perform

    async def made(self, record: CaseRecord) -> Package:
        with self._files.aside() as folder:
            made = await self._making.make(record, Path(folder) / package_name(record.id))
            file = await asyncio.to_thread(made.path.open, "rb")  # it can be read when its name is gone
        return Package(made.path.name, file, made.digest, made.size, len(made.missing))


class _Server(uvicorn.Server):
    """Leaves the signals to the bot, which has other things to end as well."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_open = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_open.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class OpenDoor:
    """The server; begun by `start`, ended by `stop`."""

    def __init__(
        self,
        runtime: Runtime,
        translator: Translator,
        making: Making,
        *,
        host: str,
        port: int,
        pace: Pace | None = None,
        measures: Measures | None = None,
    ) -> None:
        """Answer at this address (port 0: any free one), in the translator's language.

        `making` makes packages; `measures` count the answers.
        """
        self._host, self._port = host, port

        def say_in(language: str | None) -> Say:
            return (Translator.of(language, runtime.context.zone) if language else translator).say

        door = Door(
            runtime,
            translator.say,
            say_in,
            _Packing(making, runtime),
            pace or Pace(),
            answered=measures.requested if measures else nobody_counts,
        )
        api = make_api(door, __version__)
        if measures:
            measures.routes.also(api.routes)
        config = uvicorn.Config(
            api,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            lifespan="off",
            proxy_headers=False,
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=KEPT_SECONDS,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        self._server = _Server(config)
        self._serving: asyncio.Task[None] | None = None
        self._socket: socket.socket | None = None

    async def start(self) -> None:
        """Begin to listen. Raises OSError when the address cannot be had."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        self._socket = socket.create_server((self._host, self._port), family=family, backlog=128)
        self._serving = asyncio.create_task(self._server.serve([self._socket]))
        await self._server.is_open.wait()
        logger.info("Listening for machines at %s", self.address)

    async def stop(self) -> None:
        """Take nothing more, and answer what is under way."""
        if self._serving is not None and self._socket is not None:
            self._server.should_exit = True
            await self._serving
            self._socket.close()

    @property
    def address(self) -> str:
        """Where it listens; known once it has started."""
        host, port = self._socket.getsockname()[:2] if self._socket else ("", 0)
        return web_address(host, port)
