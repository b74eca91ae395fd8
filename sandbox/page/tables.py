"""Tables drawn: the plain `table` block, and the `data_table`, which people sort and page through by themselves.

As in Slack, sorting and paging happen in the browser and the bot hears nothing of them.
"""

from collections.abc import Callable

import htpy as h
from htpy import Node

from sandbox.page.icons import icon
from sandbox.page.place import Place
from sandbox.page.reader import Json
from sandbox.page.rich import rich_text

DrawElement = Callable[[Json, Place], Node]
PAGE = 5  # rows, where the bot does not say


def table(block: Json, place: Place, draw: DrawElement) -> Node:
    """A table block; its first row is the heading."""
    head, *body = block.get("rows") or [[]]
    settings = block.get("column_settings") or []
    right = {at for at, one in enumerate(settings) if (one or {}).get("align") == "right"}
    headings = [h.th(_side(at in right), scope="col")[_content(one, place, draw)] for at, one in enumerate(head)]
    rows = [h.tr[(_cell(one, at in right, place, draw) for at, one in enumerate(row))] for row in body]
    caption = "Table"
    return box(caption, h.caption(".unseen")[caption], headings, rows)


def data_table(block: Json, place: Place, draw: DrawElement) -> Node:
    """A data table: its headings sort, and it shows one page of its rows."""
    head, *body = block.get("rows") or [[]]
    size, caption, named = int(block.get("page_size", PAGE)), str(block.get("caption", "")), _naming(block)
    right = {at for at in range(len(head)) if body and all(_is_number(row, at) for row in body)}
    headings = [
        h.th(_side(at in right), scope="col")[
            h.button(".sort", type="button", data_do="sort")[_content(one, place, draw), h.span(aria_hidden="true")]
        ]
        for at, one in enumerate(head)
    ]
    rows = [
        h.tr(hidden=number >= size)[
            (_cell(one, at in right, place, draw, is_name=at == named) for at, one in enumerate(row))
        ]
        for number, row in enumerate(body)
    ]
    shown = box(caption, h.caption[caption], headings, rows)
    return h.div(".data-table", data_size=str(size))[shown, _pages(len(body), size, place)]


def box(caption: str, drawn: Node, headings: Node, rows: Node) -> Node:
    """The frame of a table, which scrolls by itself where it is too wide."""
    return h.div(".table", role="region", tabindex="0", aria_label=caption)[
        h.table[drawn, h.thead[h.tr[headings]], h.tbody[rows]]
    ]


def _naming(block: Json) -> int:
    return int(block.get("row_header_column_index", 0))


def _is_number(row: list[Json], at: int) -> bool:
    return at < len(row) and row[at].get("type") == "raw_number"


def _side(right: bool) -> str:
    return ".right" if right else ""


def _cell(cell: Json, right: bool, place: Place, draw: DrawElement, is_name: bool = False) -> Node:
    value = str(cell["value"]) if cell.get("type") == "raw_number" and "value" in cell else None
    content = _content(cell, place, draw)
    if is_name:
        return h.th(_side(right), scope="row", data_value=value)[content]
    return h.td(_side(right), data_value=value)[content]


def _pages(rows: int, size: int, place: Place) -> Node:
    if rows <= size:
        return None
    pages = -(-rows // size)
    return h.div(".pages")[
        h.button(".btn.dots", type="button", data_do="turn", data_by="-1", aria_label="Previous page", disabled=True)[
            icon("back")
        ],
        h.span(aria_live="polite")[f"Page 1 of {pages}"],
        h.button(".btn.dots", type="button", data_do="turn", data_by="1", aria_label="Next page")[icon("next")],
    ]


def _content(cell: Json, place: Place, draw: DrawElement) -> Node:
    kind = cell.get("type")
    if kind == "rich_text":
        return rich_text(cell, place.reader)
    if kind == "action_cell":
        return draw(cell["element"], place)
    return str(cell.get("text") or cell.get("value") or "")
