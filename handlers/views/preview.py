"""`Se som ansvarlig`: card and page of a subtask as the assignee gets them, with nothing that can be pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from domain.values import Card, TaskPage
from handlers.translator import Translator
from handlers.views.blocks import TEXT, Block, Element, clip, context, divider, line_of, modal, rich, section, words_of
from handlers.views.card import card as draw_card
from handlers.views.status import name_of
from handlers.views.task_page import task_page

LINES: Final = 10  # of small text in one block


def preview(card: Card, page: TaskPage, translator: Translator) -> dict[str, Any]:
    """Draw both, by the functions that draw them for the assignee, one below the other."""
    name = name_of(card.reader, translator)
    view = task_page(page, translator)
    submit = [context(_label(view["submit"]))] if "submit" in view else []
    return modal(
        translator.say("Se som ansvarlig"),
        [
            context(translator.say("Dette er meldingen {name} får. Ingenting kan trykkes her.", name=name)),
            *unpressable(draw_card(card, translator).blocks, translator),
            divider(),
            context(translator.say("Dette er siden {name} får opp med «Åpne».", name=name)),
            *unpressable(view["blocks"], translator),
            *submit,
        ],
        close=translator.say("Lukk"),
    )


def unpressable(blocks: Sequence[Block], translator: Translator) -> list[Block]:
    """Draw the same with the names of buttons and fields in their places, empty fields in a row together."""
    drawn: list[Block] = []
    for before, block in zip([{}, *blocks], blocks, strict=False):
        shown = _unpressable(block, translator)
        are_fields = before.get("type") == block["type"] == "input"
        if are_fields and _fits(drawn[-1], shown[0]):
            drawn[-1] = {**drawn[-1], "elements": [*drawn[-1]["elements"], *shown.pop(0)["elements"]]}
        drawn += shown
    return drawn


def _fits(above: Block, field: Block) -> bool:
    are_small = above["type"] == field["type"] == "context"
    return are_small and len(above["elements"] + field["elements"]) <= LINES


def _unpressable(block: Block, translator: Translator) -> list[Block]:
    match block:
        case {"type": "actions", "elements": elements}:
            return [context(" ".join(_label(text) for element in elements for text in _texts(element)))]
        case {"type": "section", "accessory": element, "text": text}:
            label = _label(element["text"])
            return [section(f"{clip(text['text'], TEXT - len(label) - 1)} {label}")]
        case {"type": "input", "label": label, "element": element}:
            typed = element.get("initial_value", "")
            hint = [block["hint"]["text"]] if "hint" in block else []
            named = translator.say("Felt: {label}", label=label["text"])
            if typed.strip():
                return [rich(line_of([words_of(f"{named}\n"), words_of(typed)]))]
            return [context(named, *hint)]
    return [block]


def _texts(element: Element) -> list[Element]:
    """What a button says, or each entry of a row's menu."""
    return [one["text"] for one in element.get("options", [element])]


def _label(text: Element) -> str:
    return f"[{text['text']}]"
