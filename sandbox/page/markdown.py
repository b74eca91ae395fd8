"""The markdown block drawn: the part of standard Markdown that bots write, as nodes."""

import re
from itertools import groupby

import htpy as h
from htpy import Node

from sandbox.page.text import link

INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`|\*\*(?P<bold>[^*\n]+)\*\*|~~(?P<strike>[^~\n]+)~~"
    r"|(?<![\w*])[*_](?P<italic>[^*_\n]+)[*_](?!\w)|\[(?P<words>[^\]\n]+)\]\((?P<url>[^)\s]+)\)"
)
LINE = re.compile(r"(?P<heading>#{1,6})\s+|(?P<bullet>[-*+])\s+|(?P<number>\d+)\.\s+|(?P<quote>>)\s?")


def markdown(text: str) -> Node:
    """The text as headings, lists, quotes, code and paragraphs."""
    pieces = re.split(r"```\w*\n?(.*?)\n?```", text, flags=re.DOTALL)
    return [h.pre(".code")[piece] if index % 2 else _flow(piece) for index, piece in enumerate(pieces) if piece]


def _flow(text: str) -> Node:
    lines = [(_kind(line), line) for line in text.split("\n")]
    return [_group(kind, [line for _, line in group]) for kind, group in groupby(lines, key=lambda pair: pair[0])]


def _kind(line: str) -> str:
    found = LINE.match(line.strip())
    if found:
        return str(found.lastgroup)
    return "text" if line.strip() else "gap"


def _group(kind: str, lines: list[str]) -> Node:
    if kind == "gap":
        return None
    bare = [LINE.sub("", line.strip(), count=1) if kind != "text" else line for line in lines]
    if kind == "heading":
        return [h.h4[_inline(line)] for line in bare]
    if kind in ("bullet", "number"):
        return (h.ul if kind == "bullet" else h.ol)(".rich-list")[(h.li[_inline(line)] for line in bare)]
    element = h.blockquote if kind == "quote" else h.p
    return element[[[_inline(line), h.br] for line in bare[:-1]], _inline(bare[-1])]


def _inline(text: str) -> Node:
    nodes: list[Node] = []
    position = 0
    for found in INLINE.finditer(text):
        nodes += [text[position : found.start()], _token(found)]
        position = found.end()
    return [*nodes, text[position:]]


def _token(found: re.Match[str]) -> Node:
    if found["url"]:
        return link(found["url"], found["words"])
    for name, element in (("code", h.code), ("bold", h.strong), ("strike", h.s)):
        if found[name]:
            return element[found[name]]
    return h.em[found["italic"]]
