"""A message in as many as Slack needs for it: nothing of what was written is cut off.

Slack refuses a message whose blocks hold more than about 11,000 characters (bolt-js 2509 and 2867), and takes one table
in each, of 100 rows and 20 columns: https://docs.slack.dev/reference/block-kit/blocks/table-block
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from handlers.views.blocks import Block, Element, rich, words_of
from handlers.views.rich_text import is_quoted, quoted, row_lines

MOST: Final = 8000  # characters of text
_JSON_MOST: Final = 11_000
_PIECE: Final = 2500  # of a text that has to be divided, so that its formatting fits beside it
_BLOCKS: Final = 40
_ROWS: Final = 100
_COLUMNS: Final = 20


def parts_of(heading: Block, blocks: Sequence[Block]) -> list[list[Block]]:
    """Divide the blocks, the heading before the first, into messages that Slack takes."""
    parts: list[list[Block]] = [[heading]]
    for unit in _units(blocks):
        if not _fits(parts[-1], unit):
            parts.append([])
        _add(parts[-1], unit)
    return parts


def in_lines(table: dict[str, Any]) -> Element:
    """Show a table where none can stand, a line for each row."""
    return {"type": "rich_text_preformatted", "elements": [words_of("\n".join(row_lines(table)))]}


def _add(part: list[Block], unit: Block) -> None:
    if part and part[-1]["type"] == unit["type"] == "rich_text":
        part[-1] = rich(*part[-1]["elements"], *unit["elements"])
    else:
        part.append(unit)


def _fits(part: list[Block], unit: Block) -> bool:
    if not part:
        return True
    if unit["type"] == "table" and any(block["type"] == "table" for block in part):
        return False
    return len(part) < _BLOCKS and _length([*part, unit]) <= MOST and _size([*part, unit]) <= _JSON_MOST


def _units(blocks: Sequence[Block]) -> Iterator[Block]:
    """Everything that can stand in a message of its own: one paragraph, list, quotation or table."""
    for block in blocks:
        if block["type"] != "table":
            yield from (rich(piece) for part in block["elements"] for piece in _pieces(part))
        elif _is_small(block):
            yield block
        else:
            yield from (rich(piece) for piece in _pieces(in_lines(block)))


def _is_small(table: Block) -> bool:
    rows = table["rows"]
    is_small = len(rows) <= _ROWS and all(len(row) <= _COLUMNS for row in rows)
    return is_small and _length([table]) <= MOST and _size([table]) <= _JSON_MOST


def _pieces(part: Element) -> Iterator[Element]:
    """Divide what is too big for one message, between its elements and inside long texts."""
    if _length([part]) <= MOST // 2 and _size([part]) <= _JSON_MOST // 2:
        yield part
    elif part["type"] == "rich_text_list":
        yield from _lists(part)
    else:
        for some in _together([piece for element in part["elements"] for piece in _texts(element)]):
            yield {**part, "elements": some}


def _lists(part: Element) -> Iterator[Element]:
    number = int(part.get("offset", 0))
    for item in part["elements"]:
        for at, piece in enumerate(_pieces(item)):
            if at:
                yield quoted(piece) if is_quoted(part) else piece  # the rest of a long point, below it
                continue
            begun = {**part, "elements": [piece]}
            yield begun | ({"offset": number} if number and part["style"] == "ordered" else {})
        number += 1


def _together(elements: Sequence[Element]) -> Iterator[list[Element]]:
    some: list[Element] = []
    for element in elements:
        if some and (_length([*some, element]) > MOST // 2 or _size([*some, element]) > _JSON_MOST // 2):
            yield some
            some = []
        some.append(element)
    yield some


def _texts(element: Element) -> Iterator[Element]:
    text = element.get("text")
    if element["type"] != "text" or not isinstance(text, str):
        yield element
        return
    while len(text) > _PIECE:
        at = max(text.rfind("\n", 1, _PIECE), text.rfind(" ", _PIECE - 200, _PIECE)) + 1 or _PIECE
        yield {**element, "text": text[:at]}
        text = text[at:]
    yield {**element, "text": text}


def _length(drawn: object) -> int:
    if isinstance(drawn, dict):
        return sum(
            len(value) if name == "text" and isinstance(value, str) else _length(value) for name, value in drawn.items()
        )
    return sum(map(_length, drawn)) if isinstance(drawn, list | tuple) else 0


def _size(drawn: object) -> int:
    return len(json.dumps(drawn, ensure_ascii=False))
