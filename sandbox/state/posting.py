"""Putting messages into a conversation of the app's, changing them and taking them out again.

One place for the bot and the people: it keeps the state, the ledger and the events together.
"""

from dataclasses import replace
from typing import Any

from sandbox.messages import Message
from sandbox.shapes.reading import lines_of_blocks, readable
from sandbox.state import events
from sandbox.state.ground import Ground
from sandbox.state.partner import Partner
from sandbox.state.refusing import ApiError


def post(ws: Ground, place: Partner, message: Message) -> Message:
    """Add the message, show it, and tell the bot of it as an event (unless it is ephemeral)."""
    place.conversation.put(message)
    show(ws, place, message, notify=True)
    if not message.ephemeral:
        events.message_posted(ws, place, message)
        for file in message.files:
            events.file_event(ws, "file_shared", file["id"], place, message.user)
    ws.changed()
    return message


def root_of(place: Partner, thread_ts: str | None) -> str | None:
    """Return under which message one with this thread_ts comes to stand: under none where that one is gone.

    Slack says ok all the same, and the answer's message has no thread_ts: slack-go/slack#1571 (July 2026),
    caipe-io/ai-platform-engineering#1034, slackapi/python-slack-events-api#87. A tombstone is still a root (a guess:
    hackclub/toriel#238 shows one that counts its replies). Raises ApiError for the ts of a reply or of an ephemeral
    message (a guess: the page of chat.postMessage says "use its parent instead" and lists the code).
    """
    root = place.conversation.find(thread_ts) if thread_ts is not None else None
    if root is not None and (root.is_reply or root.ephemeral):
        raise ApiError("cannot_reply_to_message", f"{thread_ts} is no root message")
    return root.ts if root is not None else None


def change(ws: Ground, place: Partner, message: Message, **fields: Any) -> Message:
    """Put the changed message in the place of the present one."""
    previous = place.message_json(message, full_metadata=True)
    after = replace(message, **fields)
    place.conversation.put(after)
    show(ws, place, after, notify=False)
    if not message.ephemeral:
        events.message_changed(ws, place, message, after, previous)
    ws.changed()
    return after


def remove(ws: Ground, place: Partner, message: Message) -> None:
    """Delete the message; where replies hang under it a tombstone stays."""
    previous = place.message_json(message, full_metadata=True)
    if place.conversation.replies(message.ts):
        tombstone = Message(
            message.channel,
            message.ts,
            "USLACKBOT",
            "This message was deleted.",
            subtype="tombstone",
            thread_ts=message.ts,
            deleted=True,
        )
        place.conversation.put(tombstone)
        events.message_changed(ws, place, message, tombstone, previous)
    else:
        place.conversation.remove(message.ts)
        if not message.ephemeral:
            events.message_deleted(ws, place, message, previous)
    ws.changed()


def show(ws: Ground, place: Partner, message: Message, *, notify: bool) -> None:
    """Write into the ledger what people see of the message."""
    surface = "ephemeral" if message.ephemeral else "message"
    shown = lines_of_blocks(message.blocks, ws.name_of) or [readable(message.text, ws.name_of)]
    shown += lines_of_blocks(message.attachments, ws.name_of)
    files = [str(file[key]) for file in message.files for key in ("name", "title") if key in file]
    for reader in place.readers_of(message):
        ws.show(reader, surface, shown)
        ws.show(reader, "file", files)
        if notify and message.user == ws.bot_user_id:
            ws.show(reader, "notification", [readable(message.text, ws.name_of)])
