"""What Slack writes as JSON, read: events, acts and the answers of its Web API alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import aiohttp
import orjson


def read(text: str | bytes) -> Any:
    """What it says. Half an emoji, which an app leaves where it cuts a text, is read as U+FFFD. Raises ValueError.

    JSON may hold such a half; nothing that stores text or sends it on takes one.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        halves = json.dumps(json.loads(text), ensure_ascii=False)
        return orjson.loads(halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


class Answer(aiohttp.ClientResponse):
    """An answer that is read so."""

    async def json(
        self,
        *,
        encoding: str | None = None,
        loads: Callable[[str], Any] = read,
        content_type: str | None = "application/json",
    ) -> Any:
        """What it says. Raises ValueError when it is no JSON, and ContentTypeError when it does not say that it is."""
        return await super().json(encoding=encoding, loads=loads, content_type=content_type)
