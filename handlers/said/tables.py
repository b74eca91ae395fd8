"""Tables that a person pasted: rebuilt from what Slack sends, as a table that Slack takes from us as well.

A cell is `raw_text`, `raw_number` or `rich_text`: https://docs.slack.dev/reference/block-kit/blocks/table-block
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from handlers.views import rich_text
from handlers.views.blocks import Block, Element

KINDS: Final = ("table", "data_table")


def table(block: Mapping[str, Any], names: Mapping[str, str]) -> Block | None:
    """Rebuild a table, its rows equally long; None for one in which nothing stands."""
    rows = [[_cell(cell, names) for cell in _objects(row)] for row in _lists(block.get("rows"))]
    width = max((len(row) for row in rows), default=0)
    if not any(_says_something(cell) for row in rows for cell in row):
        return None
    return {"type": "table", "rows": [[*row, *(_raw("") for _ in range(width - len(row)))] for row in rows]}


def _cell(cell: Mapping[str, Any], names: Mapping[str, str]) -> Element:
    if cell.get("type") == "rich_text":
        rebuilt = rich_text.clean([cell], names)
        return rebuilt[0] if rebuilt else _raw("")
    text = cell.get("text")
    if isinstance(text, str) and text:
        return _raw(text)
    number = cell.get("value")
    if isinstance(number, int | float) and not isinstance(number, bool):
        return _raw(str(number))
    return _raw(rich_text.plain(rich_text.clean([cell], names)))


def _raw(text: str) -> Element:
    return {"type": "raw_text", "text": text or " "}  # Slack's own client leaves no cell without a text, either


def _says_something(cell: Element) -> bool:
    return cell["type"] == "rich_text" or bool(cell["text"].strip())


def _lists(rows: object) -> list[Sequence[object]]:
    return [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []


def _objects(row: Sequence[object]) -> list[Mapping[str, Any]]:
    return [cell if isinstance(cell, Mapping) else {} for cell in row]
