"""What is the same of every port that the bot opens: how its address is written, and that it may be taken."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol

from bot.startup_checks import CannotStartError


class Port(Protocol):
    """A server at a port of its own."""

    @property
    def address(self) -> str:
        """Where it listens; known once it has started."""

    async def start(self) -> None:
        """Begin to listen. Raises OSError when the address cannot be had."""

    async def stop(self) -> None:
        """Take nothing more."""


@asynccontextmanager
async def listening(server: Port, host: str, port: int, setting: str) -> AsyncIterator[str]:
    """Let a server listen inside the block; gives where. Raises CannotStartError that names the setting."""
    with taken_named(host, port, setting):
        await server.start()
    try:
        yield server.address
    finally:
        await server.stop()


@contextmanager
def taken_named(host: str, port: int, setting: str) -> Iterator[None]:
    """Raises CannotStartError, which names the setting, for an address that cannot be had."""
    try:
        yield
    except OSError as error:
        number = error.errno or 0  # what stands beside it says the address again; below 0 it is about a name
        reason = os.strerror(number) if number > 0 else str(error.strerror or error).partition(" (")[0]
        cure = f"Let HOST be an address of this machine, and {setting} a port that no other program uses"
        raise CannotStartError(f"Cannot listen at {host}:{port}: {reason}. {cure}.") from error
