"""What is counted and measured, and by what: a label has only values that were known before anything happened.

`Family` is the only way to a label, and it asks `Known`, which calls everything else "other". So no name, title,
address or number of a case can become one, whoever counts what. Plain numbers: counting costs a look into a table.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

OTHER = "other"
Labels = tuple[str, ...]


class Known:
    """The values that a label may have."""

    def __init__(self, values: Iterable[str]) -> None:
        """Those, and "other"."""
        self._values = {str(value) for value in values}

    def also(self, values: Iterable[str]) -> None:
        """Know these, too: a part of the program that is loaded later has brought them."""
        self._values.update(map(str, values))

    def named(self, said: str) -> str:
        """The value itself, if it is known."""
        return str(said) if said in self._values else OTHER


@dataclass(slots=True)
class Family:
    """Numbers of one name, told apart by labels; `told` says what they are."""

    name: str
    told: str
    labels: Mapping[str, Known] = field(default_factory=dict)

    def _named(self, said: Sequence[str]) -> Labels:
        return tuple(known.named(one) for known, one in zip(self.labels.values(), said, strict=True))


@dataclass(slots=True)
class Counter(Family):
    """How often something has happened since the start; Prometheus knows it with `_total` after its name."""

    counts: dict[Labels, float] = field(default_factory=dict)

    def add(self, *said: str) -> None:
        """It has happened once more, with these values of the labels."""
        labels = self._named(said)
        self.counts[labels] = self.counts.get(labels, 0) + 1

    def expect(self, *said: str) -> None:
        """It has not happened yet, and may: the first time then is a rise, and not a beginning."""
        self.counts.setdefault(self._named(said), 0)


@dataclass(slots=True)
class Gauge(Family):
    """What is so now."""

    values: dict[Labels, float] = field(default_factory=dict)

    def show(self, value: float, *said: str) -> None:
        """It is so much now, for these values of the labels."""
        self.values[self._named(said)] = value

    def clear(self) -> None:
        """It is not known now."""
        self.values.clear()


@dataclass(slots=True)
class Timer(Family):
    """How long something took: how often up to each of some bounds, in seconds, and in all."""

    bounds: tuple[float, ...] = ()
    counts: dict[Labels, list[int]] = field(default_factory=dict)
    seconds: dict[Labels, float] = field(default_factory=dict)

    def note(self, seconds: float, *said: str) -> None:
        """It took so long once more."""
        labels = self._named(said)
        counts = self.counts.setdefault(labels, [0] * (len(self.bounds) + 1))
        counts[bisect_left(self.bounds, seconds)] += 1
        self.seconds[labels] = self.seconds.get(labels, 0.0) + seconds
