"""The question whether an identity number has to stand in a text, put into the dialog that was sent in with it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Block, Message, alert, option
from handlers.views.inputs import checkboxes, field
from handlers.views.messages import notice

KEEP: Final = "keep"
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


def asked_about(view: dict[str, Any], fields: Collection[str], translator: Translator) -> dict[str, Any]:
    """Draw the dialog as it is, with the question below the last of these fields; nothing that was typed is lost."""
    blocks: list[Block] = view["blocks"]
    asked = [block for block in blocks if block.get("block_id") in fields]
    at = blocks.index(asked[-1]) + 1
    named = "», «".join(str(block["label"]["text"]) for block in asked)
    given = {name: view[name] for name in _GIVEN if view.get(name)}
    return given | {"blocks": [*blocks[:at], *_question(named, translator), *blocks[at:]]}


def in_message(translator: Translator) -> Message:
    """Tell the author of a message, in its thread, what they have written and how it is taken away."""
    return notice(
        translator.say(
            "Det ser ut til å stå et fødselsnummer i meldingen din. Hvis det ikke må stå der, kan du redigere eller "
            "slette meldingen. Det som er sendt videre, blir endret eller slettet samtidig."
        )
    )


def _question(named: str, translator: Translator) -> list[Block]:
    told = translator.say(
        "Det ser ut til å stå et fødselsnummer i «{field}». Ta det bort, eller kryss av hvis det må stå der.",
        field=named,
    )
    keep = option(translator.say("Nummeret må stå der"), KEEP)
    box = field(ids.KEEP_NUMBER, translator.say("Fødselsnummer"), checkboxes([keep], []), optional=True)
    return [alert(told, "warning"), box]
