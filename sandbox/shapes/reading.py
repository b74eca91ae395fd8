"""Reading surfaces: every text on them, in order, as the person sees it.

mrkdwn is read as Slack shows it: entities decoded, mentions by name, links by label, dates by their fallback.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.records import Json

NameOf = Callable[[str], str]

STRINGS = frozenset(
    {"text", "alt_text", "fallback", "initial_value", "caption", "title", "initial_date"}
    | {"label", "name", "x_label", "y_label"}  # of a chart
)
UNSEEN = frozenset({"type", "block_id", "action_id", "value", "style", "private_metadata", "callback_id", "state"})
TOKEN = re.compile(r"<([^<>]*)>")
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def readable(text: str, name_of: NameOf) -> str:
    """Return mrkdwn as the reader sees it (marks such as * are left standing)."""
    shown = TOKEN.sub(lambda found: _token(found.group(1), name_of), text)
    for entity, char in ENTITIES:
        shown = shown.replace(entity, char)
    return shown


def lines_of_blocks(blocks: list[Json], name_of: NameOf) -> list[str]:
    """Return what stands in the blocks, one line per text; a rich_text paragraph is one line."""
    return [line for block in blocks for line in _lines(block, name_of) if line]


def lines_of_view(view: Json, name_of: NameOf) -> list[str]:
    """Return every text of a view: a modal's title, the blocks, a modal's buttons."""
    ends = [view[key]["text"] for key in ("submit", "close") if view.get(key)] if view["type"] == "modal" else []
    title = [view["title"]["text"]] if view["type"] == "modal" else []
    return title + lines_of_blocks(view["blocks"], name_of) + ends


def _token(inside: str, name_of: NameOf) -> str:
    target, _, label = inside.partition("|")
    if label:
        return label
    if target.startswith("@"):
        return "@" + name_of(target[1:])
    if target.startswith("!"):
        return "@" + target[1:].partition("^")[0]
    return target.removeprefix("mailto:").removeprefix("tel:")


def _lines(node: Any, name_of: NameOf) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _lines(item, name_of)
    elif isinstance(node, dict):
        kind = node.get("type")
        if isinstance(kind, str) and kind.startswith("rich_text_") and kind != "rich_text_list":
            yield "".join(_word(part, name_of) for part in node.get("elements", []))
        elif kind == "mrkdwn":
            yield readable(node["text"], name_of)
        else:
            yield from _fields(node, name_of)


def _fields(node: Json, name_of: NameOf) -> Iterator[str]:
    for key, value in node.items():
        if key in UNSEEN:
            continue
        if isinstance(value, str):
            if key in STRINGS:
                yield value
        else:
            yield from _lines(value, name_of)


def _word(part: Json, name_of: NameOf) -> str:
    match part["type"]:
        case "text":
            return str(part["text"])
        case "user":
            return f"@{name_of(part['user_id'])}"
        case "usergroup":
            return f"@{part['usergroup_id']}"
        case "broadcast":
            return f"@{part['range']}"
        case "channel":
            return f"#{part['channel_id']}"
        case "emoji":
            return f":{part['name']}:"
        case "link":
            return str(part.get("text") or part["url"])
        case "date":
            return str(part.get("fallback") or part["format"])
        case other:
            return f"[{other}]"
