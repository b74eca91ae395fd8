"""From a submitted modal to plain values: the only code that knows how Slack nests what was typed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from domain.heard import SentFile
from handlers.said.files import sent_file


def about(view: dict[str, Any]) -> dict[str, Any]:
    """Read which case or subtask a modal is about; empty when it does not say."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def subtask_id(view: dict[str, Any]) -> int:
    """Read which subtask a modal is about; 0, which none has, when it does not say."""
    number = about(view).get("subtask", 0)
    return number if isinstance(number, int) else 0


def text(view: dict[str, Any], name: str) -> str:
    """Read a text field; empty when it was left empty."""
    return str(_element(view, name).get("value") or "")


def day(view: dict[str, Any], name: str) -> date | None:
    """Read a date field; None when it is empty or no date."""
    try:
        return date.fromisoformat(_element(view, name).get("selected_date") or "")
    except ValueError:
        return None


def chosen(view: dict[str, Any], name: str) -> str:
    """Read what was chosen in a menu; empty when nothing was."""
    option = _element(view, name).get("selected_option") or {}
    return str(option.get("value") or "")


def number(view: dict[str, Any], name: str) -> int | None:
    """Read the id that was chosen in a menu; None when nothing was."""
    found = chosen(view, name)
    return int(found) if found.isdecimal() else None


def ticked(view: dict[str, Any], name: str) -> tuple[int, ...]:
    """Read which ids were ticked in a list."""
    options = _element(view, name).get("selected_options") or []
    return tuple(int(option["value"]) for option in options if str(option.get("value")).isdecimal())


def ticked_words(view: dict[str, Any], name: str) -> tuple[str, ...]:
    """Read which words were ticked in a list."""
    return tuple(str(option.get("value")) for option in _element(view, name).get("selected_options") or [])


def offered_words(view: dict[str, Any], name: str) -> tuple[str, ...]:
    """Read which words could be ticked when the dialog was drawn."""
    fields = [block["element"] for block in view.get("blocks") or [] if block.get("block_id") == name]
    return tuple(str(option.get("value")) for element in fields for option in element.get("options") or [])


def ticked_before(view: dict[str, Any], name: str) -> tuple[int, ...]:
    """Read which ids were ticked when the dialog was drawn."""
    fields = [block["element"] for block in view.get("blocks") or [] if block.get("block_id") == name]
    options = [option for element in fields for option in element.get("initial_options") or []]
    return tuple(int(option["value"]) for option in options if str(option.get("value")).isdecimal())


def day_before(view: dict[str, Any], name: str) -> date | None:
    """Read which day stood in a field when the dialog was drawn; None for none."""
    fields = [block["element"] for block in view.get("blocks") or [] if block.get("block_id") == name]
    found = [element["initial_date"] for element in fields if element.get("initial_date")]
    return date.fromisoformat(found[0]) if found else None


def files(view: dict[str, Any], name: str) -> tuple[SentFile, ...]:
    """Read which files were handed in."""
    return tuple(sent_file(file) for file in _element(view, name).get("files") or [])


def was_on(view: dict[str, Any]) -> date | None:
    """Read from the dialog "Flytt fristene" which deadline the case had; None unless it has got more time."""
    return known_day(view, "was")


def known_day(view: dict[str, Any], name: str) -> date | None:
    """Read a day that the dialog was drawn with; None when there was none."""
    try:
        return date.fromisoformat(str(about(view).get(name)))
    except ValueError:
        return None


def _element(view: dict[str, Any], name: str) -> dict[str, Any]:
    state = view.get("state") or {}
    values = (state.get("values") or {}).get(name) or {}
    return next(iter(values.values()), {})
