"""What Slack's composer makes of what a person types: escaped text, and the same as a rich_text block.

Typed words are never markup: `<!channel>` typed stays those characters. Links and a few emoji are recognised;
a mention or a broadcast exists only where the person picked it (rich_text elements given as such).
"""

import re

from sandbox.records import Json

LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)]")
EMOJI = {"👍": "+1", "😀": "grinning", "🙂": "slightly_smiling_face", "🎉": "tada", "❤️": "heart", "😊": "blush"}
TOKEN = re.compile(f"({LINK.pattern}|{'|'.join(EMOJI)})")


def escape(text: str) -> str:
    """Escape the three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def elements_of(text: str) -> list[Json]:
    """Return what was typed as the elements of a rich_text section."""
    found: list[Json] = []
    for part in TOKEN.split(text):
        if part in EMOJI:
            code = "-".join(f"{ord(char):x}" for char in part)
            found.append({"type": "emoji", "name": EMOJI[part], "unicode": code})
        elif LINK.fullmatch(part):
            found.append({"type": "link", "url": part})
        elif part:
            found.append({"type": "text", "text": part})
    return found


def text_of(elements: list[Json]) -> str:
    """Return the message text that goes with those elements."""
    return "".join(_word(element) for element in elements)


def rich_text(elements: list[Json], block_id: str) -> Json:
    """Return the block around the elements."""
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}


def _word(element: Json) -> str:
    match element["type"]:
        case "text":
            return escape(element["text"])
        case "emoji":
            return f":{element['name']}:"
        case "link":
            return f"<{element['url']}>"
        case "user":
            return f"<@{element['user_id']}>"
        case "usergroup":
            return f"<!subteam^{element['usergroup_id']}>"
        case "broadcast":
            return f"<!{element['range']}>"
        case "channel":
            return f"<#{element['channel_id']}>"
        case other:
            raise ValueError(f"the composer makes no {other!r}")
