"""Our own small line icons, drawn as SVG so that no font and no request is needed."""

import htpy as h
from htpy import Node

PATHS = {
    "more": "M5 12h.01M12 12h.01M19 12h.01",
    "close": "M6 6l12 12M18 6L6 18",
    "clip": "M20 11.5l-8.2 8.2a5 5 0 0 1-7-7l8.6-8.6a3.3 3.3 0 0 1 4.7 4.7l-8.6 8.6a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6",
    "send": "M4 12l16-8-6 16-3-7-7-1z",
    "bolt": "M13 3L5 14h6l-1 7 8-11h-6l1-7z",
    "thread": "M4 5h16v11H11l-5 4v-4H4z",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    "window": "M14 5h5v5M19 5l-8 8M10 6H5v13h13v-5",
    "traffic": "M4 8h13l-3-3M20 16H7l3 3",
    "clock": "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
    "fault": "M12 4L3 20h18L12 4zM12 10v5M12 17.5v.01",
    "people": (
        "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0"
        "M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14a6 6 0 0 1 3.5 6"
    ),
    "guide": "M5 4h11l3 3v13H5zM8 9h8M8 13h8M8 17h5",
    "back": "M15 5l-7 7 7 7",
    "next": "M9 5l7 7-7 7",
    "eye": "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    "check": "M5 13l4 4 10-11",
}  # fmt: skip


def icon(name: str) -> Node:
    """One icon, hidden from screen readers: the words stand beside it."""
    dots = "3.4" if name == "more" else None
    return h.svg(".icon", viewBox="0 0 24 24", aria_hidden="true")[h.path(d=PATHS[name], stroke_width=dots)]
