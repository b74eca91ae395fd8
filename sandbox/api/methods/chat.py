"""chat.postMessage, update, delete, postEphemeral and getPermalink."""

from typing import Any

from sandbox.api.desk import Ask, method
from sandbox.api.methods.conversations import Place, known, reach
from sandbox.messages import Message
from sandbox.records import Json
from sandbox.shapes.limits import LIMITS
from sandbox.state import posting
from sandbox.state.partner import Channel
from sandbox.state.preparing import note_unescaped, prepare_attachments, prepare_blocks
from sandbox.state.refusing import ApiError

ENTITY = frozenset({"entity_type", "entity_payload", "external_ref", "url"})
LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000
CONTENT = {
    "channel": "text",
    "text": "text",
    "markdown_text": "text",
    "blocks": "list",
    "attachments": "list",
    "metadata": "object",
    "parse": "text",
    "link_names": "flag",
    "unfurl_links": "flag",
    "unfurl_media": "flag",
    "unfurl_app_links": "flag",
}
SHOWN = ("text", "markdown_text", "blocks", "attachments")
CUSTOM = {"username": "text", "icon_url": "text", "icon_emoji": "text"}


@method(
    "chat.postMessage",
    scope="chat:write",
    args=CONTENT | CUSTOM | {"thread_ts": "text", "reply_broadcast": "flag", "mrkdwn": "flag"},
    required=("channel",),
)
def post_message(ask: Ask) -> Json:
    """Post a message as the bot."""
    place = _open_to(ask, reach(ask, ask.get("channel")))
    thread_ts = posting.root_of(place, ask.get("thread_ts"))
    subtype = "thread_broadcast" if ask.get("reply_broadcast") and thread_ts else None
    message = _message(ask, place, thread_ts=thread_ts, subtype=subtype, metadata=_metadata(ask))
    posting.post(ask.ws, place, message)
    shape = place.message_json(message, full_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "message": shape}


@method(
    "chat.postEphemeral",
    scope="chat:write",
    args=CONTENT | CUSTOM | {"user": "text", "thread_ts": "text"},
    required=("channel", "user"),
)
def post_ephemeral(ask: Ask) -> Json:
    """Show a message to one person only, for as long as their client remembers it."""
    place = _open_to(ask, known(ask, ask.get("channel")))
    if ask.get("user") not in (place.members if isinstance(place, Channel) else [place.id]):
        raise ApiError("user_not_in_channel", f"{ask.get('user')!r} is not in this conversation")
    _metadata(ask)  # only its entities count here, and nobody sees them
    thread_ts = posting.root_of(place, ask.get("thread_ts"))
    message = posting.post(
        ask.ws, place, _message(ask, place, thread_ts=thread_ts, ephemeral=True, only_for=ask.get("user"))
    )
    return {"message_ts": message.ts}


@method(
    "chat.update",
    scope="chat:write",
    args=CONTENT | {"ts": "text", "as_user": "flag", "file_ids": "list", "reply_broadcast": "flag"},
    required=("channel", "ts"),
)
def update(ask: Ask) -> Json:
    """Change one of the bot's own messages; text without blocks takes the blocks away."""
    place, message = _own(ask, "cant_update_message")
    if len(ask.get("text", "")) > LONGEST_UPDATE:
        raise ApiError("msg_too_long", f"an update takes {LONGEST_UPDATE} characters")
    if not any(ask.args.get(name) is not None for name in (*SHOWN, "metadata")):
        raise ApiError("no_text", "nothing to change was given")
    after = posting.change(ask.ws, place, message, **_changes(ask, message))
    shape = place.message_json(after, full_metadata=True)
    return {"channel": after.channel, "ts": after.ts, "text": after.text, "message": shape}


@method(
    "chat.delete",
    scope="chat:write",
    args={"channel": "text", "ts": "text", "as_user": "flag"},
    required=("channel", "ts"),
)
def delete(ask: Ask) -> Json:
    """Delete one of the bot's own messages."""
    place, message = _own(ask, "cant_delete_message")
    posting.remove(ask.ws, place, message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink", args={"channel": "text", "message_ts": "text"}, required=("channel", "message_ts"))
def get_permalink(ask: Ask) -> Json:
    """Return the address of a message."""
    place, ts = known(ask, ask.get("channel")), ask.get("message_ts")
    message = place.conversation.find(ts)
    if message is None or message.ephemeral:
        raise ApiError("message_not_found", f"there is no message {ts}")
    link = f"https://{ask.ws.team_domain}.slack.com/archives/{message.channel}/p{ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={message.channel}"
    return {"channel": message.channel, "permalink": link}


def _open_to(ask: Ask, place: Place) -> Place:
    if isinstance(place, Channel):
        if not (place.has_bot or "chat:write.public" in ask.ws.app.scopes):
            raise ApiError("not_in_channel", f"the bot has not been invited to #{place.name}")
        return place
    if not ask.ws.app.messages_tab:
        raise ApiError("messages_tab_disabled", "the manifest has the Messages tab turned off")
    return place


def _message(ask: Ask, place: Place, **more: Any) -> Message:
    if any(name in ask.args for name in CUSTOM) and "chat:write.customize" not in ask.ws.app.scopes:
        raise ApiError("missing_scope", "another name or icon", needed="chat:write.customize")
    text, blocks = _said(ask)
    attachments = prepare_attachments(ask.ws, ask.get("attachments"))
    if not text and not blocks and not attachments:
        raise ApiError("no_text", "neither text nor blocks")
    if len(text) > LONGEST_TEXT:
        ask.ws.refuse("message_truncated", f"text of {len(text)} characters was cut at {LONGEST_TEXT}")
        text = text[:LONGEST_TEXT]
    return Message(
        place.conversation.id,
        ask.ws.ids.ts(),
        ask.ws.bot_user_id,
        text,
        blocks,
        bot_id=ask.ws.bot_id,
        username=ask.get("username"),
        attachments=attachments,
        **more,
    )


def _said(ask: Ask) -> tuple[str, list[Json]]:
    """Return the text and the blocks; markdown_text stands for both, as a block of that kind."""
    markdown = ask.get("markdown_text", "")
    if not markdown:
        text = ask.get("text", "")
        note_unescaped(ask.ws, text)
        return text, prepare_blocks(ask.ws, ask.get("blocks"), "message")
    if ask.get("text") or ask.get("blocks"):
        raise ApiError("markdown_text_conflict", "markdown_text stands for text and blocks")
    if len(markdown) > LIMITS["markdown.total_text.max_length"]:
        raise ApiError("msg_too_long", "markdown_text takes 12,000 characters")  # the code is a guess
    return markdown, prepare_blocks(ask.ws, [{"type": "markdown", "text": markdown}], "message")


def _own(ask: Ask, refusal: str) -> tuple[Place, Message]:
    place = known(ask, ask.get("channel"))
    message = place.conversation.find(ask.get("ts"))
    if message is None or message.ephemeral or message.deleted:
        raise ApiError("message_not_found", f"there is no message {ask.get('ts')}")
    if message.user != ask.ws.bot_user_id:
        raise ApiError(refusal, "the message is not the bot's own")
    return place, message


def _changes(ask: Ask, message: Message) -> Json:
    changes: Json = {"edited": {"user": ask.ws.bot_user_id, "ts": ask.ws.ids.ts()}}
    if ask.args.get("metadata") is not None:
        changes["metadata"] = _metadata(ask)
    text, blocks = _said(ask)
    if any(ask.args.get(name) is not None for name in ("text", "markdown_text")):
        changes["text"] = text
    if any(ask.args.get(name) is not None for name in ("text", "markdown_text", "blocks")):
        changes["blocks"] = blocks
    if ask.args.get("attachments") is not None:
        changes["attachments"] = prepare_attachments(ask.ws, ask.get("attachments"))
    if changes.get("blocks"):
        changes["edited"] = message.edited
    if not any(changes.get(name, getattr(message, name)) for name in ("text", "blocks", "attachments")):
        raise ApiError("no_text", "nothing would be left of the message")
    return changes


def _metadata(ask: Ask) -> Json | None:
    """Return the metadata: an event, entities (Work Objects), or both.

    Sources: docs.slack.dev, message metadata and chat.postEphemeral (what an entity must have); slack_sdk's
    EventAndEntityMetadata.
    """
    metadata: Json | None = ask.get("metadata")
    if not metadata:
        return None
    event = {name: value for name, value in metadata.items() if name != "entities"}
    entities = metadata.get("entities", [])
    proper = set(event) == {"event_type", "event_payload"} and isinstance(event["event_type"], str)
    if event and not (proper and isinstance(event["event_payload"], dict)):
        raise ApiError("invalid_metadata_format", "metadata is an event_type and an event_payload, or entities")
    if not isinstance(entities, list) or not all(isinstance(one, dict) and set(one) >= ENTITY for one in entities):
        raise ApiError("invalid_metadata_format", f"entities are a list of objects that have {sorted(ENTITY)}")
    return metadata


METHODS = (
    post_message,
    post_ephemeral,
    update,
    delete,
    get_permalink,
)
