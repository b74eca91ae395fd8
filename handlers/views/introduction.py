"""What Saksbot says of itself: to who greets it, to who looks at it for the first time, to who is not known here."""

from __future__ import annotations

from handlers.translator import Translator
from handlers.views.blocks import Block, Message, escaped, section


def lines(translator: Translator) -> list[Block]:
    """Say in three lines what it is and where to go."""
    return [section(_told(translator))]


def greeting(translator: Translator) -> Message:
    """Answer a greeting, or a call for help, outside every thread."""
    return Message(escaped(_told(translator)), lines(translator))


def unknown_author(refusal: str, translator: Translator) -> Message:
    """Tell somebody whom the institution does not know that nobody read what they wrote, and whom to ask."""
    told = f"{translator.say('Meldingen din er ikke sendt til noen.')} {refusal}"
    return Message(escaped(told), [section(told)])


def _told(translator: Translator) -> str:
    return translator.say(
        "Med Saksbot ber saksbehandlere kolleger og fagpersoner om hjelp med deler av en sak. Hver del er en "
        "deloppgave.\nFår du en deloppgave, kommer den som en melding i fanen Messages. Skriv i tråden under "
        "meldingen.\nDeloppgavene og sakene dine finner du i fanen Home. Lurer du på noe, kan du spørre "
        "{contact}.",
    )
