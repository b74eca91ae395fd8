"""What a message is made of beside text and blocks: markdown_text, attachments with blocks, metadata, broken JSON."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Json, Person, Workspace
from tests.sandbox.tiny_bot import MANIFEST, button, option, plain

ROWS = [[{"type": "raw_text", "text": "HIS1100"}, {"type": "raw_number", "value": 10, "text": "10"}]]
TABLE: Json = {"type": "table", "rows": ROWS}
ENTITY = {"entity_type": "slack#/entities/task", "url": "https://x.example/1", "external_ref": {"id": "1"}}
WHOLE = ENTITY | {"entity_payload": {"attributes": {"title": {"text": "T"}}}}
EVENT = {"event_type": "card", "event_payload": {"key": "k1"}}


async def refused(code: str, ws: Workspace, call: Any) -> None:
    with ws.expect_refusal(code), pytest.raises(SlackApiError, match=code):
        await call


async def test_markdown_text_stands_for_text_and_blocks(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    posted = await client.chat_postMessage(channel="U0KARI", markdown_text="**fet**")
    assert (kari.messages[0].text, kari.messages[0].blocks[0]["text"]) == ("**fet**", "**fet**")
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    await client.chat_update(**where, markdown_text="**ny**")
    assert kari.messages[0].blocks[0]["text"] == "**ny**"
    await client.chat_postEphemeral(channel=posted["channel"], user=kari.id, markdown_text="*bare du*")
    assert kari.messages[1].text == "*bare du*"
    for more in ({"text": "x"}, {"blocks": [{"type": "divider"}]}):
        await refused(
            "markdown_text_conflict", ws, client.chat_postMessage(channel="U0KARI", markdown_text="x", **more)
        )
        await refused("markdown_text_conflict", ws, client.chat_update(**where, markdown_text="x", **more))
    await refused("msg_too_long", ws, client.chat_postMessage(channel="U0KARI", markdown_text="a" * 12_001))


async def test_blocks_in_attachments_are_blocks(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    posted = await client.chat_postMessage(channel="U0KARI", text="tabell", attachments=[{"blocks": [TABLE]}])
    assert posted["message"]["attachments"][0]["blocks"][0]["block_id"]
    assert {"HIS1100", "10"} <= {shown.text for shown in ws.shown if shown.person_id == kari.id}
    for blocks in ([TABLE | {"rows": [[{"type": "raw_text"}]]}], [{"type": "x"}], "x", [{"type": "divider"}] * 51):
        with ws.expect_refusal("invalid_attachments") as refusals, pytest.raises(SlackApiError):
            await client.chat_postMessage(channel="U0KARI", text="x", attachments=[{}, {"blocks": blocks}])
        assert "[json-pointer:/attachments/1/blocks" in refusals[0].detail
    wrong: Any = ["x"]
    await refused("invalid_attachments", ws, client.chat_postMessage(channel="U0KARI", text="x", attachments=wrong))


async def test_an_update_keeps_attachments_unless_it_brings_others(client: AsyncWebClient, kari: Person) -> None:
    posted = await client.chat_postMessage(channel="U0KARI", attachments=[{"text": "a"}], text="x")
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    await client.chat_update(**where, text="y")
    assert kari.messages[0].attachments == [{"text": "a"}]
    await client.api_call("chat.update", json={**where, "attachments": [{"text": "b"}]})
    assert (kari.messages[0].attachments, kari.messages[0].text) == ([{"text": "b"}], "y")
    await client.chat_update(**where, attachments=[], text="y")
    assert kari.messages[0].attachments == []


async def test_metadata_may_hold_entities_with_or_without_an_event(
    ws: Workspace, client: AsyncWebClient, kari: Person
) -> None:
    metadata: Json
    for metadata in ({"entities": [WHOLE]}, EVENT | {"entities": [WHOLE]}, {"entities": []}):
        posted = await client.chat_postMessage(channel="U0KARI", text="x", metadata=metadata)
        history = await client.conversations_history(channel=posted["channel"], limit=1)
        short = {name: value for name, value in metadata.items() if name != "event_payload"}
        assert history["messages"][0]["metadata"] == short
    for wrong in ({"entities": [ENTITY]}, {"entities": "x"}, {"event_type": "card"}, EVENT | {"more": 1}):
        code = "invalid_metadata_format"
        await refused(code, ws, client.chat_postMessage(channel="U0KARI", text="x", metadata=wrong))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("blocks", "invalid_blocks_format"),
        ("attachments", "invalid_attachments"),
        ("metadata", "invalid_metadata_format"),
    ],
)
async def test_broken_json_has_a_code_of_its_own(ws: Workspace, client: AsyncWebClient, name: str, code: str) -> None:
    for broken in ('[{"type": "divider"', "true"):
        call = client.api_call("chat.postMessage", data={"channel": "U0KARI", "text": "x", name: broken})
        await refused(code, ws, call)


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral"])
async def test_an_app_without_a_messages_tab_can_write_to_nobody(
    ws: Workspace, client: AsyncWebClient, kari: Person, method: str
) -> None:
    ws.app = type(ws.app).from_manifest(MANIFEST | {"features": MANIFEST["features"] | {"app_home": {}}})
    args = {"channel": kari.conversation.id, "text": "x"} | ({"user": kari.id} if "Ephemeral" in method else {})
    await refused("messages_tab_disabled", ws, client.api_call(method, json=args))
    assert kari.messages == []


async def test_a_default_left_out_of_the_initial_option_is_no_difference(client: AsyncWebClient) -> None:
    said = option("En", "1") | {"text": plain("En") | {"emoji": True}}
    menu = {"type": "static_select", "action_id": "s", "options": [option("En", "1")], "initial_option": said}
    blocks = [{"type": "actions", "elements": [menu, button("Åpne", "o")]}]
    assert (await client.chat_postMessage(channel="U0KARI", text="x", blocks=blocks))["ok"]
