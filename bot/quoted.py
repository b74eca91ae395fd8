"""Settings in quotes that nobody has taken away: some, such as Docker's --env-file, pass them on as they are."""

from __future__ import annotations

from collections.abc import Mapping


def as_meant(environment: Mapping[str, str], name: str) -> str:
    """What a setting says, without blanks around it; empty when it is not set.

    Raises ValueError for one in quotes, and for one that is not in UTF-8.
    """
    text = environment.get(name, "").strip()
    if not is_text(text):
        raise ValueError("is not in UTF-8: save the file with the settings in UTF-8")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        raise ValueError("stands in quotes, which have become a part of it: write it without them")
    return text


def is_text(given: str) -> bool:
    """Whether what the system gave was text in its encoding; otherwise no database takes it."""
    return not any("\ud800" <= letter <= "\udfff" for letter in given)
