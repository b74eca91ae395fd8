"""The bot's door for HTTP, and what Slack would send to it, signed."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.response import BoltResponse

from bot.slack.http_mode import HttpMode

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
EVENT = json.dumps({"type": "event_callback", "event": {"type": "message", "text": "hemmelig"}}).encode()


class Listener:
    """Writes down what comes and gives the answer that it was told to give."""

    def __init__(self, answer: BoltResponse | Exception | None = None) -> None:
        self.heard: list[tuple[dict[str, Any], dict[str, str] | None]] = []
        self.begun, self.let_go = asyncio.Event(), asyncio.Event()
        self.let_go.set()
        self._answer = answer or BoltResponse(status=200)

    async def __call__(self, payload: dict[str, Any], headers: dict[str, str] | None) -> BoltResponse:
        self.heard.append((payload, headers))
        self.begun.set()
        await self.let_go.wait()
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


@asynccontextmanager
async def listening(listener: Listener, **more: float) -> AsyncIterator[HttpMode]:
    door = HttpMode(listener, signing_secret=SECRET, host="127.0.0.1", port=0, **more)
    await door.start()
    try:
        yield door
    finally:
        await door.stop()


def signed(body: bytes, *, stamp: str | None = None, secret: str = SECRET) -> dict[str, str]:
    stamp = stamp or str(int(time.time()))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
