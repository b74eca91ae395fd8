"""rich_text turned back into plain text, for editing what was written."""

from sandbox.page.reader import Json

MARKS = {"user": "user_id", "usergroup": "usergroup_id", "channel": "channel_id"}


def rich_as_text(block: Json | None) -> str:
    """The text of a rich_text value without its styles, one line per section or list item."""
    return "\n".join(_lines(block or {}))


def _lines(part: Json) -> list[str]:
    inner = part.get("elements", [])
    if part.get("type") in ("rich_text", "rich_text_list"):
        return [line for element in inner for line in _lines(element)]
    return ["".join(_leaf(element) for element in inner)]


def _leaf(element: Json) -> str:
    kind = str(element.get("type"))
    if kind in MARKS:
        return "@" + str(element.get(MARKS[kind], ""))
    return str(element.get("text") or element.get("url") or element.get("fallback") or "")
