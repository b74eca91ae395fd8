"""Whatever people do and however long the bot is away: reminders are true, in working hours, and come once.

And none that stayed true until its hour is missing. Hypothesis makes up the story. The bot, its clock, its delivery
and the workspace are the real ones; what was to be said is worked out here a second time, in a simpler way.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.app import create_app
from bot.slack.client import make_session, make_slack_client
from sandbox.clock import SettableClock
from sandbox.person import Person
from sandbox.server import serve
from sandbox.workspace import Workspace
from store import tables
from store.database import Database
from store.files import FileStore
from tests.cases.reminders.life import Life
from tests.databases import new_sqlite, open_database
from tests.institution import MONDAY, furnish
from tests.world import World, at_once, connected, manifest, people_in, watch
from tests.world import settings as settings_for

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a story is read as it stands: making it shorter takes minutes
EXAMPLES = int(os.environ.get("STORIES", "20"))
Step: TypeAlias = tuple[str, int, int]
WORDS = ("create", "create", "move", "hold", "resume", "reassign", "open", "solve", "undo", "reopen", "close", "need",
         "need", "answer", "pass", "pass", "pass", "pass", "away", "back", "down", "up", "lost answer",
         "refused")  # fmt: skip
STORIES = st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, 9), st.integers(0, 30)), min_size=4, max_size=22)


@cache
def _template() -> tuple[TemporaryDirectory[str], Path]:
    folder = TemporaryDirectory()
    path = Path(folder.name) / "saksbot.db"
    database = Database(new_sqlite(path))
    furnish(database, FileStore(Path(folder.name) / "files"))
    with database.begin() as connection:
        connection.execute(tables.cases.update().values(deadline_on=None))
        tokyo = tables.people.update().where(tables.people.c.slack_id == "U0AISHA")
        connection.execute(tokyo.values(slack_zone="Asia/Tokyo"))
    database.dispose()
    return folder, path


@asynccontextmanager
async def institution(folder: Path) -> AsyncIterator[World]:
    """Open a workspace in which the bot is not there yet."""
    shutil.copy(_template()[1], folder / "saksbot.db")
    url = f"sqlite:///{folder / 'saksbot.db'}"
    ws = Workspace(manifest(), clock=SettableClock(MONDAY))
    async with serve(ws) as server:
        people: dict[str, Person] = people_in(ws)
        people["aisha"].tz = "Asia/Tokyo"  # as in the database: after a gap the bot asks Slack
        database = open_database(url)
        chosen = settings_for(server.api_url, ws, url, folder, "socket")
        yield World(ws, server, ws.clock, database, chosen, None, folder, people)  # type: ignore[arg-type]
        database.dispose()
    ws.assert_clean()


@asynccontextmanager
async def bot_in(world: World) -> AsyncIterator[None]:
    """Let the bot be at work inside the block."""
    database = Database(world.settings.database_url)
    watch(database, world.ws)
    async with make_session() as session:
        pace = at_once(world.clock)
        slack = make_slack_client(world.settings.bot_token, world.settings.slack_api_url, session, pace=pace)
        world.bot = create_app(world.settings, database, world.clock, slack, session=session)
        unsubscribe = world.clock.subscribe(world.bot.wake)
        await world.bot.start()
        async with connected(world.bot, world.settings, world.ws, session):
            yield
        unsubscribe()
        await world.bot.stop()
    database.dispose()


async def live(story: list[Step], folder: Path) -> None:
    """Live through a story, a stretch with the bot and a stretch without it in turns."""
    async with institution(folder) as world:
        life = Life(world)
        steps = iter([*story, ("up", 0, 0), ("pass", 0, 24), ("pass", 0, 24)])
        step: Step | None = ("up", 0, 0)
        while step is not None:
            async with bot_in(world):
                await settle(life)
                step = await stretch(life, steps, up=True)
            if step is not None:
                step = await stretch(life, steps, up=False)
        life.check_nobody_saw_what_is_not_hers()


async def stretch(life: Life, steps: object, *, up: bool) -> Step | None:
    """Go on until the bot goes or comes, or the story ends."""
    for word, which, amount in steps:  # type: ignore[attr-defined]
        if (word == "down" and up) or (word == "up" and not up):
            return word, which, amount
        if word == "pass":
            life.world.clock.set(life.now() + timedelta(hours=1 + amount, minutes=which * 6))
        elif word == "lost answer":
            life.world.ws.faults.add(method="chat.postMessage", kind="cut_after_effect", times=1)
        elif word == "refused":
            life.world.ws.faults.add(method="chat.postMessage", kind="http_500", times=1)
        elif word not in ("down", "up"):
            life.act(word, which, amount)
            life.world.clock.move(seconds=1)
        if up:
            await settle(life)
    return None


async def settle(life: Life) -> None:
    await life.world.settled()
    life.listen()
    life.check_nothing_is_missing()
    life.check_nothing_came_twice()


@pytest.mark.timeout(600)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(story=STORIES)
@example(story=[("create", 1, 3), ("need", 0, 0), ("pass", 0, 24), ("pass", 0, 24), ("answer", 0, 1), ("pass", 0, 24)])
@example(story=[("create", 1, 1), ("need", 0, 0), ("down", 0, 0), ("pass", 0, 24), ("solve", 0, 0), ("up", 0, 0),
                ("undo", 0, 0), ("pass", 0, 24), ("answer", 0, 0)])  # fmt: skip
def test_whatever_happens_reminders_are_true_come_once_and_are_never_lost(story: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(live(story, Path(folder)))
