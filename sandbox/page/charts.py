"""Charts drawn, the block `data_visualization`: title, drawing, legend, and the same numbers as a table to open.

The drawing is one picture to a screen reader, named by its title; the legend and the table say what is in it.
"""

from collections.abc import Callable, Sequence

import htpy as h
from htpy import Node

from sandbox.page.chart_marks import Plot, Series, areas, bars, grid, hue, letter, lines, room, slices
from sandbox.page.chart_scale import drawable, scale_of, share, short, written
from sandbox.page.place import Place
from sandbox.page.reader import Json
from sandbox.page.tables import box

KINDS = {"pie": "Pie chart", "bar": "Bar chart", "area": "Area chart", "line": "Line chart"}
MARKS: dict[str, Callable[[Plot], Node]] = {"bar": bars, "area": areas, "line": lines}


def data_visualization(block: Json, place: Place) -> Node:
    """A chart of any kind."""
    chart, title = block["chart"], str(block["title"])
    inside = (_pie if chart["type"] == "pie" else _over_an_axis)(chart, title)
    return h.figure(".chart")[h.figcaption[title], inside]


def _pie(chart: Json, title: str) -> Node:
    segments = chart["segments"]
    total = sum(drawable(one["value"]) for one in segments)
    rows = [(str(one["label"]), written(one["value"]), share(one["value"], total)) for one in segments]
    drawn = h.svg(viewBox="0 0 240 240", role="img", aria_label=_named("pie", title))[
        slices([one["value"] for one in segments])
    ]
    legend = _legend([label for label, _, _ in rows], [f"{value} ({part})" for _, value, part in rows])
    table = _numbers(title, ("Category", "Value", "Share"), rows)
    return h.div(".pie")[drawn, legend], table


def _over_an_axis(chart: Json, title: str) -> Node:
    axes = chart["axis_config"]
    plot = _plot(chart)
    drawn = h.div(class_=["axes", room(plot.categories, lines=2)], role="img", aria_label=_named(chart["type"], title))[
        axes.get("y_label") and h.p(".axis")[axes["y_label"]],
        h.div(".scale")[(h.span[short(mark)] for mark in plot.scale.marks())],
        h.svg(class_={"plot": True, "lettered": len(plot.series) > 1 and chart["type"] != "bar"})[
            grid(plot.scale), MARKS[chart["type"]](plot)
        ],
        h.div(".categories")[(h.span[one] for one in plot.categories)],
        axes.get("x_label") and h.p(".axis.across")[axes["x_label"]],
    ]
    names = [one.name for one in plot.series]
    rows = [
        (category, *(written(one.values[at]) for one in plot.series)) for at, category in enumerate(plot.categories)
    ]
    first = str(axes.get("x_label") or "Category")
    return drawn, _legend(names, [""] * len(names)), _numbers(title, (first, *names), rows)


def _plot(chart: Json) -> Plot:
    categories = [str(one) for one in chart["axis_config"]["categories"]]
    series = []
    for one in chart["series"]:
        values = {point["label"]: point["value"] for point in one["data"]}
        series.append(Series(str(one["name"]), tuple(values[category] for category in categories)))
    return Plot(series, categories, scale_of([value for one in series for value in one.values]))


def _named(kind: str, title: str) -> str:
    return f"{KINDS[kind]}: {title}. The numbers are in the table below."


def _legend(names: list[str], values: list[str]) -> Node:
    return h.ul(".legend")[
        (
            h.li[
                h.span(class_=["swatch", hue(number)], aria_hidden="true")[letter(number, len(names))],
                h.span[name, value and h.span(".quiet")[" ", value]],
            ]
            for number, (name, value) in enumerate(zip(names, values, strict=True))
        )
    ]


def _numbers(title: str, names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Node:
    headings = [h.th(".right" if at else "", scope="col")[name] for at, name in enumerate(names)]
    body = [h.tr[h.th(scope="row")[name], (h.td(".right")[value] for value in values)] for name, *values in rows]
    return h.details(".numbers")[
        h.summary["Show the numbers", " ", h.span(".unseen")[title]],
        box(title, h.caption(".unseen")[title], headings, body),
    ]
