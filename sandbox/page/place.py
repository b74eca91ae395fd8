"""Where an element stands: its surface and block, and the ids that tie labels, hints and errors to it."""

import re
from dataclasses import dataclass, replace

import htpy as h
from htpy import Node

from sandbox.page.reader import Json, Reader
from sandbox.page.text import text_object

UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True)
class Place:
    """The spot that an element is drawn on.

    `surface` is "home", a view's id, or "message-" and the message's timestamp. In an input block the element only
    reports at once where `dispatch` is set; anywhere else it always does.
    """

    reader: Reader
    surface: str
    block_id: str = ""
    labelled_by: str = ""
    described_by: str = ""
    dispatch: bool = True
    required: bool = False

    def at(self, block_id: str) -> "Place":
        """The same surface, in this block."""
        return replace(self, block_id=block_id)

    def id_of(self, *parts: str) -> str:
        """An HTML id that stays the same from drawing to drawing."""
        return "-".join(UNSAFE.sub(lambda sign: f"_{ord(sign[0]):x}", p) for p in (self.surface, self.block_id, *parts))


def element_box(element: Json, place: Place, *inside: Node) -> h.Element:
    """The wrapper that tells the script what an element is and where it stands."""
    triggers = (element.get("dispatch_action_config") or {}).get("trigger_actions_on") or []
    return h.span(
        ".element",
        data_kind=element["type"],
        data_block=place.block_id,
        data_action=str(element.get("action_id", "")),
        data_dispatch=place.dispatch,
        data_typing="on_character_entered" in triggers,
    )[inside, confirm_template(element.get("confirm"), place.reader)]


def confirm_template(confirm: Json | None, reader: Reader) -> Node:
    """The question that is asked before the act, kept beside the element until it is needed."""
    if not confirm:
        return None
    danger = confirm.get("style") == "danger"
    return h.template(
        data_title=_words(confirm.get("title")),
        data_yes=_words(confirm.get("confirm")),
        data_no=_words(confirm.get("deny")),
        data_danger=danger,
    )[text_object(confirm.get("text"), reader)]


def _words(text: Json | None) -> str:
    return str((text or {}).get("text", ""))
