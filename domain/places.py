"""A place of the institution, as it is chosen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One of them; whoever chooses it means those below it as well. `path` is the way to it from the root."""

    id: int
    name: str
    path: str
