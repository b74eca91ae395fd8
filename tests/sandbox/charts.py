"""Charts for the tests, from the numbers alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
AXIAL = ("bar", "area", "line")


def chart(shape: Json, title: str = "Saker") -> Json:
    """A block with this chart in it."""
    return {"type": "data_visualization", "title": title, "chart": shape}


def pie(segments: Mapping[str, float], title: str = "Saker") -> Json:
    """A pie with these segments."""
    return chart(
        {"type": "pie", "segments": [{"label": name, "value": value} for name, value in segments.items()]}, title
    )


def over_an_axis(
    kind: str, series: Mapping[str, Mapping[str, float]], x_label: str = "", y_label: str = "", title: str = "Saker"
) -> Json:
    """A chart of bars, areas or lines: each series has a value for each of the first one's categories."""
    titles = {"x_label": x_label, "y_label": y_label}
    shape = {
        "type": kind,
        "series": [
            {"name": name, "data": [{"label": label, "value": value} for label, value in data.items()]}
            for name, data in series.items()
        ],
        "axis_config": {"categories": list(next(iter(series.values())))} | {k: v for k, v in titles.items() if v},
    }
    return chart(shape, title)


def many(count: int, categories: int) -> dict[str, dict[str, float]]:
    """So many series over so many categories, no two of them alike."""
    return {
        f"Serie {number}": {f"Uke {week}": (number * 7 + week * 5) % 23 for week in range(1, categories + 1)}
        for number in range(1, count + 1)
    }
