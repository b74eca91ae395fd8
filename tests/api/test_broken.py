"""A fault of ours at the door: told like every other, with the id under which the log has it, and logged once."""

from __future__ import annotations

import logging

import pytest
import sqlalchemy as sa

from store.database import Database
from tests.api.callers import client, get
from tests.institution import CASE
from tests.world import World


async def test_a_fault_of_ours_is_a_problem_with_the_id_of_its_line_in_the_log(
    sqlite_world: World, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(sqlite_url)
    with database.begin() as connection:
        connection.execute(sa.text("UPDATE cases SET applied_on = 'no day'"))
    database.dispose()
    async with client(sqlite_world) as api:
        async with api.get(f"/v1/cases/{CASE}") as answer:
            told = await answer.json(content_type="application/problem+json")
            number = answer.headers["X-Request-ID"]
        assert (await get(api, "/openapi.json"))[0] == 200, "and it goes on"

    assert (answer.status, told["status"], told["code"]) == (500, 500, "broken")
    assert "no day" not in str(told)
    (line,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert line == f"request {number} failed"
