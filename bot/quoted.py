"""Settings in quotes that nobody has taken away: some, such as Docker's --env-file, pass them on as they are."""

from __future__ import annotations

from collections.abc import Mapping


def as_meant(environment: Mapping[str, str], name: str) -> str:
    """What a setting says, without blanks around it; empty when it is not set. Raises ValueError for one in quotes."""
    text = environment.get(name, "").strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        raise ValueError("stands in quotes, which have become a part of it: write it without them")
    return text
