"""From Slack's message, of an event or a shortcut, to what a person said: their words, tables, files and forwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.heard import Lost, SentFile
from handlers.said import files as of_files
from handlers.said.mentions import mentions
from handlers.said.tables import KINDS as TABLES
from handlers.said.tables import table
from handlers.views import rich_text
from handlers.views.blocks import Block, Element, bold, line_of, words_of
from handlers.views.rich_text import objects

_NOBODY: Final[Mapping[str, str]] = {}
_DEEPEST: Final = 3  # a forwarded message may hold a forwarded message
_SILENT: Final = ("divider", "actions", "context_actions", "input")  # nothing in them is anybody's words
_NO_WORDS: Final = ("[no preview available]", "")


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says: `blocks` can be shown to others, `text` is the same as plain lines, `lost` did not come."""

    blocks: tuple[Block, ...]
    text: str
    files: tuple[SentFile, ...]
    lost: tuple[Lost, ...]


def read(message: Mapping[str, Any], names: Mapping[str, str] = _NOBODY) -> Said:
    """Read a message; `names` says who and what the ids are that it mentions."""
    found = _content(message)
    named = mentions(found)
    everybody = {**named.labels, **{one: name for one, name in names.items() if name}}
    blocks, files, lost = _read(found, everybody, 0)
    lost = [*(Lost(kind) for kind in named.unknown(everybody)), *lost]
    joined = _joined(blocks)
    return Said(joined, rich_text.plain(joined), tuple(files), tuple(dict.fromkeys(lost)))


def files_to_ask_for(message: Mapping[str, Any]) -> list[str]:
    """Which of its files Slack only names, so that it has to be asked what they are (`check_file_info`)."""
    files = [*objects(message.get("files")), *_forwarded_files(message)]
    return [str(file["id"]) for file in files if file.get("file_access") == "check_file_info" and file.get("id")]


def _forwarded_files(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [file for one in _content(message)["attachments"] for file in objects(one.get("files"))]


def _content(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message without the previews of links: Slack's own words about what stands in it anyway."""
    kept = [one for one in objects(message.get("attachments")) if not _is_preview(one, message)]
    return {name: message.get(name) for name in ("text", "blocks", "files")} | {"attachments": kept}


def _is_preview(attachment: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    """Whether it only shows what a link leads to. A forwarded message is marked `is_share`; older ones may lack it."""
    if attachment.get("is_share"):
        return False
    address = str(attachment.get("from_url") or attachment.get("original_url") or "")
    if attachment.get("is_msg_unfurl"):
        return bool(address) and address in _addresses(message)
    return bool(address or attachment.get("is_app_unfurl"))


def _addresses(message: Mapping[str, Any]) -> str:
    return f"{message.get('text') or ''} {message.get('blocks') or ''}".replace("&amp;", "&")


def _read(
    message: Mapping[str, Any], names: Mapping[str, str], depth: int
) -> tuple[list[Block], list[Any], list[Lost]]:
    blocks, lost = _blocks(objects(message.get("blocks")), names)
    if all(block["type"] == "table" for block in blocks):
        blocks = [*rich_text.from_text(str(message.get("text") or ""), names), *blocks]
    files = of_files.sort(objects(message.get("files")))
    sent, lost = list(files.sent), [*lost, *files.lost]
    if files.lines:
        blocks.append({"type": "rich_text", "elements": files.lines})
    for attachment in objects(message.get("attachments")):
        more, more_files, more_lost = _attachment(attachment, names, depth)
        blocks, sent, lost = [*blocks, *more], [*sent, *more_files], [*lost, *more_lost]
    return blocks, sent, lost


def _blocks(given: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[list[Block], list[Lost]]:
    blocks: list[Block] = []
    lost: list[Lost] = []
    for block in given:
        kind = block.get("type")
        if kind in TABLES:
            built = table(block, names)
            read = [built] if built else []
        elif kind == "rich_text":
            read = list(rich_text.clean([block], names))
            lost += _lost_inside(block)
        else:
            read = _other(block, names)
            lost += [] if read or kind in _SILENT else [Lost("block")]
        blocks += read
    return blocks, lost


def _lost_inside(node: object) -> list[Lost]:
    """Tell what of a rich text has no words that could be shown."""
    if isinstance(node, list | tuple):
        return [one for each in node for one in _lost_inside(each)]
    if not isinstance(node, Mapping):
        return []
    if "elements" in node:
        return _lost_inside(node["elements"])
    return [] if node.get("type") == "text" or rich_text.element_text(node) else [Lost("block")]


def _other(block: Mapping[str, Any], names: Mapping[str, str]) -> list[Block]:
    """Show the words of any other block: each text in it a line of its own, and where a picture or film lies."""
    lines: list[Element] = []
    for text, is_marked in _texts(block):
        built = rich_text.from_text(text, names) if is_marked else rich_text.plainly(rich_text.unescaped(text))
        lines += [part for one in built for part in one["elements"]]
    for name in ("image_url", "title_url", "video_url", "url"):
        if isinstance(block.get(name), str) and not str(block.get("title_link") or ""):
            lines.append(line_of(rich_text.link(block[name], "") or [words_of(block[name])]))
            break
    return [{"type": "rich_text", "elements": lines}] if lines else []


_WORDS: Final = ("title", "text", "description", "alt_text", "fields", "elements", "label", "caption", "fallback")


def _texts(node: object) -> list[tuple[str, bool]]:
    """Find every text in a block of any kind, and whether it is in Slack's markup."""
    if isinstance(node, str):
        return [(node, False)] if node.strip() else []
    if isinstance(node, list | tuple):
        return [one for each in node for one in _texts(each)]
    if not isinstance(node, Mapping) or node.get("type") in ("button", *_SILENT):
        return []
    if isinstance(node.get("text"), str):
        return [(node["text"], node.get("type") in ("mrkdwn", "markdown"))] if node["text"].strip() else []
    found = [one for name in _WORDS if name not in ("fallback", "alt_text") for one in _texts(node.get(name))]
    return found or _texts(node.get("alt_text")) or _texts(node.get("fallback"))


def _attachment(
    attachment: Mapping[str, Any], names: Mapping[str, str], depth: int
) -> tuple[list[Block], list[SentFile], list[Lost]]:
    """Read what hangs on a message: a table, a forwarded message, or what another app has put there."""
    if depth >= _DEEPEST:
        return [], [], [Lost("block")]
    inner = _message_in(attachment)
    blocks, files, lost = _read(inner, names, depth + 1)
    if not blocks and not files and not lost:
        blocks = _classic(attachment, names)
    if (attachment.get("is_share") or attachment.get("is_msg_unfurl")) and (blocks or files):
        blocks = [_heading(attachment), *(_quoted(block) for block in blocks)]
    return blocks, files, lost if blocks or files or lost else [Lost("block")]


def _message_in(attachment: Mapping[str, Any]) -> dict[str, Any]:
    """The message that an attachment holds: a forwarded one keeps its blocks in `message_blocks`.

    https://github.com/slackapi/java-slack-sdk/issues/1179
    """
    inside = [(one.get("message") or {}).get("blocks") for one in objects(attachment.get("message_blocks"))]
    blocks = [block for some in inside for block in objects(some)]
    is_forward = attachment.get("is_share") or attachment.get("is_msg_unfurl")
    return {
        "blocks": blocks or attachment.get("blocks"),
        "text": attachment.get("text") if is_forward else "",
        "files": attachment.get("files"),
        "attachments": attachment.get("attachments"),
    }


def _classic(attachment: Mapping[str, Any], names: Mapping[str, str]) -> list[Block]:
    """Show an attachment of the kind that apps post: https://docs.slack.dev/legacy/legacy-messaging ."""
    fields = [str(one.get(part) or "") for one in objects(attachment.get("fields")) for part in ("title", "value")]
    said = [str(attachment.get(name) or "") for name in ("pretext", "author_name", "title", "text")]
    lines = [text for text in (*said, *fields, str(attachment.get("footer") or "")) if text.strip()]
    if not lines and str(attachment.get("fallback") or "") not in _NO_WORDS:
        lines = [str(attachment["fallback"])]
    parts = [part for text in lines for block in rich_text.from_text(text, names) for part in block["elements"]]
    for name in ("title_link", "image_url", "thumb_url"):
        if attachment.get(name):
            parts.append(line_of(rich_text.link(str(attachment[name]), "") or [words_of(str(attachment[name]))]))
            break
    return [{"type": "rich_text", "elements": parts}] if parts else []


def _heading(attachment: Mapping[str, Any]) -> Block:
    author = str(attachment.get("author_name") or attachment.get("author_subname") or "").strip()
    return {"type": "rich_text", "elements": [line_of([bold(f"↪ {author or '…'}:")])]}


def _quoted(block: Block) -> Block:
    """Show that these are another one's words; what Slack cannot quote stays as it is below their name."""
    if block["type"] != "rich_text":
        return block
    return {"type": "rich_text", "elements": [rich_text.quoted(part) for part in block["elements"]]}


def _joined(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Let rich text that follows rich text be one block."""
    joined: list[Block] = []
    for block in blocks:
        if joined and block["type"] == joined[-1]["type"] == "rich_text":
            joined[-1] = {"type": "rich_text", "elements": [*joined[-1]["elements"], *block["elements"]]}
        else:
            joined.append(block)
    return tuple(joined)
