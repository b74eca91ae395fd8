"""What is measured in each round, in an order drawn by lot: one number for each name."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from statistics import median
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import orjson

from cases.context import Context
from cases.pages import main_page
from domain.forms import Home
from domain.outbox_kinds import OutboxKind
from handlers.translator import Translator
from handlers.views.home import home as home_view
from store import outbox, tables
from store.database import Database
from store.files import FileStore
from store.outbox import OutboxItem
from tests.bench import slack_requests
from tests.bench.bare import create, look, seconds_by_the_driver
from tests.bench.claims import seconds_for_a_claim
from tests.bench.client import Requests, ask, ask_once
from tests.bench.institution import COLLEAGUES, NOW, slack_id
from tests.bench.overviews import seconds_for_an_overview
from tests.bench.processes import Server, launch, wait_until_listening
from tests.bench.rush import rush
from tests.bench.scene import Scene
from tests.bench.slack_requests import SECRET

CROWD = 32
SHARED = 12  # clients, at one bot or at three
CARDS_EACH = 4  # as many as one conversation takes before the bot slows down to Slack's pace
OPTIONS = b'"description"'


class Measures:
    """Measures a scene, round by round; `numbers` has one list for each name, with one number from each round."""

    def __init__(self, scene: Scene, seconds: float) -> None:
        """Spend so many seconds on each measurement."""
        self.numbers: dict[str, list[float]] = {}
        self._scene = scene
        self._seconds = seconds
        self._create = slack_requests.create_subtask()
        self._options = slack_requests.choose_assignee()
        self._home = slack_requests.open_home()

    async def round(self) -> None:
        """Measure once everything that can be measured while all stand ready."""
        bots = self._scene.bots
        homes = [name for name in bots if name.startswith("home")]
        measurements = [
            self._serve("floor", self._scene.floor, self._create),
            self._serve("create sqlite", bots["create sqlite"], self._create),
            self._serve("create postgres", bots["create postgres"], self._create),
            self._serve("options", bots["create sqlite"], self._options, OPTIONS),
            *(self._latency(name, bots[name], self._home) for name in homes),
            *(self._draw(name) for name in homes),
            *(self._bare(f"raw create {kind}", f"bare {kind}", create) for kind in ("sqlite", "postgres")),
            *(self._bare(f"raw {name}", name, look) for name in homes if name.endswith("small")),
            *(self._claim(name) for name in self._scene.claims),
            *(self._look_over(name) for name in self._scene.overviews),
            *(self._cost(name) for name in self._scene.sharing),
            self._deliver(),
        ]
        for measurement in random.sample(measurements, len(measurements)):
            await measurement

    async def starts(self) -> None:
        """Measure once how long each program takes from its start to its first acknowledgement."""
        programs = [
            ("floor", "tests.bench.floor", {"SLACK_SIGNING_SECRET": SECRET}),
            ("bot", "bot", self._scene.environment("start")),
        ]
        for name, module, environment in random.sample(programs, len(programs)):
            translator = ["run"] if module == "bot" else []
            begin = perf_counter()
            server = launch(name, module, *translator, environment=environment)
            try:
                wait_until_listening(server)
                await ask_once(server.port, self._create())
                self._note(f"start {name}", perf_counter() - begin)
            finally:
                server.end()

    def memory(self) -> None:
        """Measure how much memory the floor and the busiest bot have in use."""
        self._note("memory floor", self._scene.floor.megabytes)
        self._note("memory bot", self._scene.bots["create sqlite"].megabytes)

    async def _serve(self, name: str, server: Server, requests: Requests, expected: bytes = b"") -> None:
        await self._latency(f"{name} 1", server, requests, expected)
        with server.awake():
            answers = await ask(server.port, requests, at_once=CROWD, seconds=self._seconds, expected=expected)
        self._note(f"{name} {CROWD}", answers.rate)

    async def _latency(self, name: str, server: Server, requests: Requests, expected: bytes = b"") -> None:
        with server.awake():
            answers = await ask(server.port, requests, at_once=1, seconds=self._seconds, expected=expected)
        self._note(name, answers.latency)

    async def _cost(self, name: str) -> None:
        """Let bots that share a database do acts, and note how much processor time each act takes of them."""
        bots = self._scene.sharing[name]
        with ExitStack() as awake:
            for bot in bots:
                awake.enter_context(bot.awake())
            await self._ask_all(bots)  # whoever wakes has things to do of their own
            before = sum(bot.processor_seconds for bot in bots)
            acts = await self._ask_all(bots)
            spent = sum(bot.processor_seconds for bot in bots) - before
        self._note(f"cost {name}", spent / acts)

    async def _ask_all(self, bots: Sequence[Server]) -> int:
        each, seconds = SHARED // len(bots), 2 * self._seconds
        asked = [ask(bot.port, self._create, at_once=each, seconds=seconds) for bot in bots]
        return sum(len(answers.each) for answers in await asyncio.gather(*asked))

    async def _draw(self, name: str) -> None:
        """Read and draw the main page, as the delivery does, up to the bytes that go to Slack."""
        database = Database(self._scene.databases[name])
        context = Context(database, FileStore(self._scene.folder), ZoneInfo("Europe/Oslo"))
        for person in range(COLLEAGUES):
            _draw_one(context, person)  # as in a bot that has been running for a while
        times = []
        for person in range(COLLEAGUES):
            begin = perf_counter()
            _draw_one(context, person)
            times.append(perf_counter() - begin)
        database.dispose()
        self._note(f"drawing {name}", median(times))

    async def _bare(self, name: str, database: str, act: Callable[[Context, int], object]) -> None:
        """What an act asks of the database, asked by the bare driver."""
        self._note(name, seconds_by_the_driver(self._scene.databases[database], self._scene.folder, act))

    async def _deliver(self) -> None:
        """Let some cards be drawn and sent: at first posted, in later rounds updated, in forty conversations."""
        bot, wanted = self._scene.bots["outbox"], COLLEAGUES * CARDS_EACH
        before = await self._asked_slack("count/chat")
        with bot.awake():
            self._leave_cards(Database(self._scene.databases["outbox"]))
            await ask_once(bot.port, self._home())  # wakes the delivery
            times = await self._asked_slack(f"times/chat?from={before}&to={before + wanted}")
        self._note("delivered", (wanted - 1) / (times[-1] - times[0]))

    async def _claim(self, name: str) -> None:
        """Claim rows that wait, beside what was sent."""
        claim, look = seconds_for_a_claim(self._scene.claims[name])
        self._note(name, claim)
        self._note(name.replace("claim", "next due"), look)

    async def _look_over(self, name: str) -> None:
        """Draw the distributor's overview, beside what was solved."""
        self._note(name, seconds_for_an_overview(self._scene.overviews[name], self._scene.folder))

    async def rush(self, people: int) -> None:
        """Let many people get their first cards at once, under Slack's limits, once; by the workspace's clock."""
        came_to = await rush(self._scene.folder, people)
        self._note("rush", came_to.seconds)
        self._note("rush at least", came_to.least_seconds)
        self._note("rush known", came_to.seconds_of_known)
        self._note("rush again", came_to.seconds_again)
        self._note("rush refusals", came_to.refusals)

    def _leave_cards(self, database: Database) -> None:
        items = [
            OutboxItem(OutboxKind.CARD, turn * COLLEAGUES + person + 1, person + 1)
            for turn in range(CARDS_EACH)
            for person in range(COLLEAGUES)
        ]
        with database.begin(patient=True) as connection:  # the bot has just been woken
            changed = f"Vurder emnene, utgave {len(self.numbers.get('delivered', ()))}"
            shown = tables.subtasks.c.id.in_([item.subject_id for item in items])
            connection.execute(tables.subtasks.update().where(shown).values(title=changed))  # else nothing is sent
            outbox.add(connection, items, NOW)
        database.dispose()

    async def _asked_slack(self, question: str) -> Any:
        address = f"http://127.0.0.1:{self._scene.slack.port}/{question}"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            return await answer.json()

    def _note(self, name: str, number: float) -> None:
        self.numbers.setdefault(name, []).append(number)


def _draw_one(context: Context, person: int) -> bytes:
    page = main_page.home(context, person + 1, actor=slack_id(person), now=NOW)
    if not isinstance(page, Home):
        raise TypeError("App Home shows a case")
    return orjson.dumps(home_view(page, Translator.of(page.reader.language, context.zone)))
