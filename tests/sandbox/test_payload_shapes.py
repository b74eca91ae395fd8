"""What is sent to the bot and answered to it has the keys of the samples that Slack publishes, and no others.

The tables are in tests/sandbox/samples.py. Every request in every world is held against them when it closes; here
each kind that the bot listens to is made to happen.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from handlers.listeners import all_listeners
from sandbox import Person, Workspace, pasted
from tests.sandbox.samples import SAMPLES, unlike
from tests.sandbox.tiny_bot import button, field, modal, option, text_field
from tests.world import manifest

EVENTS = {
    "app_home_opened": {"app_home_opened"},
    "file_deleted": {"file_deleted"},
    "message.im": {"message", "file_share", "thread_broadcast", "me_message", "message_changed", "message_deleted"},
    "user_change": {"user_change"},
}


@pytest.fixture
async def heard(ws: Workspace, app: AsyncApp) -> AsyncIterator[dict[str, Any]]:
    """A bot that acknowledges everything and opens a modal where asked; gives the last payload of each kind."""
    payloads: dict[str, Any] = {"events": []}

    def note() -> None:
        for request in ws.requests:
            payloads[request.kind] = request.payload
        payloads["events"] = [r.payload["event"] for r in ws.requests if r.envelope == "events_api"]

    @app.middleware
    async def take(body: Any, ack: Any) -> BoltResponse:
        if body.get("type") == "block_actions" and body["actions"][0]["action_id"] == "open":
            who = field("who", "Hvem", {"type": "external_select", "min_query_length": 0}, optional=True)
            view = modal(text_field(), who, notify_on_close=True)
            await app.client.views_open(trigger_id=body["trigger_id"], view=view)
        options = [option("Ola", "U0OLA")] if body.get("type") == "block_suggestion" else None
        done: BoltResponse = await ack(options=options) if options else await ack()
        return done

    stop = ws.subscribe(note)
    yield payloads
    stop()


def names_of(heard: dict[str, Any]) -> set[str]:
    return {f"event {event.get('subtype') or event['type']}" for event in heard["events"]}


async def test_interactions_look_like_slacks(ws: Workspace, client: AsyncWebClient, kari: Person, heard: Any) -> None:
    blocks = [{"type": "actions", "elements": [button("Åpne", "open", value="7")]}]
    await client.chat_postMessage(channel="U0KARI", text="kort", blocks=blocks)
    await kari.click("Åpne", at=kari.messages[-1])
    assert set(heard["block_actions"]["container"]) == {"type", "message_ts", "channel_id", "is_ephemeral"}
    assert set(heard["block_actions"]["actions"][0]) == {"action_id", "block_id", "text", "value", "type", "action_ts"}
    assert unlike(kari.modals[0], "view") == []
    await kari.fill("Tittel", "x")
    await kari.choose("Hvem", "Ola")
    await kari.send()
    values = heard["view_submission"]["view"]["state"]["values"]
    assert values["title"] == {"title": {"type": "plain_text_input", "value": "x"}}
    await kari.click("Åpne", at=kari.messages[-1])
    await kari.dismiss()
    await kari.shortcut("new")
    await kari.message_shortcut("pass_on", kari.messages[-1].ts)
    await kari.command("/sak", "x")
    kinds = {"block_actions", "block_suggestion", "view_submission", "view_closed", "shortcut", "message_action"}
    assert set(heard) >= kinds | {"slash_command"}
    assert [said for kind in (*kinds, "slash_command") for said in unlike(heard[kind])] == []


async def test_an_action_in_a_view_carries_the_view(
    ws: Workspace, client: AsyncWebClient, kari: Person, heard: Any
) -> None:
    blocks = [{"type": "actions", "elements": [button("Gå", "go"), button("Åpne", "open")]}]
    await client.views_publish(user_id="U0KARI", view={"type": "home", "blocks": blocks})
    await kari.click("Gå", at="home")
    assert unlike(heard["block_actions"]) == []
    assert heard["block_actions"]["container"] == {"type": "view", "view_id": kari.home and kari.home["id"]}
    trigger_id = ws.triggers.issue("U0KARI")
    await client.views_open(
        trigger_id=trigger_id, view=modal({"type": "actions", "elements": [button("Videre", "on")]})
    )
    await kari.click("Videre")
    assert unlike(heard["block_actions"]) == []
    assert heard["block_actions"]["view"]["type"] == "modal"


async def test_an_ephemeral_message_is_not_in_its_actions(
    ws: Workspace, client: AsyncWebClient, kari: Person, heard: Any
) -> None:
    blocks = [{"type": "actions", "elements": [button("Gå", "go")]}]
    await client.chat_postEphemeral(channel=kari.conversation.id, user="U0KARI", text="x", blocks=blocks)
    await kari.click("Gå", at=kari.messages[-1])
    assert unlike(heard["block_actions"]) == []
    assert "message" not in heard["block_actions"]


async def test_events_look_like_slacks(ws: Workspace, client: AsyncWebClient, kari: Person, heard: Any) -> None:
    await client.views_publish(user_id="U0KARI", view={"type": "home", "blocks": [{"type": "divider"}]})
    await kari.open_home()
    root = await kari.say("hei")
    await kari.say("svar", thread_ts=root.ts)
    await kari.say("svar til alle", thread_ts=root.ts, broadcast=True)
    await kari.edit(root.ts, "hei igjen")
    sent = await kari.say("se her", files=[("a.pdf", b"%PDF")])
    await kari.put("er enig", subtype="me_message")
    await kari.put("se her", files=[pasted.denied("F0DENIED"), pasted.file("F0OLD", "b.pdf", mode="hidden_by_limit")])
    await kari.put("", attachments=[pasted.pasted(pasted.table(("a", 1))), pasted.forwarded("Nina Dahl", "Svaret")])
    await kari.put("fra en annen app", other_app=True)
    await kari.take_out_file(sent.ts, "a.pdf")
    await kari.delete(kari.messages[1].ts)
    await client.chat_postMessage(channel="U0KARI", text="fra boten")
    kari.change(name="Kari Ny")
    ws.deactivate("U0KARI")
    told = {f"event {kind}" for kinds in EVENTS.values() for kind in kinds} | {"event file_shared"}
    await ws.until(lambda: names_of(heard) == told and ws.delivery.idle)
    assert [said for request in ws.requests for said in unlike(request.payload)] == []
    plain, reply, *_ = (event for event in heard["events"] if event.get("client_msg_id") and "subtype" not in event)
    assert set(reply) - set(plain) == {"thread_ts", "parent_user_id"}
    own = next(event for event in heard["events"] if event.get("bot_id") == ws.bot_id)
    assert set(own) >= {"bot_id", "bot_profile"}


def test_everything_that_the_bot_listens_to_is_among_them() -> None:
    kinds = {kind for kind, _ in all_listeners()._listeners}
    surfaces = {"block_actions": "block_actions in a view", "command": "slash_command", "event": "event_callback"}
    assert {surfaces.get(kind, kind) for kind in kinds} <= set(SAMPLES)
    assert set(manifest()["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)
    assert all(f"event {kind}" in SAMPLES for kinds in EVENTS.values() for kind in kinds)


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"type": "view_closed"}, "view_closed lacks"),
        ({"type": "event_callback", "event": {"type": "user_change", "user": {}, "cache_ts": 1, "x": 1}}, "change has"),
        ({"type": "event_callback", "event": {"type": "user_change", "user": {"id": "U1"}}}, "event user_change.user"),
    ],
)
def test_another_shape_would_be_noticed(payload: dict[str, Any], said: str) -> None:
    assert any(said in one for one in unlike(payload))


async def test_answers_look_like_slacks(ws: Workspace, client: AsyncWebClient) -> None:
    def body(answer: Any) -> dict[str, Any]:
        assert isinstance(answer.data, dict)
        return answer.data

    assert unlike(body(await client.auth_test()), "auth.test") == []
    posted = body(await client.chat_postMessage(channel="U0KARI", text="x"))
    assert unlike(posted, "chat.postMessage") == []
    updated = await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")
    assert unlike(body(updated), "chat.update") == []
    assert updated.headers["X-OAuth-Scopes"].startswith("chat:write")
