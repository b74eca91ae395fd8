"""A tour of the app for a newcomer: a few steps, each ticked off when somebody does what it says.

The workspace shows the tour that it is given; it has none of its own, for it knows no app.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Said = Mapping[str, str]
"""A sentence by language, as `en`, `nb`, `nn`; English stands in for a language that is missing."""


@dataclass(frozen=True)
class Step:
    """One step: its words, whose turn it is (how the name begins), and the act with the labels that tick it."""

    words: Said
    by: str
    act: Literal["be", "submit", "press", "reply"]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tour:
    """The steps in their order, and what is said when all are done."""

    steps: tuple[Step, ...]
    finished: Said


def in_language(said: Said, language: str) -> str:
    """Return the sentence in this language, otherwise in English."""
    return said.get(language) or said["en"]
