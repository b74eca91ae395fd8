"""The fields of forms, built within Slack's limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.validation import LONG_TEXT
from handlers.views import ids
from handlers.views.blocks import OPTIONS, Block, Element, clip, plain

CHECKBOXES: Final = 10


def field(block_id: str, label: str, element: Element, *, hint: str | None = None, optional: bool = False) -> Block:
    """Build a form field; its block id is the field's name in the acts' errors."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    return block | {"hint": plain(hint, 2000)} if hint else block


def text_input(*, most: int, initial: str = "", multiline: bool = False) -> Element:
    """Build a text field that takes at most `most` characters, filled with `initial` where there is any."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": ids.VALUE,
        "multiline": multiline,
        "max_length": most,
    }
    if initial:
        element["initial_value"] = clip(initial, most)
    return element


def long_text_input(initial: str = "") -> Element:
    """Build a field of several lines, for as much as may be kept of any text."""
    return text_input(most=LONG_TEXT, initial=initial, multiline=True)


def date_input(initial: date | None = None) -> Element:
    """Build a date field; Slack's calendar has no bounds, so the act checks them."""
    element: Element = {"type": "datepicker", "action_id": ids.VALUE}
    return element | {"initial_date": initial.isoformat()} if initial else element


def external_select(action_id: str, placeholder: str, initial: Element | None = None) -> Element:
    """Build a menu whose choices are asked for while the person types, from the first look on."""
    element: Element = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "min_query_length": 0,
    }
    return element | {"initial_option": initial} if initial else element


def external_selects(action_id: str, placeholder: str, most: int) -> Element:
    """Build such a menu for choosing several, at most this many."""
    return external_select(action_id, placeholder) | {"type": "multi_external_select", "max_selected_items": most}


def several(
    options: Sequence[Element], chosen: Sequence[str], placeholder: str, search_id: str, *, listed: int = OPTIONS
) -> Element:
    """Build the field for choosing several, as the number of choices demands.

    Up to 10 are checkboxes, up to 100 a menu (action id "value"), more a menu that searches (`search_id`). Of more than
    `listed` it searches in any case: where there are many such fields, all their choices are more than a view may hold.
    """
    initial = [choice for choice in options if choice["value"] in chosen][:OPTIONS]
    if len(options) <= min(CHECKBOXES, listed):
        return checkboxes(options, chosen)
    if len(options) <= min(OPTIONS, listed):
        element: Element = {"type": "multi_static_select", "action_id": ids.VALUE, "options": list(options)}
    else:
        element = {"type": "multi_external_select", "action_id": search_id, "min_query_length": 0}
    element["placeholder"] = plain(placeholder, 150)
    return element | {"initial_options": initial} if initial else element


def checkboxes(options: Sequence[Element], ticked: Sequence[str]) -> Element:
    """Build the field for ticking any of at most ten."""
    element: Element = {"type": "checkboxes", "action_id": ids.VALUE, "options": list(options)}
    initial = [choice for choice in options if choice["value"] in ticked]
    return element | {"initial_options": initial} if initial else element


def static_select(options: Sequence[Element], chosen: str, placeholder: str) -> Element:
    """Build the field for choosing one from a menu, with the one of value `chosen` selected, if it is there."""
    element: Element = {"type": "static_select", "action_id": ids.VALUE, "options": list(options)}
    element["placeholder"] = plain(placeholder, 150)
    initial = [choice for choice in options if choice["value"] == chosen]
    return element | {"initial_option": initial[0]} if initial else element


def radio_buttons(options: Sequence[Element], chosen: str = "") -> Element:
    """Build the field for choosing one of at most ten, all of them in sight."""
    element: Element = {"type": "radio_buttons", "action_id": ids.VALUE, "options": list(options)}
    initial = [choice for choice in options if choice["value"] == chosen]
    return element | {"initial_option": initial[0]} if initial else element
