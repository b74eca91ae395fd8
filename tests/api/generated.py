"""A client in Python, generated from the door's own OpenAPI description by somebody else's program."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

NAME = "client_of_saksbot"
# What it has no words for of its own; the others it knows.
BYTES = {"application/zip": "application/octet-stream"}


@dataclass
class Generated:
    """The package, and its client of one system."""

    address: str
    key: str

    def part(self, name: str) -> Any:
        """One of its modules."""
        return importlib.import_module(f"{NAME}.{name}")

    async def ask(self, way: str, *args: Any, **kwargs: Any) -> Any:
        """Call one of its ways as a script does, which waits for the answer."""
        with self.part("client").AuthenticatedClient(base_url=self.address, token=self.key) as own:
            asked = self.part(f"api.{way}").sync_detailed
            return await asyncio.to_thread(asked, *args, client=own, **kwargs)


@asynccontextmanager
async def generated(api: aiohttp.ClientSession, folder: Path) -> AsyncIterator[Generated]:
    """Generate it into this folder, and let it be found as long as the block lasts."""
    # Here, since it brings trio, of which hypothesis warns when that is there before it.
    import openapi_python_client  # noqa: PLC0415
    from openapi_python_client.config import Config, ConfigFile, MetaType  # noqa: PLC0415

    told = folder / "openapi.json"
    async with api.get("/openapi.json") as answer:
        told.write_bytes(await answer.read())
    file = ConfigFile(post_hooks=[], content_type_overrides=BYTES, package_name_override=NAME)
    config = Config.from_sources(file, MetaType.NONE, told, "utf-8", True, folder / NAME)
    faults = openapi_python_client.generate(config=config)
    assert list(faults) == []  # nothing in the description that it does not understand
    sys.path.insert(0, str(folder))
    yield Generated(str(answer.url.origin()), api.headers["Authorization"].removeprefix("Bearer "))
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[name]
