"""A small modal that says why something did not happen, or where what was asked for is to be found."""

from __future__ import annotations

from typing import Any

from handlers.translator import Translator
from handlers.views.blocks import modal, paragraphs


def trouble(translator: Translator, sentence: str) -> dict[str, Any]:
    """Draw a modal with one sentence, already in the reader's language."""
    return modal("Saksbot", paragraphs(sentence), close=translator.say("Lukk"))


def outdated(translator: Translator) -> dict[str, Any]:
    """Draw the modal for a button that nothing answers any more."""
    sentence = translator.say("Denne knappen virker ikke lenger. Åpne fanen Home i Saksbot i stedet.")
    return trouble(translator, sentence)


def fetched(translator: Translator, new: int) -> dict[str, Any]:
    """Draw the answer to `Hent vedlegg`: where the attachments are, or will be when some are `new`."""
    coming = translator.say("Vedleggene legges i samtalen din med Saksbot, i fanen Messages.")
    there = translator.say("Vedleggene ligger allerede i samtalen din med Saksbot, i fanen Messages.")
    return trouble(translator, coming if new else there)


def failure(translator: Translator, error_id: str) -> str:
    """Say that an error of our own happened; the id finds it in the log."""
    return translator.say(
        "Noe gikk galt i Saksbot. Prøv igjen. Hvis det ikke hjelper, kan du oppgi feilkoden {error} til {contact}.",
        error=error_id,
    )
