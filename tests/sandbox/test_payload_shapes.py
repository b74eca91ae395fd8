"""What is sent to the bot and answered to it has the keys of the samples that Slack publishes.

The sets were taken down from json-logs/samples in slackapi/java-slack-sdk. A sample is the union of all that was
ever seen, so ours must lie inside it and must hold what no payload of that kind lacks.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Workspace
from tests.sandbox.tiny_bot import button, modal, text_field

INTERACTION = {"type", "enterprise", "team", "user", "api_app_id", "token", "is_enterprise_install"}
USER = {"id", "username", "name", "team_id"}
SAMPLES: dict[str, tuple[set[str], set[str]]] = {
    "block_actions in a message": (
        INTERACTION | {"container", "trigger_id", "channel", "message", "response_url", "state", "actions"},
        set(),
    ),
    "block_actions in a view": (INTERACTION | {"container", "trigger_id", "view", "actions"}, set()),
    "view_submission": (INTERACTION | {"trigger_id", "view"}, {"response_urls"}),
    "view_closed": (INTERACTION | {"view", "is_cleared"}, set()),
    "message_action": (
        INTERACTION | {"callback_id", "trigger_id", "message_ts", "response_url", "message", "channel", "action_ts"},
        set(),
    ),
    "shortcut": (INTERACTION | {"callback_id", "trigger_id", "action_ts"}, set()),
    "slash_command": (
        {
            "token",
            "api_app_id",
            "team_id",
            "team_domain",
            "channel_id",
            "channel_name",
            "user_id",
            "user_name",
            "command",
            "text",
            "response_url",
            "trigger_id",
            "is_enterprise_install",
        },
        set(),
    ),
    "event": (
        {
            "token",
            "team_id",
            "api_app_id",
            "type",
            "authorizations",
            "is_ext_shared_channel",
            "event_id",
            "event_time",
            "event_context",
            "event",
        },
        {"context_team_id", "context_enterprise_id"},
    ),
    "message": (
        {"type", "user", "text", "ts", "channel", "event_ts", "channel_type", "team"},
        {"client_msg_id", "blocks"},
    ),
    "bot's message": (
        {"type", "user", "text", "ts", "channel", "event_ts", "channel_type", "team", "bot_id", "bot_profile"},
        {"app_id"},
    ),
    "thread reply": (
        {"type", "user", "text", "ts", "channel", "event_ts", "channel_type", "thread_ts", "parent_user_id", "team"},
        {"client_msg_id", "blocks"},
    ),
    "file_share": (
        {
            "type",
            "subtype",
            "text",
            "files",
            "upload",
            "display_as_bot",
            "user",
            "ts",
            "channel",
            "event_ts",
            "channel_type",
        },
        {"client_msg_id", "blocks", "team"},
    ),
    "message_changed": (
        {"type", "subtype", "channel", "hidden", "message", "previous_message", "event_ts", "ts", "channel_type"},
        set(),
    ),
    "message_deleted": (
        {"type", "subtype", "channel", "hidden", "deleted_ts", "previous_message", "event_ts", "ts", "channel_type"},
        set(),
    ),
    "app_home_opened": ({"type", "user", "channel", "tab", "event_ts"}, {"view"}),
    "user_change": ({"type", "user", "cache_ts"}, {"event_ts"}),
    "file_shared": ({"type", "file_id", "user_id", "file", "channel_id", "event_ts"}, set()),
    "file_deleted": ({"type", "file_id", "channel_ids", "event_ts"}, set()),
    "view": (
        {
            "id",
            "team_id",
            "type",
            "title",
            "submit",
            "close",
            "blocks",
            "private_metadata",
            "callback_id",
            "external_id",
            "state",
            "hash",
            "clear_on_close",
            "notify_on_close",
            "submit_disabled",
            "root_view_id",
            "previous_view_id",
            "app_id",
            "app_installed_team_id",
            "bot_id",
        },
        set(),
    ),
    "posted message": (
        {"bot_id", "type", "text", "user", "ts", "team", "bot_profile", "app_id"},
        {"blocks", "thread_ts", "parent_user_id", "metadata"},
    ),
    "auth.test": ({"ok", "url", "team", "user", "team_id", "user_id", "bot_id", "is_enterprise_install"}, set()),
    "chat.update": ({"ok", "channel", "ts", "text", "message"}, set()),
}


def assert_like_the_sample(name: str, shape: Any) -> None:
    core, also = SAMPLES[name]
    assert core <= set(shape) <= core | also, (core - set(shape), set(shape) - core - also)


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
            view = modal(text_field(), notify_on_close=True)
            await app.client.views_open(trigger_id=body["trigger_id"], view=view)
        done: BoltResponse = await ack()
        return done

    stop = ws.subscribe(note)
    yield payloads
    stop()


async def test_interactions_look_like_slacks(ws: Workspace, client: AsyncWebClient, kari: Person, heard: Any) -> None:
    blocks = [{"type": "actions", "elements": [button("Åpne", "open", value="7")]}]
    await client.chat_postMessage(channel="U0KARI", text="kort", blocks=blocks)
    await kari.click("Åpne", at=kari.messages[-1])
    assert_like_the_sample("block_actions in a message", heard["block_actions"])
    assert set(heard["block_actions"]["user"]) == USER
    assert set(heard["block_actions"]["container"]) == {"type", "message_ts", "channel_id", "is_ephemeral"}
    assert set(heard["block_actions"]["actions"][0]) == {"action_id", "block_id", "text", "value", "type", "action_ts"}
    assert_like_the_sample("view", kari.modals[0])
    await kari.fill("Tittel", "x")
    await kari.send()
    assert_like_the_sample("view_submission", heard["view_submission"])
    assert_like_the_sample("view", heard["view_submission"]["view"])
    values = heard["view_submission"]["view"]["state"]["values"]
    assert values == {"title": {"title": {"type": "plain_text_input", "value": "x"}}}
    await kari.click("Åpne", at=kari.messages[-1])
    await kari.dismiss()
    assert_like_the_sample("view_closed", heard["view_closed"])
    await kari.shortcut("new")
    assert_like_the_sample("shortcut", heard["shortcut"])
    await kari.message_shortcut("pass_on", kari.messages[-1].ts)
    assert_like_the_sample("message_action", heard["message_action"])
    await kari.command("/sak", "x")
    assert_like_the_sample("slash_command", heard["slash_command"])


async def test_an_action_in_the_home_carries_the_view(
    ws: Workspace, client: AsyncWebClient, kari: Person, heard: Any
) -> None:
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button("Gå", "go")]}]}
    await client.views_publish(user_id="U0KARI", view=home)
    await kari.click("Gå", at="home")
    assert_like_the_sample("block_actions in a view", heard["block_actions"])
    assert heard["block_actions"]["container"] == {"type": "view", "view_id": kari.home and kari.home["id"]}


async def test_events_look_like_slacks(ws: Workspace, client: AsyncWebClient, kari: Person, heard: Any) -> None:
    await kari.open_home()
    root = await kari.say("hei")
    await kari.say("svar", thread_ts=root.ts)
    await kari.edit(root.ts, "hei igjen")
    await kari.say("se her", files=[("a.pdf", b"%PDF")])
    await kari.delete(kari.messages[1].ts)
    await client.chat_postMessage(channel="U0KARI", text="fra boten")
    kari.change(name="Kari Ny")
    await ws.until(lambda: "user_change" in heard)
    events = {event.get("subtype") or event["type"]: event for event in reversed(heard["events"])}
    assert_like_the_sample("event", heard["message"])
    plain, reply = (event for event in heard["events"] if event.get("client_msg_id") and "subtype" not in event)
    assert_like_the_sample("message", plain)
    assert_like_the_sample("thread reply", reply)
    for kind in ("file_share", "message_changed", "message_deleted", "app_home_opened", "user_change", "file_shared"):
        assert_like_the_sample(kind, events[kind])
    own = next(event for event in heard["events"] if event.get("bot_id"))
    assert_like_the_sample("bot's message", own)


async def test_answers_look_like_slacks(ws: Workspace, client: AsyncWebClient) -> None:
    def body(answer: Any) -> dict[str, Any]:
        assert isinstance(answer.data, dict)
        return answer.data

    assert_like_the_sample("auth.test", body(await client.auth_test()))
    posted = body(await client.chat_postMessage(channel="U0KARI", text="x"))
    assert set(posted) == {"ok", "channel", "ts", "message"}
    assert_like_the_sample("posted message", posted["message"])
    updated = await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")
    assert_like_the_sample("chat.update", body(updated))
    assert updated.headers["X-OAuth-Scopes"].startswith("chat:write")
