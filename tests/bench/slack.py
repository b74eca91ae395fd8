"""A Slack that answers every call at once, in a process of its own, and counts what it was asked."""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from typing import Any

from aiohttp import web


class Slack:
    """Says yes to everything."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._numbers = itertools.count(1)
        self._times: dict[str, list[float]] = {}
        self._called = asyncio.Condition()

    async def call(self, request: web.Request) -> web.Response:
        """Answer one call of the Web API."""
        method = request.match_info["method"]
        asked = await request.json() if request.content_type == "application/json" else await request.post()
        self._times.setdefault(method.partition(".")[0], []).append(time.perf_counter())
        async with self._called:
            self._called.notify_all()
        return web.json_response(self._answer(str(asked.get("users") or asked.get("channel") or "")))

    def _answer(self, whom: str) -> dict[str, Any]:
        number = next(self._numbers)
        channel = f"D{whom.removeprefix('U').removeprefix('D')}"
        made = {"channel": {"id": channel}, "ts": f"{number}.000100", "view": {"id": f"V{number}"}}
        return {"ok": True, "messages": [], **made}

    async def count(self, request: web.Request) -> web.Response:
        """Tell how often the methods of a family have been called."""
        return web.json_response(len(self._times.get(request.match_info["family"], [])))

    async def times(self, request: web.Request) -> web.Response:
        """Tell, in seconds, when each call of a family came, from one number to another; wait until all have come."""
        family, begin, end = request.match_info["family"], int(request.query["from"]), int(request.query["to"])
        async with self._called:
            await self._called.wait_for(lambda: len(self._times.get(family, [])) >= end)
        return web.json_response(self._times[family][begin:end])


def main() -> None:
    slack = Slack()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.call)
    app.router.add_get("/count/{family}", slack.count)
    app.router.add_get("/times/{family}", slack.times)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)


if __name__ == "__main__":
    main()
