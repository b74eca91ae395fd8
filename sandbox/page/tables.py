"""Tables drawn: the plain `table` block and the `data_table` with its caption, headings and buttons in cells."""

from collections.abc import Callable

import htpy as h
from htpy import Node

from sandbox.page.place import Place
from sandbox.page.reader import Json
from sandbox.page.rich import rich_text

DrawElement = Callable[[Json, Place], Node]


def table(block: Json, place: Place, draw: DrawElement) -> Node:
    """A table block; its first row is the heading."""
    settings = block.get("column_settings") or []
    return _drawn(block.get("rows", []), "Tabell", None, settings, place, draw)


def data_table(block: Json, place: Place, draw: DrawElement) -> Node:
    """A data table; it is shown whole here, where Slack turns pages and sorts."""
    caption = str(block.get("caption", ""))
    return _drawn(block.get("rows", []), caption, block.get("row_header_column_index"), [], place, draw, shown=True)


def _drawn(
    rows: list[list[Json]],
    caption: str,
    header_column: int | None,
    settings: list[Json | None],
    place: Place,
    draw: DrawElement,
    shown: bool = False,
) -> Node:
    def cell(inside: Json, column: int, head: bool) -> Node:
        align = (settings[column] or {}).get("align") if column < len(settings) else None
        right = align == "right" or (inside.get("type") == "raw_number" and not head)
        content = _content(inside, place, draw)
        if head:
            return h.th(".right" if right else "", scope="col")[content]
        return (h.th(scope="row") if column == header_column else h.td(".right" if right else ""))[content]

    head, body = rows[:1], rows[1:]
    return h.div(".table", role="region", tabindex="0", aria_label=caption)[
        h.table[
            h.caption("" if shown else ".unseen")[caption],
            h.thead[(h.tr[(cell(one, at, True) for at, one in enumerate(row))] for row in head)],
            h.tbody[(h.tr[(cell(one, at, False) for at, one in enumerate(row))] for row in body)],
        ]
    ]


def _content(cell: Json, place: Place, draw: DrawElement) -> Node:
    kind = cell.get("type")
    if kind == "rich_text":
        return rich_text(cell, place.reader)
    if kind == "action_cell":
        return draw(cell["element"], place)
    return str(cell.get("text") or cell.get("value") or "")
