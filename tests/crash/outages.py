"""What can be away for a while, and how it goes away and comes back, by the workspace's clock."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.slack.client import SECONDS
from bot.slack.errors import VERDICTS, Verdict
from sandbox.faults import Kind
from store import tables
from tests.beside import database_away
from tests.crash.lives import STEP
from tests.crash.work import Work

Away: TypeAlias = Callable[[Work], AbstractAsyncContextManager[timedelta]]
SLACK_IS_DOWN: tuple[Kind, ...] = ("silent", "http_500", "cut_before")
MINUTES = (5, 20, 120)
WAITS = (Verdict.LATER, Verdict.UNKNOWN, Verdict.ADMINISTRATOR, Verdict.CHANNEL)
CODES = sorted(code for code, verdict in VERDICTS.items() if verdict in WAITS)
LEAST_STEP = timedelta(seconds=10)  # so that hours of trying again and again take no minutes here
SHORT = 0.3  # real seconds, so that hours of silence take no hours here
AGAIN = "Prøv igjen om litt."


@dataclass(frozen=True)
class Outage:
    """Something that is away inside the block of `away`, which gives for how long people go on working meanwhile."""

    name: str
    away: Away
    slack_takes: bool = False
    """Whether Slack takes what is sent meanwhile: all but files has to arrive then."""
    patience: float = SECONDS
    """For how many seconds the bot is to wait for an answer."""


def slack_down(kind: Kind, minutes: int, code: str = "") -> Outage:
    """Slack fails every call in this way."""

    @asynccontextmanager
    async def away(work: Work) -> AsyncIterator[timedelta]:
        ends_at = work.world.clock.now() + timedelta(minutes=minutes)
        work.world.ws.faults.add(kind=kind, code=code, until=ends_at)
        yield timedelta(minutes=minutes)
        await pass_time(work, ends_at)

    return Outage(f"Slack: {code or kind}, {minutes} min", away, patience=SHORT if kind == "silent" else SECONDS)


def files_moved(minutes: int) -> Outage:
    """The disk of FILES_DIR is not mounted: what is written to the same place meanwhile is not on it."""

    @asynccontextmanager
    async def away(work: Work) -> AsyncIterator[timedelta]:
        folder = work.world.settings.files_dir
        elsewhere = folder.rename(folder.with_name("away"))
        folder.mkdir()
        yield timedelta(minutes=minutes)
        assert not_fetched(work), "FILES_DIR was not away"
        shutil.rmtree(folder)
        elsewhere.rename(folder)
        work.world.clock.move(seconds=0)

    return Outage(f"FILES_DIR not mounted, {minutes} min", away, slack_takes=True)


def files_unwritable(minutes: int) -> Outage:
    """Nothing new can be written to FILES_DIR: there is a file wherever a folder is to be made."""

    @asynccontextmanager
    async def away(work: Work) -> AsyncIterator[timedelta]:
        folders = [work.world.settings.files_dir / f"{number:02x}" for number in range(256)]
        in_the_way = [folder for folder in folders if not folder.exists()]
        for one in in_the_way:
            one.touch()
        yield timedelta(minutes=minutes)
        assert not_fetched(work), "FILES_DIR could be written to"
        for one in in_the_way:
            one.unlink()

    return Outage(f"FILES_DIR unwritable, {minutes} min", away, slack_takes=True)


def database_down(minutes: int) -> Outage:
    """The database goes away while much is to be sent that could not be sent before, and Slack comes back."""

    @asynccontextmanager
    async def away(work: Work) -> AsyncIterator[timedelta]:
        slack = work.world.ws.faults.add(times=None, kind="http_500")
        yield timedelta(minutes=1)
        with database_away(work.world):
            work.world.ws.faults.clear(slack)
            for _ in range(minutes):
                work.world.clock.move(minutes=0.5)
                await work.try_in_vain(AGAIN)
                work.world.clock.move(minutes=0.5)
        work.world.clock.move(seconds=0)  # the bot looks again within five seconds, which nobody has to wait for here

    return Outage(f"database, {minutes} min", away)


def not_fetched(work: Work) -> bool:
    """Whether bytes of files that people have sent are not kept yet."""
    return bool(work.world.rows(tables.message_files.select().where(tables.message_files.c.sha256.is_(None))))


async def pass_time(work: Work, until: datetime) -> None:
    """Let the clock go on to an instant, step by step, and the bot try whenever it wants to."""
    world = work.world
    while (now := world.clock.now()) < until:
        await world.ws.until(world.rests)
        later = max(world.rests_until() or until, now + LEAST_STEP)
        world.clock.set(min(later, now + STEP, until))
    await world.ws.until(world.rests)


OUTAGES = {
    outage.name: outage
    for outage in (
        *(slack_down(kind, minutes) for kind in SLACK_IS_DOWN for minutes in MINUTES),
        *(slack_down("error", 60, code) for code in CODES),
        files_moved(20),
        files_unwritable(20),
        database_down(5),
    )
}
