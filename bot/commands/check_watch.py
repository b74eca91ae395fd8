"""What `check` finds at METRICS_PORT: what the running bot says of itself."""

from __future__ import annotations

import aiohttp
import orjson

from bot.addresses import web_address
from bot.commands.findings import Finding
from bot.settings import Settings

SECONDS = 5.0
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - whoever listens at all addresses does at this one, too


async def answers(settings: Settings) -> Finding:
    """Ask the bot that runs, if one does, whether it is ready."""
    if settings.metrics_port is None:
        return Finding("off", "METRICS_PORT", "not set: nobody can ask the bot how it is (docs/monitoring.md)")
    host = EVERYWHERE.get(settings.host, settings.host)
    address = f"{web_address(host, settings.metrics_port)}/ready"
    try:
        limit = aiohttp.ClientTimeout(total=SECONDS)
        async with aiohttp.ClientSession(timeout=limit) as session, session.get(address) as answer:
            wrong = [f"{part['part']} {part['told']}" for part in _parts(await answer.read()) if part["state"] != "ok"]
    except (aiohttp.ClientConnectorError, TimeoutError):
        return Finding("off", "METRICS_PORT", f"nobody answers at {address}: the bot does not run here")
    except (aiohttp.ClientError, ValueError, KeyError, TypeError):
        return Finding("FAULT", "METRICS_PORT", f"somebody else answers at {address}: set another port")
    said = f"the bot that runs says at {address} that it is "
    said += "ready" if answer.status == 200 else "not ready"
    return Finding("ok" if answer.status == 200 else "FAULT", "METRICS_PORT", "; ".join([said, *wrong]))


def _parts(body: bytes) -> list[dict[str, str]]:
    return [orjson.loads(line) for line in body.splitlines()] or [{}]
