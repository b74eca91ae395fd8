"""The numbers of a chart: an axis with round marks, and values as an English client writes them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

LARGEST, SMALLEST = 1e300, 1e-300  # what is drawn; numbers beyond these stand in the table only
ROUND = (1, 2, 5, 10)
PARTS = 5  # of the axis, about
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Scale:
    """An axis from its first mark to its last, both counted in steps from zero."""

    first: int
    last: int
    step: float

    def marks(self) -> list[float]:
        """Its marks, from the top down."""
        return [number * self.step for number in range(self.last, self.first - 1, -1)]

    def down(self, value: float) -> float:
        """How far below the top a value stands, in percent."""
        return 100 * (self.last - drawable(value) / self.step) / (self.last - self.first)


def drawable(value: float) -> float:
    """The value, or the largest that can be reckoned with."""
    return float(max(-LARGEST, min(LARGEST, value)))


def scale_of(values: Sequence[float]) -> Scale:
    """An axis that holds zero and all values; whole numbers get whole marks."""
    drawn = [drawable(value) for value in values]
    low, high = min(0.0, *drawn), max(0.0, *drawn)
    part = (high - low if high - low > SMALLEST else 1.0) / PARTS
    power = 10.0 ** math.floor(math.log10(part))
    step = next(times * power for times in ROUND if times * power >= part * (1 - 1e-9) or times == ROUND[-1])
    if all(value.is_integer() for value in drawn):
        step = max(step, 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    return Scale(first, last if last > first else first + 1, step)


def written(value: float) -> str:
    """A number in full: "1,234.5"."""
    text = f"{value:,}" if isinstance(value, int) and abs(value) < 10**15 else f"{value:,.12g}"
    return text.replace("-", MINUS)


def short(value: float) -> str:
    """A number in as little room as an axis has: "2.5 m"."""
    for size, unit in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if size <= abs(value) < 1e18:
            return f"{written(float(f'{value / size:.3g}'))} {unit}"
    return written(float(f"{value:.3g}") if abs(value) >= 1e18 else value)


def share(value: float, total: float) -> str:
    """A part of the whole in percent, with one decimal at most; never nothing, as no part is."""
    percent = 100 * drawable(value) / total
    return f"{'' if percent >= 0.1 else f'<{NO_BREAK}'}{written(round(max(percent, 0.1), 1))}%"
