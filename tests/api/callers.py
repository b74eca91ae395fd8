"""A system that comes in by the door, over real HTTP."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import aiohttp
from yarl import URL

from bot.server import open_door
from cases.doors import keys
from tests.beside import context
from tests.world import World

SYSTEM = "arkiv-fordeler-184.12"
CASE = {
    "title": "Innpassing",
    "place": "184.12.1",
    "applicant": {"name": "Bo Søker", "email": "bo@student.example"},
    "applied_on": "2026-11-02",
    "text": "Jeg søker.",
}


@asynccontextmanager
async def client(
    world: World, *, role: str = "fordeler", place: str = "184.12"
) -> AsyncIterator[aiohttp.ClientSession]:
    """Open the door, for a system of its own with this right."""
    key = keys.new(context(world), f"arkiv-{role}-{place}", place=place, role=role, now=world.clock.now())
    settings = replace(world.settings, api_port=0)
    async with open_door(settings, world.bot) as address:
        headers = {"Authorization": f"Bearer {key}"}
        async with aiohttp.ClientSession(address, headers=headers) as session:
            yield session


async def put(
    api: aiohttp.ClientSession, path: str | URL, said: Any, key: str, **headers: str
) -> tuple[int, dict[str, Any]]:
    """Write this, or these bytes as they are; gives the status and what was answered."""
    body = {"data": io.BytesIO(said)} if isinstance(said, bytes) else {"json": said}
    async with api.put(path, headers={"Idempotency-Key": key, **headers}, **body) as answer:
        return answer.status, await answer.json(content_type=None)


async def get(api: aiohttp.ClientSession, path: str | URL) -> tuple[int, dict[str, Any]]:
    """Read this; gives the status and what was answered."""
    async with api.get(path) as answer:
        return answer.status, await answer.json(content_type=None)
