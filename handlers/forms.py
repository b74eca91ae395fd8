"""From a submitted modal to plain values: the only code that knows how Slack nests what was typed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from cases.values import NewSubtask
from handlers.views import ids


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


def ticked(view: dict[str, Any], name: str) -> tuple[int, ...]:
    """Read which ids were ticked in a list."""
    options = _element(view, name).get("selected_options") or []
    return tuple(int(option["value"]) for option in options if str(option.get("value")).isdecimal())


def new_subtask(view: dict[str, Any]) -> NewSubtask:
    """Read the dialog "Ny deloppgave"."""
    assignee = chosen(view, ids.ASSIGNEE)
    return NewSubtask(
        title=text(view, ids.TITLE),
        deadline_on=day(view, ids.DEADLINE),
        assignee_id=int(assignee) if assignee.isdecimal() else None,
        description=text(view, ids.DESCRIPTION),
        attachment_ids=ticked(view, ids.ATTACHMENTS),
    )


def _element(view: dict[str, Any], name: str) -> dict[str, Any]:
    values = view.get("state", {}).get("values", {}).get(name) or {}
    return next(iter(values.values()), {})
