"""Named channels: what the bot hears, may read and write there, and the selects that offer them."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Json, NotPossible, Person, Workspace
from sandbox.shapes.rules import check_blocks, check_view
from tests.sandbox.tiny_bot import MANIFEST, field, modal, plain

SCOPES = [
    *MANIFEST["oauth_config"]["scopes"]["bot"],
    "channels:history",
    "channels:read",
    "app_mentions:read",
    "im:read",
]
EVENTS = [*MANIFEST["settings"]["event_subscriptions"]["bot_events"], "message.channels", "app_mention"]


@pytest.fixture
def ws(ws: Workspace) -> Workspace:
    """Give the workspace channels, to an app that hears what is said in them."""
    settings = MANIFEST["settings"] | {"event_subscriptions": {"bot_events": EVENTS}}
    wider = Workspace(MANIFEST | {"oauth_config": {"scopes": {"bot": SCOPES}}, "settings": settings}, ws.clock)
    for one in ws.people.values():
        wider.add_person(one.id, one.name, one.email)
    wider.add_channel("general")
    wider.add_channel("quiet", ["U0KARI"], has_bot=False)
    return wider


def id_of(ws: Workspace, name: str) -> str:
    return next(one.id for one in ws.channels.values() if one.name == name)


async def test_the_bot_hears_and_answers_where_it_was_invited(
    app: AsyncApp, ws: Workspace, kari: Person, ola: Person
) -> None:
    heard: list[Json] = []

    @app.event("message")
    async def answer(event: Json, say: Any) -> None:
        heard.append(event)
        await say("hei igjen", thread_ts=event["ts"])

    await kari.say("hei", channel="#general")
    await ws.until(lambda: len(ola.in_channel("general")) == 2)

    assert [(event["channel_type"], event["channel"]) for event in heard] == [("channel", id_of(ws, "general"))]
    assert ola.in_channel("general")[1].thread_ts == kari.in_channel("general")[0].ts
    assert kari.messages == ola.messages == []
    assert {one.person_id for one in ws.shown if one.text == "hei igjen"} == {"U0KARI", "U0OLA"}


async def test_what_is_said_where_the_bot_is_not_stays_unheard(
    app: AsyncApp, client: AsyncWebClient, ws: Workspace, kari: Person, ola: Person
) -> None:
    await kari.say("hemmelig", channel="quiet")

    with pytest.raises(NotPossible, match="in no channel"):
        await ola.say("hei", channel="quiet")
    with ws.expect_refusal("not_in_channel"), pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="#quiet", text="x")
    with ws.expect_refusal("channel_not_found"), pytest.raises(SlackApiError):
        await client.conversations_history(channel="quiet")
    with ws.expect_refusal("not_in_channel"), pytest.raises(SlackApiError):
        await client.conversations_replies(channel=id_of(ws, "quiet"), ts=kari.in_channel("quiet")[0].ts)
    assert ws.requests == []


async def test_a_mention_in_a_channel_comes_as_one_and_as_a_message(app: AsyncApp, ws: Workspace, kari: Person) -> None:
    kinds: list[str] = []

    @app.event("message")
    async def message(event: Json) -> None:
        kinds.append(event["type"])

    @app.event("app_mention")
    async def mention(event: Json) -> None:
        kinds.append(event["type"])

    await kari.say("hjelp ", channel="general", picked=[{"type": "user", "user_id": ws.bot_user_id}])
    await ws.until(lambda: len(kinds) == 2)
    assert sorted(kinds) == ["app_mention", "message"]


async def test_a_command_in_a_channel_is_answered_to_one_alone_or_to_all(
    app: AsyncApp, ws: Workspace, kari: Person, ola: Person
) -> None:
    @app.command("/sak")
    async def command(ack: Any, command: Json, respond: Any) -> None:
        await ack("bare til deg")
        assert command["channel_name"] == "general"
        await respond("til alle", response_type="in_channel")

    await kari.command("/sak", channel="general")
    await ws.until(lambda: len(kari.in_channel("general")) == 2)

    assert [one.text for one in ola.in_channel("general")] == ["til alle"]
    assert [one.text for one in kari.in_channel("general") if one.ephemeral] == ["bare til deg"]
    assert not [one for one in ws.shown if one.person_id == "U0OLA" and one.text == "bare til deg"]


async def test_the_bot_s_own_messages_in_a_channel_can_be_changed_pressed_and_removed(
    app: AsyncApp, client: AsyncWebClient, ws: Workspace, kari: Person
) -> None:
    pressed: list[Json] = []

    @app.action("go")
    async def go(ack: Any, body: Json) -> None:
        await ack()
        pressed.append(body)

    button = {"type": "actions", "elements": [{"type": "button", "action_id": "go", "text": plain("Trykk")}]}
    sent = await client.chat_postMessage(channel="general", text="kort", blocks=[button])
    await client.chat_postEphemeral(channel=sent["channel"], user="U0KARI", text="hysj")
    await kari.click("Trykk", at=kari.in_channel("general")[0])
    assert pressed[0]["channel"] == {"id": sent["channel"], "name": "general"}
    await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="nytt")
    history = await client.conversations_history(channel=sent["channel"])
    assert [one["text"] for one in history["messages"]] == ["nytt"]
    await client.chat_delete(channel=sent["channel"], ts=sent["ts"])
    assert [one.text for one in kari.in_channel("general")] == ["hysj"]


async def test_conversations_are_listed_by_kind_and_told_of(client: AsyncWebClient, ws: Workspace) -> None:
    channels = await client.conversations_list()
    both = await client.conversations_list(types="public_channel,im", limit=3)

    assert {one["name"]: one["is_member"] for one in channels["channels"]} == {"general": True, "quiet": False}
    assert len(both["channels"]) == 3
    assert both["response_metadata"]["next_cursor"]
    told = await client.conversations_info(channel=id_of(ws, "general"))
    assert (told["channel"]["num_members"], told["channel"]["is_channel"]) == (2, True)


SELECTS = {
    "channels_select": ("#general", "selected_channel"),
    "conversations_select": ("Prøvebot", "selected_conversation"),
    "multi_channels_select": ("#general", "selected_channels"),
    "multi_conversations_select": ("#quiet", "selected_conversations"),
}


@pytest.mark.parametrize("kind", SELECTS)
async def test_a_select_of_conversations_is_filled_and_sent(
    app: AsyncApp, ws: Workspace, kari: Person, client: AsyncWebClient, kind: str
) -> None:
    sent: list[Json] = []

    @app.shortcut("new")
    async def open_it(ack: Any, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field("where", "Hvor", {"type": kind})))

    @app.view("form")
    async def take(ack: Any, view: Json) -> None:
        await ack()
        sent.append(view["state"]["values"]["where"]["where"])

    shown, key = SELECTS[kind]
    await kari.shortcut("new")
    await ws.until(lambda: kari.modals)
    assert not (await kari.send()).ok
    await kari.choose("Hvor", shown)
    with pytest.raises(NotPossible):
        await kari.choose("Hvor", "#nowhere")
    assert (await kari.send()).closed
    names = {one.id: f"#{one.name}" for one in ws.channels.values()} | {kari.conversation.id: "Prøvebot"}
    given = sent[0][key]
    assert [names[one] for one in ([given] if isinstance(given, str) else given)] == [shown]


async def test_a_select_can_start_where_the_person_is_and_give_an_address_to_answer_there(
    app: AsyncApp, ws: Workspace, kari: Person, ola: Person, client: AsyncWebClient
) -> None:
    select = {"type": "conversations_select", "default_to_current_conversation": True, "response_url_enabled": True}

    @app.command("/sak")
    async def command(ack: Any, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field("where", "Hvor", select)))

    @app.view("form")
    async def take(ack: Any, respond: Any, body: Json) -> None:
        await ack()
        assert [one["channel_id"] for one in body["response_urls"]] == [id_of(ws, "general")]
        await respond("svar", response_type="in_channel")

    await kari.command("/sak", channel="general")
    await ws.until(lambda: kari.modals)
    assert kari.value_of("Hvor") == id_of(ws, "general")
    await kari.send()
    await ws.until(lambda: [one.text for one in ola.in_channel("general")] == ["svar"])


@pytest.mark.parametrize(
    ("more", "offered"),
    [
        ({}, {"#general", "#quiet", "Prøvebot"}),
        ({"filter": {"include": ["im"]}}, {"Prøvebot"}),
        ({"filter": {"include": ["public"]}}, {"#general", "#quiet"}),
        ({"filter": {"include": ["private", "mpim"]}}, set()),
        ({"filter": {"exclude_bot_users": True}}, {"#general", "#quiet"}),
    ],
)
async def test_a_filter_leaves_out_what_it_says(
    client: AsyncWebClient, ws: Workspace, kari: Person, more: Json, offered: set[str]
) -> None:
    blocks = [{"type": "section", "text": plain("Hvor"), "accessory": {"type": "conversations_select", **more}}]
    await client.chat_postMessage(channel="U0KARI", text="hvor", blocks=blocks)

    with pytest.raises(NotPossible) as told:
        await kari.choose("Hvor", "ingensteds", at=kari.messages[0])
    assert all((name in str(told.value)) == (name in offered) for name in ("#general", "#quiet", "Prøvebot"))


@pytest.mark.parametrize(
    ("element", "problem"),
    [
        ({"type": "conversations_select", "filter": {}}, "missing required field: include or"),
        ({"type": "conversations_select", "filter": {"include": ["dm"]}}, "must be one of"),
        ({"type": "conversations_select", "filter": {"include": []}}, "no fewer than 1"),
        ({"type": "conversations_select", "initial_channel": "C1"}, "additional property: initial_channel"),
        ({"type": "channels_select", "filter": {"include": ["public"]}}, "additional property: filter"),
        ({"type": "multi_channels_select", "response_url_enabled": True}, "additional property: response_url"),
        ({"type": "multi_conversations_select", "max_selected_items": 0}, "must be from 1"),
        ({"type": "multi_conversations_select", "initial_conversations": "C1"}, "must be an array"),
    ],
)
def test_a_select_of_conversations_has_its_own_fields(element: Json, problem: str) -> None:
    problems = check_view(modal(field("where", "Hvor", element)), "modal")
    assert problem in "; ".join(map(str, problems))
    accessory = element | {"action_id": "a"}
    assert check_blocks([{"type": "section", "text": plain("Hvor"), "accessory": accessory}], "message")


async def test_no_more_are_chosen_than_may_be(client: AsyncWebClient, kari: Person) -> None:
    select = {"type": "multi_channels_select", "max_selected_items": 1}
    blocks = [{"type": "section", "text": plain("Hvor"), "accessory": select}]
    await client.chat_postMessage(channel="U0KARI", text="hvor", blocks=blocks)
    with pytest.raises(NotPossible, match="at most 1"):
        await kari.press(kari.messages[0], *_ids(kari), value=[*kari.ws.channels])


def _ids(person: Person) -> tuple[str, str]:
    block = person.messages[0].blocks[0]
    return block["block_id"], block["accessory"]["action_id"]


async def test_a_file_is_the_bot_s_to_see_only_where_it_has_been_invited(
    app: AsyncApp, client: AsyncWebClient, ws: Workspace, kari: Person
) -> None:
    @app.event("message")
    @app.event("file_shared")
    async def hear() -> None:
        """Acknowledge what comes."""

    unseen = await kari.say("", files=[("internt.pdf", b"%PDF")], channel="quiet")
    seen = await kari.say("", files=[("alle.pdf", b"%PDF")], channel="general")

    told = await client.files_info(file=seen.files[0]["id"])
    assert (told["file"]["channels"], told["file"]["ims"]) == ([id_of(ws, "general")], [])
    with ws.expect_refusal("file_not_found"), pytest.raises(SlackApiError):
        await client.files_info(file=unseen.files[0]["id"])
    await ws.until(lambda: ws.delivery.idle)
    assert [one.payload["event"]["file_id"] for one in ws.requests if one.kind == "file_shared"] == [
        seen.files[0]["id"]
    ]
