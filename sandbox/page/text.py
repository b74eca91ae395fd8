"""Text objects drawn: mrkdwn and plain text become nodes, never HTML strings.

The angle tokens are taken first and the three entities decoded last, at the leaf, so that no text can turn into
markup; only http, https and mailto become links (slack-platform, F4).
"""

import re
from collections.abc import Iterator

import htpy as h
from htpy import Node

from sandbox.page.dates import written
from sandbox.page.emoji import with_emoji
from sandbox.page.reader import Json, Reader

FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<angle>[^<>\n]*)>"
    r"|(?<![\w*])\*(?=\S)(?P<bold>(?:<[^<>\n]*>|[^*<>\n])+)(?<=\S)\*(?![\w*])"
    r"|(?<![\w_])_(?=\S)(?P<italic>(?:<[^<>\n]*>|[^_<>\n])+)(?<=\S)_(?![\w_])"
    r"|(?<![\w~])~(?=\S)(?P<strike>(?:<[^<>\n]*>|[^~<>\n])+)(?<=\S)~(?![\w~])"
    r"|(?P<url>\bhttps?://[^\s<>|]*[^\s<>|.,;:!?)\]'\"])"
)
QUOTE = re.compile(r"^(?:&gt;|>) ?")
DATE = re.compile(r"!date\^(\d+)\^([^^|]*)(?:\^([^|]*))?")
SAFE = ("http://", "https://", "mailto:")
BROADCASTS = ("here", "channel", "everyone")


def text_object(text: Json | None, reader: Reader) -> Node:
    """A plain_text or mrkdwn object, drawn."""
    if not text:
        return None
    if text.get("type") == "mrkdwn":
        return mrkdwn(str(text.get("text", "")), reader, links=not text.get("verbatim"))
    return plain(str(text.get("text", "")), emoji=text.get("emoji", True))


def plain(text: str, emoji: bool = True) -> Node:
    """Text that parses nothing but line breaks and, where allowed, emoji names."""
    return _lines(with_emoji(text) if emoji else text)


def mrkdwn(text: str, reader: Reader, links: bool = True) -> Node:
    """Slack's own markup as nodes; `links=False` leaves bare addresses as text."""
    pieces = FENCE.split(text)
    return [
        h.pre(".code")[decoded(piece)] if index % 2 else list(_paragraphs(piece, reader, links))
        for index, piece in enumerate(pieces)
        if piece
    ]


def decoded(text: str) -> str:
    """The three entities turned back into the signs they stand for, each once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def link(url: str, words: Node) -> Node:
    """A link that opens in a new tab, or only its words when the address is not a safe one."""
    if not safe(url):
        return words
    return h.a(href=url, target="_blank", rel="noopener noreferrer")[words]


def safe(url: object) -> str | None:
    """The address when a click on it can do no harm, else None."""
    return str(url) if url and str(url).lower().startswith(SAFE) else None


def mention(words: str) -> Node:
    """The highlighted name of a person, group or broadcast."""
    return h.span(".mention")[words]


def _paragraphs(text: str, reader: Reader, links: bool) -> Iterator[Node]:
    quoted: list[str] = []
    plain_lines: list[str] = []
    for line in text.split("\n"):
        mine, other = (quoted, plain_lines) if QUOTE.match(line) else (plain_lines, quoted)
        if other:
            yield _flush(quoted, plain_lines, reader, links)
        mine.append(line)
    yield _flush(quoted, plain_lines, reader, links)


def _flush(quoted: list[str], plain_lines: list[str], reader: Reader, links: bool) -> Node:
    if quoted:
        text = "\n".join(QUOTE.sub("", line) for line in quoted)
        node: Node = h.blockquote[_inline(text, reader, links)]
    else:
        node = _inline("\n".join(plain_lines), reader, links)
    quoted.clear()
    plain_lines.clear()
    return node


def _inline(text: str, reader: Reader, links: bool) -> Node:
    nodes: list[Node] = []
    position = 0
    for found in INLINE.finditer(text):
        nodes.append(_leaf(text[position : found.start()]))
        nodes.append(_token(found, reader, links))
        position = found.end()
    nodes.append(_leaf(text[position:]))
    return nodes


def _token(found: re.Match[str], reader: Reader, links: bool) -> Node:
    kind, inner = found.lastgroup, found.group(found.lastgroup or 0)
    if kind == "code":
        return h.code[decoded(inner)]
    if kind == "angle":
        return _angle(inner, reader)
    if kind == "url":
        return link(decoded(inner), decoded(inner)) if links else decoded(inner)
    element = {"bold": h.strong, "italic": h.em}.get(kind or "", h.s)
    return element[_inline(inner, reader, links)]


def _angle(inner: str, reader: Reader) -> Node:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return mention("@" + (decoded(label) or reader.name_of(target[1:])))
    if target.startswith("#"):
        return mention("#" + (decoded(label) or target[1:]))
    if target.startswith("!"):
        return _special(target, label, reader)
    return link(decoded(target), _leaf(label or target.removeprefix("mailto:")))


def _special(target: str, label: str, reader: Reader) -> Node:
    found = DATE.match(target)
    if found:
        stamp, pattern, url = found.groups()
        words = written(int(stamp), decoded(pattern), reader)
        return link(decoded(url), words) if url else h.time[words]
    name = target[1:].split("^", maxsplit=1)[0]
    if name in BROADCASTS:
        return mention("@" + name)
    return mention(decoded(label) or "@" + name)


def _leaf(text: str) -> Node:
    return _lines(decoded(with_emoji(text)))


def _lines(text: str) -> Node:
    if "\n" not in text:
        return text
    first, *rest = text.split("\n")
    return [first, [[h.br, line] for line in rest]]
