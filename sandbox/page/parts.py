"""Parts: what the socket sends. A part is a list of pieces, each with a key and the HTML of one element.

Same key and same HTML means that the browser leaves the element alone: that one rule keeps focus, scroll and
typed text.
"""

from dataclasses import dataclass, field

from htpy import Renderable

from sandbox.page.reader import Json


@dataclass(frozen=True)
class Piece:
    """One element of a part."""

    key: str
    html: str


Parts = dict[str, list[Piece]]


def piece(key: str, node: Renderable) -> Piece:
    """A piece from its node."""
    return Piece(key, str(node))


@dataclass
class Sent:
    """What one browser tab has been sent, so that only changes follow."""

    parts: Parts = field(default_factory=dict)

    def changes(self, now: Parts) -> list[Json]:
        """The parts that differ from the last time, each with its order (when changed) and its new pieces."""
        before, self.parts = self.parts, now
        return [change for name, pieces in now.items() if (change := _change(name, before.get(name), pieces))]


def _change(name: str, before: list[Piece] | None, now: list[Piece]) -> Json | None:
    if before == now:
        return None
    had = {one.key: one.html for one in before or []}
    changed = {one.key: one.html for one in now if had.get(one.key) != one.html}
    keys = [one.key for one in now]
    return {"name": name, "keys": keys if keys != [one.key for one in before or []] else None, "html": changed}
