"""The shape of Block Kit's charts, the block `data_visualization`: a pie, or series over the categories of an axis.

Source: docs.slack.dev, data visualization block. An earlier text of the page said six segments and six series, and
left out that a message holds two charts at most; Slack's own answers say so.
"""

from typing import Any

from sandbox.shapes.limits import LIMITS
from sandbox.shapes.schema import Check, Walk, many, number, shape, string, typed


def _limit(name: str) -> int:
    return LIMITS[f"data_visualization.{name}"]


def _words(name: str) -> Check:
    return string(_limit(name), least=1)


def _several(item: Check, name: str) -> Check:
    return many(item, _limit(f"{name}.max_items"), _limit(f"{name}.min_items"))


def _weight(value: Any, walk: Walk) -> None:
    before, least = len(walk.problems), _limit("segment.value.exclusive_min")
    number(value, walk)
    if len(walk.problems) == before and value <= least:
        walk.say(f"must be more than {least}")


def _unlike(names: list[str], walk: Walk) -> None:
    if len(set(names)) < len(names):
        walk.say("must be unique")


def _categories(value: Any, walk: Walk) -> None:
    before = len(walk.problems)
    _several(_words("category_label.max_length"), "categories")(value, walk)
    if len(walk.problems) == before:
        _unlike(value, walk)


def _fitting(value: dict[str, Any], walk: Walk) -> None:
    _unlike([series["name"] for series in value["series"]], walk.at("series"))
    wanted = sorted(value["axis_config"]["categories"])
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != wanted:
            walk.at("series").at(index).at("data").say("must have exactly one data point for each category")


segment = shape({"label": _words("segment.label.max_length"), "value": _weight})
point = shape({"label": _words("point_label.max_length"), "value": number})
series = shape({"name": _words("series_name.max_length"), "data": _several(point, "data")})
axes = shape(
    {"categories": _categories},
    {name: string(_limit("axis_label.max_length")) for name in ("x_label", "y_label")},
)
over_an_axis = shape({"series": _several(series, "series"), "axis_config": axes}, {}, _fitting)
CHARTS: dict[str, Check] = {
    "pie": shape({"segments": _several(segment, "segments")}),
    **dict.fromkeys(("bar", "area", "line"), over_an_axis),
}
CHART: dict[str, Check] = {"title": _words("title.max_length"), "chart": typed(CHARTS)}
