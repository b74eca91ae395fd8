"""A tiny Bolt app that shows the page something of everything, and the workspace it lives in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import SettableClock
from sandbox.server import Server, serve
from sandbox.workspace import Workspace

Json = dict[str, Any]
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


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def button(text: str, action: str, value: str = "1", **more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action, "value": value, **more}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    """An input block whose element has the block's own name as its action."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element | {"action_id": block_id},
        **more,
    }


def card(title: str, state: str = "Ny") -> list[Json]:
    """A subtask's card."""
    due = int(datetime(2026, 12, 18, 11, tzinfo=UTC).timestamp())
    facts = [
        ("Sak", "Innpassing av eksterne emner – Bachelor i historie"),
        ("Sakseier", "Kari Nordmann"),
        ("Frist", f"<!date^{due}^{{date_short_pretty}}|18. des. 2026>"),
        ("Status", state),
    ]
    ask = {
        "title": plain("Løse deloppgaven?"),
        "text": plain("Konklusjonen er tom."),
        "confirm": plain("Løs"),
        "deny": plain("Vent"),
    }
    return [
        {"type": "header", "block_id": "title", "text": plain(title)},
        {
            "type": "section",
            "block_id": "facts",
            "fields": [{"type": "mrkdwn", "text": f"*{a}*\n{b}"} for a, b in facts],
        },
        {
            "type": "section",
            "block_id": "text",
            "text": plain("Se om HIS1001 dekker emnet fra Lund. <b>Ikke</b> glem *vitnemålet*."),
        },
        {
            "type": "actions",
            "block_id": "acts",
            "elements": [button("Åpne", "open", style="primary"), button("Løs deloppgave", "solve", confirm=ask)],
        },
        {
            "type": "context",
            "block_id": "foot",
            "elements": [{"type": "mrkdwn", "text": "Svar i tråden for å skrive til sakseieren."}],
        },
    ]


def home(open_tasks: int = 3) -> Json:
    """An App Home."""
    blocks: list[Json] = [{"type": "header", "block_id": "h1", "text": plain("Mine saker")}]
    for number in range(open_tasks):
        words = f"*2026-10{number} Innpassing av eksterne emner*\nSøker: Ada Søker · Frist 18. desember"
        blocks += [
            {
                "type": "section",
                "block_id": f"case{number}",
                "text": {"type": "mrkdwn", "text": words},
                "accessory": button(
                    "Ny deloppgave", "new", f"2026-10{number}", accessibility_label=f"Ny deloppgave på 2026-10{number}"
                ),
            },
            {"type": "divider", "block_id": f"line{number}"},
        ]
    blocks.append({"type": "context", "block_id": "c", "elements": [{"type": "mrkdwn", "text": "Oppdatert nå"}]})
    return {"type": "home", "blocks": blocks}


def dialog(extra: list[Json] | None = None) -> Json:
    """The new-subtask modal, with one of each kind of field the bot uses."""
    people = {"type": "external_select", "placeholder": plain("Søk etter navn"), "min_query_length": 1}
    ticks = [{"text": plain(name), "value": name} for name in ("Vitnemål", "Emnebeskrivelse", "Søknad")]
    places = [{"text": plain(name), "value": name} for name in ("Institutt for historie", "Institutt for filosofi")]
    return {
        "type": "modal",
        "callback_id": "create",
        "title": plain("Ny deloppgave"),
        "submit": plain("Opprett"),
        "close": plain("Avbryt"),
        "notify_on_close": True,
        "blocks": [
            field("title", "Tittel", {"type": "plain_text_input", "max_length": 60}),
            field(
                "due", "Frist", {"type": "datepicker", "initial_date": "2026-12-18"}, hint=plain("Senest 18. desember.")
            ),
            field("assignee", "Ansvarlig", people),
            field("text", "Beskrivelse", {"type": "plain_text_input", "multiline": True}, optional=True),
            field("files", "Gi tilgang til vedlegg", {"type": "checkboxes", "options": ticks}, optional=True),
            field("place", "Sted", {"type": "static_select", "options": places}, optional=True, dispatch_action=True),
            field("tags", "Merkelapper", {"type": "multi_static_select", "options": ticks}, optional=True),
            *(extra or []),
        ],
    }


def tiny_app(client: AsyncWebClient) -> AsyncApp:
    """The bot."""
    app = AsyncApp(client=client, signing_secret="unused")

    @app.event("app_home_opened")
    async def opened(event: Json) -> None:
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=home())

    @app.event("message")
    async def heard(event: Json) -> None:
        if event.get("text") == "kort":
            await client.chat_postMessage(channel=event["channel"], text="Vurder klage", blocks=card("Vurder klage"))

    @app.action("new")
    @app.shortcut("new")
    async def new(ack: Any, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=dialog())

    @app.action("place")
    async def place(ack: Any, body: Json) -> None:
        await ack()
        extra = field("emne", "Emne", {"type": "plain_text_input"}, optional=True)
        await client.views_update(view_id=body["view"]["id"], view=dialog([extra]))

    @app.options("assignee")
    async def who(ack: Any, payload: Json) -> None:
        names = [
            name for name in ("Ola Hansen", "Olga Berg", "Kari Nordmann") if payload["value"].lower() in name.lower()
        ]
        await ack(options=[{"text": plain(name), "value": name.split()[0]} for name in names])

    @app.view("create")
    async def create(ack: Any, body: Json, view: Json) -> None:
        title = view["state"]["values"]["title"]["title"]["value"]
        if title == "feil":
            return await ack(response_action="errors", errors={"due": "Fristen kan ikke være etter sakens frist."})
        if title == "treg":
            await asyncio.sleep(1)
        await ack()
        person = body["user"]["id"]
        await client.chat_postMessage(channel=person, text=title, blocks=card(title))
        return None

    @app.view_closed("create")
    async def closed(ack: Any) -> None:
        await ack()

    @app.action("open")
    async def show(ack: Any, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=dialog())

    @app.action("solve")
    async def solve(ack: Any, body: Json) -> None:
        await ack()
        message = body["message"]
        title = message["blocks"][0]["text"]["text"]
        blocks = [*card(title, "Løst")[:3]]
        await client.chat_update(channel=body["channel"]["id"], ts=message["ts"], text=title, blocks=blocks)

    @app.command("/sak")
    async def case(ack: Any, body: Json) -> None:
        await ack()
        await client.chat_postEphemeral(
            channel=body["channel_id"], user=body["user_id"], text=f"Fant ikke saken «{body['text']}»."
        )

    @app.shortcut("from_message")
    async def from_message(ack: Any, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=dialog())

    return app


def tiny_workspace() -> Workspace:
    """Three people and the bot."""
    ws = Workspace(MANIFEST, clock=SettableClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC)))
    ws.add_person("U0KARI", "Kari Nordmann", "kari@uni.example", title="Saksbehandler, Institutt for historie")
    ws.add_person("U0OLA", "Ola Hansen", "ola@uni.example", title="Fagperson, Institutt for historie")
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
