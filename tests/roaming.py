"""People who press whatever they see and fill in whatever is asked for: for what must hold whatever people do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from handlers.request import kind_and_name
from handlers.views import ids
from sandbox.people.client import Surface
from sandbox.person import Person
from sandbox.records import Answer, Json, NotPossible
from sandbox.shapes.elements import EXTERNAL, MANY_OPTIONS, ONE_OPTION, options_of, placed

TYPED = ("a", "e", "han", "kari", "2026")
FILE = ("notat.pdf", b"%PDF-1.7 notat")


@dataclass(frozen=True)
class Pressable:
    """A button, or an entry of a menu, that stands somewhere."""

    surface: Surface
    block_id: str
    action_id: str
    entry: Any
    name: str
    """The action id that the bot will read: an entry of a row's menu stands for a button."""


def pressable(surface: Surface, blocks: Sequence[Json]) -> Iterator[Pressable]:
    """Everything that can be pressed on a surface."""
    for block, element in placed(list(blocks)):
        for entry in [None] if element["type"] == "button" else options_of(element):
            if element["type"] in ("button", "overflow") and "url" not in element:
                action = element | {"selected_option": entry}
                _, name = kind_and_name({"type": "block_actions", "actions": [action]})
                value = entry["value"] if entry else None
                yield Pressable(surface, block["block_id"], element["action_id"], value, name)


def in_sight(person: Person) -> list[Pressable]:
    """What somebody can press now: in the topmost modal if there is one, else on App Home and on every message."""
    if person.modals:
        top = person.modals[-1]
        return list(pressable(top["id"], top["blocks"]))
    home = list(pressable("home", person.home["blocks"])) if person.home else []
    there = [one for one in person.messages if not one.deleted and one.blocks and one.bot_id]
    return home + [found for message in there for found in pressable(message, message.blocks)]


async def press(person: Person, what: Pressable) -> Answer | None:
    """Press it; None when it is gone."""
    with suppress(NotPossible):
        return await person.press(what.surface, what.block_id, what.action_id, what.entry)
    return None


async def fill_in(person: Person, lot: Random, words: Sequence[str], today: date) -> None:
    """Fill in each field of the topmost modal with something that its kind takes."""
    view = person.modals[-1]
    for block, element in placed(view["blocks"]):
        if element["type"] in ("button", "overflow") or block["type"] != "input":
            continue
        value = await _something(person, view["id"], block, element, lot, words, today)
        if value is not None and person.modals and person.modals[-1]["id"] == view["id"]:
            with suppress(NotPossible):
                await person.press(view["id"], block["block_id"], element["action_id"], value)


async def _something(
    person: Person, view_id: str, block: Json, element: Json, lot: Random, words: Sequence[str], today: date
) -> Any:
    kind = element["type"]
    if kind == "plain_text_input":
        return lot.choice(words)[: element.get("max_length", 3000)]
    if kind == "datepicker":
        return (today + timedelta(days=lot.randrange(1, 20))).isoformat()
    if kind == "file_input":
        return [FILE]
    if kind in EXTERNAL:
        offered = await person.suggest(view_id, block["block_id"], element["action_id"], lot.choice(TYPED))
    else:
        offered = options_of(element)
    if not offered or block["block_id"] == ids.KEEP_NUMBER:
        return None
    if kind in MANY_OPTIONS:
        most = element.get("max_selected_items", 3)
        return [one["value"] for one in lot.sample(offered, k=min(len(offered), lot.randint(1, most)))]
    return lot.choice(offered)["value"] if kind in ONE_OPTION else None
