"""Signed HTTP: signature, content types, retries by the clock, and bad answers."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Server, SettableClock, Workspace
from tests.sandbox.tiny_bot import button


class Receiver:
    """An endpoint that keeps what it gets and answers as the test says."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body = ""

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        return web.Response(status=self.status, headers=self.headers, text=self.body)


@pytest.fixture
async def receiver(ws: Workspace, server: Server) -> AsyncIterator[Receiver]:
    kept = Receiver()
    app = web.Application()
    app.router.add_post("/slack/events", kept.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ws.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield kept
    await runner.cleanup()


async def test_every_request_is_signed(ws: Workspace, receiver: Receiver, kari: Person) -> None:
    await kari.say("hei")
    await kari.command("/sak", "æ & ø")
    await kari.shortcut("new")
    await ws.until(lambda: len(receiver.got) == 3)
    verifier = SignatureVerifier(ws.signing_secret)
    assert all(verifier.is_valid_request(body, headers) for headers, body in receiver.got)
    kinds = {headers["Content-Type"] for headers, _ in receiver.got}
    assert kinds == {"application/json", "application/x-www-form-urlencoded"}
    forms = [parse_qs(body.decode()) for headers, body in receiver.got if "urlencoded" in headers["Content-Type"]]
    assert forms[0]["text"] == ["æ & ø"]
    assert json.loads(forms[1]["payload"][0])["type"] == "shortcut"


async def test_a_failed_event_is_retried_at_once_and_after_one_and_five_minutes(
    ws: Workspace, receiver: Receiver, kari: Person, clock: SettableClock
) -> None:
    receiver.status = 500
    with ws.expect_refusal("not_acknowledged"):
        await kari.say("hei")
        await ws.until(lambda: len(receiver.got) == 2 and ws.requests[-1].trouble)
        clock.move(seconds=61)
        await ws.until(lambda: len(receiver.got) == 3 and ws.requests[-1].trouble)
        receiver.status = 200
        clock.move(minutes=5, seconds=1)
        await ws.until(lambda: ws.requests[-1].ack and ws.requests[-1].trouble is None)
    retries = [(headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")) for headers, _ in receiver.got]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({json.loads(body)["event_id"] for _, body in receiver.got}) == 1


@pytest.mark.parametrize("name", ["X-Slack-No-Retry", "x-slack-no-retry", "X-SLACK-NO-RETRY"])
async def test_an_app_can_ask_for_no_retry_in_any_case(
    ws: Workspace, receiver: Receiver, kari: Person, name: str
) -> None:
    receiver.status, receiver.headers = 500, {name: "1"}
    with ws.expect_refusal("not_acknowledged"):
        await kari.say("hei")
        await ws.until(lambda: ws.requests and ws.requests[0].trouble)
    receiver.status, receiver.headers = 200, {}
    await kari.say("hallo")
    await ws.until(lambda: len(ws.requests) == 2 and ws.requests[-1].ack)
    assert len(receiver.got) == 2
    assert [lost.payload["event"]["text"] for lost in ws.delivery.lost] == ["hei"]


async def test_a_bad_answer_to_a_click_is_trouble_and_not_sent_again(
    ws: Workspace, receiver: Receiver, client: AsyncWebClient, kari: Person, clock: SettableClock
) -> None:
    blocks = [{"type": "actions", "elements": [button("Trykk", "press")]}]
    await client.chat_postMessage(channel="U0KARI", text="x", blocks=blocks)
    await ws.until(lambda: ws.requests[-1].ack)
    receiver.status = 404
    with ws.expect_refusal("not_acknowledged") as refusals:
        assert (await kari.click("Trykk", at=kari.messages[0])).trouble
    assert "404" in refusals[0].detail
    clock.move(hours=1)
    assert [request.kind for request in ws.requests] == ["message", "block_actions"]


async def test_words_in_an_acknowledgement_that_nobody_reads_are_refused(
    ws: Workspace, receiver: Receiver, kari: Person
) -> None:
    receiver.body = "ok"
    with ws.expect_refusal("unexpected_ack_body"):
        await kari.shortcut("new")


async def test_a_bot_that_is_down_gets_the_event_when_it_is_up_again(
    ws: Workspace, receiver: Receiver, kari: Person, clock: SettableClock
) -> None:
    target = ws.delivery.target
    ws.deliver_to("http://127.0.0.1:9/slack/events")
    await kari.say("hei")
    await ws.until(lambda: len(ws.requests) == 2 and ws.requests[-1].trouble)
    ws.deliver_to(target)
    clock.move(minutes=1)
    await ws.until(lambda: receiver.got and ws.requests[-1].ack)
    assert receiver.got[0][0]["X-Slack-Retry-Reason"] == "connection_failed"


def test_nothing_is_delivered_to_another_machine(ws: Workspace) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        ws.deliver_to("https://bot.example/slack/events")


async def test_response_urls_work_five_times_and_half_an_hour(
    ws: Workspace, receiver: Receiver, kari: Person, clock: SettableClock
) -> None:
    async def respond(url: str, **body: Any) -> int:
        async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
            return int(answer.status)

    await kari.command("/sak")
    url = ws.requests[-1].payload["response_url"]
    for number in range(5):
        assert await respond(url, text=f"svar {number}") == 200
    assert all(message.ephemeral for message in kari.messages)
    with ws.expect_refusal("used_url"):
        assert await respond(url, text="for mye") == 404
    await kari.command("/sak")
    url = ws.requests[-1].payload["response_url"]
    clock.move(minutes=31)
    with ws.expect_refusal("expired_url"):
        await respond(url, text="for sent")


async def test_a_response_can_replace_or_delete_the_message_that_was_pressed(
    ws: Workspace, receiver: Receiver, client: AsyncWebClient, kari: Person
) -> None:
    blocks = [{"type": "actions", "elements": [button("Trykk", "press")]}]
    await client.chat_postMessage(channel="U0KARI", text="x", blocks=blocks)
    await kari.click("Trykk", at=kari.messages[0])
    url = next(r for r in ws.requests if r.kind == "block_actions").payload["response_url"]
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={"replace_original": True, "text": "ny"}) as answer:
            assert answer.status == 200
        assert (kari.messages[0].text, kari.messages[0].blocks) == ("ny", [])
        async with session.post(url, json={"delete_original": True}) as answer:
            assert answer.status == 200
    assert kari.messages == []
