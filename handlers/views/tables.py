"""Tables that their reader sorts and pages through without asking Saksbot: Slack's `data_table`.

In messages and on Home, not in a modal; 200 rows besides the headings, 20 columns, 20,000 characters in all cells:
https://docs.slack.dev/reference/block-kit/blocks/data-table-block
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.views.blocks import Block, Element, one_line

CELLS: Final = 19_000  # characters of all cells, within Slack's 20,000


def data_table(caption: str, rows: Sequence[Sequence[Element]], *, page_size: int, named_by: int) -> Block:
    """Build a table, its headings first, that its reader sorts and pages through; a message and Home take one.

    `named_by` is the column by which a screen reader names a row.
    """
    return {
        "type": "data_table",
        "caption": one_line(caption),
        "rows": [list(row) for row in rows],
        "page_size": page_size,
        "row_header_column_index": named_by,
    }


def text_cell(text: str) -> Element:
    """Build a cell of text, which Slack does not parse."""
    return {"type": "raw_text", "text": one_line(text)}


def number_cell(value: int, text: str) -> Element:
    """Build a cell that is shown as a text, and by which a column of such cells is sorted as numbers."""
    return {"type": "raw_number", "value": value, "text": one_line(text)}
