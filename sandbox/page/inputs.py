"""Elements that take something from a person, with the field around them: label, hint, limits and room for an error.

A field is drawn with everything a screen reader needs; the script fills the error in and takes it out again.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time

import htpy as h
from htpy import Node

from sandbox.page.choices import checkboxes, radio_buttons, select
from sandbox.page.dates import clock_time, day, local, time_of_day
from sandbox.page.place import Place, element_box
from sandbox.page.reader import Json, Reader
from sandbox.page.rich_source import rich_as_text
from sandbox.page.text import text_object
from sandbox.shapes.named import NAMED

GROUPS = ("checkboxes", "radio_buttons")


def field(block: Json, place: Place) -> Node:
    """An input block: the label, the element, its hint and its error line."""
    element = block["element"]
    here = _within(block, element, place)
    label = [
        text_object(block.get("label"), place.reader),
        block.get("optional") and h.span(".quiet")[" ", "(optional)"],
    ]
    inside: Iterable[Node] = (
        draw_input(element, here),
        _counter(element),
        block.get("hint") and h.p(".hint", id=here.id_of("hint"))[text_object(block["hint"], place.reader)],
        h.p(".error", id=here.id_of("error"), hidden=True),
    )
    if element["type"] in GROUPS:
        described = {"aria-describedby": here.described_by}
        return h.fieldset(".field", described, data_field=block["block_id"])[h.legend(".label")[label], inside]
    return h.div(".field", data_field=block["block_id"])[
        h.label(".label", for_=here.id_of("input"), id=here.id_of("label"))[label], inside
    ]


def _within(block: Json, element: Json, place: Place) -> Place:
    here = place.at(block["block_id"])
    hint = [here.id_of("hint")] if block.get("hint") else []
    return Place(
        reader=place.reader,
        surface=place.surface,
        block_id=block["block_id"],
        labelled_by=here.id_of("label"),
        described_by=" ".join([*hint, here.id_of("error")]),
        dispatch=bool(block.get("dispatch_action")),
        required=not block.get("optional"),
    )


def _counter(element: Json) -> Node:
    if not element.get("max_length"):
        return None
    return h.p(".counter", data_max=str(element["max_length"]), aria_live="polite")


def draw_input(element: Json, place: Place) -> Node:
    """Any element that holds a value."""
    draw = DRAWN.get(element["type"])
    if draw is None:
        return h.span(".unknown")[f"The element “{element['type']}” is not drawn here."]
    return draw(element, place)


def _about(element: Json, place: Place) -> dict[str, str | bool | None]:
    placeholder = (element.get("placeholder") or {}).get("text")
    return {
        "id": place.id_of("input") if place.labelled_by else place.id_of(element.get("action_id", ""), "input"),
        "name": f"{place.block_id} {element.get('action_id', '')}",
        "placeholder": placeholder,
        "aria-label": None if place.labelled_by else (placeholder or "Value"),
        "aria-describedby": place.described_by or None,
        "aria-required": "true" if place.required else None,
        "autocomplete": "off",
        "data-first": bool(element.get("focus_on_load")),
    }


def _text(element: Json, place: Place) -> Node:
    value = str(element.get("initial_value") or "")
    if element.get("multiline"):
        return element_box(element, place, h.textarea(".box", _about(element, place), rows="4")["\n" + value])
    return element_box(element, place, h.input(".box", _about(element, place), type="text", value=value))


def _rich(element: Json, place: Place) -> Node:
    value = rich_as_text(element.get("initial_value"))
    return element_box(element, place, h.textarea(".box", _about(element, place), rows="4")["\n" + value])


def _number(element: Json, place: Place) -> Node:
    value = str(element.get("initial_value") or "")
    entry = h.input(".box", _about(element, place), type="text", inputmode="decimal", value=value)
    return element_box(element, place, entry)


def _typed(kind: str, mode: str) -> Callable[[Json, Place], Node]:
    def draw(element: Json, place: Place) -> Node:
        value = str(element.get("initial_value") or "")
        entry = h.input(".box", _about(element, place), type=kind, inputmode=mode, value=value)
        return element_box(element, place, entry)

    return draw


def _date(element: Json, place: Place) -> Node:
    value = str(element.get("initial_date") or "")
    words = day(date.fromisoformat(value), place.reader, "date_long") if value else ""
    entry = h.input(".box", _about(element, place), type="date", value=value)
    return element_box(element, place, dated(entry, words, "Choose a date", place.reader))


def dated(entry: h.VoidElement, words: str, none: str, reader: Reader) -> Node:
    """A date's or time's field; it shows `words` until somebody types, and `none` where it is empty."""
    shown = h.span(".date-words", lang=reader.tag, data_none=none, aria_hidden="true")[words or none]
    return h.span(".dated")[entry, shown]


def _time(element: Json, place: Place) -> Node:
    value = str(element.get("initial_time") or "")
    words = time_of_day(time.fromisoformat(value), place.reader) if value else ""
    entry = h.input(".box", _about(element, place), type="time", value=value)
    return element_box(element, place, h.span(".short")[dated(entry, words, "Choose a time", place.reader)])


def _date_and_time(element: Json, place: Place) -> Node:
    stamp = element.get("initial_date_time")
    there = local(datetime.fromtimestamp(int(stamp), UTC), place.reader) if stamp else None
    value = there.strftime("%Y-%m-%dT%H:%M") if there else ""
    words = f"{day(there.date(), place.reader, 'date_long')} {clock_time(there, place.reader)}" if there else ""
    entry = h.input(".box", _about(element, place), type="datetime-local", value=value)
    return element_box(element, place, dated(entry, words, "Choose a date", place.reader))


def _files(element: Json, place: Place) -> Node:
    accept = ",".join(f".{ending}" for ending in element.get("filetypes", [])) or None
    most = str(element.get("max_files", 10))
    many = most != "1"
    entry = h.input(".native", _about(element, place), type="file", multiple=many, accept=accept, data_max=most)
    return element_box(
        element,
        place,
        h.span(".drop")[
            entry,
            h.span(".btn", aria_hidden="true")["Choose files" if many else "Choose a file"],
            h.ul(".chosen-files", aria_live="polite"),
        ],
    )


DRAWN: dict[str, Callable[[Json, Place], Node]] = {
    "plain_text_input": _text,
    "rich_text_input": _rich,
    "number_input": _number,
    "email_text_input": _typed("email", "email"),
    "url_text_input": _typed("url", "url"),
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _date_and_time,
    "file_input": _files,
    "checkboxes": checkboxes,
    "radio_buttons": radio_buttons,
    "static_select": select,
    "external_select": select,
    **dict.fromkeys(NAMED, select),
    "multi_static_select": select,
    "multi_external_select": select,
}
