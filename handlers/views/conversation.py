"""A subtask's internal messages (S36-S39) as they stand on the task page and in the message dialog."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from domain.values import InternalMessage
from handlers.translator import Translator
from handlers.views.blocks import Block, Element, actions, bold, clip, context, line_of, rich, words_of
from handlers.views.parts import in_lines
from handlers.views.status import name_of

SHOWN: Final = 10
_TEXT_MOST: Final = 1000
_JSON_MOST: Final = 4000  # ten such messages stay far below the 250 kB of a view


def conversation(
    messages: Sequence[InternalMessage], earlier: int, translator: Translator, *, way: Element | None = None
) -> list[Block]:
    """Draw the latest messages, oldest first, at most ten, and say how many there were before, with the `way` there."""
    hidden = earlier + len(messages) - len(messages[-SHOWN:])
    told: list[Block] = []
    if hidden > 0:
        sentence = translator.count(
            "{n} tidligere melding vises ikke her.", "{n} tidligere meldinger vises ikke her.", hidden
        )
        told = [context(sentence), *([actions(way)] if way else [])]
    return told + [rich(*_message(each, translator)) for each in messages[-SHOWN:]]


def heading(message: InternalMessage, translator: Translator) -> list[Element]:
    """Say who wrote a message, when, and that it was edited since, as parts of a line."""
    at = translator.moment(message.sent_at)
    if message.edited and not message.deleted:
        at = translator.say("{at} (redigert)", at=at)
    return [bold(name_of(message.author, translator)), words_of(f" · {at}")]


def body(message: InternalMessage, translator: Translator, text_most: int, json_most: int) -> list[Element]:
    """Give what a message says as parts of a rich-text block: as it was formatted, or plain where too long."""
    if message.deleted:
        return [line_of([words_of(translator.say("Meldingen er slettet."), italic=True)])]
    parts = [part for block in message.blocks for part in _parts(block)]
    if parts and len(message.text) <= text_most and len(json.dumps(parts, ensure_ascii=False)) <= json_most:
        return parts
    text = message.text.strip()
    return [line_of([words_of(clip(text, text_most))])] if text else []


def whole(message: InternalMessage, translator: Translator) -> list[Block]:
    """Give all that a message says as blocks that a message can hold: as it was formatted, tables as tables."""
    if message.deleted:
        return [rich(*body(message, translator, 0, 0))]
    if message.blocks:
        return [dict(block) for block in message.blocks]
    return [rich(line_of([words_of(message.text.strip())]))] if message.text.strip() else []


def files_line(message: InternalMessage, translator: Translator) -> str:
    """Name the files of a message, or give nothing where there are none."""
    if message.deleted or not message.file_names:
        return ""
    names = clip(", ".join(message.file_names), 500)
    return translator.count("Fil: {files}", "Filer: {files}", len(message.file_names), files=names)


def _message(message: InternalMessage, translator: Translator) -> list[Element]:
    parts = [line_of(heading(message, translator)), *body(message, translator, _TEXT_MOST, _JSON_MOST)]
    files = files_line(message, translator)
    return [*parts, line_of([words_of(files)])] if files else parts


def _parts(block: dict[str, object]) -> list[Element]:
    if block.get("type") == "table":  # a dialog holds no table
        return [in_lines(block)]
    inside = block.get("elements")
    return [part for part in inside if isinstance(part, dict)] if isinstance(inside, list | tuple) else []
