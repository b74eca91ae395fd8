"""What the browser read out of its fields, put into the form that a person's hands take."""

from datetime import datetime
from typing import Any

from sandbox.page.reader import Json
from sandbox.page.seat import Seat

Values = dict[str, dict[str, Any]]


def values_of(tab: Seat, blocks: list[Json], raw: Values) -> Values:
    """The values of a form; only fields that the surface still shows are taken along."""
    found: Values = {}
    for block in blocks:
        for element in [block.get("element"), block.get("accessory"), *block.get("elements", [])]:
            given = raw.get(block["block_id"], {})
            if element and element.get("action_id") in given:
                chosen = as_chosen(tab, element, given[element["action_id"]])
                found.setdefault(block["block_id"], {})[element["action_id"]] = chosen
    return found


def as_chosen(tab: Seat, element: Json, raw: Any) -> Any:
    """One value: an instant for date and time, ids for a file field, else what was read."""
    kind = element.get("type")
    if kind == "datetimepicker" and raw:
        zone = tab.stage.screen(tab.person_id).reader.zone
        return int(datetime.fromisoformat(str(raw)).replace(tzinfo=zone).timestamp())
    if kind == "file_input":
        return tab.stage.uploads.file_ids(tab.stage.workspace, tab.person_id, list(raw or []))
    if kind == "number_input" and raw:
        return str(raw).strip().replace(",", ".")
    return raw
