"""Searches of people who may open more or less, in a database with very many subtasks."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from cases.context import Context
from cases.pages import searching
from domain.search import Sought, Standing
from tests.bench.crowd import DISTRIBUTOR, EXPERT, NOW, OWNER, Size, case_id, everywhere, slack_id

HALF, SLOWEST = "Search, the half of them", "Search, the slowest"
WHAT = (HALF, SLOWEST)
LIMIT = 50.0
"""Milliseconds, of what is asked most: `python -m tests.bench.search` has each kind by itself, beside 200,000."""
PAGE = 10
SOUGHT = (
    Sought("mappe1kote"),  # in one message of five thousand
    Sought("vurder"),  # in nearly all
    Sought("studieplan"),  # inside of other words
    Sought("permisjon semester"),
    Sought("haugen"),
    Sought("emneansvarlig uttalelse"),
    Sought("finnesikke"),
    Sought("klage", standing=Standing.UNSOLVED),
    Sought("", standing=Standing.HELD),
)


def measure(context: Context, size: Size) -> dict[str, float]:
    """Search as an expert, an owner, a distributor, and one who distributes everything; a case's number, too."""
    people = (EXPERT, OWNER, DISTRIBUTOR, everywhere(size.faculties))
    sought = (*SOUGHT, Sought(case_id(7)), Sought(case_id(size.faculties * 100)))
    times = []
    for person in people:
        for one in sought:
            begin = perf_counter()
            searching.find(context, one, actor=slack_id(person), now=NOW, limit=PAGE)
            times.append(perf_counter() - begin)
    return {HALF: median(times), SLOWEST: max(times)}
