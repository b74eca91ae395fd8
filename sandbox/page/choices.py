"""Elements where a person picks among options: checkboxes, radio buttons, the overflow menu and every select.

All selects are one ARIA combobox; what it offers comes with the page (static, people, channels) or is asked of the bot
while typing (external).
"""

from collections.abc import Iterator

import htpy as h
from htpy import Node

from sandbox.page.icons import icon
from sandbox.page.place import Place, element_box
from sandbox.page.reader import Json
from sandbox.page.text import safe, text_object
from sandbox.shapes.named import NAMED, offered


def checkboxes(element: Json, place: Place) -> Node:
    """A group of checkboxes."""
    chosen = {option["value"] for option in element.get("initial_options") or []}
    return _ticks(element, place, "checkbox", chosen)


def radio_buttons(element: Json, place: Place) -> Node:
    """A group of radio buttons."""
    initial = element.get("initial_option")
    return _ticks(element, place, "radio", {initial["value"]} if initial else set())


def _ticks(element: Json, place: Place, kind: str, chosen: set[str]) -> Node:
    ticks = [_tick(option, element, place, kind, option["value"] in chosen) for option in element.get("options", [])]
    if place.labelled_by:
        return element_box(element, place, h.span(".ticks")[ticks])
    return element_box(element, place, h.span(".ticks", role="group", aria_label="Choices")[ticks])


def _tick(option: Json, element: Json, place: Place, kind: str, checked: bool) -> Node:
    return h.label(".tick")[
        h.input(
            type=kind,
            name=f"{place.surface} {place.block_id} {element['action_id']}",
            value=option["value"],
            checked=checked,
        ),
        h.span[
            text_object(option["text"], place.reader),
            option.get("description") and h.span(".hint")[text_object(option["description"], place.reader)],
        ],
    ]


def select(element: Json, place: Place) -> Node:
    """A select of any kind, one or several values, as a combobox."""
    many = element["type"].startswith("multi_")
    input_id = place.id_of("input") if place.labelled_by else place.id_of(element["action_id"], "input")
    chosen = _chosen(element, place)
    shown = "" if many or not chosen else chosen[0][1]
    entry = h.input(
        ".box",
        _about(element, place),
        type="text",
        id=input_id,
        role="combobox",
        value=shown,
        data_first=bool(element.get("focus_on_load")),
    )
    listbox = h.span(".listbox", id=f"{input_id}-list", role="listbox", aria_label="Suggestions", hidden=True)
    chips = many and h.span(".chips")[(_chip(value, words, place) for value, words in chosen)]
    return element_box(
        element,
        place,
        h.span(
            ".combo",
            data_value=chosen[0][0] if chosen and not many else None,
            data_shown=shown or None,
            data_limit=str(element.get("max_selected_items") or "") or None,
            data_min=str(element.get("min_query_length", 3)) if "external" in element["type"] else None,
        )[chips, entry, listbox, _offered(element, place)],
    )


def _about(element: Json, place: Place) -> dict[str, str | None]:
    placeholder = str((element.get("placeholder") or {}).get("text") or "Choose …")
    return {
        "placeholder": placeholder,
        "autocomplete": "off",
        "aria-label": None if place.labelled_by else placeholder,
        "aria-describedby": place.described_by or None,
        "aria-required": "true" if place.required else None,
        "aria-expanded": "false",
        "aria-autocomplete": "list",
        "aria-controls": place.id_of("input" if place.labelled_by else element["action_id"] + "-input") + "-list",
    }


def _chip(value: str, words: str, place: Place) -> Node:
    return h.span(".chip", data_value=value)[
        words,
        h.button(".chip-out", type="button", aria_label=f"Remove {words}")[icon("close")],
    ]


def _chosen(element: Json, place: Place) -> list[tuple[str, str]]:
    named = [] if element["type"] not in NAMED else element.get(NAMED[element["type"]][1]) or []
    ids = [named] if isinstance(named, str) else named
    names = offered(element, place.reader.directory) if ids else {}
    options = element.get("initial_options") or [element.get("initial_option")]
    return [(id, names.get(id) or place.reader.name_of(id)) for id in ids] + [
        (option["value"], option["text"]["text"]) for option in options if option
    ]


def _offered(element: Json, place: Place) -> Node:
    if "external" in element["type"]:
        return None
    options = [option_node(*offer) for offer in offers(element, place)]
    return h.template(".offered")[options]


def offers(element: Json, place: Place) -> Iterator[tuple[str, str, str, str]]:
    """What a select offers that asks nobody: value, words, description and the group it stands in."""
    if element["type"] in NAMED:
        for id, name in offered(element, place.reader.directory).items():
            yield id, name, "", ""
    for option in element.get("options") or []:
        yield _offer(option, "")
    for group in element.get("option_groups") or []:
        for option in group["options"]:
            yield _offer(option, group["label"]["text"])


def _offer(option: Json, group: str) -> tuple[str, str, str, str]:
    return option["value"], option["text"]["text"], (option.get("description") or {}).get("text", ""), group


def option_node(value: str, words: str, description: str = "", group: str = "") -> Node:
    """One line of a suggestion list; the script gives it its id and its selected state."""
    return h.span(".option", role="option", data_value=value, data_group=group or None)[
        h.span(".words")[words], description and h.span(".hint")[description]
    ]


def suggestions(options: list[Json]) -> str:
    """What the bot offered for an external select, as HTML."""
    return "".join(str(option_node(*_offer(option, ""))) for option in options)


def overflow(element: Json, place: Place) -> Node:
    """The small menu behind three dots."""
    items = [
        h.button(".item", type="button", role="menuitem", data_value=option["value"], data_url=safe(option.get("url")))[
            text_object(option["text"], place.reader)
        ]
        for option in element.get("options", [])
    ]
    return element_box(
        element,
        place,
        h.span(".menu")[
            h.button(
                ".btn.dots",
                type="button",
                aria_haspopup="menu",
                aria_expanded="false",
                aria_label="More options",
            )[icon("more")],
            h.span(".popup", role="menu", hidden=True)[items],
        ],
    )
