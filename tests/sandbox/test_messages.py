"""Messages: posting, changing, deleting, threads, metadata, history, and what the bot hears of it."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Json, NotPossible, Person, Workspace
from tests.sandbox.tiny_bot import button

BLOCKS: list[Json] = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Vurder* emnet"}}]


async def refused(code: str, ws: Workspace, call: Any) -> None:
    with ws.expect_refusal(code), pytest.raises(SlackApiError, match=code):
        await call


async def test_a_message_to_a_user_lands_in_that_persons_conversation_only(
    client: AsyncWebClient, kari: Person, ola: Person
) -> None:
    posted = await client.chat_postMessage(channel="U0KARI", text="kort", blocks=BLOCKS)
    assert posted["channel"] == kari.conversation.id
    assert kari.text_of(kari.messages[0]) == "*Vurder* emnet"
    assert ola.messages == []


async def test_posting_where_it_cannot_be_is_refused(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    await refused("channel_not_found", ws, client.chat_postMessage(channel="U0NOBODY", text="x"))
    await refused("channel_not_found", ws, client.chat_postMessage(channel="C1", text="x"))
    await refused("no_text", ws, client.api_call("chat.postMessage", json={"channel": "U0KARI"}))
    await refused("missing_scope", ws, client.chat_postMessage(channel="U0KARI", text="x", username="Sjefen"))
    await refused("invalid_blocks", ws, client.chat_postMessage(channel="U0KARI", text="x", blocks=[{"type": "x"}]))
    assert kari.messages == []


async def test_a_deactivated_persons_conversation_still_takes_messages(
    ws: Workspace, client: AsyncWebClient, ola: Person
) -> None:
    ws.deactivate("U0OLA")
    await client.chat_postMessage(channel="U0OLA", text="for sent")
    assert not [shown for shown in ws.shown if shown.person_id == "U0OLA"]
    await refused("user_disabled", ws, client.conversations_open(users="U0OLA"))
    with pytest.raises(NotPossible):
        await ola.say("hei")


async def test_only_the_bots_own_messages_can_be_changed(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    said = await kari.say("hei")
    await refused("cant_update_message", ws, client.chat_update(channel=said.channel, ts=said.ts, text="x"))
    await refused("cant_delete_message", ws, client.chat_delete(channel=said.channel, ts=said.ts))
    await refused("message_not_found", ws, client.chat_update(channel=said.channel, ts="1.1", text="x"))


async def test_an_update_with_text_alone_takes_the_blocks_away(client: AsyncWebClient, kari: Person) -> None:
    posted = await client.chat_postMessage(channel="U0KARI", text="kort", blocks=BLOCKS)
    before = kari.messages[0]
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="ny")
    assert (kari.messages[0].text, kari.messages[0].blocks) == ("ny", [])
    assert before.blocks != []


async def test_an_update_is_shorter_than_a_post(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    posted = await client.chat_postMessage(channel="U0KARI", text="kort")
    await refused("msg_too_long", ws, client.chat_update(channel=posted["channel"], ts=posted["ts"], text="a" * 4001))
    with ws.expect_refusal("message_truncated"):
        await client.chat_postMessage(channel="U0KARI", text="a" * 40_001)
    assert len(kari.messages[1].text) == 40_000


async def test_metadata_is_read_back_whole_only_when_asked_for(client: AsyncWebClient, kari: Person) -> None:
    metadata = {"event_type": "card", "event_payload": {"key": "k1"}}
    posted = await client.chat_postMessage(channel="U0KARI", text="x", metadata=metadata)
    channel, ts = posted["channel"], posted["ts"]
    short = await client.conversations_replies(channel=channel, ts=ts)
    assert short["messages"][0]["metadata"] == {"event_type": "card"}
    whole = await client.conversations_replies(channel=channel, ts=ts, include_all_metadata=True)
    assert whole["messages"][0]["metadata"] == metadata
    await client.chat_update(channel=channel, ts=ts, text="y")
    assert kari.messages[0].metadata == metadata


async def test_a_thread_is_read_in_order_by_pages_and_by_time(client: AsyncWebClient, kari: Person) -> None:
    root = (await client.chat_postMessage(channel="U0KARI", text="rot"))["ts"]
    channel = kari.conversation.id
    for number in range(5):
        await kari.say(f"svar {number}", thread_ts=root)
    first = await client.conversations_replies(channel=channel, ts=root, limit=2)
    assert [message["text"] for message in first["messages"]] == ["rot", "svar 0", "svar 1"]
    assert first["messages"][0]["reply_count"] == 5
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_replies(channel=channel, ts=root, limit=9, cursor=cursor)
    assert [message["text"] for message in rest["messages"][1:]] == ["svar 2", "svar 3", "svar 4"]
    late = await client.conversations_replies(channel=channel, ts=root, oldest=kari.thread(root)[2].ts)
    assert [message["text"] for message in late["messages"][1:]] == ["svar 3", "svar 4"]
    history = await client.conversations_history(channel=channel)
    assert [message["text"] for message in history["messages"]] == ["rot"]


async def test_an_unknown_thread_is_refused(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    await refused("thread_not_found", ws, client.conversations_replies(channel=kari.conversation.id, ts="1.1"))
    await refused("channel_not_found", ws, client.conversations_history(channel="D1"))


async def test_a_deleted_root_with_replies_leaves_a_tombstone(client: AsyncWebClient, kari: Person) -> None:
    posted = await client.chat_postMessage(channel="U0KARI", text="rot")
    await kari.say("svar", thread_ts=posted["ts"])
    await client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    assert kari.messages[0].deleted
    assert [message.text for message in kari.thread(posted["ts"])] == ["svar"]
    alone = await client.chat_postMessage(channel="U0KARI", text="alene")
    await client.chat_delete(channel=alone["channel"], ts=alone["ts"])
    assert len(kari.messages) == 2


async def test_an_ephemeral_message_is_shown_but_not_kept_in_history(client: AsyncWebClient, kari: Person) -> None:
    channel = kari.conversation.id
    await client.chat_postEphemeral(channel=channel, user="U0KARI", text="bare du")
    assert kari.messages[0].ephemeral
    assert (await client.conversations_history(channel=channel))["messages"] == []


async def test_typed_words_are_escaped_and_never_markup(kari: Person) -> None:
    said = await kari.say("<!channel> *fet* <@U0OLA> & <b> 👍 https://x.example/a.")
    assert said.text == "&lt;!channel&gt; *fet* &lt;@U0OLA&gt; &amp; &lt;b&gt; :+1: <https://x.example/a>."
    kinds = [part["type"] for part in said.blocks[0]["elements"][0]["elements"]]
    assert kinds == ["text", "emoji", "text", "link", "text"]


async def test_a_picked_mention_or_broadcast_is_markup(kari: Person) -> None:
    picked = [{"type": "broadcast", "range": "channel"}, {"type": "user", "user_id": "U0OLA"}]
    said = await kari.say("hei ", picked=picked)
    assert said.text == "hei <!channel><@U0OLA>"
    assert kari.text_of(said) == "hei @channel@Ola Hansen"


async def test_a_person_changes_own_messages_only(client: AsyncWebClient, kari: Person) -> None:
    said = await kari.say("før")
    assert (await kari.edit(said.ts, "etter")).text == "etter"
    await client.chat_postMessage(channel="U0KARI", text="botens")
    with pytest.raises(NotPossible):
        await kari.edit(kari.messages[1].ts, "x")
    with pytest.raises(NotPossible):
        await kari.say("svar", thread_ts="1.1")


async def test_forgotten_escaping_is_noticed(ws: Workspace, client: AsyncWebClient) -> None:
    good = "<@U0KARI> <https://x.example|her> <!date^1700000000^{date}|i dag> &lt;b&gt; 3 > 2"
    await client.chat_postMessage(channel="U0KARI", text=good)
    with ws.expect_refusal("unescaped_text"):
        await client.chat_postMessage(channel="U0KARI", text="<script>")


async def test_the_ledger_knows_who_was_shown_what(ws: Workspace, client: AsyncWebClient) -> None:
    blocks: list[Json] = [*BLOCKS, {"type": "actions", "elements": [button("Åpne", "open", value="hemmelig")]}]
    await client.chat_postMessage(channel="U0KARI", text="varsel <@U0OLA>", blocks=blocks)
    shown = {(entry.surface, entry.text) for entry in ws.shown if entry.person_id == "U0KARI"}
    assert shown == {("message", "*Vurder* emnet"), ("message", "Åpne"), ("notification", "varsel @Ola Hansen")}
    assert not [entry for entry in ws.shown if entry.person_id == "U0OLA"]
