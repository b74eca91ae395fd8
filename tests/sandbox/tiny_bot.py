"""A tiny but real Bolt app, run in Socket Mode or over signed HTTP, for trying the sandbox out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Json, Server, Workspace

MANIFEST: Json = {
    "display_information": {"name": "Prøvebot"},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Prøvebot"},
        "slash_commands": [{"command": "/sak", "description": "Saker"}],
        "shortcuts": [
            {"name": "Ny", "type": "global", "callback_id": "new", "description": "Ny deloppgave"},
            {"name": "Send", "type": "message", "callback_id": "pass_on", "description": "Send videre"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "chat:write",
                "im:history",
                "im:write",
                "users:read",
                "users:read.email",
                "commands",
                "files:read",
                "files:write",
            ]
        }
    },
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "message.im", "user_change", "file_shared", "file_deleted"]
        },
        "socket_mode_enabled": True,
    },
}


def plain(text: str) -> Json:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> Json:
    """Return an option."""
    return {"text": plain(text), "value": value}


def button(text: str, action_id: str, **more: Any) -> Json:
    """Return a button."""
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def field(name: str, label: str, element: Json, **more: Any) -> Json:
    """Return an input block whose ids are its name."""
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {"action_id": name, **element},
        **more,
    }


def modal(*blocks: Json, callback_id: str = "form", **more: Any) -> Json:
    """Return a modal."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("Skjema"),
        "submit": plain("Lagre"),
        "blocks": list(blocks),
        **more,
    }


def text_field(name: str = "title", label: str = "Tittel", **element: Any) -> Json:
    """Return an input block with a text field."""
    return field(name, label, {"type": "plain_text_input", **element})


@asynccontextmanager
async def running(ws: Workspace, server: Server, app: AsyncApp, mode: str) -> AsyncIterator[None]:
    """Run the app against the sandbox in this mode (socket or http)."""
    if mode == "http":
        runner = web.AppRunner(app.server(port=1, path="/slack/events").web_app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ws.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        yield
        await runner.cleanup()
        return
    handler = AsyncSocketModeHandler(
        app, ws.app_token, web_client=AsyncWebClient(base_url=server.api_url), ping_interval=1
    )
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await ws.until(lambda: ws.socket.open)
    yield
    await handler.close_async()  # type: ignore[no-untyped-call]


def make_app(ws: Workspace, server: Server) -> AsyncApp:
    """Return a Bolt app without listeners, pointed at the sandbox."""
    return AsyncApp(
        client=AsyncWebClient(token=ws.bot_token, base_url=server.api_url),
        signing_secret=ws.signing_secret,
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
    )
