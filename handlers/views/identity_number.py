"""The question whether an identity number has to stand in a text, put into the dialog that was sent in with it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Block, Message, alert, drawn_again, option
from handlers.views.inputs import checkboxes, field
from handlers.views.messages import notice

KEEP: Final = "keep"


def asked_about(view: dict[str, Any], fields: Collection[str], translator: Translator) -> dict[str, Any]:
    """Draw the dialog as it is, with the question below the last of these fields; nothing that was typed is lost."""
    blocks: list[Block] = view["blocks"]
    asked = [block for block in blocks if block.get("block_id") in fields]
    at = blocks.index(asked[-1]) + 1
    labels = [str((block.get("label") or {}).get("text") or "") for block in asked]
    named = [translator.say("«{field}»", field=label) for label in labels]
    return drawn_again(view, [*blocks[:at], *_question(translator.together(named), translator), *blocks[at:]])


def in_message(translator: Translator) -> Message:
    """Tell the author of a message, in its thread, what they have written and how it is taken away."""
    return notice(
        translator.say(
            "Det ser ut til å stå et fødselsnummer i meldingen din. Hvis det ikke må stå der, kan du redigere eller "
            "slette meldingen. Det som er sendt videre, blir endret eller slettet samtidig."
        )
    )


def _question(fields: str, translator: Translator) -> list[Block]:
    told = translator.say(
        "Det ser ut til å stå et fødselsnummer i {fields}. Ta det bort, eller kryss av hvis det må stå der.",
        fields=fields,
    )
    keep = option(translator.say("Nummeret må stå der"), KEEP)
    box = field(ids.KEEP_NUMBER, translator.say("Fødselsnummer"), checkboxes([keep], []), optional=True)
    return [alert(told, "warning"), box]
