"""Raw HTTP: sends what no client would, and reads what comes back to the end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.fuzz.slack_side import Shot

PATIENCE = 60.0  # seconds: the machine may be busy


@dataclass(frozen=True)
class Answered:
    """What came back; status 0 when nothing did."""

    status: int
    text: str


async def fire(address: str, shot: Shot) -> Answered:
    """Send it over a line of its own."""
    where = urlsplit(address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        async with asyncio.timeout(PATIENCE):
            writer.write(_bytes_of(shot))
            head = await reader.readuntil(b"\r\n\r\n")
            body = await _body(reader, head, shot)
    except (ConnectionError, asyncio.IncompleteReadError):
        return Answered(0, "")
    finally:
        writer.close()
    said = head.split(b" ", 2)
    return Answered(int(said[1]) if len(said) > 1 else 0, (head + body).decode(errors="replace"))


async def _body(reader: asyncio.StreamReader, head: bytes, shot: Shot) -> bytes:
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    if shot.head.startswith("HEAD ") or not length:
        return b""
    return await reader.readexactly(int(length))


def _bytes_of(shot: Shot) -> bytes:
    headers = {"Host": "127.0.0.1", "Content-Length": str(len(shot.body))} | shot.headers
    lines = [f"{shot.head} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode(errors="replace") + shot.body
