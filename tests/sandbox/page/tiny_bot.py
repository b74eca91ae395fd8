"""A tiny Bolt app that shows the page something of everything, and the workspace it lives in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import SettableClock
from sandbox.server import Server, serve
from sandbox.tour import Step, Tour
from sandbox.workspace import Workspace
from tests.sandbox.page.tiny_views import Json, card, dialog, field, home, page_on_top, plain

PEOPLE = ("Ola Hansen", "Olga Berg", "Kari Nordmann")
MANIFEST: Json = {
    "display_information": {
        "name": "Prøvebot",
        "description": "Deler en sak i deloppgaver.",
        "long_description": "En liten app som bare finnes i testene.\nDen viser litt av alt.",
    },
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Prøvebot", "always_online": True},
        "shortcuts": [
            {"name": "Ny deloppgave", "type": "global", "callback_id": "new", "description": "Lag en deloppgave"},
            {
                "name": "Gjør til deloppgave",
                "type": "message",
                "callback_id": "from_message",
                "description": "Av meldingen",
            },
        ],
        "slash_commands": [
            {"command": "/sak", "description": "Mine saker", "usage_hint": "[saksnummer]", "should_escape": False},
            {"command": "/deloppgave", "description": "Mine deloppgaver", "usage_hint": "[ny]", "should_escape": False},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "im:history", "files:read", "files:write"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


async def opened(event: Json, client: AsyncWebClient) -> None:
    """Publish the Home."""
    if event["tab"] == "home":
        await client.views_publish(user_id=event["user"], view=home())


async def heard(event: Json, client: AsyncWebClient) -> None:
    """Answer "kort" with a card."""
    if event.get("text") == "kort":
        await client.chat_postMessage(channel=event["channel"], text="Vurder klage", blocks=card("Vurder klage"))


async def ask_new(ack: Any, body: Json, client: AsyncWebClient) -> None:
    """Open the dialog."""
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=dialog())


async def never(body: Json) -> None:
    """Say nothing, as a bot that hangs."""


async def place(ack: Any, body: Json, client: AsyncWebClient) -> None:
    """Draw one field more once a place is chosen."""
    await ack()
    extra = field("course", "Emne", {"type": "plain_text_input"}, optional=True)
    await client.views_update(view_id=body["view"]["id"], view=dialog([extra]))


async def who(ack: Any, payload: Json) -> None:
    """Offer people by name."""
    names = [name for name in PEOPLE if payload["value"].lower() in name.lower()]
    await ack(options=[{"text": plain(name), "value": name.split()[0]} for name in names])


async def create(ack: Any, body: Json, view: Json, client: AsyncWebClient) -> None:
    """Refuse the title "feil", push a page for "side", else post the card."""
    title = view["state"]["values"]["title"]["title"]["value"]
    if title == "feil":
        await ack(response_action="errors", errors={"due": "Fristen kan ikke være etter sakens frist."})
    elif title == "side":
        await ack(response_action="push", view=page_on_top())
    elif title == "heng":
        return
    else:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=title, blocks=card(title))


async def go_on(ack: Any) -> None:
    """Push a third page."""
    await ack(response_action="push", view=page_on_top("Øverst"))


async def solve(ack: Any, body: Json, client: AsyncWebClient) -> None:
    """Draw the card anew, without buttons."""
    await ack()
    message = body["message"]
    title = message["text"]
    await client.chat_update(
        channel=body["channel"]["id"], ts=message["ts"], text=title, blocks=card(title, "Løst")[:3]
    )


async def find_case(ack: Any, body: Json, client: AsyncWebClient) -> None:
    """Answer the one who asked."""
    await ack()
    words = f"Fant ikke saken «{body['text']}»."
    await client.chat_postEphemeral(channel=body["channel_id"], user=body["user_id"], text=words)


async def just_ack(ack: Any) -> None:
    """Take notice."""
    await ack()


def tiny_app(client: AsyncWebClient) -> AsyncApp:
    """The bot."""
    app = AsyncApp(client=client, signing_secret="unused")
    app.event("app_home_opened")(opened)
    app.event("message")(heard)
    for action in ("new", "open"):
        app.action(action)(ask_new)
    for shortcut in ("new", "from_message"):
        app.shortcut(shortcut)(ask_new)
    app.action("place")(place)
    app.action("solve")(solve)
    app.action("hang")(never)
    app.options("assignee")(who)
    app.view("create")(create)
    app.view("top")(go_on)
    app.view_closed("create")(just_ack)
    app.command("/sak")(find_case)
    return app


TOUR = Tour(
    steps=(
        Step({"en": "Be Kari", "nb": "Bli Kari"}, "Kari", "be"),
        Step({"en": "Press “Lagre”"}, "Kari", "submit", ("Lagre",)),
        Step({"en": "Switch to Ola"}, "Ola", "be"),
        Step({"en": "Press “Åpne” in the message"}, "Ola", "press", ("Åpne", "Open")),
    ),
    finished={"en": "You have seen it all."},
)


def tiny_workspace() -> Workspace:
    """Three people and the bot."""
    ws = Workspace(MANIFEST, clock=SettableClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC)))
    ws.add_person("U0KARI", "Kari Nordmann", "kari@uni.example", title="Saksbehandler, Institutt for historie")
    ws.add_person("U0OLA", "Ola Hansen", "ola@uni.example", title="Fagperson, Institutt for historie")
    ws.tour = TOUR
    ws.add_person("U0ANNE", "Anne Fordeler", "anne@uni.example", title="Fordeler, Det humanistiske fakultet")
    return ws


@asynccontextmanager
async def running(port: int = 0) -> AsyncIterator[tuple[Workspace, Server]]:
    """The workspace with its page and the bot connected."""
    ws = tiny_workspace()
    async with serve(ws, port=port) as server:
        client = AsyncWebClient(token=ws.bot_token, base_url=server.api_url)
        handler = AsyncSocketModeHandler(tiny_app(client), ws.app_token, web_client=client)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await ws.socket.connected()
        try:
            yield ws, server
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
