"""Whom and what a message names: people, user groups and channels, with the labels that Slack sends along.

In rich text a mention is an id alone; in `text` it may carry its name: `<@U1|ola>`, `<#C1|studie>`, `<!subteam^S1|@x>`
(https://docs.slack.dev/messaging/formatting-message-text). The two tell of the same message, so each helps the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from handlers.views.rich_text import unescaped

_IDS: Final = {"user": "user_id", "usergroup": "usergroup_id", "channel": "channel_id"}
_IN_TEXT: Final = re.compile(r"<(@|#|!subteam\^)([A-Z0-9]+)(?:\|([^<>]*))?>")
_OF_MARK: Final = {"@": "user", "#": "channel", "!subteam^": "usergroup"}


@dataclass(frozen=True, slots=True)
class Mentions:
    """The ids that a message names, by kind (`user`, `usergroup`, `channel`), and the labels that came with some."""

    ids: Mapping[str, frozenset[str]]
    labels: Mapping[str, str]

    @property
    def people(self) -> frozenset[str]:
        """The people's ids."""
        return self.ids["user"]

    def unknown(self, names: Mapping[str, str]) -> list[str]:
        """The kinds of which one has no name."""
        return [kind for kind, ids in self.ids.items() if ids - names.keys() - self.labels.keys()]


def mentions(content: object) -> Mentions:
    """Find every mention in what Slack sent of a message."""
    ids: dict[str, set[str]] = {kind: set() for kind in _IDS}
    labels: dict[str, str] = {}
    for kind, found, label in _all(content):
        ids[kind].add(found)
        if label.strip("@# "):
            labels[found] = unescaped(label)
    return Mentions({kind: frozenset(found) for kind, found in ids.items()}, labels)


def _all(node: object, key: str = "", *, is_plain: bool = False) -> Iterator[tuple[str, str, str]]:
    if isinstance(node, str):
        if key in ("text", "pretext", "value") and not is_plain:
            yield from ((_OF_MARK[mark], found, label) for mark, found, label in _IN_TEXT.findall(node))
    elif isinstance(node, list | tuple):
        for one in node:
            yield from _all(one, key)
    elif isinstance(node, Mapping):
        yield from _in_object(node)


def _in_object(node: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    kind = str(node.get("type"))
    if kind in _IDS and node.get(_IDS[kind]):
        yield kind, str(node[_IDS[kind]]), ""
        return
    is_plain = kind in ("text", "plain_text", "raw_text", "link")  # there a mention is nothing but its characters
    for name, value in node.items():
        if isinstance(value, str | list | tuple | Mapping):
            yield from _all(value, name, is_plain=is_plain)
