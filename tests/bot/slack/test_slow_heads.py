"""A request's head has so many seconds; whoever dribbles is cut off, and nobody else is."""

import asyncio
import time

from bot.slack.http_mode import HEAD_SECONDS
from tests.bot.slack.http_line import EVENT, Listener, listening, signed

LIMIT = 0.3
BEGUN = b"POST /slack/events HTTP/1.1\r\nHost: saksbot\r\nX-Slow: "


async def connect(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, port = address.removeprefix("http://").split(":")
    return await asyncio.open_connection(host, int(port))


async def dribble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> float:
    """Send a sign now and then until the other side has had enough; tells after how many seconds."""
    began = time.monotonic()
    over = asyncio.create_task(reader.read())
    while not over.done():
        writer.write(b"x")
        await asyncio.wait([over], timeout=0.02)
    writer.close()
    assert isinstance(over.exception(), ConnectionError) or over.result() == b""
    return time.monotonic() - began


def whole() -> bytes:
    fields = signed(EVENT) | {"Host": "saksbot", "Content-Length": str(len(EVENT))}
    return b"POST /slack/events HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in fields.items()).encode() + b"\r\n"


async def answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    assert b"Content-Length: 0" in head
    return head.split(b"\r\n")[0]


def test_the_limit_is_ten_seconds() -> None:
    assert HEAD_SECONDS == 10.0


async def test_a_head_that_dribbles_in_is_cut_off() -> None:
    async with listening(Listener(), head_seconds=LIMIT) as door:
        reader, writer = await connect(door.address)
        writer.write(BEGUN)
        async with asyncio.timeout(20):
            assert await dribble(reader, writer) > LIMIT / 2


async def test_a_connection_that_says_nothing_is_cut_off_too() -> None:
    async with listening(Listener(), head_seconds=LIMIT) as door:
        reader, writer = await connect(door.address)
        async with asyncio.timeout(20):
            assert await reader.read() == b""
        writer.close()


async def test_the_second_head_on_a_connection_has_its_time_too_and_waiting_between_them_costs_none() -> None:
    async with listening(Listener(), head_seconds=LIMIT) as door:
        reader, writer = await connect(door.address)
        writer.write(whole() + EVENT)
        assert await answer(reader) == b"HTTP/1.1 200 OK"
        await asyncio.sleep(LIMIT * 2)  # the limit must have passed: nothing tells that it has had no effect
        writer.write(whole() + EVENT)
        assert await answer(reader) == b"HTTP/1.1 200 OK"
        writer.write(BEGUN)
        async with asyncio.timeout(20):
            assert await dribble(reader, writer) > LIMIT / 2


async def test_an_answer_that_takes_longer_than_a_head_may_is_given_all_the_same() -> None:
    listener = Listener()
    listener.let_go.clear()
    async with listening(listener, head_seconds=LIMIT) as door:
        reader, writer = await connect(door.address)
        writer.write(whole() + EVENT)
        await listener.begun.wait()
        await asyncio.sleep(LIMIT * 2)
        listener.let_go.set()
        assert await answer(reader) == b"HTTP/1.1 200 OK"
        writer.close()
