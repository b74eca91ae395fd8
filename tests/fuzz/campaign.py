"""Rounds of spoiled requests, each in a new institution, and what must hold after every batch of them."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from aiohttp import web_app

from api.door import Pace
from bot.door import OpenDoor
from handlers.translator import Translator
from tests.fuzz import scene, slack_side
from tests.fuzz.api_side import KEYS, ApiGun, make_keys
from tests.fuzz.line import Answered, fire
from tests.fuzz.slack_side import PEOPLE, Gun, Shot, reads
from tests.world import World, open_world

AT_ONCE = 8
SYSTEMS = (*KEYS, "nobody")
PACE = 1e9  # requests a second and key: how much one may ask for has tests of its own
SEEN_OF_IT = 1500  # letters of an answer that is told of


@dataclass
class Findings:
    """What was sent, what was answered, and what was wrong."""

    sent: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    refused_by_slack: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)
    """What was wrong, each kind once, with an example."""
    times: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, example: str) -> None:
        """Write down that something was wrong."""
        self.wrong.setdefault(what, example)
        self.times[what] += 1


class Watch(logging.Handler):
    """Notes every error in the log, and every traceback."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(logging.WARNING)
        self._findings = findings
        self.under_way: list[Shot] = []
        self._unreadable: set[str] = set()

    @property
    def about(self) -> str:
        """What is under way, for an example."""
        return "\n".join(map(str, self.under_way))

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a line of the log."""
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            last = traceback.extract_tb(error.__traceback__)[-1:]
            ours = [one for one in traceback.extract_tb(error.__traceback__) if "site-packages" not in one.filename]
            where = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in (*last, *ours[::-1][:3]))
            told = "".join(traceback.format_exception(error))
            self._findings.note(f"traceback: {type(error).__name__} at {where}", f"{told}\n{self.about}")
        elif record.levelno >= logging.ERROR and not self._says_that_it_was_unreadable(record):
            self._findings.note(f"error in the log: {record.msg}", f"{record.getMessage()}\n{self.about}")

    def _says_that_it_was_unreadable(self, record: logging.LogRecord) -> bool:
        """Whether it tells of an event that was spoiled so that nobody can read it: that is set aside, as it should."""
        told = record.getMessage()
        if "could not be taken in: a message was sent at no time" in told:
            self._unreadable.add(told.split()[1])
        return told.split()[1] in self._unreadable


@contextmanager
def watched(findings: Findings) -> Iterator[Watch]:
    """Note what the log says inside the block."""
    watch, root = Watch(findings), logging.getLogger()
    root.addHandler(watch)
    try:
        yield watch
    finally:
        root.removeHandler(watch)


async def one_round(
    url: str, folder: Path, lot: Random, number: int, findings: Findings, presses: int = slack_side.PRESSES
) -> None:
    """Send so many requests to a new institution, in which everybody has pressed so many buttons."""
    with watched(findings) as watch:
        async with open_world(url, folder, "http") as world, _door(world) as api_url:
            await scene.furnish(world)
            told = await slack_side.story(world, lot, presses)
            gun, api_gun = Gun(world, told, lot), ApiGun(make_keys(world), lot)
            of_slack = [(who, gun.shots, _slack_url(world)) for who in lot.sample(PEOPLE, k=len(PEOPLE))]
            of_api = [(who, api_gun.shots, api_url) for who in lot.sample(SYSTEMS, k=len(SYSTEMS))]
            batches = [*of_slack, *of_api]
            for at, (who, shots, address) in enumerate(batches):
                some = number * (at + 1) // len(batches) - number * at // len(batches)
                await Batch(world, watch, findings, who, address).run(shots, some)
            findings.refused_by_slack.update(one.code for one in world.ws.refusals)
            world.ws.refusals.clear()
            world.ws.requests.clear()


@dataclass
class Batch:
    """Requests of one person, or of one system."""

    world: World
    watch: Watch
    findings: Findings
    who: str
    address: str

    async def run(self, shots: Callable[[str, int, set[str]], Iterable[Shot]], number: int) -> None:
        """Send them, and see whether anybody has seen or changed what is not theirs."""
        world, who = self.world, self.who
        world.ws.calls.clear()
        world.ws.shown.clear()
        before, rows = scene.sight(world), scene.not_of(world, who)
        waiting = iter(shots(who, number, before.foreign(who, before)))
        said: list[Answered] = []
        await asyncio.gather(*(self._line(waiting, said) for _ in range(AT_ONCE)))
        await scene.rest(world)
        for told in scene.waiting(world):
            self.findings.note(f"is tried again and again: {told}", self.who)
        foreign = scene.sight(world).foreign(who, before)
        for one in said:
            for word in foreign:
                if word in one.text.casefold():
                    self.findings.note(f"an answer says {word} to {who}", one.text[:SEEN_OF_IT])
        for told in reads(world, who, foreign):
            self.findings.note(told, self.watch.about)
        after = scene.not_of(world, who)
        for table, there in rows.items():
            if there != after[table]:
                changed = sorted({*there} ^ {*after[table]})
                self.findings.note(f"{who} changed {table}", "\n".join(changed)[:SEEN_OF_IT])
        for person in world.people.values():
            person.modals.clear()

    async def _line(self, waiting: Iterator[Shot], said: list[Answered]) -> None:
        for shot in waiting:
            self.watch.under_way.append(shot)
            answered = await fire(self.address, shot)
            where = "Slack's side" if "X-Slack-Signature" in shot.headers else "the API"
            self.findings.sent[f"{where}, by {self.who}"] += 1
            self.findings.answered[f"{where}: {answered.status}"] += 1
            if answered.status >= 500 or not answered.status:
                told = answered.text.partition("\n")[0][:60] or "the line was cut"
                self.findings.note(f"{where}: {told}", f"{shot}\n{answered.text[:SEEN_OF_IT]}")
            self.watch.under_way.remove(shot)
            said.append(answered)
            for person in self.world.people.values():
                person.modals.clear()


def _slack_url(world: World) -> str:
    target = world.ws.delivery.target
    assert target is not None
    return target


@asynccontextmanager
async def _door(world: World) -> AsyncIterator[str]:
    translator = Translator.of("nb", world.settings.timezone)
    door = OpenDoor(world.bot.services, translator, world.bot.making, host="127.0.0.1", port=0, pace=Pace(PACE, PACE))
    await door.start()
    try:
        yield door.address
    finally:
        await door.stop()


async def campaign(
    number: int,
    seed: int,
    databases: Iterable[Callable[[Path], AbstractContextManager[str]]],
    *,
    a_round: int = 1000,
    first: int = 0,
) -> AsyncIterator[Findings]:
    """Send so many requests, so many of them to each institution; gives what was found so far after each.

    `first` is the round to begin with, for who wants to see one again.
    """
    findings, makers, rounds = Findings(), list(databases), first
    while number > 0:
        lot = Random(f"{seed}/{rounds}")  # noqa: S311 - the same again for the same seed
        opened = makers[rounds % len(makers)]
        with TemporaryDirectory(prefix="saksbot-fuzz-") as folder, opened(Path(folder)) as url:
            try:
                await one_round(url, Path(folder), lot, min(number, a_round), findings)
                web_app._cached_build_middleware.cache_clear()  # it holds a whole workspace for each handler it knows
            except Exception as error:  # noqa: BLE001 - the campaign goes on, and says in the end that it failed
                findings.note(f"round {rounds} broke off: {type(error).__name__}", traceback.format_exc())
        number, rounds = number - a_round, rounds + 1
        yield findings
