"""HTTP mode on a real port: only what Slack has signed gets in, and junk gets a clear no."""

import asyncio
import contextlib
import io
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest
import yaml
from slack_bolt.response import BoltResponse

from bot.slack.http_mode import LARGEST_BODY, HttpMode
from sandbox.server import serve
from sandbox.workspace import Workspace
from tests.bot.slack.http_line import EVENT, SECRET, Listener, listening, signed

MANIFEST = yaml.safe_load((Path(__file__).parents[3] / "manifest.yml").read_text("utf-8"))


async def post(door: HttpMode, body: bytes, headers: dict[str, str]) -> tuple[int, str, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{door.address}/slack/events", data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text(), answer.headers.get("Content-Type", "")


@pytest.mark.parametrize("kind", ["event", "interaction", "command"])
async def test_what_slack_sends_arrives_as_slack_meant_it(kind: str) -> None:
    payload = {"command": "/sak", "text": "æøå 100 % + 1 = 2 & \u2028 <!channel> 🎓"}
    body = {
        "event": json.dumps(payload).encode(),
        "interaction": urlencode({"payload": json.dumps(payload)}).encode(),
        "command": urlencode(payload).encode(),
    }[kind]
    listener = Listener()

    async with listening(listener) as door:
        status, text, _ = await post(door, body, signed(body))

    assert (status, text) == (200, "")
    assert listener.heard == [(payload, None)]


async def test_the_answer_goes_back_whole() -> None:
    errors = {"response_action": "errors", "errors": {"deadline": "Fristen må være etter i dag"}}

    async with listening(Listener(BoltResponse(status=200, body=errors))) as door:
        status, text, kind = await post(door, EVENT, signed(EVENT))

    assert (status, json.loads(text), kind) == (200, errors, "application/json;charset=utf-8")


async def test_the_headers_of_a_repetition_are_handed_on() -> None:
    listener = Listener()
    retries = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}

    async with listening(listener) as door:
        await post(door, EVENT, signed(EVENT) | retries)

    assert listener.heard[0][1] == {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}


FORGED: list[Callable[[], dict[str, str]]] = [
    dict,
    lambda: signed(EVENT, secret="another"),
    lambda: signed(EVENT + b" "),
    lambda: signed(EVENT, stamp=str(int(time.time()) - 360)),
    lambda: signed(EVENT, stamp=str(int(time.time()) + 360)),
    lambda: signed(EVENT, stamp="junk"),
    lambda: signed(EVENT, stamp="-1"),
    lambda: signed(EVENT, stamp="1e9"),
    lambda: signed(EVENT, stamp="9" * 4000),
    lambda: signed(EVENT, stamp="1٢3"),
    lambda: {"X-Slack-Signature": signed(EVENT)["X-Slack-Signature"]},
    lambda: {"X-Slack-Request-Timestamp": signed(EVENT)["X-Slack-Request-Timestamp"]},
    lambda: signed(EVENT) | {"X-Slack-Signature": "v0=æøå"},
    lambda: signed(EVENT) | {"X-Slack-Signature": ""},
    lambda: signed(EVENT) | {"X-Slack-Signature": "v1=" + signed(EVENT)["X-Slack-Signature"][3:]},
]


@pytest.mark.parametrize("headers", FORGED)
async def test_what_slack_has_not_signed_does_not_get_in(headers: Callable[[], dict[str, str]]) -> None:
    listener = Listener()

    async with listening(listener) as door:
        status, _, _ = await post(door, EVENT, headers())

    assert status == 401
    assert listener.heard == []


async def test_bytes_in_a_signature_that_are_no_text_are_refused() -> None:
    request = (
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n"
        b"X-Slack-Request-Timestamp: %d\r\nX-Slack-Signature: v0=\xff\xfe\r\n\r\n{}" % time.time()
    )

    async with listening(Listener()) as door:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(door.address.rpartition(":")[2]))
        writer.write(request)
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()

    assert answer.startswith(b"HTTP/1.1 401")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"payload=", b"payload=%7B", b"payload=[]", b"\xff\xfe", b"1", b"a=b"]
)
async def test_signed_junk_gets_400(body: bytes) -> None:
    listener = Listener()

    async with listening(listener) as door:
        status, _, _ = await post(door, body, signed(body))

    assert status == 400
    assert listener.heard == []


async def test_a_body_too_big_is_refused() -> None:
    body = b"x" * (LARGEST_BODY + 1)

    async with listening(Listener()) as door, aiohttp.ClientSession() as session:
        address = f"{door.address}/slack/events"
        async with session.post(address, data=io.BytesIO(body), headers=signed(body)) as answer:
            status = answer.status

    assert status == 413


async def test_slacks_question_whether_the_address_is_ours_is_answered() -> None:
    listener = Listener()
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"}).encode()

    async with listening(listener) as door:
        status, text, _ = await post(door, body, signed(body))

    assert (status, text) == (200, "3eZbrw1aB")
    assert listener.heard == []


async def test_slacks_look_at_the_certificate_is_answered() -> None:
    listener = Listener()
    body = b"ssl_check=1&token=x"

    async with listening(listener) as door, aiohttp.ClientSession() as session:
        status, _, _ = await post(door, body, signed(body))
        async with session.get(f"{door.address}/slack/events", params={"ssl_check": "1"}) as answer:
            by_get = answer.status

    assert (status, by_get) == (200, 200)
    assert listener.heard == []


async def test_health_is_ok_and_other_addresses_are_not_found() -> None:
    async with listening(Listener()) as door, aiohttp.ClientSession() as session:
        async with session.get(f"{door.address}/health") as answer:
            health = (answer.status, await answer.text())
        async with session.get(f"{door.address}/slack/events") as answer:
            by_get = answer.status
        async with session.get(f"{door.address}/") as answer:
            elsewhere = answer.status

    assert (health, by_get, elsewhere) == ((200, "ok"), 405, 404)


async def test_neither_body_nor_headers_get_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    headers = signed(EVENT)

    async with listening(Listener(LookupError())) as door:
        failed, _, _ = await post(door, EVENT, headers)
        forged, _, _ = await post(door, EVENT, headers | {"X-Slack-Signature": "v0=ab"})

    assert (failed, forged) == (500, 401)
    assert "LookupError" in caplog.text
    assert "has not signed" in caplog.text
    assert "hemmelig" not in caplog.text
    assert headers["X-Slack-Signature"] not in caplog.text


async def test_what_is_under_way_is_answered_before_it_stops() -> None:
    listener = Listener()
    listener.let_go.clear()

    async with listening(listener) as door:
        asking = asyncio.create_task(post(door, EVENT, signed(EVENT)))
        await listener.begun.wait()
        stopping = asyncio.create_task(door.stop())
        await until_nobody_listens(door.address)
        listener.let_go.set()
        status, _, _ = await asking
        await stopping

    assert status == 200


async def test_a_request_that_never_ends_does_not_hold_the_stop_back() -> None:
    listener = Listener()
    listener.let_go.clear()

    async with listening(listener) as door:
        asking = asyncio.create_task(post(door, EVENT, signed(EVENT)))
        await listener.begun.wait()
        async with asyncio.timeout(3.0):
            await door.stop()

        with pytest.raises(aiohttp.ServerDisconnectedError):
            await asking


async def until_nobody_listens(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    with contextlib.suppress(OSError):
        while True:
            _, writer = await asyncio.open_connection(host, int(port))
            writer.close()
            await writer.wait_closed()


async def test_a_port_in_use_is_an_error() -> None:
    async with listening(Listener()) as door:
        port = int(door.address.rpartition(":")[2])
        other = HttpMode(Listener(), signing_secret=SECRET, host="127.0.0.1", port=port)

        with pytest.raises(OSError, match="address already in use"):
            await other.start()
        await other.stop()


async def test_the_sandbox_and_the_server_agree_on_every_kind_of_request() -> None:
    workspace = Workspace(MANIFEST)
    workspace.signing_secret = SECRET
    workspace.add_person("U0KARI", "Kari Nordmann")
    listener = Listener(BoltResponse(status=200, body={"options": []}))

    async with serve(workspace), listening(listener) as door:
        workspace.deliver_to(f"{door.address}/slack/events")
        ack = await workspace.delivery.ask("block_suggestion", "interactive", {"value": "Ø + 1"}, "U0KARI")
        await workspace.delivery.ask("slash_commands", "slash_commands", {"command": "/sak"}, "U0KARI")
        workspace.delivery.event("message", {"type": "event_callback"}, "U0KARI")
        await workspace.until(lambda: workspace.requests[-1].kind == "message" and workspace.requests[-1].ack)
        workspace.assert_clean()

    assert ack is not None
    assert ack.body == {"options": []}
    assert [payload for payload, _ in listener.heard] == [
        {"value": "Ø + 1"},
        {"command": "/sak"},
        {"type": "event_callback"},
    ]
