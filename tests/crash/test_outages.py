"""Some of the campaign's outages (`make crash` goes through all of them): what was promised arrives after them."""

from __future__ import annotations

from pathlib import Path

from tests.crash.lives import open_lives
from tests.crash.outages import database_down, files_moved, files_unwritable, slack_down
from tests.crash.recovery import Recovery
from tests.world import open_world

IN_TURN = [
    slack_down("http_500", 20),
    slack_down("error", 5, "channel_not_found"),
    slack_down("error", 5, "rate_limited"),
    files_moved(5),
    files_unwritable(5),
]


async def test_after_one_outage_and_the_next_everybody_sees_what_she_would_have_seen_without(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        recovery = Recovery(world)
        await recovery.untroubled()
        for outage in IN_TURN:
            await recovery.round(outage)


async def test_a_slack_that_is_silent_costs_nothing(sqlite_url: str, tmp_path: Path) -> None:
    outage = slack_down("silent", 3)
    async with open_world(sqlite_url, tmp_path, patience=outage.patience) as world:
        recovery = Recovery(world)
        await recovery.untroubled()
        await recovery.round(outage)


async def test_a_database_that_goes_away_and_comes_back_costs_nothing(database_url: str, tmp_path: Path) -> None:
    async with open_world(database_url, tmp_path) as world:
        recovery = Recovery(world)
        await recovery.untroubled()
        await recovery.round(database_down(2))


async def test_three_processes_share_what_an_outage_has_left(postgres_url: str, tmp_path: Path) -> None:
    async with open_lives(postgres_url, tmp_path, processes=3) as lives:
        recovery = Recovery(lives)
        await recovery.untroubled()
        await recovery.round(slack_down("cut_before", 5))
