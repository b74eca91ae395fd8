"""Typed builders of Slack's charts, which a message and App Home may hold, and a modal may not.

At most two in a message, and as many on App Home; up to 12 series of up to 20 points:
https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from handlers.views.blocks import Block, clip, one_line

LABEL: Final = 20  # of a point or a series
TITLE: Final = 50  # of a chart or an axis


def bars(title: str, labels: Sequence[str], series: Mapping[str, Sequence[int]], about: str) -> Block:
    """Build a bar chart: each series, by its name, has a number for each of the labels; all labels are different.

    `about` says what the axis counts.
    """
    return {
        "type": "data_visualization",
        "title": clip(title, TITLE),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": clip(name, LABEL),
                    "data": [{"label": label, "value": at} for label, at in zip(labels, values, strict=True)],
                }
                for name, values in series.items()
            ],
            "axis_config": {"categories": list(labels), "y_label": clip(about, TITLE)},
        },
    }


def distinct_labels(names: Sequence[str]) -> list[str]:
    """Shorten names to what a chart takes, so that no two are alike: a long one loses the middle first.

    Those that would be alike are numbered in their order.
    """
    short = [_short(name) for name in names]
    alike = {label for label in short if short.count(label) > 1}
    taken = set(short) - alike
    labels: list[str] = []
    for label in short:
        labels.append(_next(label, taken) if label in alike else label)
        taken.add(labels[-1])
    return labels


def _short(name: str) -> str:
    parts = name.split()
    if len(" ".join(parts)) > LABEL and len(parts) > 2:
        parts = [parts[0], parts[-1]]
    return one_line(" ".join(parts), LABEL)


def _next(label: str, taken: set[str]) -> str:
    numbered = (f"{clip(label, LABEL - 1 - len(str(at)))} {at}" for at in range(1, len(taken) + 100))
    return next(one for one in numbered if one not in taken)
