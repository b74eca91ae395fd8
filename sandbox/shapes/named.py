"""Selects that offer what the workspace has by itself: its people, its channels, and direct conversations.

Of direct conversations a person has here the one with the app; people among themselves have none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.records import Json

NAMED = {  # kind: where the state has what is chosen, and where the element has what is chosen at first
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}
SEVERAL = frozenset(kind for kind in NAMED if kind.startswith("multi_"))


@dataclass(frozen=True)
class Directory:
    """What a person can choose among, each by id with the name that is shown."""

    users: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    directs: Mapping[str, str] = field(default_factory=dict)


def offered(element: Json, directory: Directory) -> dict[str, str]:
    """Return what such a select offers, by id."""
    kind = element["type"].removeprefix("multi_")
    if kind == "users_select":
        return dict(directory.users)
    channels = {id: f"#{name}" for id, name in directory.channels.items()}
    if kind == "channels_select":
        return channels
    wanted = element.get("filter", {})
    included = wanted.get("include", ["public", "im"])
    directs = {} if wanted.get("exclude_bot_users") or "im" not in included else directory.directs
    return (channels if "public" in included else {}) | dict(directs)


def current(element: Json, channel: str | None) -> Json:
    """Return the element with the conversation in which somebody is, where it asks for that one and has no other."""
    kind = element.get("type")
    asked = element.get("default_to_current_conversation") and channel is not None and kind in NAMED
    if not asked or NAMED[str(kind)][1] in element:
        return element
    return element | {NAMED[str(kind)][1]: [channel] if kind in SEVERAL else channel}
