"""What somebody wrote in the conversation, with the form that it had, as parts of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.archive.paper import Code, Items, Line, Part, Quote, Span, Table, Words, text
from domain.case_record import VersionRecord
from handlers.views import rich_text

_STYLES: Final = ("bold", "italic", "strike", "code")


def parts_of(version: VersionRecord) -> tuple[Part, ...]:
    """One version of a message; as plain text where its form is not known here, so that no word is lost."""
    blocks = list(version.blocks)
    if not blocks or rich_text.plain(blocks) != version.text:
        return (text(version.text),)
    return tuple(part for block in blocks for part in _block(block))


def _block(block: Mapping[str, Any]) -> Iterator[Part]:
    if block.get("type") == "table":
        yield Table((), tuple(tuple(map(_cell, row)) for row in block["rows"]))
        return
    numbers: dict[int, int] = {}
    for part in block.get("elements", ()):
        kind, inside = part.get("type"), part.get("elements", ())
        if kind == "rich_text_list":
            yield _quoted_list(part, numbers) if rich_text.is_quoted(part) else _list(part, numbers)
            continue
        numbers = {}
        if kind == "rich_text_preformatted":
            yield Code("".join(map(rich_text.element_text, inside)))
        elif kind == "rich_text_quote":
            yield Quote(tuple(_lines(inside)))
        else:
            yield Words(tuple(_lines(inside)))


def _cell(cell: Mapping[str, Any]) -> str:
    return rich_text.plain([cell]) if cell.get("type") == "rich_text" else rich_text.element_text(cell)


def _list(part: Mapping[str, Any], numbers: dict[int, int]) -> Items:
    lines = tuple(tuple(_span(element) for element in item.get("elements", ())) for item in part.get("elements", ()))
    return Items(lines, int(part.get("indent", 0)), rich_text.first_number(part, numbers))


def _quoted_list(part: Mapping[str, Any], numbers: dict[int, int]) -> Quote:
    return Quote(tuple((Span(line),) for line in rich_text.list_lines(part, numbers)))


def _lines(elements: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    """The words of a paragraph, cut where a line of it ends."""
    line: list[Span] = []
    for span in map(_span, elements):
        first, *more = span.text.split("\n")
        line.append(Span(first, span.styles))
        for begun in more:
            yield tuple(line)
            line = [Span(begun, span.styles)]
    yield tuple(line)


def _span(element: Mapping[str, Any]) -> Span:
    style = element.get("style") or {}
    return Span(rich_text.element_text(element), tuple(name for name in _STYLES if style.get(name)))
