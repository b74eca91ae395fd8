"""Faults on demand: each strikes as many calls as was said, before or after the effect."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Server, SettableClock, Workspace
from sandbox.faults import Kind

POST = "chat.postMessage"


async def test_a_rate_limit_says_when_to_come_back_and_has_no_effect(
    ws: Workspace, client: AsyncWebClient, kari: Person
) -> None:
    ws.faults.add(POST, kind="ratelimited", retry_after=30)
    with pytest.raises(SlackApiError, match="ratelimited") as refusal:
        await client.chat_postMessage(channel="U0KARI", text="x")
    assert refusal.value.response.status_code == 429
    assert refusal.value.response.headers["Retry-After"] == "30"
    assert kari.messages == []
    await client.chat_postMessage(channel="U0KARI", text="x")
    assert len(kari.messages) == 1


async def test_a_fault_strikes_one_person_and_method_as_often_as_said(
    ws: Workspace, client: AsyncWebClient, kari: Person, ola: Person
) -> None:
    ws.faults.add(POST, person="U0KARI", times=2, kind="error", code="fatal_error")
    await client.chat_postMessage(channel="U0OLA", text="x")
    await client.auth_test()
    for _ in range(2):
        with pytest.raises(SlackApiError, match="fatal_error"):
            await client.chat_postMessage(channel=kari.conversation.id, text="x")
    assert ws.faults.active == []
    await client.chat_postMessage(channel="U0KARI", text="x")


@pytest.mark.parametrize(
    ("kind", "arrives"),
    [("http_500", False), ("http_500_after_effect", True), ("cut_before", False), ("cut_after_effect", True)],
)
async def test_an_answer_can_be_lost_before_or_after_the_effect(
    ws: Workspace, client: AsyncWebClient, kari: Person, kind: Kind, arrives: bool
) -> None:
    ws.faults.add(POST, kind=kind)
    with pytest.raises((SlackApiError, aiohttp.ClientError)):
        await client.chat_postMessage(channel="U0KARI", text="x")
    assert bool(kari.messages) == arrives
    assert (ws.calls[-1].answer is None) == kind.startswith("cut")


async def test_an_answer_can_hang_after_the_effect_until_it_is_released(
    ws: Workspace, client: AsyncWebClient, kari: Person
) -> None:
    fault = ws.faults.add(POST, kind="hang_after_effect")
    call = asyncio.ensure_future(client.chat_postMessage(channel="U0KARI", text="x"))
    await ws.until(lambda: kari.messages)
    assert not call.done()
    fault.release()
    assert (await call)["ok"]


async def test_clearing_releases_what_hangs(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    ws.faults.add(POST, kind="hang_after_effect")
    call = asyncio.ensure_future(client.chat_postMessage(channel="U0KARI", text="x"))
    await ws.until(lambda: kari.messages)
    ws.faults.clear()
    assert (await call)["ok"]


@pytest.mark.parametrize("kind", ["http_500", "cut_before", "cut_after_effect", "ratelimited"])
async def test_an_upload_or_download_can_fail_too(
    ws: Workspace, client: AsyncWebClient, kari: Person, kind: Kind
) -> None:
    said = await kari.say("", files=[("a.pdf", b"%PDF")])
    room = await client.files_getUploadURLExternal(filename="b.txt", length=3)
    ws.faults.add("upload", kind=kind)
    ws.faults.add("download", times=2, kind=kind)  # aiohttp by itself asks twice
    headers = {"Authorization": f"Bearer {ws.bot_token}"}
    async with aiohttp.ClientSession(headers=headers, raise_for_status=True) as session:
        with pytest.raises(aiohttp.ClientError):
            await session.post(room["upload_url"], data=b"abc")
        with pytest.raises(aiohttp.ClientError):
            await session.get(said.files[0]["url_private_download"])
    assert (ws.files[room["file_id"]].content == b"abc") == (kind == "cut_after_effect")


async def test_an_outage_strikes_every_call_until_the_clock_says_that_it_is_over(
    ws: Workspace, client: AsyncWebClient, clock: SettableClock
) -> None:
    ws.faults.add(kind="http_500", until=clock.now() + timedelta(minutes=120))
    for pause in (0, 60, 59):
        clock.move(minutes=pause)
        with pytest.raises(SlackApiError):
            await client.auth_test()
    clock.move(minutes=1)
    await client.auth_test()
    assert ws.faults.active == []


@pytest.mark.parametrize("kind", ["error", "cut_before", "ratelimited", "http_500"])
async def test_a_fault_without_a_number_lasts_until_it_is_cleared(
    ws: Workspace, client: AsyncWebClient, kari: Person, kind: Kind
) -> None:
    lasting = ws.faults.add(POST, times=None, kind=kind, code="restricted_action")
    other = ws.faults.add("auth.test", kind="error")
    for _ in range(3):
        with pytest.raises((SlackApiError, aiohttp.ClientError)):
            await client.chat_postMessage(channel="U0KARI", text="x")
    ws.faults.clear(lasting)
    await client.chat_postMessage(channel="U0KARI", text="x")
    assert ws.faults.active == [other]
    assert len(kari.messages) == 1


async def test_a_silent_slack_never_answers_and_does_nothing(
    ws: Workspace, server: Server, client: AsyncWebClient, kari: Person, clock: SettableClock
) -> None:
    ws.faults.add(kind="silent", until=clock.now() + timedelta(minutes=5))
    impatient = AsyncWebClient(token=ws.bot_token, base_url=server.api_url, retry_handlers=[], timeout=1)
    with pytest.raises(TimeoutError):
        await impatient.chat_postMessage(channel="U0KARI", text="x")
    patient = asyncio.ensure_future(client.chat_postMessage(channel="U0KARI", text="x"))
    await ws.until(lambda: len(ws.calls) == 2)
    clock.move(minutes=5)
    with pytest.raises(aiohttp.ClientError):
        await patient
    assert kari.messages == []
    await client.chat_postMessage(channel="U0KARI", text="x")


async def test_an_upload_can_meet_silence_too(ws: Workspace, client: AsyncWebClient) -> None:
    room = await client.files_getUploadURLExternal(filename="b.txt", length=3)
    ws.faults.add("upload", kind="silent")
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.2)) as session:
        with pytest.raises(TimeoutError):
            await session.post(room["upload_url"], data=b"abc")
    assert ws.files[room["file_id"]].content is None


async def test_rate_limited_with_an_underscore_comes_with_200_and_without_a_time_to_wait(
    ws: Workspace, client: AsyncWebClient
) -> None:
    ws.faults.add(POST, kind="error", code="rate_limited")
    with pytest.raises(SlackApiError, match="rate_limited") as refusal:
        await client.chat_postMessage(channel="U0KARI", text="x")
    assert refusal.value.response.status_code == 200
    assert "Retry-After" not in refusal.value.response.headers
    assert ws.rates.refused == {}
