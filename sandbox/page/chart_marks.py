"""What stands in a chart, as SVG: bars, lines, areas and slices.

Places along the axes are percents of the drawing, so that it grows and shrinks with its window while words and lines
keep their size. Colours are classes; a letter tells each series apart without its colour.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import htpy as h
from htpy import Node

from sandbox.page.chart_scale import Scale, drawable, short, written

LETTERS = "ABCDEFGHIJKL"
NARROW, WIDE = 42, 95  # characters that find room in a row
GROUP = 0.72  # of a category's room is its bars
APART = 6.5  # percent of the height that a letter needs
CENTRE, RADIUS, AROUND = 120, 96, 109


@dataclass(frozen=True)
class Series:
    """A series: its name and a value for each category."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Plot:
    """What is drawn over an axis, and for whom."""

    series: Sequence[Series]
    categories: Sequence[str]
    scale: Scale

    def told(self, number: int, at: int) -> str:
        """One value in words."""
        one = self.series[number]
        return f"{one.name}, {self.categories[at]}: {written(one.values[at])}"

    def across(self, at: int) -> float:
        """Where the middle of a category stands, in percent."""
        return 100 * (at + 0.5) / len(self.categories)


def room(words: Sequence[str], lines: int = 1) -> str:
    """Which windows words in a row, on so many lines, have room in: any, "tight" for wide ones only, "crowded"."""
    widths = [max([-(-len(one) // lines), *(map(len, one.split() if lines > 1 else [one]))]) for one in words]
    need = len(words) * (max(widths) + 1)
    return "crowded" if need > WIDE else "tight" if need > NARROW else ""


def hue(number: int) -> str:
    """The class of a series' colour."""
    return f"hue-{number}"


def letter(number: int, of: int) -> str:
    """The letter of a series, where there are several."""
    return LETTERS[number] if of > 1 else ""


def grid(scale: Scale) -> Node:
    """A line across for each mark of the axis, and a stronger one at zero."""
    return [
        h.line(class_={"zero": mark == 0}, x1="0", x2="100%", y1=_part(scale.down(mark)), y2=_part(scale.down(mark)))
        for mark in scale.marks()
    ]


def bars(plot: Plot) -> Node:
    """Bars in groups, one group for each category."""
    several = len(plot.series)
    words = [letter(number, several) or short(value) for number, one in enumerate(plot.series) for value in one.values]
    return [[_bar(plot, number, at) for at in range(len(plot.categories))] for number in range(several)], (
        room(words) != "crowded" and _labels(plot, words)
    )


def _bar(plot: Plot, number: int, at: int) -> Node:
    ends = sorted((plot.scale.down(0), plot.scale.down(plot.series[number].values[at])))
    left, width = _span(plot, number, at)
    return h.rect(
        class_=["bar", hue(number)],
        x=_part(left),
        y=_part(ends[0]),
        width=_part(width),
        height=_part(ends[1] - ends[0]),
    )[h.title[plot.told(number, at)]]


def _span(plot: Plot, number: int, at: int) -> tuple[float, float]:
    group = GROUP * 100 / len(plot.categories)
    width = group / len(plot.series)
    return plot.across(at) - group / 2 + number * width, width * 0.94


def _labels(plot: Plot, words: Sequence[str]) -> Iterator[Node]:
    left = iter(words)
    for number, one in enumerate(plot.series):
        for at, value in enumerate(one.values):
            start, width = _span(plot, number, at)
            yield h.text(
                class_=["mark-label", room(words)],
                x=_part(start + width / 2),
                y=_part(plot.scale.down(max(value, 0))),
                dy="-5",
                text_anchor="middle",
            )[next(left)]


def lines(plot: Plot) -> Node:
    """A line for each series, with a dot for each value and the series' letter at the end."""
    return [_stretched(h.polyline(class_=["run", hue(n)], points=_run(plot, n))) for n in range(len(plot.series))], (
        _dots(plot)
    )


def areas(plot: Plot) -> Node:
    """The same with the ground below filled; the first series lies at the back."""
    zero = plot.scale.down(0)
    return [
        _stretched(
            h.polygon(
                class_=["ground", hue(n)],
                points=f"{plot.across(0):.2f},{zero:.2f} {_run(plot, n)} "
                f"{plot.across(len(plot.categories) - 1):.2f},{zero:.2f}",
            ),
            h.polyline(class_=["run", hue(n)], points=_run(plot, n)),
        )
        for n in range(len(plot.series))
    ], _dots(plot)


def _stretched(*inside: Node) -> Node:
    return h.svg(viewBox="0 0 100 100", preserveAspectRatio="none", width="100%", height="100%")[inside]


def _run(plot: Plot, number: int) -> str:
    values = enumerate(plot.series[number].values)
    return " ".join(f"{plot.across(at):.2f},{plot.scale.down(value):.2f}" for at, value in values)


def _dots(plot: Plot) -> Iterator[Node]:
    for number, one in enumerate(plot.series):
        for at, value in enumerate(one.values):
            yield h.circle(
                class_=["dot", hue(number)], cx=_part(plot.across(at)), cy=_part(plot.scale.down(value)), r="3.5"
            )[h.title[plot.told(number, at)]]
    ends = apart([plot.scale.down(one.values[-1]) for one in plot.series])
    for number, end in enumerate(ends if len(ends) > 1 else ()):
        x = _part(plot.across(len(plot.categories) - 1))
        yield h.text(class_=["mark-label"], x=x, y=_part(end), dx="8", dy="4")[LETTERS[number]]


def apart(places: Sequence[float]) -> list[float]:
    """Move places that are too near each other, so that a letter can be read at each; none leaves the drawing."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = list(places)
    for before, at in pairwise(order):
        moved[at] = max(moved[at], moved[before] + APART)
    lowest = 100.0
    for at in reversed(order):
        moved[at] = min(moved[at], lowest)
        lowest = moved[at] - APART
    return moved


def slices(values: Sequence[float]) -> Iterator[Node]:
    """The slices of a pie from the top and with the clock; a letter stands outside each that is not very thin."""
    total = sum(map(drawable, values))
    start = 0.0
    for number, value in enumerate(values):
        end = start + drawable(value) / total
        yield h.path(class_=["slice", hue(number)], d=_wedge(start, end))
        if end - start >= 0.03 and len(values) > 1:
            x, y = _around((start + end) / 2, AROUND)
            yield h.text(".mark-label", x=f"{x:.2f}", y=f"{y:.2f}", dy="5", text_anchor="middle")[LETTERS[number]]
        start = end


def _wedge(start: float, end: float) -> str:
    # in two arcs, as one from a point to itself is nothing
    points = [f"{x:.3f} {y:.3f}" for x, y in (_around(at, RADIUS) for at in (start, (start + end) / 2, end))]
    arcs = "".join(f"A{RADIUS} {RADIUS} 0 0 1 {point}" for point in points[1:])
    return f"M{CENTRE} {CENTRE}L{points[0]}{arcs}Z"


def _around(turn: float, radius: float) -> tuple[float, float]:
    return CENTRE + radius * math.sin(turn * math.tau), CENTRE - radius * math.cos(turn * math.tau)


def _part(percent: float) -> str:
    return f"{percent:.2f}%"
