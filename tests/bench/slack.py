"""A Slack that answers every call at once, in a process of its own, and counts what it was asked."""

from __future__ import annotations

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

    async def call(self, request: web.Request) -> web.Response:
        """Answer one call of the Web API."""
        method = request.match_info["method"]
        asked = await request.post() if request.content_type.startswith("application/x-www") else await request.json()
        self._times.setdefault(method, []).append(time.perf_counter())
        return web.json_response(self._answer(str(asked.get("users") or asked.get("channel") or "")))

    def _answer(self, whom: str) -> dict[str, Any]:
        number = next(self._numbers)
        channel = f"D{whom.removeprefix('U').removeprefix('D')}"
        return {"ok": True, "channel": {"id": channel}, "ts": f"{number}.000100", "view": {"id": f"V{number}"}}

    async def seen(self, request: web.Request) -> web.Response:
        """Tell when each call of a method came, in seconds."""
        return web.json_response(self._times.get(request.match_info["method"], []))


def main() -> None:
    slack = Slack()
    app = web.Application()
    app.router.add_post("/api/{method}", slack.call)
    app.router.add_get("/seen/{method}", slack.seen)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)


if __name__ == "__main__":
    main()
