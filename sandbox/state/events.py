"""Events: the envelope Slack puts around them, and the shapes of those that this app can hear.

Nothing is sent that the manifest does not subscribe to.
"""

from sandbox.messages import Message
from sandbox.records import Json
from sandbox.state.ground import Ground
from sandbox.state.partner import Channel, Partner, User


def envelope(ws: Ground, event: Json) -> Json:
    """Return the event in Slack's outer shape."""
    authorization = {
        "enterprise_id": None,
        "team_id": ws.team_id,
        "user_id": ws.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": ws.verification_token,
        "team_id": ws.team_id,
        "context_team_id": ws.team_id,
        "context_enterprise_id": None,
        "api_app_id": ws.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": ws.ids.new("Ev"),
        "event_time": int(ws.clock.now().timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{ws.ids.short()}",
    }


def send(ws: Ground, name: str, event: Json, person_id: str | None) -> None:
    """Send the event if the app is subscribed to what the manifest calls by this name."""
    if ws.app.hears(name):
        ws.delivery.event(event["type"], envelope(ws, event), person_id)


def message_posted(ws: Ground, place: Partner, message: Message) -> None:
    """Tell of a new message in a conversation of the app's; of a mention in a channel too."""
    shape = place.message_json(message, full_metadata=True)
    if message.subtype:  # file_share or thread_broadcast: without the team, as Slack's samples have it
        del shape["team"]
    root = place.conversation.find(message.thread_ts or "")
    if message.subtype == "thread_broadcast" and root is not None:
        shape["root"] = place.message_json(root, full_metadata=True)
    event = {**shape, "channel": message.channel, "event_ts": message.ts}
    _send_message(ws, place, event)
    if isinstance(place, Channel) and place.has_bot and f"<@{ws.bot_user_id}>" in message.text and not message.bot_id:
        send(ws, "app_mention", {**event, "type": "app_mention"}, message.user)


def message_changed(ws: Ground, place: Partner, before: Message, after: Message, previous: Json) -> None:
    """Tell that a message now reads otherwise; previous is its shape before the change."""
    stamp = ws.ids.ts()
    event = {
        "type": "message",
        "subtype": "message_changed",
        "message": {
            **place.message_json(after, full_metadata=True),
            "source_team": ws.team_id,
            "user_team": ws.team_id,
        },
        "previous_message": previous,
        "channel": before.channel,
        "hidden": True,
        "ts": stamp,
        "event_ts": stamp,
    }
    _send_message(ws, place, event)


def message_deleted(ws: Ground, place: Partner, before: Message, previous: Json) -> None:
    """Tell that a message is gone."""
    stamp = ws.ids.ts()
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": previous,
        "channel": before.channel,
        "hidden": True,
        "deleted_ts": before.ts,
        "ts": stamp,
        "event_ts": stamp,
    }
    _send_message(ws, place, event)


def home_opened(ws: Ground, person: User, tab: str) -> None:
    """Tell that the person opened the app's Home or its messages."""
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": person.conversation.id,
        "tab": tab,
        "event_ts": ws.ids.ts(),
    }
    if tab == "home" and person.home is not None:
        event["view"] = person.home
    send(ws, "app_home_opened", event, person.id)


def user_changed(ws: Ground, person: User) -> None:
    """Tell that something about a person is another than before."""
    stamp = ws.ids.ts()
    event = {
        "type": "user_change",
        "user": person.user_json(include_locale=True),
        "cache_ts": int(ws.clock.now().timestamp()),
        "event_ts": stamp,
    }
    send(ws, "user_change", event, person.id)


def file_event(ws: Ground, kind: str, file_id: str, place: Partner, user_id: str) -> None:
    """Tell that a file was shared or deleted in a conversation of the app's."""
    event: Json = {"type": kind, "file_id": file_id, "event_ts": ws.ids.ts()}
    if kind == "file_deleted":
        event["channel_ids"] = [place.conversation.id]
    else:
        event |= {"user_id": user_id, "file": {"id": file_id}, "channel_id": place.conversation.id}
    if not isinstance(place, Channel) or place.has_bot:
        send(ws, kind, event, _whose(place))


def _send_message(ws: Ground, place: Partner, event: Json) -> None:
    if not isinstance(place, Channel):
        send(ws, "message.im", {**event, "channel_type": "im"}, _whose(place))
    elif place.has_bot:
        send(ws, "message.channels", {**event, "channel_type": "channel"}, None)


def _whose(place: Partner) -> str | None:
    """Return in whose queue an event goes: a person's own, or the one of all channels."""
    return place.conversation.person_id or None
