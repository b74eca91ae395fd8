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
_SLACKBOT = "USLACKBOT"  # writes in Slack's name, and is neither an app nor, for Slack, a bot: lyft/omnibot#90


def is_of_a_person(event: dict[str, Any]) -> bool:
    """Whether a person did it; asks for so little that even what cannot be read is kept.

    A deletion may tell only where the message stood, and not whose it was.
    """
    is_deletion = event.get("subtype") == "message_deleted" and not event.get("previous_message")
    return event.get("channel_type") == "im" and ("user" in message_of(event) or is_deletion)


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
        return _deleted(event, event.get("deleted_ts"), names)
    if subtype == "message_changed":
        if present.get("subtype") == "tombstone":
            return _deleted(event, present.get("ts"), names)
        return _heard(Change.EDITED, event, present, names)
    return None if subtype in _SLACKS_OWN else _heard(Change.WRITTEN, event, present, names)


def _deleted(event: dict[str, Any], ts: object, names: dict[str, str]) -> Heard | None:
    """Read a deletion. Slack may leave out what was deleted: then its place says which message it was.

    https://docs.slack.dev/reference/events/message/message_deleted
    """
    return _heard(Change.DELETED, event, event.get("previous_message") or {"ts": ts}, names)


def _heard(change: Change, event: dict[str, Any], message: dict[str, Any], names: dict[str, str]) -> Heard | None:
    author = message.get("user")
    if author == _SLACKBOT or not (message.get("ts") and event.get("channel") and (author or change is Change.DELETED)):
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
        author=str(author or ""),
        text=read.text,
        blocks=read.blocks,
        files=read.files,
        lost=read.lost,
        sent_at=sent_at,
        changed_at=arriving.instant(event.get("event_ts")) or sent_at,
    )
