"""Interactive elements as a client holds them: where they stand, what they start with, what can be chosen.

A state value has Slack's shape, e.g. {"type": "datepicker", "selected_date": "2026-12-18"}; what a test or the
page gives is simply what was chosen: an option's value (or values), a date, a user id, a text, files.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from sandbox.records import Json, NotPossible
from sandbox.shapes.named import NAMED, SEVERAL, Directory, offered

State = dict[str, dict[str, Json]]

ONE_OPTION = frozenset({"static_select", "external_select", "radio_buttons"})
MANY_OPTIONS = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})
EXTERNAL = frozenset({"external_select", "multi_external_select"})
TEXTS = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
PLAIN_FIELDS = {
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
STATELESS = frozenset({"button", "overflow"})


class Chooser:
    """What an element's choices depend on beside the element itself: suggestions made, who and what is there, files."""

    def __init__(
        self,
        suggested: Callable[[str, str], list[Json]],
        directory: Directory,
        take_files: Callable[[Any], list[Json]],
    ) -> None:
        self.suggested = suggested
        self.directory = directory
        self.take_files = take_files


def placed(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Give every interactive element with the block it stands in, top to bottom."""
    for block in blocks:
        inside = [*block.get("elements", []), *(block[k] for k in ("accessory", "element") if k in block)]
        for element in inside:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def find(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    """Return the block and the element with these ids; raises NotPossible when it is not there."""
    for block, element in placed(blocks):
        if block["block_id"] == block_id and element["action_id"] == action_id:
            return block, element
    there = [f"{block['block_id']}/{element['action_id']}" for block, element in placed(blocks)]
    raise NotPossible(f"no element {block_id}/{action_id} is shown; there are {there}")


def initial_state(blocks: list[Json]) -> State:
    """Return what every element with a value starts with."""
    state: State = {}
    for block, element in placed(blocks):
        if element["type"] not in STATELESS:
            state.setdefault(block["block_id"], {})[element["action_id"]] = _initial(element)
    return state


def kept_state(blocks: list[Json], before: State) -> State:
    """Return the state after an update: what stood in fields whose ids and type are the same stays."""
    state = initial_state(blocks)
    for block_id, actions in state.items():
        for action_id, value in actions.items():
            old = before.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == value["type"]:
                actions[action_id] = old
    return state


def options_of(element: Json) -> list[Json]:
    """Return the options that stand in the element itself."""
    groups = element.get("option_groups", [])
    return list(element.get("options", [])) + [option for group in groups for option in group["options"]]


def chosen(block: Json, element: Json, value: Any, chooser: Chooser) -> Json:
    """Return the state value after this choice; raises NotPossible where the client offers no such thing."""
    kind = element["type"]
    if kind in TEXTS:
        return {"type": kind, "value": None if value in {None, ""} else str(value)}
    if kind in ONE_OPTION:
        picked = None if value is None else _option(block, element, value, chooser)
        return {"type": kind, "selected_option": picked}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": _options(block, element, value, chooser)}
    if kind == "file_input":
        return {"type": kind, "files": _files(element, value, chooser)}
    if kind in NAMED:
        return {"type": kind, NAMED[kind][0]: _named(element, value, chooser.directory)}
    if kind in PLAIN_FIELDS:
        return {"type": kind, PLAIN_FIELDS[kind][0]: _plain(kind, value)}
    raise NotPossible(f"nothing can be filled into a {kind}")


def action_of(block: Json, element: Json, value: Any, state: Json | None, action_ts: str, chooser: Chooser) -> Json:
    """Return the entry of `actions` that a block_actions payload carries for this element."""
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": action_ts,
    }
    action |= {key: element[key] for key in ("placeholder", "confirm", "style", "url") if key in element}
    if element["type"] == "button":
        return action | {key: element[key] for key in ("text", "value") if key in element}
    if element["type"] == "overflow":
        return action | {"selected_option": _option(block, element, value, chooser)}
    return action | {key: part for key, part in (state or {}).items() if key != "type"}


def is_empty(state: Json) -> bool:
    """Say whether nothing is filled in."""
    return all(not value for key, value in state.items() if key != "type")


def _initial(element: Json) -> Json:
    kind = element["type"]
    if kind in TEXTS:
        return {"type": kind, "value": element.get("initial_value")}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": list(element.get("initial_options", []))}
    if kind in NAMED:
        field, initial = NAMED[kind]
        return {"type": kind, field: element.get(initial, [] if kind in SEVERAL else None)}
    if kind in PLAIN_FIELDS:
        field, initial = PLAIN_FIELDS[kind]
        return {"type": kind, field: element.get(initial)}
    return {"type": kind, "files": []}


def _files(element: Json, value: Any, chooser: Chooser) -> list[Json]:
    files = chooser.take_files(value)
    most, kinds = element.get("max_files", 10), element.get("filetypes")
    if len(files) > most:
        raise NotPossible(f"at most {most} files can be handed in")
    for file in files:
        if kinds is not None and file["filetype"] not in kinds:
            raise NotPossible(f"{file['name']} is none of the kinds {kinds}")
    return files


def _options(block: Json, element: Json, value: Any, chooser: Chooser) -> list[Json]:
    values = [] if value is None else value
    if isinstance(values, str | dict):
        values = [values]
    picked = [_option(block, element, one, chooser) for one in values]
    _not_too_many(element, picked)
    return picked


def _not_too_many(element: Json, picked: list[Any]) -> None:
    most = element.get("max_selected_items")
    if most is not None and len(picked) > most:
        raise NotPossible(f"at most {most} can be chosen in {element['action_id']}")


def _named(element: Json, value: Any, directory: Directory) -> Any:
    ids = list(value or []) if element["type"] in SEVERAL else [value] if value else []
    there = offered(element, directory)
    for id in ids:
        if id not in there:
            raise NotPossible(f"there is no {id!r} to choose; there are {list(there)}")
    if element["type"] in SEVERAL:
        _not_too_many(element, ids)
        return ids
    return ids[0] if ids else None


def _option(block: Json, element: Json, value: Any, chooser: Chooser) -> Json:
    wanted = value["value"] if isinstance(value, dict) else value
    offered = options_of(element)
    if element["type"] in EXTERNAL:
        kept = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
        offered = [*chooser.suggested(block["block_id"], element["action_id"]), *kept]
    for option in offered:
        if option.get("value") == wanted:
            return option
    raise NotPossible(f"{wanted!r} is not among the options {[option.get('value') for option in offered]}")


def _plain(kind: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    match kind:
        case "datepicker":
            return _parsed(lambda: date.fromisoformat(str(value)).isoformat(), value)
        case "timepicker":
            return _parsed(lambda: time.fromisoformat(str(value)).strftime("%H:%M"), value)
        case "datetimepicker":
            return int(value.timestamp()) if isinstance(value, datetime) else int(value)
        case _:
            return value if isinstance(value, dict) else _rich_value(str(value))


def _parsed(read: Callable[[], str], value: Any) -> str:
    try:
        return read()
    except ValueError:
        raise NotPossible(f"{value!r} cannot be picked") from None


def _rich_value(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}
