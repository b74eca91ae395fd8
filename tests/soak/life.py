"""The whole: an institution at work in short stretches of office hours, and what must be true after each of them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cases import importing
from cases.context import Context
from domain.working_days import WorkingDays
from sandbox.clock import SettableClock
from sandbox.server import serve
from sandbox.workspace import Workspace
from store import tables
from store.database import Database, UnreachableError
from store.files import FileStore
from tests.institution import MONDAY
from tests.soak import institution
from tests.soak.bot import SPEED
from tests.soak.people import People
from tests.soak.processes import Processes
from tests.soak.report import Figures
from tests.soak.trouble import Trouble
from tests.soak.truth import Truth, order_faults
from tests.soak.words import WORD, Words
from tests.world import SOMETHING_LEFT, manifest, settings

STEP = timedelta(seconds=10)  # by which time goes on at most: the processes have to hear of each other
MOST_SECONDS = 60.0  # that a stretch takes longer than planned
REST_SECONDS = 240.0  # real ones until whoever waits for rest gives up: the machine may be busy
HOURS = (time(8), time(12))  # UTC
MEMORY = 60.0  # megabytes that a process may gain in the second half
OWN_OF_PROCESSES = ("processes", "gaps", "search_stale")  # which work does not explain

_waits = tables.outbox.c.state.in_(("ready", "sending", "unknown"))
WAITING = sa.select(tables.outbox.c.kind, tables.outbox.c.state, tables.outbox.c.error).where(_waits)


@dataclass(frozen=True)
class Plan:
    """How much of everything."""

    people: int = 300
    processes: int = 3
    seconds: float = 3600.0
    stretch: float = 180.0
    hands: int = 6
    pause: float = 0.5
    """Seconds between two things that the same hands do."""
    doubles: float = 0.1
    kill_every: float = 10.0
    fail_every: float = 1.5
    restart_every: float = 60.0
    least: tuple[int, int, int] = (0, 0, 0)
    """How many acts, kills and restarts there must be before a stretch ends, however slow the machine is."""
    patience: timedelta = timedelta(minutes=7)
    """For how long nothing goes wrong before all is looked at: after so long Slack tries no event any more."""
    seed: int = 0
    log: str | None = None
    """Where the log of the processes is kept."""


@dataclass
class Life:
    """One institution, from its first day to its last."""

    plan: Plan
    ws: Workspace
    clock: SettableClock
    database: Database
    context: Context
    folder: Path
    processes: Processes
    people: People
    trouble: Trouble
    figures: Figures = field(default_factory=Figures)
    _late: set[str] = field(default_factory=set)
    _imported: int = 0

    async def live(self, tell: Callable[[str], None]) -> Figures:
        """Go through all stretches; `tell` hears of each."""
        await self.processes.start(self.plan.processes)
        await self.ws.until(lambda: all(one.is_ready for one in self.processes.all), 60.0)
        self._measure()
        loop = asyncio.get_running_loop()
        end, known = loop.time() + self.plan.seconds, set[str]()
        while loop.time() < end:
            await self._stretch(min(self.plan.stretch, end - loop.time()))
            await self._come_to_rest()
            await self._open_homes()
            self._look()
            self._measure()
            tell(self._told())
            for what in self.figures.wrong.keys() - known:
                tell(f"WRONG: {what}")
            known = {*self.figures.wrong}
            self._go_on_later()
        self._add_up()
        return self.figures

    async def _stretch(self, seconds: float) -> None:
        plan, self.people.is_working = self.plan, True
        work = [
            *(self.people.work(plan.pause) for _ in range(plan.hands)),
            self.trouble.fail(plan.fail_every),
            self.trouble.kill(plan.kill_every, spared=1),
            self.trouble.restart(plan.restart_every),
            self._accounts(),
            self._import(),
        ]
        hands = [asyncio.create_task(one) for one in work[: plan.hands]]
        tasks = [asyncio.create_task(one) for one in work[plan.hands :]]
        tasks.append(asyncio.create_task(self._pass_time()))
        await asyncio.wait([*tasks, *hands], timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
        with suppress(AssertionError):  # whoever wants so much sees in the figures that it did not come to that
            await self.ws.until(self._has_had_enough, MOST_SECONDS)
        self.people.is_working = False
        await self.ws.until(lambda: self.people.is_idle, 60.0)
        for one in (*tasks, *hands):
            one.cancel()
        for outcome in await asyncio.gather(*tasks, *hands, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome
        for person in self.people.people.values():
            _open_again(person)

    def _has_had_enough(self) -> bool:
        so_far = (sum(self.people.done.values()), self.trouble.kills, self.trouble.restarts)
        return all(number >= least for number, least in zip(so_far, self.plan.least, strict=True))

    async def _pass_time(self) -> None:
        """Let the clock go on, as fast as all can follow."""
        pause = STEP.total_seconds() / SPEED
        while True:
            await asyncio.sleep(pause)
            if self.processes.follow():
                self.clock.set(self.clock.now() + STEP - timedelta(seconds=pause))

    async def _accounts(self) -> None:
        """Now and then somebody's account is closed, and opened again."""
        while True:
            await asyncio.sleep(20)
            person = self.people.lot.choice(list(self.people.people.values()))
            self.ws.deactivate(person.id)
            self.figures.acts["account closed for a while"] += 1
            await asyncio.sleep(10)
            _open_again(person)

    async def _import(self) -> None:
        """New cases come in, some for an owner, some to be distributed."""
        while True:
            await asyncio.sleep(15)
            self._imported += 1
            owner = self.people.lot.randrange(2, len(self.people.people) + 1, 2)
            place = self.people.lot.choice(
                [one.code for one in institution.places(len(self.people.people)) if one.parent_id]
            )
            whose = (
                f", owner: person{owner}@uni.example"
                if self._imported % 2 and owner % institution.EACH_FACULTY != 1
                else ""
            )
            text = (
                f"cases: [{{id: 2026-N{self._imported}, title: 'Ny søknad {self._imported}', place: '{place}', "
                f"applicant: {{name: Bo Søker, email: bo@student.example}}, applied_on: 2026-11-02{whose}}}]"
            )
            file = self.folder / "inn.yaml"
            file.write_text(text, "utf-8")
            with suppress(UnreachableError):  # the database is just being restarted: tried no more
                await asyncio.to_thread(importing.take_in, self.context, [file], now=self.clock.now())
                self.figures.acts["import"] += 1

    async def _come_to_rest(self) -> None:
        """Let nothing go wrong any more, and time pass, until there is nothing left to do."""
        self.ws.faults.clear()
        self.database.dispose()
        began, loop = self.clock.now(), asyncio.get_running_loop()
        give_up = loop.time() + REST_SECONDS
        while loop.time() < give_up:
            await self.ws.until(lambda: all(one.is_ready or not one.is_alive for one in self.processes.all), 60.0)
            for at, one in enumerate(self.processes.all):
                if not one.is_alive:
                    self.processes.begin_again(at)
            self.clock.set(self.clock.now() + STEP)
            with suppress(AssertionError):
                await self.ws.until(self.processes.are_ready, 10.0)
            if self.clock.now() - began > self.plan.patience and self._is_quiet():
                self.figures.rests.append((self.clock.now() - began).total_seconds())
                return
            await asyncio.sleep(0.05)
        self.figures.wrong[f"does not come to rest: {self._rows(WAITING)[:20]}"] += 1

    async def _open_homes(self) -> None:
        """Whoever has a main page looks at it: Slack tells of that, and it is drawn again (an open one is not)."""
        for person in self.people.people.values():
            if person.home is not None and not person.deleted:
                await person.open_home()
        with suppress(AssertionError):
            await self.ws.until(self._is_quiet, REST_SECONDS)

    def _is_quiet(self) -> bool:
        heard = self.ws.delivery.idle and all(one.ack or one.trouble for one in self.ws.requests)
        return heard and not self._rows(SOMETHING_LEFT)[0][0]

    def _look(self) -> None:
        """See whether everything is as it should be, and write down what came of this stretch."""
        self.figures.stretches += 1
        for one in self.ws.requests:
            self.figures.events[f"{one.kind}{': came again' if one.attempt > 1 else ''}"] += 1
            if one.attempt > 1:
                self._late.update(WORD.findall(str(one.payload)))
        for call in self.ws.calls:
            self.figures.calls[call.method] += 1
        for some in (self.ws.requests, self.ws.calls, self.ws.shown, self.ws.refusals, self.ws.delivery.lost):
            some.clear()
        faults = self.people.words.faults(self.database)
        truth = Truth(self.context, self.people.people, self.clock.now())
        faults += truth.faults()
        faults += order_faults(self.people.people, self._late | truth.brought_in_by_an_edit())
        self.figures.wrong.update(faults)

    def _measure(self) -> None:
        names = sorted(table.name for table in tables.metadata.sorted_tables)
        each = [sa.select(sa.literal(one), sa.func.count()).select_from(sa.table(one)) for one in names]
        self.figures.rows.append({str(row[0]): int(row[1]) for row in self._rows(sa.union_all(*each))})
        self.figures.memory.append([one.rss / 1e6 for one in self.processes.all])

    def _go_on_later(self) -> None:
        """Nobody works at noon or at night: the next stretch begins at the next of the hours."""
        now = self.clock.now()
        day = now.date() if now.time() < HOURS[1] else WorkingDays().after(now.date())
        hour = HOURS[1] if day == now.date() else HOURS[0]
        self.clock.set(max(datetime.combine(day, hour, now.tzinfo), now))

    def _add_up(self) -> None:
        figures, trouble = self.figures, self.trouble
        figures.acts.update(self.people.done)
        figures.told.update(self.people.told)
        figures.faults.update(trouble.faults)
        figures.kills, figures.restarts, figures.words = trouble.kills, trouble.restarts, len(self.people.words.said)
        sent = sa.select(tables.outbox.c.created_at, tables.outbox.c.done_at).where(
            tables.outbox.c.state == "sent", tables.outbox.c.kind.not_in(("undo_over", "list_over", "reminder", "mail"))
        )
        figures.waits = [(row.done_at - row.created_at).total_seconds() for row in self._rows(sent)]
        for table in OWN_OF_PROCESSES:
            if figures.rows[-1][table] > 10 + self.plan.processes:
                figures.wrong[f"{table} has {figures.rows[-1][table]} rows in the end"] += 1
        spared = [some[-1] for some in figures.memory if some]
        if len(spared) > 4 and spared[-1] - spared[len(spared) // 2] > MEMORY:
            figures.wrong[f"the process that lived all the time takes {spared[-1]:.0f} MB in the end: {spared}"] += 1

    def _told(self) -> str:
        figures = self.figures
        return (
            f"{self.clock.now():%a %H:%M} {sum(self.people.done.values())} acts, {self.trouble.kills} kills, "
            f"{self.trouble.restarts} restarts of the database, at rest after {figures.rests[-1:]} s, "
            f"{figures.rows[-1]['subtasks']} subtasks, {figures.rows[-1]['messages']} messages, "
            f"wrong: {len(figures.wrong)}"
        )

    def _rows(self, statement: Any) -> list[Any]:
        with self.database.read() as connection:
            return list(connection.execute(statement, {"now": self.clock.now()}))


def _open_again(person: Any) -> None:
    if person.deleted:
        person.deleted = False
        person.change()


@asynccontextmanager
async def open_life(url: str, folder: Path, plan: Plan, restart: Callable[[], None]) -> AsyncIterator[Life]:
    """Open the institution."""
    lot = random.Random(plan.seed)  # noqa: S311 - the same again for the same seed
    async with AsyncExitStack() as stack:
        clock = SettableClock(MONDAY)
        ws = Workspace(manifest(), clock=clock)
        ws.triggers.life = timedelta(minutes=2)  # at this speed three seconds are none
        ws.socket.held = timedelta(minutes=2)
        server = await stack.enter_async_context(serve(ws))
        database = Database(url)
        stack.callback(database.dispose)
        people = institution.furnish(database, ws, plan.people)
        chosen = settings(server.api_url, ws, url, folder, "socket")
        context = Context(database, FileStore(chosen.files_dir), chosen.timezone)
        processes = Processes(chosen, clock.now, ws.changed)
        clock.subscribe(processes.tell_the_time)
        stack.push_async_callback(processes.stop)
        hands = People(ws, clock, people, Words(), random.Random(lot.random()), doubles=plan.doubles)  # noqa: S311
        trouble = Trouble(ws, processes, random.Random(lot.random()), restart)  # noqa: S311
        yield Life(plan, ws, clock, database, context, folder, processes, hands, trouble)
