"""What people are told of the archive package of a case."""

from __future__ import annotations

from typing import Any

from handlers.translator import Translator
from handlers.views.alert import trouble
from handlers.views.blocks import Message, one_line
from handlers.views.messages import notice


def title(case_id: str, translator: Translator) -> str:
    """What the file is called in Slack."""
    return translator.say("Arkivpakke for sak {case}", case=one_line(case_id, 100))


def coming(translator: Translator, *, is_new: bool) -> dict[str, Any]:
    """Draw the answer to `Last ned`: where the package will be."""
    if not is_new:
        return trouble(translator, translator.say("Arkivpakken er allerede på vei til samtalen din med Saksbot."))
    words = translator.say(
        "Arkivpakken legges i samtalen din med Saksbot, i fanen Messages, når den er klar. "
        "Den inneholder interne samtaler."
    )
    return trouble(translator, words)


def too_big(case_id: str, size: int, translator: Translator) -> Message:
    """Say that Slack takes no file of this size, and what to do instead."""
    words = translator.say(
        "Arkivpakken for sak {case} er for stor for Slack ({size}). "
        "Be {contact} om å hente den ut med kommandoen «export».",
        case=one_line(case_id, 100),
        size=translator.size(size),
    )
    return notice(words)


def not_brought(case_id: str, translator: Translator) -> Message:
    """Say that Slack did not take the package, and what to do instead."""
    words = translator.say(
        "Arkivpakken for sak {case} kunne ikke legges her. Be {contact} om å hente den ut med kommandoen «export».",
        case=one_line(case_id, 100),
    )
    return notice(words)
