"""The distributor's overview, of one faculty and of all of them, read and drawn up to the bytes that go to Slack."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import orjson

from cases.context import Context
from cases.pages import main_page, overview
from domain.overview import Listing, Turned
from handlers.translator import Translator
from handlers.views.home_pages import drawn
from tests.bench.crowd import DISTRIBUTOR, NOW, Size, everywhere, slack_id

FACULTY, ALL = "Oversikt of a faculty", "Oversikt of everything"
WHAT = (FACULTY,)
OF_EVERYWHERE = (ALL,)
LIMIT = 1_000.0
"""Milliseconds until somebody who distributes a hundred faculties sees theirs: it is read anew each time."""


def measure(context: Context, size: Size) -> dict[str, float]:
    """Draw each of the lists as one who distributes a faculty, and as one who distributes everything."""
    return {FACULTY: _seconds(context, DISTRIBUTOR), ALL: _seconds(context, everywhere(size.faculties))}


def _seconds(context: Context, person: int) -> float:
    times = []
    for listing in Listing:
        turned = Turned(listing)
        overview.turn(context, lambda _, turned=turned: turned, actor=slack_id(person), now=NOW)  # type: ignore[misc]
        begin = perf_counter()
        page = main_page.home(context, person, actor=slack_id(person), now=NOW)
        orjson.dumps(drawn(page, Translator.of("nb", context.zone)))
        times.append(perf_counter() - begin)
    return median(times)
