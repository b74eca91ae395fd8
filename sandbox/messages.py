"""Messages and the conversation that holds them: a person's direct one with the app, or a channel.

A Message is a snapshot: an edit puts another one in its place, so that whoever holds the old one sees what
was on the screen before (and can press its buttons, as a late click does).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.records import Json

PLACES = frozenset({"channels", "groups", "ims"})  # a file in a message does not say where it is; files.info does


@dataclass(frozen=True)
class Message:
    """One message as it stands at a moment."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    files: list[Json] = field(default_factory=list)
    edited: Json | None = None
    deleted: bool = False
    metadata: Json | None = None
    ephemeral: bool = False
    only_for: str | None = None
    client_msg_id: str | None = None
    username: str | None = None
    attachments: list[Json] = field(default_factory=list)
    app_id: str | None = None
    """Of the app that has posted it in the person's name, if one has."""

    @property
    def is_reply(self) -> bool:
        """Say whether it stands in a thread, under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


class Conversation:
    """The direct conversation of one person with the app, or a channel, which is nobody's."""

    def __init__(self, id: str, person_id: str, created: int) -> None:
        self.id = id
        self.person_id = person_id
        self.created = created
        self._messages: dict[str, Message] = {}
        self._threads: dict[str, list[str]] = {}

    @property
    def messages(self) -> list[Message]:
        """Return everything in the conversation, oldest first."""
        return list(self._messages.values())

    def find(self, ts: str) -> Message | None:
        """Return the message with this timestamp, ephemeral or not."""
        return self._messages.get(ts)

    def replies(self, ts: str) -> list[Message]:
        """Return the replies under a root message, oldest first."""
        return [self._messages[reply] for reply in self._threads.get(ts, ()) if reply in self._messages]

    def lasting(self) -> list[Message]:
        """Return everything that history knows: all but the ephemeral messages."""
        return [message for message in self._messages.values() if not message.ephemeral]

    def put(self, message: Message) -> None:
        """Add the message, or put it in the place of the one with the same timestamp."""
        if message.ts not in self._messages and message.is_reply:
            self._threads.setdefault(str(message.thread_ts), []).append(message.ts)
        self._messages[message.ts] = message

    def remove(self, ts: str) -> None:
        """Take the message out altogether."""
        self._messages.pop(ts, None)

    def forget_before(self, oldest: datetime) -> None:
        """Take everything out that was said before this instant."""
        self._messages = {ts: one for ts, one in self._messages.items() if float(ts) >= oldest.timestamp()}


def message_json(
    message: Message, conversation: Conversation, team: str, app_id: str, bot_profile: Json, *, full_metadata: bool
) -> Json:
    """Return the message in Slack's shape, as history and payloads give it."""
    shape: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts, "team": team}
    if message.bot_id:
        by = message.app_id or app_id
        profile = bot_profile | ({"id": message.bot_id, "app_id": by} if message.app_id else {})
        shape |= {"bot_id": message.bot_id, "app_id": by, "bot_profile": profile}
    optional: dict[str, Any] = {
        "subtype": message.subtype,
        "client_msg_id": message.client_msg_id,
        "username": message.username,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "edited": message.edited,
        "metadata": _metadata(message.metadata, full_metadata),
    }
    shape |= {key: value for key, value in optional.items() if value}
    if message.files:
        files = [{name: value for name, value in file.items() if name not in PLACES} for file in message.files]
        shape |= {"files": files, "upload": False, "display_as_bot": False}
    if message.deleted:
        shape |= {"hidden": True, "user": "USLACKBOT"}
    return shape | _thread_facts(message, conversation)


def _metadata(metadata: Json | None, full: bool) -> Json | None:
    if metadata is None or full:
        return metadata
    return {name: metadata[name] for name in ("event_type", "entities") if name in metadata}


def _thread_facts(message: Message, conversation: Conversation) -> Json:
    if message.is_reply:
        root = conversation.find(message.thread_ts or "")
        return {"thread_ts": message.thread_ts, "parent_user_id": root.user if root else "USLACKBOT"}
    replies = [reply for reply in conversation.replies(message.ts) if not reply.ephemeral]
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "reply_users": users[:5],
        "is_locked": False,
        "subscribed": True,
        "last_read": replies[-1].ts,
    }
