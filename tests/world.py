"""A small institution with the bot at work in it: what most tests act in.

Kari owns the case 2026-101 at the department of history; Ola, a namesake of his and Aisha can be given
subtasks there; Ingrid distributes for the whole faculty; Stranger belongs to another faculty.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from bot.app import Saksbot
from bot.settings import Settings
from bot.slack.client import SECONDS
from domain.outbox_kinds import OutboxKind
from sandbox.clock import SettableClock
from sandbox.messages import Message
from sandbox.person import Person
from sandbox.server import Server, serve
from sandbox.workspace import Workspace
from store import tables
from store.columns import Instant
from store.database import Database
from store.files import FileStore
from tests.databases import open_database
from tests.institution import CASE_TITLE, MONDAY, PEOPLE, furnish
from tests.life import Life, at_once, connected
from tests.sandbox.samples import unlike

__all__ = ["Life", "World", "at_once", "connected", "open_world"]

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0  # seconds until whoever waits for rest gives up: the machine may be busy
# What has its own time is nothing that is left to be done before then.
UNSENT = tables.outbox.c.state.in_(("ready", "sending", "unknown")) & (
    tables.outbox.c.kind.not_in((OutboxKind.UNDO_OVER, OutboxKind.LIST_OVER))
    | (tables.outbox.c.not_before_at <= sa.bindparam("now", type_=Instant()))
)
UNHEARD = tables.inbox.c.done_at.is_(None)
UNREAD = tables.gaps.c.done_at.is_(None)
SOMETHING_LEFT = sa.select(
    sa.exists().select_from(tables.outbox).where(UNSENT)
    | sa.exists().select_from(tables.inbox).where(UNHEARD)
    | sa.exists().select_from(tables.gaps).where(UNREAD)
)


def manifest() -> dict[str, Any]:
    """Read the manifest that an administrator pastes."""
    return copy.deepcopy(_manifest())


@cache
def _manifest() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "manifest.yml").read_text()))


@dataclass
class World:
    """Everybody and everything a test may look at or act on."""

    ws: Workspace
    server: Server
    clock: SettableClock
    database: Database
    settings: Settings
    bot: Saksbot
    folder: Path
    people: Mapping[str, Person] = field(default_factory=dict)
    life: Life | None = None

    async def stop_bot(self) -> None:
        """Let the bot be down from now on; people go on, and nobody hears of it."""
        assert self.life is not None
        await self.life.end()

    async def start_bot(self) -> None:
        """Start it again, on the same database."""
        assert self.life is not None
        self.bot = await self.life.begin()

    def __getattr__(self, name: str) -> Person:
        """Give a person by her first name: `world.kari`."""
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def rows(self, statement: sa.Executable) -> list[Any]:
        """Read the database directly, to see what was kept."""
        with self.database.read() as connection:
            return list(connection.execute(statement, {"now": self.clock.now()}))

    def count(self, table: sa.Table) -> int:
        """Count a table's rows."""
        return int(self.rows(sa.select(sa.func.count()).select_from(table))[0][0])

    def is_quiet(self) -> bool:
        """Tell whether everything that happened has been heard, taken in and delivered."""
        return self.has_heard() and not self.is_delivering() and not self.rows(SOMETHING_LEFT)[0][0]

    def has_heard(self) -> bool:
        """Tell whether the bot has heard of everything that happened."""
        is_idle = self.ws.delivery.idle and self.bot.services.background.is_idle
        return is_idle and all(request.ack or request.trouble for request in self.ws.requests)

    def is_delivering(self) -> bool:
        """Tell whether something is on its way right now: then nobody has to ask the database whether all is quiet."""
        return self.bot.is_delivering

    async def quiet(self) -> None:
        """Wait until everything has been taken in and delivered."""
        await self.ws.until(self.is_quiet, PATIENCE)

    async def settled(self) -> None:
        """Wait until everything has been delivered; where the bot waits for a later hour, let that hour come."""
        while not self.is_quiet():
            # First whether all is quiet: what is left then, as the end of an `Angre`, has an hour of its own.
            later = await self.ws.until(lambda: self.is_quiet() or self._waits_until(), PATIENCE)
            if isinstance(later, datetime):
                self.clock.set(max(later, self.clock.now()))

    def has_taken_in(self) -> bool:
        """Tell whether everything that happened has been heard, and what can be taken in now has been."""
        if not self.has_heard():
            return False
        kept, put_off = self._unheard()
        return not kept or (bool(put_off) and min(put_off) > self.clock.now())

    def _unheard(self) -> tuple[int, list[datetime]]:
        """How much was heard and is not taken in, and until when some of it waits; what is new waits behind that."""
        kept = self.rows(sa.select(tables.inbox.c.not_before_at).where(UNHEARD))
        return len(kept), [row.not_before_at for row in kept if row.not_before_at]

    def _waits_until(self) -> datetime | None:
        """Tell until when nothing will happen; None while something is under way, or for ever."""
        if self.is_delivering() or not self.has_taken_in():
            return None
        _, unheard = self._unheard()
        # An `Angre` that ends later keeps nobody waiting, not even while what was missed is still being read.
        waits = bool(self.rows(sa.select(tables.outbox.c.id).where(UNSENT).limit(1)))
        unsent = self.rests_until() if waits else None
        times = [*unheard, *([unsent] if unsent else [])]
        is_next = unsent or (unheard and not waits)
        return min(times) if is_next and min(times) > self.clock.now() else None

    def rests(self) -> bool:
        """Tell whether the bot has nothing to deliver now."""
        return self.rests_until() is not None or self.is_quiet()

    def rests_until(self) -> datetime | None:
        """Tell until when the bot has nothing to deliver; None while something is under way, or for ever."""
        return None if self.bot.services.executor.changed.is_set() else self.bot.rests_until

    async def create(self, owner: str = "kari", title: str = "Vurder emnene", **filled: Any) -> None:
        """Create a subtask from App Home as this person would, and wait until everybody has heard of it."""
        await self.submit(owner, title, **filled)
        await self.quiet()

    async def submit(self, owner: str = "kari", title: str = "Vurder emnene", **filled: Any) -> None:
        """Create a subtask from App Home as this person would; who else hears of it, and when, is left open."""
        person = await self.fill_in(owner, title, **filled)
        answer = await person.send()
        assert answer.closed, person.errors

    async def fill_in(self, owner: str = "kari", title: str = "Vurder emnene", **filled: Any) -> Person:
        """Fill the dialog in, and leave it open."""
        person = self.people[owner]
        await self.open_dialog(person)
        await person.fill("Tittel", title)
        await person.fill("Frist", filled.get("deadline", "2026-12-10"))
        await person.choose("Ansvarlig", filled.get("assignee", "Aisha Rahman"))
        await person.fill("Beskrivelse", filled.get("description", "Sammenlign emnene med våre egne."))
        for attachment in filled.get("attachments", ()):
            await person.tick("Gi tilgang til vedlegg", attachment)
        return person

    def errors(self, kind: str) -> list[str]:
        """Tell what went wrong so far with the outbox rows of a kind."""
        said = sa.select(tables.outbox.c.error).where(tables.outbox.c.kind == kind, tables.outbox.c.error.is_not(None))
        return [row.error for row in self.rows(said)]

    async def until_sent(self, kind: str) -> None:
        """Wait until a row of this kind has been sent."""
        wanted = sa.select(tables.outbox.c.id).where(tables.outbox.c.kind == kind, tables.outbox.c.state == "sent")
        await self.ws.until(lambda: self.rows(wanted), PATIENCE)

    async def open_dialog(self, person: Person, case: str = CASE_TITLE) -> None:
        """Open App Home, the case and the dialog `Ny deloppgave`."""
        await person.open_home()
        await self.quiet()
        if "Tilbake til Home" not in person.labels("home"):
            await person.click("Åpne", at="home", near=case)
            await self.quiet()
        await person.click("Ny deloppgave", at="home")
        await self.ws.until(lambda: person.modals)

    async def card(self, person: Person, title: str = "Vurder emnene") -> Message:
        """Wait for the card of a subtask and give it."""
        found: Message = await self.ws.until(lambda: person.card(title), PATIENCE)
        return found


def settings(server_url: str, ws: Workspace, database_url: str, folder: Path, mode: str, **more: str) -> Settings:
    """Make the settings of a bot in this workspace; `more` are further lines of the environment."""
    return Settings.from_environment(
        {
            "SLACK_BOT_TOKEN": ws.bot_token,
            "SLACK_APP_TOKEN": ws.app_token if mode == "socket" else "",
            "SLACK_SIGNING_SECRET": ws.signing_secret,
            "SLACK_API_URL": server_url,
            "DATABASE_URL": database_url,
            "FILES_DIR": str(folder / "files"),
            **more,
        }
    )


def people_in(ws: Workspace) -> dict[str, Person]:
    """Let everybody have an account."""
    return {
        key: ws.add_person(f"U0{key.upper()}", name=name, email=email, locale="en-US", tz="Europe/Oslo", title="")
        for key, (name, email, _) in PEOPLE.items()
    }


def watch(database: Database, ws: Workspace) -> None:
    """Let `ws.until` look again whenever the bot has done with a transaction."""
    loop = asyncio.get_running_loop()
    sa.event.listen(database.engine, "checkin", lambda *_: loop.call_soon_threadsafe(ws.changed))


@asynccontextmanager
async def open_world(
    database_url: str,
    folder: Path,
    mode: str = "socket",
    *,
    patience: float = SECONDS,
    keeps_pace: bool = False,
    **more: str,
) -> AsyncIterator[World]:
    """Open the institution with the bot running in this process, in Socket Mode or over HTTP.

    `patience` is for how many seconds the bot waits for an answer of Slack, `keeps_pace` whether it keeps Slack's
    limits, `more` are further settings.
    """
    async with AsyncExitStack() as stack:
        clock = SettableClock(MONDAY)
        ws = Workspace(manifest(), clock=clock)
        ws.ack_limit = 10.0  # a busy machine is no fault of the bot; its own patience has tests of its own
        ws.triggers.life = timedelta(seconds=10)
        ws.view_desk.forgets_initial = True  # no dialog may lean on it
        server = await stack.enter_async_context(serve(ws))
        people = people_in(ws)
        database, bots_own = open_database(database_url), open_database(database_url)
        stack.callback(database.dispose)
        stack.callback(bots_own.dispose)
        watch(bots_own, ws)
        chosen = settings(server.api_url, ws, database_url, folder, mode, **more)
        furnish(database, FileStore(chosen.files_dir))
        life = Life(chosen, ws, clock, bots_own, patience, keeps_pace)
        bot = await life.begin()
        stack.push_async_callback(life.end)
        yield World(ws, server, clock, database, chosen, bot, folder, people, life)
    ws.assert_clean()
    assert {said for request in ws.requests for said in unlike(request.payload)} == set()
