"""Reading what is sent: never more than is allowed, never longer than is bearable."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request

from api.problems import TWICE, ProblemError
from domain.errors import N_

LARGEST_JSON = 1024 * 1024
LARGEST_FILE = 200 * 1024 * 1024
SILENT_SECONDS = 20.0
TOO_LARGE = N_("Det som er sendt, er for stort. Det er plass til {limit} byte.")
TOO_SLOW = N_("Det kom ikke noe mer på lenge.")
NO_JSON = N_("Dette er ikke JSON i UTF-8: noe er feil på linje {line}, tegn {column}.")
NO_OBJECT = N_("Dette er ikke et gyldig JSON-objekt.")
WRAPPED = N_("Innholdet må sendes som det er: uten Content-Encoding, og ikke som et skjema (multipart).")
A_PART = N_("Innholdet må sendes helt, uten Content-Range.")
BOM = b"\xef\xbb\xbf"  # as editors on Windows begin a file


async def pieces(request: Request, limit: int) -> AsyncIterator[bytes]:
    """What is sent, piece by piece.

    Raises ProblemError for too much of it, for somebody who stops sending, and for what is not the content itself.
    """
    _require_itself(request)
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
        said = orjson.loads(body.removeprefix(BOM))
    except orjson.JSONDecodeError as error:
        raise ProblemError(400, "no_json", NO_JSON, line=error.lineno, column=error.colno) from error
    if not isinstance(said, dict):
        raise ProblemError(400, "no_json", NO_OBJECT)
    try:
        json.loads(body.removeprefix(BOM), object_pairs_hook=_once)
    except RecursionError:
        raise ProblemError(400, "no_json", NO_OBJECT) from None
    return said, body


def _once(pairs: list[tuple[str, object]]) -> None:
    """Refuse a name that stands twice: orjson takes the last, other programs the first. Raises ProblemError."""
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise ProblemError(400, "twice", TWICE, name=name)
        seen.add(name)


def _require_itself(request: Request) -> None:
    """Refuse what would be kept as a file of a case, and is none: compressed, one field of a form, or a part."""
    headers = request.headers
    is_form = headers.get("content-type", "").lower().startswith("multipart/")
    if is_form or headers.get("content-encoding", "identity").lower() != "identity":
        raise ProblemError(415, "wrapped", WRAPPED)
    if "content-range" in headers:
        raise ProblemError(400, "a_part", A_PART)
