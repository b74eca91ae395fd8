"""Threads whose root is gone: Slack says ok, posts at top level, and only the answer tells."""

import asyncio
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, SettableClock, Workspace


@pytest.fixture
async def root(client: AsyncWebClient) -> str:
    return str((await client.chat_postMessage(channel="U0KARI", text="rot"))["ts"])


@pytest.mark.parametrize("broadcast", [False, True])
async def test_a_message_into_a_thread_without_its_root_stands_at_top_level(
    ws: Workspace, client: AsyncWebClient, kari: Person, root: str, broadcast: bool
) -> None:
    inside = await client.chat_postMessage(channel="U0KARI", text="svar", thread_ts=root, reply_broadcast=broadcast)
    assert inside["message"]["thread_ts"] == root
    ws.retain(timedelta(0))
    outside = await client.chat_postMessage(channel="U0KARI", text="svar", thread_ts=root, reply_broadcast=broadcast)
    assert outside["ok"]
    assert "thread_ts" not in outside["message"]
    assert "subtype" not in outside["message"]
    assert [(message.text, message.is_reply) for message in kari.messages] == [("svar", False)]


async def test_a_file_for_a_thread_without_its_root_stands_at_top_level(
    ws: Workspace, client: AsyncWebClient, kari: Person, root: str
) -> None:
    ws.retain(timedelta(0))
    channel = kari.conversation.id
    done = await client.files_upload_v2(channel=channel, thread_ts=root, filename="a.txt", content="a")
    await ws.until(lambda: kari.messages)
    told = await client.files_info(file=done["files"][0]["id"])
    assert "thread_ts" not in told["file"]["shares"]["private"][channel][0]
    assert not kari.messages[0].is_reply


async def test_a_root_may_go_between_an_upload_and_its_share(
    ws: Workspace, client: AsyncWebClient, kari: Person, root: str
) -> None:
    ws.share_delay = 0.05
    await client.files_upload_v2(channel=kari.conversation.id, thread_ts=root, filename="a.txt", content="a")
    await client.chat_delete(channel=kari.conversation.id, ts=root)
    await ws.until(lambda: kari.messages)
    assert not kari.messages[0].is_reply


async def test_a_tombstone_is_still_a_root(client: AsyncWebClient, kari: Person, root: str) -> None:
    await kari.say("svar", thread_ts=root)
    await client.chat_delete(channel=kari.conversation.id, ts=root)
    inside = await client.chat_postMessage(channel="U0KARI", text="mer", thread_ts=root)
    assert inside["message"]["thread_ts"] == root
    assert [message.text for message in kari.thread(root)] == ["svar", "mer"]


async def test_a_reply_is_no_root(ws: Workspace, client: AsyncWebClient, kari: Person, root: str) -> None:
    reply = await kari.say("svar", thread_ts=root)
    with ws.expect_refusal("cannot_reply_to_message"), pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="U0KARI", text="x", thread_ts=reply.ts)


async def test_retention_takes_what_is_older_without_a_word(
    ws: Workspace, client: AsyncWebClient, kari: Person, ola: Person, clock: SettableClock, root: str
) -> None:
    await client.chat_postMessage(channel="U0OLA", text="Olas")
    clock.move(days=100)
    young = await kari.say("ung", thread_ts=root)
    told = len(ws.requests)
    ws.retain(timedelta(days=90), kari.id)
    await asyncio.sleep(0)
    assert kari.messages == [young]
    assert len(ola.messages) == 1
    assert ws.requests[told:] == []
    with ws.expect_refusal("thread_not_found"), pytest.raises(SlackApiError):
        await client.conversations_replies(channel=kari.conversation.id, ts=root)
    with ws.expect_refusal("message_not_found"), pytest.raises(SlackApiError):
        await client.chat_update(channel=kari.conversation.id, ts=root, text="x")
    ws.retain(timedelta(days=90))
    assert ola.messages == []
