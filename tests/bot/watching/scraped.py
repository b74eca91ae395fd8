"""Who watches over the bot of a world, over real HTTP, and reads with Prometheus' own parser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import orjson
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot.server import open_watch
from tests.world import World


@asynccontextmanager
async def watching(world: World) -> AsyncIterator[aiohttp.ClientSession]:
    """Open the port for whoever watches; the world's bot was made with METRICS_PORT."""
    async with open_watch(world.settings, world.bot) as address, aiohttp.ClientSession(address) as session:
        yield session


async def ready(watcher: aiohttp.ClientSession) -> tuple[int, dict[str, Any]]:
    """The status of /ready, and what it says of each part."""
    async with watcher.get("/ready") as answer:
        parts = [orjson.loads(line) for line in (await answer.text()).splitlines()]
    return answer.status, {part["part"]: part for part in parts}


async def is_alive(watcher: aiohttp.ClientSession) -> bool:
    """Whether /health says so."""
    async with watcher.get("/health") as answer:
        return answer.status == 200


async def scrape(watcher: aiohttp.ClientSession) -> tuple[str, list[Metric]]:
    """What /metrics says, as it stands there and as Prometheus understands it."""
    async with watcher.get("/metrics") as answer:
        assert answer.status == 200
        text = await answer.text()
    return text, list(text_string_to_metric_families(text))


def numbers(families: list[Metric]) -> dict[tuple[str, ...], float]:
    """Every number, by its name and the values of its labels."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }
