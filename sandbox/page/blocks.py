"""Display blocks and buttons drawn, for messages, modals and App Home alike.

A block that is not known here is shown as such, never left out in silence.
"""

from collections.abc import Callable

import htpy as h
from htpy import Node

from sandbox.page.charts import data_visualization
from sandbox.page.choices import overflow
from sandbox.page.inputs import draw_input, field
from sandbox.page.markdown import markdown
from sandbox.page.place import Place, element_box
from sandbox.page.reader import Json
from sandbox.page.rich import rich_text
from sandbox.page.tables import data_table, table
from sandbox.page.text import link, safe, text_object

LEVELS = {"default": "Note", "info": "For information", "warning": "Warning", "error": "Error", "success": "Done"}
STYLES = {"primary": ".btn.primary", "danger": ".btn.danger"}


def block(block: Json, place: Place) -> Node:
    """One block of any kind."""
    draw = DRAWN.get(str(block.get("type")))
    if draw is None:
        return h.p(".unknown")[f"The block “{block.get('type')}” is not drawn here."]
    return draw(block, place.at(str(block.get("block_id", ""))))


def blocks(all_blocks: list[Json], place: Place) -> Node:
    """Blocks in a row."""
    return [block(one, place) for one in all_blocks]


def element(element: Json, place: Place) -> Node:
    """One element of any kind: button, menu, picture, text or something that takes a value."""
    kind = element["type"]
    if kind == "button":
        return button(element, place)
    if kind in ("workflow_button", "icon_button", "feedback_buttons"):
        return h.span(".unknown")[f"The element “{kind}” is not drawn here."]
    if kind == "overflow":
        return overflow(element, place)
    if kind == "image":
        return picture(element, place, ".thumb")
    if kind in ("mrkdwn", "plain_text"):
        return h.span[text_object(element, place.reader)]
    return draw_input(element, place)


def button(element: Json, place: Place) -> Node:
    """A button; one with an address opens it as well as telling the bot."""
    return element_box(
        element,
        place,
        h.button(
            STYLES.get(element.get("style", ""), ".btn"),
            type="button",
            data_value=str(element.get("value", "")),
            data_url=safe(element.get("url")),
            aria_label=element.get("accessibility_label"),
        )[text_object(element["text"], place.reader)],
    )


def picture(image: Json, place: Place, classes: str = ".picture") -> Node:
    """A picture from the workspace's own files; one from elsewhere stays words, as nothing is fetched."""
    words = str(image.get("alt_text", ""))
    file_id = (image.get("slack_file") or {}).get("id")
    if file_id:
        return h.img(classes, src=f"/page/file/{place.reader.person_id}/{file_id}", alt=words)
    return h.span(classes + ".no-picture", role="img", aria_label=words)[words]


def _header(block: Json, place: Place) -> Node:
    return h.h3(".header")[text_object(block["text"], place.reader)]


def _section(block: Json, place: Place) -> Node:
    accessory = block.get("accessory")
    text_id = place.id_of("text")
    fields = (
        block.get("fields") and h.div(".fields")[(h.div[text_object(one, place.reader)] for one in block["fields"])]
    )
    named = accessory and Place(place.reader, place.surface, place.block_id)
    return h.div(".section")[
        h.div(".section-text")[
            block.get("text") and h.div(id=text_id)[text_object(block["text"], place.reader)], fields
        ],
        accessory and h.div(".accessory")[element(accessory, named or place)],
    ]


def _context(block: Json, place: Place) -> Node:
    return h.div(".context")[(element(one, place) for one in block.get("elements", []))]


def _actions(block: Json, place: Place) -> Node:
    return h.div(".actions")[(element(one, place) for one in block.get("elements", []))]


def _divider(_block: Json, _place: Place) -> Node:
    return h.hr


def _image(block: Json, place: Place) -> Node:
    title = block.get("title")
    return h.figure[title and h.figcaption[text_object(title, place.reader)], picture(block, place)]


def _rich(block: Json, place: Place) -> Node:
    return h.div(".section")[h.div(".section-text")[rich_text(block, place.reader)]]


def _markdown(block: Json, _place: Place) -> Node:
    return h.div(".section")[h.div(".section-text")[markdown(str(block.get("text", "")))]]


def _alert(block: Json, place: Place) -> Node:
    level = block.get("level", "default")
    word = LEVELS.get(level, LEVELS["default"])
    return h.div(class_=["alert", f"alert-{level}"], role="alert" if level in ("warning", "error") else "status")[
        h.strong[word, ": "], text_object(block["text"], place.reader)
    ]


def _container(block: Json, place: Place) -> Node:
    return h.div(".container")[
        block.get("title") and h.h3(".header")[text_object(block["title"], place.reader)],
        block.get("subtitle") and h.p(".quiet")[text_object(block["subtitle"], place.reader)],
        blocks(block.get("child_blocks") or block.get("blocks") or [], place),
    ]


def _card(block: Json, place: Place) -> Node:
    return h.div(".container")[
        block.get("title") and h.h3(".header")[text_object(block["title"], place.reader)],
        block.get("subtitle") and h.p(".quiet")[text_object(block["subtitle"], place.reader)],
        block.get("body") and h.p[text_object(block["body"], place.reader)],
        block.get("actions") and h.div(".actions")[(element(one, place) for one in block["actions"])],
    ]


def _file(block: Json, place: Place) -> Node:
    return h.p(".quiet")["File: ", str(block.get("external_id", ""))]


def _video(block: Json, place: Place) -> Node:
    return h.p[link(str(block.get("title_url", "")), text_object(block.get("title"), place.reader))]


def _table(block: Json, place: Place) -> Node:
    return table(block, place, element)


def _data_table(block: Json, place: Place) -> Node:
    return data_table(block, place, element)


DRAWN: dict[str, Callable[[Json, Place], Node]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "context_actions": _actions,
    "divider": _divider,
    "image": _image,
    "input": field,
    "rich_text": _rich,
    "markdown": _markdown,
    "alert": _alert,
    "container": _container,
    "card": _card,
    "file": _file,
    "video": _video,
    "table": _table,
    "data_table": _data_table,
    "data_visualization": data_visualization,
}
