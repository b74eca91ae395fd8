"""The payloads of interactions, in the shapes that Slack publishes."""

from collections.abc import Iterator

from sandbox.messages import Message
from sandbox.records import Json, View
from sandbox.shapes.elements import placed
from sandbox.state.ground import Ground
from sandbox.state.partner import Partner, User


def who(person: User, *names: str) -> Json:
    """Return the person as interactions name them: under these keys, as the kinds differ."""
    return {"id": person.id, "team_id": person.team_id} | dict.fromkeys(names or ("username", "name"), person.username)


def block_actions_in_message(ws: Ground, person: User, message: Message, actions: list[Json], state: Json) -> Json:
    """Return the payload of an action in a message."""
    place = _place(ws, message)
    payload = _interaction(ws, person, "block_actions") | {
        "container": _message_container(message),
        "trigger_id": ws.triggers.issue(person.id, channel=message.channel),
        "channel": channel_of(place),
        "message": place.message_json(message, full_metadata=True),
        "state": {"values": state},
        "response_url": response_url(ws, person, place, message.ts),
        "actions": actions,
    }
    if message.ephemeral:
        del payload["message"]
    return payload


def block_actions_in_view(ws: Ground, person: User, view: View, actions: list[Json]) -> Json:
    """Return the payload of an action in a modal or in the Home."""
    return _interaction(ws, person, "block_actions") | {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": ws.triggers.issue(person.id, view["id"] if view["type"] == "modal" else None),
        "view": view,
        "actions": actions,
    }


def view_submission(ws: Ground, person: User, view: View) -> Json:
    """Return the payload of a modal that was sent in."""
    return _interaction(ws, person, "view_submission") | {
        "trigger_id": ws.triggers.issue(person.id, view["id"]),
        "view": view,
        "response_urls": list(_wished_urls(ws, person, view)),
    }


def _wished_urls(ws: Ground, person: User, view: View) -> Iterator[Json]:
    """Give an address for each conversation chosen in a field that has response_url_enabled."""
    for block, element in placed(view["blocks"]):
        if element.get("response_url_enabled"):
            chosen = view["state"]["values"][block["block_id"]][element["action_id"]]
            place = ws.partner_of(chosen.get("selected_conversation") or chosen.get("selected_channel") or "")
            if place is not None:
                yield {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": place.conversation.id,
                    "response_url": response_url(ws, person, place, None),
                }


def view_closed(ws: Ground, person: User, view: View, *, is_cleared: bool) -> Json:
    """Return the payload of a modal that was closed without being sent in."""
    return _interaction(ws, person, "view_closed") | {"view": view, "is_cleared": is_cleared}


def block_suggestion(
    ws: Ground, person: User, where: Message | View, block_id: str, action_id: str, query: str
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
            "channel": channel_of(_place(ws, where)),
            "message": _place(ws, where).message_json(where, full_metadata=True),
        }
    return payload | {"container": {"type": "view", "view_id": where["id"]}, "view": where}


def shortcut(ws: Ground, person: User, callback_id: str) -> Json:
    """Return the payload of a global shortcut."""
    return _shortcut(ws, "shortcut") | {
        "user": who(person, "username"),
        "action_ts": ws.ids.ts(),
        "callback_id": callback_id,
        "trigger_id": ws.triggers.issue(person.id),
    }


def message_action(ws: Ground, person: User, callback_id: str, message: Message) -> Json:
    """Return the payload of a message shortcut."""
    place = _place(ws, message)
    return _shortcut(ws, "message_action") | {
        "user": who(person, "name"),
        "action_ts": ws.ids.ts(),
        "callback_id": callback_id,
        "trigger_id": ws.triggers.issue(person.id, channel=message.channel),
        "response_url": response_url(ws, person, place, message.ts),
        "message_ts": message.ts,
        "channel": channel_of(place),
        "message": place.message_json(message, full_metadata=True),
    }


def slash_command(ws: Ground, person: User, place: Partner, command: str, text: str) -> Json:
    """Return the form fields of a slash command."""
    return {
        "token": ws.verification_token,
        "team_id": person.team_id,
        "team_domain": ws.team_domain,
        "channel_id": place.conversation.id,
        "channel_name": place.label,
        "user_id": person.id,
        "user_name": person.username,
        "command": command,
        "text": text,
        "api_app_id": ws.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(ws, person, place, None),
        "trigger_id": ws.triggers.issue(person.id, channel=place.conversation.id),
    }


def response_url(ws: Ground, person: User, place: Partner, message_ts: str | None) -> str:
    """Return a fresh address at which the bot may answer in this conversation."""
    return f"{ws.base_url}/response/{ws.response_urls.issue(person.id, place.conversation.id, message_ts)}"


def channel_of(place: Partner) -> Json:
    """Return the conversation as interactions name it."""
    return {"id": place.conversation.id, "name": place.label}


def _place(ws: Ground, message: Message) -> Partner:
    place = ws.partner_of(message.channel)
    if place is None:
        raise LookupError(message.channel)
    return place


def _interaction(ws: Ground, person: User, kind: str) -> Json:
    return _shortcut(ws, kind) | {"user": who(person), "api_app_id": ws.app_id}


def _shortcut(ws: Ground, kind: str) -> Json:
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
