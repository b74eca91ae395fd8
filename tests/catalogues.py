"""Every text that people are shown, as the catalogues say it."""

from __future__ import annotations

from collections.abc import Sequence

from babel.messages.pofile import read_po

from handlers.translator import CATALOGUES
from tests.handlers.said import sentences


def as_tuple(said: str | Sequence[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())


def every_text(language: str) -> list[str]:
    """Give every text of a language."""
    if language == "nb":
        return [one for said in sentences() for one in as_tuple(said)]
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return [one for each in read_po(file, locale=language) if each.id for one in as_tuple(each.string)]
