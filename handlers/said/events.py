"""From an event about a message to what a person wrote, changed or took away."""

from __future__ import annotations

from typing import Any

from domain import arriving
from domain.heard import Change, Heard, UnreadableError
from handlers import said

# What Slack itself says in a conversation, in somebody's name: https://docs.slack.dev/reference/events/message
_SLACKS_OWN = frozenset(
    (
        *("message_replied", "reminder_add", "pinned_item", "unpinned_item", "ekm_access_denied", "tombstone"),
        *("huddle_thread", "sh_room_created", "sh_room_shared", "bot_add", "bot_remove", "document_mention"),
        "channel_join",
    )
)


def is_of_a_person(event: dict[str, Any]) -> bool:
    """Whether a person did it; asks for so little that even what cannot be read is kept."""
    return event.get("channel_type") == "im" and "user" in message_of(event)


def message_of(event: dict[str, Any]) -> dict[str, Any]:
    """The message that an event is about, as it is now, or was before it was deleted."""
    return event.get("message") or event.get("previous_message") or event


def hear(event: dict[str, Any], names: dict[str, str]) -> Heard | None:
    """Read an event as a message that a person wrote, changed or took away; None for anything else.

    A deleted message that has replies comes as a change into a tombstone.
    https://docs.slack.dev/reference/events/message
    """
    if event.get("channel_type") != "im":
        return None
    event = arriving.payload(event)
    subtype, present = event.get("subtype"), message_of(event)
    if subtype == "message_deleted":
        return _heard(Change.DELETED, event, event.get("previous_message") or {}, names)
    if subtype == "message_changed":
        if present.get("subtype") == "tombstone":
            return _heard(Change.DELETED, event, event.get("previous_message") or {}, names)
        return _heard(Change.EDITED, event, present, names)
    return None if subtype in _SLACKS_OWN else _heard(Change.WRITTEN, event, present, names)


def _heard(change: Change, event: dict[str, Any], message: dict[str, Any], names: dict[str, str]) -> Heard | None:
    if not (message.get("user") and message.get("ts") and event.get("channel")):
        return None
    sent_at = arriving.instant(message["ts"])
    if sent_at is None:
        raise UnreadableError("a message was sent at no time")
    read = said.read(message, names)
    return Heard(
        change=change,
        channel=str(event["channel"]),
        ts=str(message["ts"]),
        thread_ts=message.get("thread_ts"),
        author=str(message["user"]),
        text=read.text,
        blocks=read.blocks,
        files=read.files,
        lost=read.lost,
        sent_at=sent_at,
        changed_at=arriving.instant(event.get("event_ts")) or sent_at,
    )
