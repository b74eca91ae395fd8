"""Whether this process can do its work now, part by part; and what is wrong, for whoever can mend it.

Only what is wrong with this very process, or with what it cannot be without, is a fault. That Slack is down is a
warning: no other process would be better off, and over HTTP two of them behind one address must not both be taken out
because of it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.pace import Pace
from bot.delivery.worker import OutboxWorker
from bot.inbox.hearing import Hearing
from cases.context import Context
from cases.execution.runtime import Runtime
from domain.errors import NotSavedError
from store import claiming, schema, standing
from store.claiming import Room
from store.standing import Standing

PATIENCE = 3.0  # seconds for the database; each of its own statements ends after two
STILL = 120.0  # seconds, after which a delivery that does nothing, though something is due, stands still
LONGEST = 1800.0  # seconds; a large file, at a slow line, is done in less
LATE = 600.0


class State(StrEnum):
    """How a part is."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Part:
    """A part, how it is, and what is to be said of it: no secret, and nobody's name."""

    name: str
    state: State
    told: str


@dataclass(frozen=True, slots=True)
class Look:
    """What one look has found; `stands` is None where the tables could not be read."""

    parts: tuple[Part, ...]
    stands: Standing | None
    at: datetime

    @property
    def is_ready(self) -> bool:
        """Whether nothing is a fault."""
        return all(part.state is not State.FAULT for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the database says: its schema, and where that is the right one how the tables stand, and what is due."""

    schema: str | None
    stands: Standing | None = None
    due_at: datetime | None = None


class Readiness:
    """Looks at everything that can stand in the way."""

    def __init__(self, runtime: Runtime, hearing: Hearing, worker: OutboxWorker, pace: Pace) -> None:
        """Look at these."""
        self._runtime = runtime
        self._hearing = hearing
        self._worker = worker
        self._pace = pace
        self._schema = schema.newest()
        self._asking: asyncio.Task[_Found] | None = None

    @property
    def lines(self) -> int:
        """How many lines of Socket Mode are open."""
        return self._hearing.lines

    async def look(self) -> Look:
        """How everything is now; a database that is away is a part of that, and raises nothing."""
        now = self._runtime.clock.now()
        try:
            found = await self._ask(now)
        except (NotSavedError, SQLAlchemyError, TimeoutError) as error:
            is_silent = isinstance(error, TimeoutError)
            told = f"has not answered for {PATIENCE:.0f} s" if is_silent else "cannot be reached, or not written to"
            told += ": see whether it runs; nothing that people do is saved meanwhile, and they are told so"
            unknown = Part("schema", State.WARNING, "not known while the database is away")
            parts = (Part("database", State.FAULT, told), unknown, self._slack(), self._delivery(None, now))
            return Look(parts, None, now)
        database = Part("database", State.OK, "answers")
        parts = (database, self._schema_of(found), self._slack(), self._delivery(found, now))
        return Look(parts, found.stands, now)

    async def _ask(self, now: datetime) -> _Found:
        """Ask the database, once at a time: one that does not answer is not asked by ever more threads."""
        if self._asking is None or self._asking.done():
            room = self._worker.open_room() if self._worker.moving.untried >= STILL else None
            asking = self._runtime.executor.query(_look_at_tables, self._schema, room, now=now)
            self._asking = asyncio.create_task(asking)
        async with asyncio.timeout(PATIENCE):
            return await asyncio.shield(self._asking)

    def _schema_of(self, found: _Found) -> Part:
        if found.schema == self._schema:
            return Part("schema", State.OK, f"{self._schema}, the newest")
        told = f"the database has schema {found.schema or '-'}, and this program needs {self._schema}: "
        is_newer = found.schema is not None and found.schema > self._schema
        told += "start the newer program" if is_newer else "python -m bot migrate"
        return Part("schema", State.FAULT, told)

    def _slack(self) -> Part:
        hearing = self._hearing
        if not hearing.is_open:
            told = "no way from Slack to this process is open: people get no answer; see the log"
            return Part("slack", State.FAULT, told)
        listens = f"{hearing.lines} lines are open" if hearing.is_line else "its requests can come"
        if failing := self._pace.failing():
            return Part("slack", State.WARNING, f"{listens}, but calls fail: {', '.join(failing)}; what waits is kept")
        return Part("slack", State.OK, listens)

    def _delivery(self, found: _Found | None, now: datetime) -> Part:
        moving = self._worker.moving
        if moving.unlooked >= STILL:
            return _stuck(f"has not looked for what is due for {_minutes(moving.unlooked)}")
        if moving.longest >= LONGEST:
            return _stuck(f"has been busy with one thing for {_minutes(moving.longest)}")
        if found is None or found.stands is None:
            return Part("delivery", State.WARNING, "goes on; what waits is not known")
        if found.due_at and (now - found.due_at).total_seconds() >= STILL and moving.untried >= STILL:
            return _stuck(f"has begun nothing for {_minutes(moving.untried)}, though something is due")
        late = [row for row in found.stands.by_kind.values() if row.seconds(now) >= LATE]
        if late:
            kinds = ", ".join(f"{row.kind} for {_minutes(row.seconds(now))}" for row in late)
            return Part("delivery", State.WARNING, f"goes on, but some wait: {kinds}; python -m bot outbox says why")
        return Part("delivery", State.OK, "goes on")


def _look_at_tables(context: Context, newest: str, room: Room | None, *, now: datetime) -> _Found:
    context.database.require_writable()  # somebody else may be writing, and not stop: then reading still goes on
    version = schema.current(context.database)
    if version != newest:
        return _Found(version)
    with context.database.read() as connection:
        due_at = claiming.next_due(connection, room, now) if room else None
        return _Found(version, standing.standing(connection, now), due_at)


def _stuck(told: str) -> Part:
    return Part("delivery", State.FAULT, f"{told}: restart this process; nothing is lost by that")


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60} min"
