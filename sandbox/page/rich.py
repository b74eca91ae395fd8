"""rich_text blocks drawn: sections, lists, quotes and code, with every style and element people can write."""

from collections.abc import Callable

import htpy as h
from htpy import Node

from sandbox.page.dates import written
from sandbox.page.emoji import EMOJI
from sandbox.page.reader import Json, Reader
from sandbox.page.text import link, mention, plain

STYLES = {"bold": h.strong, "italic": h.em, "strike": h.s, "underline": h.u, "code": h.code}


def rich_text(block: Json, reader: Reader) -> Node:
    """A whole rich_text block."""
    return [_part(part, reader) for part in block.get("elements", [])]


def _part(part: Json, reader: Reader) -> Node:
    kind = part.get("type")
    if kind == "rich_text_list":
        return _list(part, reader)
    leaves = [_leaf(element, reader) for element in part.get("elements", [])]
    if kind == "rich_text_preformatted":
        return h.pre(".code")[leaves]
    if kind == "rich_text_quote":
        return h.blockquote[leaves]
    return h.div(".rich")[leaves]


def _list(part: Json, reader: Reader) -> Node:
    element = h.ol if part.get("style") == "ordered" else h.ul
    indent = min(int(part.get("indent", 0)), 4)
    start = int(part.get("offset", 0)) + 1 if element is h.ol else None
    drawn = element(class_=f"rich-list indent-{indent}", start=start)[
        (h.li[[_leaf(leaf, reader) for leaf in item.get("elements", [])]] for item in part.get("elements", []))
    ]
    return h.blockquote[drawn] if part.get("border") == 1 else drawn


def _leaf(element: Json, reader: Reader) -> Node:
    drawn = LEAVES.get(str(element.get("type")), _unknown)(element, reader)
    style = element.get("style") or {}
    for name in STYLES:
        if style.get(name):
            drawn = STYLES[name][drawn]
    return drawn


def _text(element: Json, _reader: Reader) -> Node:
    return plain(str(element.get("text", "")), emoji=False)


def _link(element: Json, _reader: Reader) -> Node:
    url = str(element.get("url", ""))
    return link(url, str(element.get("text") or url))


def _user(element: Json, reader: Reader) -> Node:
    return mention("@" + reader.name_of(str(element.get("user_id", ""))))


def _group(element: Json, _reader: Reader) -> Node:
    return mention("@" + str(element.get("usergroup_id", "")))


def _channel(element: Json, _reader: Reader) -> Node:
    return mention("#" + str(element.get("channel_id", "")))


def _broadcast(element: Json, _reader: Reader) -> Node:
    return mention("@" + str(element.get("range", "")))


def _emoji(element: Json, _reader: Reader) -> Node:
    code = str(element.get("unicode", ""))
    if code:
        return "".join(chr(int(point, 16)) for point in code.split("-"))
    name = str(element.get("name", ""))
    return EMOJI.get(name, f":{name}:")


def _date(element: Json, reader: Reader) -> Node:
    words = written(int(element.get("timestamp", 0)), str(element.get("format", "")), reader)
    return link(str(element["url"]), words) if element.get("url") else h.time[words]


def _color(element: Json, _reader: Reader) -> Node:
    return h.code[str(element.get("value", ""))]


def _unknown(element: Json, _reader: Reader) -> Node:
    return str(element.get("text") or element.get("fallback") or "")


LEAVES: dict[str, Callable[[Json, Reader], Node]] = {
    "text": _text,
    "link": _link,
    "user": _user,
    "usergroup": _group,
    "channel": _channel,
    "broadcast": _broadcast,
    "emoji": _emoji,
    "date": _date,
    "color": _color,
}
