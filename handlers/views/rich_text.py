"""Rich text from Slack's events, rebuilt so that it can be shown to another person safely.

Mentions become plain text and call nobody, links keep only harmless schemes, lists, quotations and
styles stay. What is unknown is shown as its text. Source of the shapes: docs.slack.dev, rich text block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from handlers.views.blocks import Block, Element, line_of, words_of

_STYLES: Final = ("bold", "italic", "strike", "code")
_SCHEMES: Final = ("https://", "http://", "mailto:")
_NEVER: Final = ("javascript:", "data:", "vbscript:")
_EMOJI: Final = re.compile(r"[a-z0-9_+'\-]{1,100}")
_CODE_POINTS: Final = re.compile(r"[0-9a-f]{2,6}(-[0-9a-f]{2,6})*")
_CONTROL: Final = re.compile(r"<([@#!]?)(date\^[^<>|]+|[^<>|\s]+)(?:\|([^<>]*))?>")
_MENTIONS: Final = {
    "user": ("@", "user_id", "ukjent"),
    "usergroup": ("@", "usergroup_id", "gruppe"),
    "channel": ("#", "channel_id", "kanal"),
}
_LINK_MOST: Final = 3000
_NOBODY: Final[Mapping[str, str]] = {}
_NO_STYLE: Final[Mapping[str, bool]] = {}


def clean(blocks: Iterable[Mapping[str, Any]], names: Mapping[str, str] = _NOBODY) -> tuple[Block, ...]:
    """Rebuild the blocks of a message; `names` says who the mentioned ids are."""
    parts: list[Element] = []
    for block in blocks:
        inside = block.get("elements") if block.get("type") == "rich_text" else [block]
        for part in objects(inside):
            parts += _part(part, names)
    return ({"type": "rich_text", "elements": parts},) if parts else ()


def from_text(text: str, names: Mapping[str, str] = _NOBODY) -> tuple[Block, ...]:
    """Rebuild a message that came without blocks from its escaped `text`, which is unescaped once."""
    elements: list[Element] = []
    end = 0
    for found in _CONTROL.finditer(text):
        elements += _text(unescaped(text[end : found.start()]))
        elements += _control(*found.groups(default=""), names=names)
        end = found.end()
    elements += _text(unescaped(text[end:]))
    return ({"type": "rich_text", "elements": [line_of(elements)]},) if elements else ()


def plain(blocks: Iterable[Mapping[str, Any]]) -> str:
    """Give what the blocks say as plain text, a line for each line that is seen and for each row of a table."""
    lines: list[str] = []
    for block in blocks:
        if block.get("type") == "table":
            lines += row_lines(block)
            continue
        numbers: dict[int, int] = {}
        for part in objects(block.get("elements")):
            if part.get("type") == "rich_text_list":
                lines += [f"> {line}" if is_quoted(part) else line for line in list_lines(part, numbers)]
            else:
                numbers = {}
                mark = "> " if part.get("type") == "rich_text_quote" else ""
                lines += [mark + line for line in _said(part).removesuffix("\n").split("\n")]
    return "\n".join(lines).strip("\n")


def is_quoted(part: Mapping[str, Any]) -> bool:
    """Whether a list, or code, stands in a quotation: Slack's composer gives these a border, as one has.

    https://docs.slack.dev/tools/node-slack-sdk/reference/types/interfaces/RichTextBorderable
    """
    return part.get("border") == 1


def quoted(part: Element) -> Element:
    """A part that was rebuilt, as another one's words."""
    match part["type"]:
        case "rich_text_list":
            return part | {"border": 1}
        case "rich_text_preformatted":  # which Slack was seen to refuse with a border: slackapi/deno-slack-sdk#488
            return {"type": "rich_text_quote", "elements": _text(_said(part), {"code": True})}
        case _:
            return part | {"type": "rich_text_quote"}


def plainly(text: str) -> tuple[Block, ...]:
    """Build a block of a text that holds no markup."""
    return ({"type": "rich_text", "elements": [line_of(_text(text))]},) if text else ()


def unescaped(text: str) -> str:
    """Give a text of Slack's without the three characters' escapes, which it sends in plain text as well.

    https://github.com/slackapi/bolt-python/issues/513
    """
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def link(url: str, label: str) -> list[Element]:
    """Build a link, or its words where it may not be one; nothing for neither."""
    return _link(url, label, {})


def element_text(element: Mapping[str, Any]) -> str:
    """Give the words that would be shown for one element; empty where it has none."""
    return "".join(_loose(built) for built in _element(element, _NOBODY))


def row_lines(table: Mapping[str, Any]) -> list[str]:
    """Give a table that was read (handlers/said/tables.py) as lines, one for each row."""
    rows = [[_cell(cell) for cell in row] for row in table["rows"]]
    return [" | ".join(row).rstrip() for row in rows]


def first_number(part: Mapping[str, Any], numbers: dict[int, int]) -> int | None:
    """The number of a list's first item, None for bullets; `numbers` is how far each depth has come, and is kept up.

    As Slack does, it goes on where a list of the same depth stopped, unless other words or bullets of that depth
    stand between.
    """
    indent, length = int(part.get("indent", 0)), len(objects(part.get("elements")))
    before = max(numbers.get(indent, 0), int(part.get("offset", 0)))
    for deeper in [level for level in numbers if level > indent]:
        del numbers[deeper]
    is_ordered = part.get("style") == "ordered"
    numbers[indent] = before + length if is_ordered else 0
    return before + 1 if is_ordered else None


def list_lines(part: Mapping[str, Any], numbers: dict[int, int]) -> list[str]:
    """Give a list as lines, each with its mark; `numbers` as for `first_number`."""
    first = first_number(part, numbers)
    indent = "    " * int(part.get("indent", 0))
    items = enumerate(objects(part.get("elements")), start=first or 0)
    return [f"{indent}{f'{number}.' if first else '•'} {_said(item).strip()}" for number, item in items]


def _cell(cell: Mapping[str, Any]) -> str:
    said = plain([cell]) if cell.get("type") == "rich_text" else _loose(cell)
    return " ".join(said.split())


# ---- parts ---------------------------------------------------------------------------------------


def _part(part: Mapping[str, Any], names: Mapping[str, str]) -> list[Element]:
    match part.get("type"):
        case "rich_text_section" | "rich_text_quote":
            inside = _inline(part, names)
            return [{"type": part["type"], "elements": inside}] if inside else []
        case "rich_text_preformatted":
            code = _said(line_of(_inline(part, names)))
            built = {"type": "rich_text_preformatted", "elements": _text(code)}
            return [quoted(built) if is_quoted(part) else built] if code else []
        case "rich_text_list":
            return _list(part, names)
        case _:
            text = _loose(part)
            return [line_of(_text(text))] if text else []


def _list(part: Mapping[str, Any], names: Mapping[str, str]) -> list[Element]:
    items = [line_of(_inline(item, names) or _text(" ")) for item in objects(part.get("elements"))]
    if not items:
        return []
    style = "ordered" if part.get("style") == "ordered" else "bullet"
    built: Element = {"type": "rich_text_list", "style": style, "elements": items}
    for name, most in (("indent", 8), ("offset", 10_000)):
        number = part.get(name)
        if type(number) is int and 0 < number <= most:
            built[name] = number
    return [quoted(built) if is_quoted(part) else built]


def _inline(part: Mapping[str, Any], names: Mapping[str, str]) -> list[Element]:
    return [built for element in objects(part.get("elements")) for built in _element(element, names)]


def _element(element: Mapping[str, Any], names: Mapping[str, str]) -> list[Element]:
    style = _style(element)
    kind = element.get("type")
    if kind == "link":
        return _link(str(element.get("url", "")), str(element.get("text") or ""), style)
    if kind == "emoji":
        return _emoji(element)
    if kind in _MENTIONS:
        mark, key, unknown = _MENTIONS[kind]
        return _text(mark + names.get(str(element.get(key)), unknown).removeprefix(mark), style)
    if kind == "date":
        return _date(_loose(element) or _moment(element.get("timestamp")), str(element.get("url") or ""), style)
    return _text("@alle" if kind == "broadcast" else _loose(element), style)


def _text(text: str, style: Mapping[str, bool] = _NO_STYLE) -> list[Element]:
    return [words_of(text, **style)] if text else []


def _link(url: str, text: str, style: Mapping[str, bool]) -> list[Element]:
    if not url.lower().startswith(_SCHEMES) or len(url) > _LINK_MOST:
        is_shown = not url.lower().startswith(_NEVER) and len(url) <= _LINK_MOST
        return _text(_with_address(text, url) if is_shown else text or url, style)
    link: Element = {"type": "link", "url": url}
    if text:
        link["text"] = text
    return [link | {"style": dict(style)} if style else link]


def _emoji(element: Mapping[str, Any]) -> list[Element]:
    name, tone = str(element.get("name", "")), element.get("skin_tone")
    if not _EMOJI.fullmatch(name.partition("::")[0]):
        return _text(_loose(element))
    if type(tone) is int and 2 <= tone <= 6 and "::" not in name:
        name = f"{name}::skin-tone-{tone}"
    built: Element = {"type": "emoji", "name": name}
    code_points = str(element.get("unicode", ""))
    return [built | {"unicode": code_points} if _CODE_POINTS.fullmatch(code_points) else built]


def _date(words: str, url: str, style: Mapping[str, bool]) -> list[Element]:
    return _link(url, words, style) if url else _text(words, style)


def _moment(timestamp: object) -> str:
    """Write out an instant that came without words for it; each reader's Slack would have used their own zone."""
    try:
        return f"{datetime.fromtimestamp(float(str(timestamp)), UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return ""


def _style(element: Mapping[str, Any]) -> dict[str, bool]:
    given = element.get("style")
    return {name: True for name in _STYLES if given.get(name) is True} if isinstance(given, Mapping) else {}


def _control(mark: str, what: str, label: str, *, names: Mapping[str, str]) -> list[Element]:
    match mark:
        case "@":
            return _text("@" + (names.get(what) or unescaped(label) or "ukjent").removeprefix("@"))
        case "#":
            return _text("#" + (names.get(what) or unescaped(label) or "kanal").removeprefix("#"))
        case "!" if what in {"channel", "here", "everyone"}:
            return _text("@alle")
        case "!" if what.startswith("subteam^"):
            name = names.get(what.removeprefix("subteam^")) or unescaped(label) or "gruppe"
            return _text("@" + name.removeprefix("@"))
        case "!" if what.startswith("date^"):  # its instant, its form and perhaps an address
            timestamp, _, url = [*what.split("^")[1:], "", "", ""][:3]
            return _date(unescaped(label) or _moment(timestamp) or what, unescaped(url), {})
        case "!":
            return _text(unescaped(label) or what)
        case _:
            return _link(unescaped(what), unescaped(label), {})


# ---- text ----------------------------------------------------------------------------------------


def _said(part: Mapping[str, Any]) -> str:
    return "".join(_loose(element) for element in objects(part.get("elements")))


def _loose(element: Mapping[str, Any]) -> str:
    """Find the text of anything at all."""
    if element.get("type") == "emoji":
        code_points = str(element.get("unicode", ""))
        if _CODE_POINTS.fullmatch(code_points):
            return "".join(chr(min(int(each, 16), 0x10FFFF)) for each in code_points.split("-"))
        return f":{element.get('name', '')}:"
    if element.get("type") == "link" and element.get("url"):
        return _with_address(str(element.get("text") or ""), str(element["url"]))
    for name in ("text", "fallback", "value", "url"):
        found = element.get(name)
        if isinstance(found, Mapping):
            return _loose(found)
        if isinstance(found, str) and found:
            return found
    return "\n".join(filter(None, map(_loose, objects(element.get("elements")))))


def _with_address(label: str, url: str) -> str:
    """Say where a link leads beside what it is called; once, where it is called by its address."""
    address = url.removeprefix("https://").removeprefix("http://").removeprefix("mailto:").rstrip("/")
    return f"{label} ({url})" if label and label.rstrip("/") not in (address, url.rstrip("/")) else label or url


def objects(things: object) -> list[Mapping[str, Any]]:
    """Give the objects of a list out of a payload, of which nothing is certain."""
    return [each for each in things if isinstance(each, Mapping)] if isinstance(things, list | tuple) else []
