"""The shapes of Block Kit's two tables: the plain `table`, and the `data_table` that its readers can sort.

Sources: docs.slack.dev, table block and data table block; @slack/types 3.2.0 has numbers in the plain table, too. A
button in a cell (`action_cell`) is in neither page yet.
"""

from typing import Any

from sandbox.shapes.limits import LIMITS
from sandbox.shapes.rich import rich_text
from sandbox.shapes.schema import Check, Rule, Walk, flag, many, number, optionally, shape, string, typed, whole

NUMBER = shape({"value": number, "text": string(least=1)})
TABLE_CELLS = typed(
    {"raw_text": shape({"text": string()}, {"emoji": flag}), "raw_number": NUMBER, "rich_text": rich_text}
)
HEADING_CELLS: dict[str, Check] = {"raw_text": shape({"text": string(least=1)}, {"emoji": flag}), "raw_number": NUMBER}
column = shape({}, {"align": string(one_of=frozenset({"left", "center", "right"})), "is_wrapped": flag})


def _rows(kind: str, cell: Check, least: int) -> Check:
    row = many(cell, LIMITS[f"{kind}.columns.max_items"], least)
    return many(row, LIMITS[f"{kind}.rows.max_items"], LIMITS.get(f"{kind}.rows.min_items", 1))


def _even(value: dict[str, Any], walk: Walk) -> None:
    if len({len(row) for row in value["rows"]}) > 1:
        walk.say("all rows must have the same number of columns")
    if value.get("row_header_column_index", 0) >= len(value["rows"][0]):
        walk.say("row_header_column_index must name a column")


def _plain_headings(value: dict[str, Any], walk: Walk) -> None:
    many(typed(HEADING_CELLS))(value["rows"][0], walk.at("rows").at(0))


TABLE: tuple[dict[str, Check], dict[str, Check]] = (
    {"rows": _rows("table", TABLE_CELLS, 0)},
    {"column_settings": many(optionally(column), LIMITS["table.column_settings.max_items"])},
)
DATA_TABLE: tuple[dict[str, Check], dict[str, Check], Rule, Rule] = (
    {
        "rows": _rows(
            "data_table", typed(HEADING_CELLS | {"rich_text": rich_text}), LIMITS["data_table.columns.min_items"]
        ),
        "caption": string(least=1),
    },
    {
        "page_size": whole(LIMITS["data_table.page_size.min"], LIMITS["data_table.page_size.max"]),
        "row_header_column_index": whole(LIMITS["data_table.row_header_column_index.min"]),
    },
    _even,
    _plain_headings,
)
