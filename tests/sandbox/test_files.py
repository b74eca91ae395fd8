"""Files: the bot's uploads with their late share, downloads with a token, and what people hand in."""

from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Workspace
from tests.sandbox.tiny_bot import field, modal


async def fetch(url: str, token: str) -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return answer.status, answer.content_type, await answer.read()


async def test_an_upload_appears_in_the_thread_a_moment_later(
    ws: Workspace, client: AsyncWebClient, kari: Person
) -> None:
    root = (await client.chat_postMessage(channel="U0KARI", text="kort"))["ts"]
    uploaded = await client.files_upload_v2(
        channel=kari.conversation.id, thread_ts=root, filename="vitnemål.pdf", title="Vitnemål", content=b"%PDF-1"
    )
    file = uploaded["files"][0]
    assert (file["mimetype"], file["shares"]) == ("", {})
    message = await ws.until(lambda: kari.thread(root)[0])
    assert message.files[0]["title"] == "Vitnemål"
    told = (await client.files_info(file=file["id"]))["file"]
    assert told["shares"]["private"][kari.conversation.id][0]["ts"] == message.ts
    assert told["mimetype"] == "application/pdf"
    assert ("file", "vitnemål.pdf") in {(shown.surface, shown.text) for shown in ws.shown}


async def test_the_share_can_be_held_back(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    ws.share_delay = 3600
    uploaded = await client.files_upload_v2(channel=kari.conversation.id, filename="a.txt", content="a")
    told = await client.files_info(file=uploaded["files"][0]["id"])
    assert told["file"]["shares"] == {}
    assert kari.messages == []


async def test_a_deleted_file_leaves_an_empty_frame(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    uploaded = await client.files_upload_v2(channel=kari.conversation.id, filename="a.txt", content="a")
    await ws.until(lambda: kari.messages)
    file_id = uploaded["files"][0]["id"]
    await client.files_delete(file=file_id)
    assert kari.messages[0].files == [{"id": file_id, "mode": "tombstone"}]
    with ws.expect_refusal("file_deleted"), pytest.raises(SlackApiError):
        await client.files_info(file=file_id)


async def test_only_the_bots_own_files_can_be_deleted(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    said = await kari.say("", files=[("min.pdf", b"x")])
    assert (said.subtype, said.files[0]["name"]) == ("file_share", "min.pdf")
    with ws.expect_refusal("cant_delete_file"), pytest.raises(SlackApiError):
        await client.files_delete(file=said.files[0]["id"])


async def test_the_bytes_need_the_bots_token(ws: Workspace, kari: Person, client: AsyncWebClient) -> None:
    said = await kari.say("", files=[("min.pdf", b"%PDF-2")])
    url = said.files[0]["url_private_download"]
    assert await fetch(url, ws.bot_token) == (200, "application/pdf", b"%PDF-2")
    with ws.expect_refusal("download_without_right"):
        status, kind, page = await fetch(url, "xoxb-wrong")
    assert (status, kind) == (200, "text/html")
    assert b"Sign in" in page


async def test_wrong_lengths_and_missing_bytes_are_refused(ws: Workspace, client: AsyncWebClient) -> None:
    room = await client.files_getUploadURLExternal(filename="a.txt", length=5)
    with ws.expect_refusal("file_not_found"), pytest.raises(SlackApiError):
        await client.files_completeUploadExternal(files=[{"id": room["file_id"]}])
    async with aiohttp.ClientSession() as session:
        with ws.expect_refusal("wrong_length"):
            async with session.post(room["upload_url"], data=b"too long") as answer:
                assert answer.status == 400


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"length": 0}, "missing_argument"),
        ({"length": 1_000_000_001}, "file_upload_size_restricted"),
        ({"length": 1, "alt_txt": "å" * 1001}, "alt_txt_too_large"),
        ({"length": 1_000_001, "snippet_type": "python"}, "snippet_too_large"),
    ],
)
async def test_what_an_upload_may_be_has_limits_with_codes_of_their_own(
    ws: Workspace, client: AsyncWebClient, asked: dict[str, Any], code: str
) -> None:
    with ws.expect_refusal(code), pytest.raises(SlackApiError, match=code):
        await client.files_getUploadURLExternal(filename="a.txt", **asked)


async def test_an_upload_may_be_as_large_as_the_limits(client: AsyncWebClient) -> None:
    most = {"alt_txt": "å" * 1000, "snippet_type": "python"}
    assert (await client.files_getUploadURLExternal(filename="a.py", length=1_000_000, **most))["ok"]
    assert (await client.files_getUploadURLExternal(filename="a.pdf", length=1_000_001))["ok"]


async def uploaded(client: AsyncWebClient) -> str:
    room = await client.files_getUploadURLExternal(filename="a.txt", length=1)
    async with aiohttp.ClientSession() as session, session.post(room["upload_url"], data=b"a"):
        return str(room["file_id"])


async def test_one_file_can_be_shared_in_several_conversations(
    ws: Workspace, client: AsyncWebClient, kari: Person, ola: Person
) -> None:
    files = [{"id": await uploaded(client), "title": "A", "highlight_type": "text"}]
    blocks: Any = '[{"type": "x"}]'  # a comment makes Slack ignore them
    both = f"{kari.conversation.id},{ola.id}"
    comment = {"initial_comment": "se her", "blocks": blocks}
    await client.api_call("files.completeUploadExternal", json={"files": files, "channels": both, **comment})
    await ws.until(lambda: kari.messages and ola.messages)
    assert [(one.text, one.files[0]["title"]) for one in (*kari.messages, *ola.messages)] == [("se her", "A")] * 2
    told = (await client.files_info(file=files[0]["id"]))["file"]
    assert set(told["shares"]["private"]) == {kari.conversation.id, ola.conversation.id}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"channels": ",".join(["U0KARI"] * 101)}, "channels_limit_exceeded"),
        ({"channels": "U0KARI,U0OLA", "thread_ts": "1.1"}, "invalid_arguments"),
        ({"channels": "U0KARI", "blocks": "[{"}, "invalid_blocks"),
        ({"channels": "U0KARI", "files": [{"id": "F1", "more": 1}]}, "invalid_arguments"),
    ],
)
async def test_a_share_that_slack_would_refuse_is_refused(
    ws: Workspace, client: AsyncWebClient, asked: dict[str, Any], code: str
) -> None:
    given = {"files": [{"id": await uploaded(client)}]} | asked
    with ws.expect_refusal(code), pytest.raises(SlackApiError, match=code):
        await client.api_call("files.completeUploadExternal", json=given)


async def test_a_file_field_hands_the_file_to_the_bot(
    ws: Workspace, client: AsyncWebClient, app: AsyncApp, kari: Person
) -> None:
    handed: list[Any] = []

    @app.view("form")
    async def save(ack: Any, view: Any) -> None:
        handed.extend(view["state"]["values"]["files"]["files"]["files"])
        await ack()

    view = modal(field("files", "Vedlegg", {"type": "file_input", "filetypes": ["pdf"], "max_files": 1}))
    await client.views_open(trigger_id=ws.triggers.issue("U0KARI"), view=view)
    await kari.fill("Vedlegg", [("søknad.pdf", b"%PDF-3")])
    assert (await kari.send()).closed
    assert handed[0]["name"] == "søknad.pdf"
    assert (await fetch(handed[0]["url_private_download"], ws.bot_token))[2] == b"%PDF-3"


async def test_a_file_that_nobody_shared_is_not_the_bots_to_see(ws: Workspace, client: AsyncWebClient) -> None:
    private = ws.files.hand_in("privat.pdf", b"x", "U0KARI")
    with ws.expect_refusal("file_not_found"), pytest.raises(SlackApiError):
        await client.files_info(file=private.id)


async def test_the_client_refuses_more_files_and_other_kinds_than_the_field_takes(
    ws: Workspace, client: AsyncWebClient, kari: Person
) -> None:
    view = modal(field("files", "Vedlegg", {"type": "file_input", "filetypes": ["pdf"], "max_files": 1}))
    await client.views_open(trigger_id=ws.triggers.issue("U0KARI"), view=view)
    with pytest.raises(AssertionError, match="at most 1"):
        await kari.fill("Vedlegg", [("a.pdf", b"x"), ("b.pdf", b"x")])
    with pytest.raises(AssertionError, match="pdf"):
        await kari.fill("Vedlegg", [("a.exe", b"x")])
