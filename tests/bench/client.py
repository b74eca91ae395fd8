"""A client that keeps a number of requests under way: the next one goes as soon as one is answered.

Each has a connection of its own, which is kept. It works on raw bytes, so that it is not what is measured.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

Requests = Callable[[], bytes]
WARM_UP = 0.15


class WrongAnswerError(Exception):
    """The server said something else than what is to be measured."""


@dataclass
class Answers:
    """How long each answer took, in seconds, and how long they took together."""

    seconds: float
    each: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.each) / self.seconds

    @property
    def latency(self) -> float:
        """Seconds until half of them had come."""
        return median(self.each)


async def ask(port: int, requests: Requests, *, at_once: int, seconds: float, expected: bytes = b"") -> Answers:
    """Ask for so many seconds, after a short warm-up. Raises WrongAnswerError unless each body has `expected` in it."""
    begin = perf_counter() + min(WARM_UP, seconds)
    answers = Answers(seconds)
    lines = [asyncio.create_task(_line(port, requests, begin, answers, expected)) for _ in range(at_once)]
    await asyncio.gather(*lines)
    return answers


async def ask_once(port: int, request: bytes) -> bytes:
    """Send one request over a new connection and return the body of the answer. Raises WrongAnswerError."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        return await _answer(reader)
    finally:
        writer.close()


async def _line(port: int, requests: Requests, begin: float, answers: Answers, expected: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    end = begin + answers.seconds
    while (sent := perf_counter()) < end or not answers.each:
        writer.write(requests())
        body = await _answer(reader)
        if expected not in body or b"response_action" in body:
            raise WrongAnswerError(body[:300].decode(errors="replace"))
        if begin <= (came := perf_counter()) < end or (came > end and not answers.each):
            answers.each.append(came - sent)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
    body = await reader.readexactly(length)
    if not head.startswith(b"HTTP/1.1 200"):
        raise WrongAnswerError((head + body)[:300].decode(errors="replace"))
    return body
