"""The bot is killed at some of the points of the campaign (`make crash` goes through all of them)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.clock import round_of_the_clock
from tests.crash.lives import open_lives
from tests.crash.rounds import Point, Rounds

# The person's act and its acknowledgement, then a message and a file on their way to others.
SOME: dict[str, list[tuple[Point, int]]] = {
    "create": [("before commit", 1), ("after commit", 1), ("after ack", 1), ("between effect and answer", 3)],
    "ask several": [("before commit", 1), ("after commit", 1), ("before call", 2)],
    "say": [("after commit", 2), ("between effect and answer", 1), ("between effect and answer", 5)],
    "solve": [("after commit", 1), ("before call", 1)],
}


@pytest.mark.parametrize("step", SOME)
async def test_a_crash_costs_nothing(step: str, database_url: str, tmp_path: Path) -> None:
    async with open_lives(database_url, tmp_path) as lives:
        rounds = Rounds(lives, step)
        await rounds.untroubled()
        for point, times in SOME[step]:
            assert await rounds.round(point, times), f"{point} {times} was never passed"
        await rounds.nothing_came_later()
        assert rounds.deaths == len(SOME[step])


async def test_a_reminder_survives_a_crash_and_comes_once(database_url: str, tmp_path: Path) -> None:
    async with open_lives(database_url, tmp_path) as lives:
        deaths: list[tuple[Point, int]] = [
            ("after commit", 1),
            ("before commit", 2),
            ("before call", 1),
            ("between effect and answer", 1),
        ]
        for point, times in deaths:
            assert await round_of_the_clock(lives, point, times), f"{point} {times} was never passed"
