"""The names of attachments that were taken out of a case: nobody reads any more what they were called."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self


class Named(Protocol):
    """An attachment, by whichever columns it was read."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def title(self) -> str:
        """What it is called to people."""

    @property
    def withdrawn_at(self) -> datetime | None:
        """When it was taken out of the case."""


@dataclass(frozen=True, slots=True)
class GoneNames:
    """What was taken out of a case. A name that something else in it still has is no secret."""

    ids: Collection[int]
    names: Collection[str]

    @classmethod
    def of(cls, files: Iterable[Named]) -> Self:
        """Those of a case with these attachments, standing and taken out."""
        known = list(files)
        there = {name for one in known if one.withdrawn_at is None for name in (one.name, one.title)}
        out = [one for one in known if one.withdrawn_at is not None]
        return cls({one.id for one in out}, {name for one in out for name in (one.name, one.title)} - there)

    def hidden_in(self, details: dict[str, Any]) -> dict[str, Any]:
        """The details of a line without those names; None in a list of names."""
        kept = dict(details)
        if kept.get("attachment_id") in self.ids or kept.get("attachment") in self.names:
            kept.pop("attachment", None)
        for name in ("added", "replaced", "files"):
            if isinstance(kept.get(name), list):
                kept[name] = [None if one in self.names else one for one in kept[name]]
        return kept
