"""What is away for a while costs nothing, in short: `make crash` plays every outage, and several processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.outages import database_down, files_moved, files_unwritable, slack_down
from tests.crash.recovery import Recovery
from tests.world import open_world

SHORT = {
    "Slack answers with errors": slack_down("http_500", 20),
    "the line is cut": slack_down("cut_before", 120),
    "an administrator has to mend it": slack_down("error", 60, "messages_tab_disabled"),
    "another conversation": slack_down("error", 60, "channel_not_found"),
    "FILES_DIR is not mounted": files_moved(20),
    "FILES_DIR can not be written to": files_unwritable(20),
    "the database is away": database_down(2),
}


@pytest.mark.parametrize("outage", SHORT)
async def test_an_outage_ends_as_if_there_had_been_none(outage: str, sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        recovery = Recovery(world)
        await recovery.untroubled()
        await recovery.round(SHORT[outage])


async def test_on_postgresql_the_database_may_be_away_too(postgres_url: str, tmp_path: Path) -> None:
    async with open_world(postgres_url, tmp_path) as world:
        recovery = Recovery(world)
        await recovery.untroubled()
        await recovery.round(database_down(2))
