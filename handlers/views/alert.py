"""A small modal that says why something did not happen, or where what was asked for is to be found."""

from __future__ import annotations

from typing import Any

from handlers.views.blocks import modal, paragraphs
from handlers.words import Words


def trouble(words: Words, sentence: str) -> dict[str, Any]:
    """Draw a modal with one sentence, already in the reader's language."""
    return modal("Saksbot", paragraphs(sentence), close=words.say("Lukk"))


def outdated(words: Words) -> dict[str, Any]:
    """Draw the modal for a button that nothing answers any more."""
    sentence = words.say("Denne knappen virker ikke lenger. Åpne fanen Home i Saksbot i stedet.")
    return trouble(words, sentence)


def fetched(words: Words, new: int) -> dict[str, Any]:
    """Draw the answer to `Hent vedlegg`: where the attachments are, or will be when some are `new`."""
    coming = words.say("Vedleggene legges i samtalen din med Saksbot, i fanen Messages.")
    there = words.say("Vedleggene ligger allerede i samtalen din med Saksbot, i fanen Messages.")
    return trouble(words, coming if new else there)


def failure(words: Words, error_id: str) -> str:
    """Say that an error of our own happened; the id finds it in the log."""
    return words.say(
        "Noe gikk galt i Saksbot. Prøv igjen. Hvis det ikke hjelper, kan du oppgi feilkoden {error} til {contact}.",
        error=error_id,
    )
