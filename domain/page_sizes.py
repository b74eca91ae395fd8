"""How many of each stand on one page: they are looked up by these numbers, and with all the rest fit into a view.

A view of Slack's has at most 100 blocks; tests/handlers/views/test_limits.py draws every page full.
"""

from __future__ import annotations

from typing import Final

SUBTASKS: Final = 10  # on the main page, three blocks each
CASES: Final = 10  # on the main page, two blocks each
WAITING: Final = 5  # on the main page, of the cases that wait for distribution
TAKEABLE: Final = 90  # in a modal, of what is offered to the reader
NEEDING: Final = 3  # on the main page, of what needs the reader
SUBTASKS_OF_CASE: Final = 10  # on a case's page, four blocks each
OVERVIEW: Final = 15  # of what a distributor's overview lists to be opened, two blocks each
AWAY: Final = 30  # in the overview, one block each
TABLE: Final = 100  # cases in the overview's table: so many can be chosen from a menu, and are readable below its limit
CHART: Final = 20  # people in one chart
CHARTED: Final = 2 * CHART  # in the two charts that a page may have, and the table below them
