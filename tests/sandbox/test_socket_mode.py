"""Socket Mode: who gets an envelope, what counts as an acknowledgement, and four ways to lose the line."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Server, SettableClock, Workspace
from tests.sandbox.tiny_bot import button, modal, text_field


@asynccontextmanager
async def line(ws: Workspace, server: Server) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Open a raw line and take its hello."""
    client = AsyncWebClient(token=ws.app_token, base_url=server.api_url)
    url = (await client.apps_connections_open(app_token=ws.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        hello = await socket.receive_json()
        assert hello["type"] == "hello"
        yield socket


async def ack(socket: aiohttp.ClientWebSocketResponse, **more: Any) -> dict[str, Any]:
    envelope: dict[str, Any] = await socket.receive_json(timeout=5)
    await socket.send_json({"envelope_id": envelope["envelope_id"], **more})
    return envelope


async def show_button(client: AsyncWebClient) -> None:
    blocks = [{"type": "actions", "block_id": "b", "elements": [button("Trykk", "press")]}]
    await client.views_publish(user_id="U0KARI", view={"type": "home", "blocks": blocks})


async def test_an_address_opens_one_line_only(ws: Workspace, server: Server) -> None:
    client = AsyncWebClient(token=ws.app_token, base_url=server.api_url)
    url = (await client.apps_connections_open(app_token=ws.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_each_envelope_goes_down_one_of_the_lines(ws: Workspace, server: Server, kari: Person) -> None:
    async with line(ws, server) as one, line(ws, server) as other:
        for text in ("a", "b", "c", "d"):
            await kari.say(text)
        got = []
        for socket in (other, one, other, one):
            envelope = await ack(socket)
            got.append(envelope["payload"]["event"]["text"])
        assert sorted(got) == ["a", "b", "c", "d"]
        await ws.until(lambda: all(request.ack for request in ws.requests))


async def test_a_persons_events_come_one_after_the_other(ws: Workspace, server: Server, kari: Person) -> None:
    async with line(ws, server) as socket:
        await kari.say("først")
        await kari.say("så")
        first = await socket.receive_json()
        assert len(ws.requests) == 1
        await socket.send_json({"envelope_id": first["envelope_id"]})
        second = await ack(socket)
        assert second["payload"]["event"]["text"] == "så"
        await ws.until(lambda: ws.requests[-1].ack)


async def test_an_unacknowledged_event_comes_again_and_an_interaction_does_not(
    ws: Workspace, server: Server, client: AsyncWebClient, kari: Person, clock: SettableClock
) -> None:
    ws.ack_limit = 0.05
    await show_button(client)
    async with line(ws, server) as socket:
        with ws.expect_refusal("not_acknowledged"):
            assert (await kari.click("Trykk", at="home")).trouble
        assert (await socket.receive_json())["type"] == "interactive"
        with ws.expect_refusal("not_acknowledged"):
            await kari.say("hei")
            attempts = [(await socket.receive_json())["retry_attempt"] for _ in range(2)]
            await ws.until(lambda: ws.requests[-1].attempt == 1 and ws.requests[-1].trouble)
        clock.move(minutes=1)
        ws.ack_limit = 3.0
        third = await ack(socket)
        assert [*attempts, third["retry_attempt"]] == [0, 1, 2]
        assert third["payload"]["event"]["text"] == "hei"
        await ws.until(lambda: ws.requests[-1].ack)
    assert [request.kind for request in ws.requests].count("block_actions") == 1


async def test_a_second_or_strange_acknowledgement_is_refused(ws: Workspace, server: Server, kari: Person) -> None:
    async with line(ws, server) as socket:
        await kari.say("hei")
        envelope = await ack(socket)
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        await ws.until(lambda: ws.refusals)
        await socket.send_json({"envelope_id": "x"})
        await socket.send_str("hei")
        await ws.until(lambda: len(ws.refusals) == 3)
    assert [refusal.code for refusal in ws.refusals] == ["second_ack", "unknown_envelope", "bad_socket_message"]
    ws.refusals.clear()


@pytest.mark.parametrize("action", ["update", "push"])
async def test_the_view_in_an_answer_may_be_json_text(
    ws: Workspace, server: Server, client: AsyncWebClient, kari: Person, action: str
) -> None:
    view = modal(text_field(initial_value="x"))
    await client.views_open(trigger_id=ws.triggers.issue(kari.id), view=view)
    async with line(ws, server) as socket:
        sent = asyncio.ensure_future(kari.send())
        await ack(socket, payload={"response_action": action, "view": json.dumps(view | {"private_metadata": "2"})})
        assert (await sent).ok
        assert kari.modals[-1]["private_metadata"] == "2"
        sent = asyncio.ensure_future(kari.send())
        with ws.expect_refusal("invalid_arguments"):
            await ack(socket, payload={"response_action": action, "view": '{"type"'})
            assert (await sent).trouble


async def test_without_a_line_the_person_sees_trouble_and_events_wait(
    ws: Workspace, server: Server, client: AsyncWebClient, kari: Person
) -> None:
    await show_button(client)
    with ws.expect_refusal("unreachable"):
        assert (await kari.click("Trykk", at="home")).trouble
    await kari.say("venter")
    async with line(ws, server) as socket:
        assert (await ack(socket))["payload"]["event"]["text"] == "venter"
        await ws.until(lambda: ws.requests[-1].ack)


async def test_what_happens_while_nobody_listens_is_lost_after_the_last_try(
    ws: Workspace, server: Server, kari: Person, clock: SettableClock
) -> None:
    async with line(ws, server):
        pass
    await ws.until(lambda: not ws.socket.open)
    ws.socket.held = timedelta(minutes=1)
    await kari.say("tapt")
    await kari.say("også tapt")
    await asyncio.sleep(0)  # now it waits for a line
    assert not ws.delivery.idle
    for minutes in (1, 1, 5):  # held for a moment, then once more at once, then as the Events API says
        clock.move(minutes=minutes)
        await ws.until(lambda: ws.delivery.idle)
    await ws.until(lambda: len(ws.delivery.lost) == 2)
    async with line(ws, server) as socket:
        await kari.say("hørt")
        assert (await ack(socket))["payload"]["event"]["text"] == "hørt"
        await ws.until(lambda: ws.requests[-1].ack)
    assert [lost.payload["event"]["text"] for lost in ws.delivery.lost] == ["tapt", "også tapt"]
    assert len(ws.requests) == 1


async def test_an_event_is_tried_again_a_minute_after_the_line_went(
    ws: Workspace, server: Server, kari: Person, clock: SettableClock
) -> None:
    clock.move(minutes=1)  # no line has ever been open
    await kari.say("senere")
    await ws.until(lambda: ws.delivery.idle)
    async with line(ws, server) as socket:
        clock.move(minutes=1)
        envelope = await ack(socket)
        assert (envelope["payload"]["event"]["text"], envelope["retry_attempt"]) == ("senere", 2)
        await ws.until(lambda: ws.requests[-1].ack)
    assert ws.delivery.lost == []


async def test_the_eleventh_line_is_turned_away(ws: Workspace, server: Server) -> None:
    client = AsyncWebClient(token=ws.app_token, base_url=server.api_url)
    async with AsyncExitStack() as stack:
        for _ in range(10):
            await stack.enter_async_context(line(ws, server))
        url = (await client.apps_connections_open(app_token=ws.app_token))["url"]
        session = await stack.enter_async_context(aiohttp.ClientSession())
        socket = await stack.enter_async_context(session.ws_connect(url))
        assert (await socket.receive_json())["reason"] == "too_many_websockets"


@pytest.mark.parametrize("how", ["disconnect", "close", "abort", "silence"])
async def test_what_is_said_while_a_line_is_lost_arrives_on_the_next(
    ws: Workspace, server: Server, app: AsyncApp, kari: Person, how: Any
) -> None:
    heard: list[str] = []

    @app.event("message")
    async def said(event: Any) -> None:
        heard.append(event["text"])

    await kari.say("før")
    await ws.until(lambda: ws.requests and ws.requests[-1].ack)
    ws.ack_limit = 0.5
    await ws.socket.drop(how)
    await kari.say("under")
    await ws.until(lambda: ws.requests[-1].ack and "under" in heard, timeout=20)
    await kari.say("etter")
    await ws.until(lambda: ws.requests[-1].ack and "etter" in heard)
    assert heard == ["før", "under", "etter"]


async def test_a_click_into_a_torn_line_is_trouble_without_blame(
    ws: Workspace, server: Server, client: AsyncWebClient, kari: Person
) -> None:
    await show_button(client)
    async with line(ws, server) as socket:
        click = asyncio.ensure_future(kari.click("Trykk", at="home"))
        await socket.receive_json()
        await ws.socket.drop("abort")
        assert (await click).trouble
    assert ws.refusals == []


async def test_an_event_and_a_click_can_be_doubled(
    ws: Workspace, server: Server, client: AsyncWebClient, app: AsyncApp, kari: Person
) -> None:
    heard: list[str] = []

    @app.event("message")
    async def said(body: Any) -> None:
        heard.append(body["event_id"])

    @app.action("press")
    async def pressed(ack: Any, body: Any) -> None:
        await ack()
        heard.append(body["trigger_id"])

    await show_button(client)
    ws.double_next("message")
    ws.double_next("block_actions")
    await kari.say("hei")
    await kari.click("Trykk", at="home")
    await ws.until(lambda: len(heard) == 4 and all(request.ack for request in ws.requests))
    assert len(set(heard)) == 2
    await kari.click("Trykk", at="home")
    assert len(heard) == 5
