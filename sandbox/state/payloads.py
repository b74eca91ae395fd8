"""The payloads of interactions, in the shapes that Slack publishes."""

from typing import TYPE_CHECKING

from sandbox.messages import Message
from sandbox.records import Json, View

if TYPE_CHECKING:
    from sandbox.person import Person
    from sandbox.workspace import Workspace


def who(person: "Person", *names: str) -> Json:
    """Return the person as interactions name them: under these keys, as the kinds differ."""
    return {"id": person.id, "team_id": person.team_id} | dict.fromkeys(names or ("username", "name"), person.username)


def block_actions_in_message(
    ws: "Workspace", person: "Person", message: Message, actions: list[Json], state: Json
) -> Json:
    """Return the payload of an action in a message."""
    channel = {"id": message.channel, "name": "directmessage"}
    payload = _interaction(ws, person, "block_actions") | {
        "container": _message_container(message),
        "trigger_id": ws.triggers.issue(person.id),
        "channel": channel,
        "message": person.message_json(message, full_metadata=True),
        "state": {"values": state},
        "response_url": response_url(ws, person, message.ts),
        "actions": actions,
    }
    if message.ephemeral:
        del payload["message"]
    return payload


def block_actions_in_view(ws: "Workspace", person: "Person", view: View, actions: list[Json]) -> Json:
    """Return the payload of an action in a modal or in the Home."""
    return _interaction(ws, person, "block_actions") | {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": ws.triggers.issue(person.id, view["id"] if view["type"] == "modal" else None),
        "view": view,
        "actions": actions,
    }


def view_submission(ws: "Workspace", person: "Person", view: View) -> Json:
    """Return the payload of a modal that was sent in."""
    return _interaction(ws, person, "view_submission") | {
        "trigger_id": ws.triggers.issue(person.id, view["id"]),
        "view": view,
        "response_urls": [],
    }


def view_closed(ws: "Workspace", person: "Person", view: View, *, is_cleared: bool) -> Json:
    """Return the payload of a modal that was closed without being sent in."""
    return _interaction(ws, person, "view_closed") | {"view": view, "is_cleared": is_cleared}


def block_suggestion(
    ws: "Workspace", person: "Person", where: Message | View, block_id: str, action_id: str, query: str
) -> Json:
    """Return the payload that asks for the options of an external select."""
    payload = _interaction(ws, person, "block_suggestion") | {
        "action_id": action_id,
        "block_id": block_id,
        "value": query,
    }
    if isinstance(where, Message):
        return payload | {
            "container": _message_container(where),
            "channel": {"id": where.channel, "name": "directmessage"},
            "message": person.message_json(where, full_metadata=True),
        }
    return payload | {"container": {"type": "view", "view_id": where["id"]}, "view": where}


def shortcut(ws: "Workspace", person: "Person", callback_id: str) -> Json:
    """Return the payload of a global shortcut."""
    return _shortcut(ws, "shortcut") | {
        "user": who(person, "username"),
        "action_ts": ws.ids.ts(),
        "callback_id": callback_id,
        "trigger_id": ws.triggers.issue(person.id),
    }


def message_action(ws: "Workspace", person: "Person", callback_id: str, message: Message) -> Json:
    """Return the payload of a message shortcut."""
    return _shortcut(ws, "message_action") | {
        "user": who(person, "name"),
        "action_ts": ws.ids.ts(),
        "callback_id": callback_id,
        "trigger_id": ws.triggers.issue(person.id),
        "response_url": response_url(ws, person, message.ts),
        "message_ts": message.ts,
        "channel": {"id": message.channel, "name": "directmessage"},
        "message": person.message_json(message, full_metadata=True),
    }


def slash_command(ws: "Workspace", person: "Person", command: str, text: str) -> Json:
    """Return the form fields of a slash command."""
    return {
        "token": ws.verification_token,
        "team_id": person.team_id,
        "team_domain": ws.team_domain,
        "channel_id": person.conversation.id,
        "channel_name": "directmessage",
        "user_id": person.id,
        "user_name": person.username,
        "command": command,
        "text": text,
        "api_app_id": ws.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(ws, person, None),
        "trigger_id": ws.triggers.issue(person.id),
    }


def response_url(ws: "Workspace", person: "Person", message_ts: str | None) -> str:
    """Return a fresh address at which the bot may answer."""
    return f"{ws.base_url}/response/{ws.response_urls.issue(person.id, message_ts)}"


def _interaction(ws: "Workspace", person: "Person", kind: str) -> Json:
    return _shortcut(ws, kind) | {"user": who(person), "api_app_id": ws.app_id}


def _shortcut(ws: "Workspace", kind: str) -> Json:
    return {
        "type": kind,
        "token": ws.verification_token,
        "team": {"id": ws.team_id, "domain": ws.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _message_container(message: Message) -> Json:
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.ephemeral,
    }
    return container | ({"thread_ts": message.thread_ts} if message.thread_ts else {})
