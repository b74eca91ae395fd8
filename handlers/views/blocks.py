"""Small typed builders of Block Kit that know Slack's limits and never let Slack parse people's words.

What people wrote goes into `plain_text` objects (emoji off) or into rich-text `text` elements; both show
every character as it is. Only a message's top-level `text` is parsed, and `escaped` is for that.
Limits: docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NewType, TypeAlias

from domain.identity_numbers import masked
from handlers.views import button_values, ids

Block: TypeAlias = dict[str, Any]
Element: TypeAlias = dict[str, Any]

VIEW_BLOCKS: Final = 100
TEXT: Final = 3000
HEADER: Final = 150
FACT: Final = 400
OPTION: Final = 75
BUTTON: Final = 75
ALERT: Final = 200
OPTIONS: Final = 100
BUTTONS: Final = 3  # in a row: a screen stays calm
MENU: Final = 5
NOTIFICATION: Final = 1000  # far below the 4,000 at which chat.update refuses, and enough for any screen

# What a view is given by; the rest of what Slack tells of it is its own: https://docs.slack.dev/reference/views/modal-views
_GIVEN: Final = (
    "type",
    "callback_id",
    "title",
    "submit",
    "close",
    "private_metadata",
    "notify_on_close",
    "clear_on_close",
)
_SPECIAL: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})


Harmless = NewType("Harmless", str)
"""What Slack may parse and any lock screen may show: only `escaped` makes it."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: the blocks, and `text` for notifications and screen readers."""

    text: Harmless
    blocks: list[Block]


def clip(text: str, limit: int) -> str:
    """Cut the text to the limit, with an ellipsis as its last character where anything was left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def one_line(text: str, limit: int = TEXT) -> str:
    """Give the text without line breaks and doubled spaces, cut to the limit, and never empty."""
    return clip(" ".join(text.split()), limit) or "–"


def escaped(text: str) -> Harmless:
    """Make a text harmless as a message's top-level `text`, which Slack parses as mrkdwn (F4) and phones show.

    Characters that begin formatting become look-alikes, because Slack has no way to escape them; line
    breaks become spaces, so that no line can begin as a quotation. Nobody's identity number is in it, nor
    a part of one: the text is masked before it is cut, and cut before it is escaped.
    """
    return Harmless(one_line(masked(" ".join(text.split())), NOTIFICATION).translate(_SPECIAL))


def joined(*told: Harmless) -> Harmless:
    """Put one sentence after the other."""
    return Harmless(" ".join(told))


def plain(text: str, limit: int = TEXT) -> Element:
    """Build a text object that shows the text as it is, cut to the limit."""
    return {"type": "plain_text", "text": clip(text, limit) if text.strip() else "–", "emoji": False}


# ---- blocks --------------------------------------------------------------------------------------


def header(text: str) -> Block:
    """Build a heading."""
    return {"type": "header", "text": plain(one_line(text), HEADER)}


def section(text: str, accessory: Element | None = None) -> Block:
    """Build a paragraph, with a button or menu beside it where one is given."""
    block: Block = {"type": "section", "text": plain(text)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def paragraphs(text: str, most: int = 1) -> list[Block]:
    """Build as many paragraphs as a long text needs, at most `most`, with an ellipsis where more was cut."""
    rest = text.strip()
    built: list[Block] = []
    while len(built) < most - 1 and len(rest) > TEXT:
        at = max(rest.rfind("\n", 1, TEXT), rest.rfind(" ", TEXT - 100, TEXT)) + 1 or TEXT
        built.append(section(rest[:at]))
        rest = rest[at:]
    return [*built, section(rest)]


def context(*texts: str) -> Block:
    """Build a line of small grey text."""
    return {"type": "context", "elements": [plain(one_line(text, 1000)) for text in texts[:10]]}


def divider() -> Block:
    """Build a rule."""
    return {"type": "divider"}


def actions(*elements: Element, most: int = BUTTONS) -> Block:
    """Build a row of at most three buttons; what comes after the first `most` stands in the menu behind three dots.

    A menu holds five; of more than that the first ones are shown, too, so that nothing is left out.
    """
    most = max(most, len(elements) - MENU)
    shown, rest = elements[:most], elements[most:]
    return {"type": "actions", "elements": [*shown, *([_more(rest)] if rest else [])]}


def _more(buttons: Sequence[Element]) -> Element:
    """Build the menu of a row: each entry says which button it stands for, and with which value."""
    entries = [
        {"text": one["text"], "value": button_values.entry_value(one["action_id"], one["value"])} for one in buttons
    ]
    return {"type": "overflow", "action_id": ids.MORE, "options": entries}


def alert(text: str, level: str = "info") -> Block:
    """Build a coloured line of its own for a modal; `level` is info, success, warning or error."""
    return {"type": "alert", "text": plain(one_line(text), ALERT), "level": level}


# ---- rich text -----------------------------------------------------------------------------------


def words_of(text: str, **style: bool) -> Element:
    """Build a rich-text element that parses nothing; `style` may hold bold, italic, strike, code."""
    element: Element = {"type": "text", "text": text}
    return element | {"style": style} if style else element


def bold(text: str) -> Element:
    """Build a bold rich-text element."""
    return words_of(text, bold=True)


def line_of(elements: Iterable[Element]) -> Element:
    """Build one rich-text section from its parts."""
    return {"type": "rich_text_section", "elements": list(elements)}


def rich(*parts: Element) -> Block:
    """Build a rich-text block from its sections, lists and quotations."""
    return {"type": "rich_text", "elements": list(parts)}


def facts(pairs: Iterable[tuple[str, str]]) -> Block:
    """Build one block of labelled facts, a line for each: the label in bold, what people wrote untouched."""
    parts: list[Element] = []
    for label, value in pairs:
        parts += [words_of("\n")] if parts else []
        parts += [label_of(label), words_of(one_line(value, FACT))]
    return rich(line_of(parts))


def label_of(label: str) -> Element:
    """Build the label of a fact on the same line; a question needs no colon."""
    return bold(f"{label} " if label.endswith("?") else f"{label}: ")


def bullets(texts: Sequence[str]) -> Block:
    """Build a bulleted list of at least one line."""
    items = [line_of([words_of(one_line(text, 300))]) for text in texts]
    return rich({"type": "rich_text_list", "style": "bullet", "elements": items})


# ---- elements ------------------------------------------------------------------------------------


def button(
    text: str,
    action_id: str,
    value: str,
    *,
    style: str | None = None,
    confirm: Element | None = None,
    about: str | None = None,
) -> Element:
    """Build a button; `about` is what a screen reader says in place of the bare label."""
    element: Element = {
        "type": "button",
        "text": plain(text, BUTTON),
        "action_id": action_id,
        "value": value,
    }
    extra = {"style": style, "confirm": confirm}
    if about is not None:
        extra["accessibility_label"] = one_line(about, BUTTON)
    return element | {name: what for name, what in extra.items() if what is not None}


def confirm(title: str, text: str, yes: str, no: str) -> Element:
    """Build the question that Slack itself asks before a button is let through."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(text: str, value: str, description: str | None = None) -> Element:
    """Build one choice of a menu."""
    choice: Element = {"text": plain(one_line(text), OPTION), "value": value}
    return choice | {"description": plain(one_line(description), OPTION)} if description else choice


def menu(action_id: str, options: list[Element], chosen: str, placeholder: str) -> Element:
    """Build a menu of at most 100 choices with the one of value `chosen` selected, if it is there."""
    element: Element = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": options[:OPTIONS],
    }
    initial = [choice for choice in element["options"] if choice["value"] == chosen]
    return element | {"initial_option": initial[0]} if initial else element


# ---- views ---------------------------------------------------------------------------------------


def modal(
    title: str,
    blocks: list[Block],
    *,
    close: str,
    submit: str | None = None,
    callback_id: str | None = None,
    metadata: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """Build a modal; `metadata` comes back with every answer, and is no secret from the person."""
    view: dict[str, Any] = {
        "type": "modal",
        "title": plain(title, 24),
        "close": plain(close, 24),
        "blocks": blocks[:VIEW_BLOCKS],
    }
    if submit is not None:
        view["submit"] = plain(submit, 24)
    if callback_id is not None:
        view["callback_id"] = callback_id
    if metadata is not None:
        view["private_metadata"] = json.dumps(metadata, separators=(",", ":"))
    return view


def drawn_again(view: dict[str, Any], blocks: list[Block]) -> dict[str, Any]:
    """Build a modal that was sent in anew, with other blocks; Slack keeps what was typed into fields that stay."""
    return {name: view[name] for name in _GIVEN if view.get(name)} | {"blocks": blocks[:VIEW_BLOCKS]}


def home_tab(blocks: list[Block]) -> dict[str, Any]:
    """Build the view of the Home tab."""
    return {"type": "home", "blocks": blocks[:VIEW_BLOCKS]}
