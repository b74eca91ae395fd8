"""Reading what is sent: never more than is allowed, never longer than is bearable."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request

from api.problems import ProblemError
from domain.errors import N_

LARGEST_JSON = 1024 * 1024
LARGEST_FILE = 200 * 1024 * 1024
SILENT_SECONDS = 20.0
TOO_LARGE = N_("Det som er sendt, er for stort. Det er plass til {limit} byte.")
TOO_SLOW = N_("Det kom ikke noe mer på lenge.")
NO_JSON = N_("Dette er ikke et gyldig JSON-objekt.")


async def pieces(request: Request, limit: int) -> AsyncIterator[bytes]:
    """What is sent, piece by piece. Raises ProblemError for too much of it, and for somebody who stops sending."""
    length, size = request.headers.get("content-length", ""), 0
    if length.isdigit() and int(length) > limit:
        raise ProblemError(413, "too_large", TOO_LARGE, limit=limit)
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(SILENT_SECONDS):
                piece = await anext(stream, None)
        except TimeoutError:
            raise ProblemError(408, "too_slow", TOO_SLOW) from None
        except ClientDisconnect:
            raise ProblemError(400, "cut_off", TOO_SLOW) from None
        if piece is None:
            return
        size += len(piece)
        if size > limit:
            raise ProblemError(413, "too_large", TOO_LARGE, limit=limit)
        yield piece


async def read_object(request: Request) -> tuple[dict[str, Any], bytes]:
    """The JSON object that is sent, and its bytes. Raises ProblemError."""
    body = b"".join([piece async for piece in pieces(request, LARGEST_JSON)])
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        said = None
    if not isinstance(said, dict):
        raise ProblemError(400, "no_json", NO_JSON)
    return said, body
