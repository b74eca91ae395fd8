"""The desk: who waits for an answer goes before what is told later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from cases.office import Office
from handlers.desk import Desk
from sandbox.clock import SettableClock
from store.database import Database
from store.files import FileStore
from tests.institution import MONDAY


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    database = Database(sqlite_url)
    office = Office(database, FileStore(tmp_path), ZoneInfo("Europe/Oslo"))
    made = Desk(office, SettableClock(MONDAY), AsyncWebClient(), language="nb", writers=1)
    yield made
    await made.close()
    database.dispose()


async def test_what_is_told_later_waits_until_the_answer_is_given(desk: Desk) -> None:
    with desk.answering():
        lull = asyncio.create_task(desk.lull())
        await asyncio.sleep(0)
        assert not lull.done()
    assert await lull


async def test_it_does_not_wait_for_ever_while_people_ask_all_the_time(desk: Desk) -> None:
    with desk.answering():
        assert not await desk.lull()


async def test_with_nobody_asking_it_goes_on(desk: Desk) -> None:
    assert await desk.lull()
