"""The tests' small institution in a thread of its own, with the real bot at work and the page to look at it through."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.sample import TEMPLATES
from cases.acts import subtasks
from domain.values import NewSubtask
from store import tables
from tests.browser.window import PATIENCE, Window
from tests.databases import new_sqlite
from tests.institution import CASE, TODAY
from tests.sandbox.page.browser import Beside
from tests.world import World, open_world

DUE = date(2026, 12, 10)
DESCRIPTION = "Sammenlign emnene med våre egne."


class WorldBeside(Beside):
    """The institution of tests/world.py, where the bot writes as fast as it can."""

    patience = PATIENCE

    def __init__(self, folder: Path, attachments: str = "") -> None:
        super().__init__()
        self._folder, self._attachments = folder, attachments
        self.world: World

    async def _serve(self) -> None:
        address = new_sqlite(self._folder / "saksbot.db")
        more = {"ATTACHMENTS": self._attachments, "TEMPLATES": str(TEMPLATES)}
        async with open_world(address, self._folder, **more) as self.world:  # type: ignore[arg-type]
            self.ws, self.url = self.world.ws, self.world.server.url
            self._ready.set()
            await self._stop.wait()
        await asyncio.sleep(0)

    def give(self, title: str, *, to: str = "ola", files: tuple[str, ...] = (), key: str = "") -> None:
        """Let Kari give a subtask of her case to somebody, and wait until both have it before them."""
        self.do(lambda: self._give(title, to, files, key))

    def make_case_of_type(self, case_type: str) -> None:
        """Let Kari's case be of this type, as an import would."""
        with self.world.database.begin() as connection:
            connection.execute(tables.cases.update().where(tables.cases.c.id == CASE).values(type=case_type))

    def quiet(self) -> None:
        """Wait until everything that happened has been heard and delivered."""
        self.do(self.world.quiet)

    async def _give(self, title: str, to: str, files: tuple[str, ...], key: str) -> None:
        new = NewSubtask(
            title=title,
            deadline_on=DUE,
            assignee_id=self._number_of(tables.people, tables.people.c.slack_id == f"U0{to.upper()}"),
            description=DESCRIPTION,
            attachment_ids=tuple(
                self._number_of(tables.attachments, tables.attachments.c.title == one) for one in files
            ),
        )
        now = self.world.clock.now()
        await self.world.bot.services.executor.execute(
            subtasks.create, CASE, new, actor="U0KARI", key=key or title, now=now
        )
        await self.world.quiet()

    def give_many(self, titles: list[str], *, to: str = "ola") -> None:
        """Put this many subtasks into Kari's case, each due a day after the one before, and tell nobody."""
        row = {
            "case_id": CASE,
            "assignee_id": self._number_of(tables.people, tables.people.c.slack_id == f"U0{to.upper()}"),
            "description": DESCRIPTION,
            "created_by": self._number_of(tables.people, tables.people.c.slack_id == "U0KARI"),
            "created_at": self.world.clock.now(),
        }
        due = [{"title": title, "deadline_on": TODAY + timedelta(days=at)} for at, title in enumerate(titles)]
        with self.world.database.begin() as connection:
            connection.execute(tables.subtasks.insert(), [row | one for one in due])

    def _number_of(self, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
        (found,) = self.world.rows(sa.select(table.c.id).where(which))
        return int(found.id)


@dataclass(frozen=True)
class Institution:
    """Kari and Ola, each at a window of their own, and the bot that both write with."""

    kari: Window
    ola: Window
    beside: WorldBeside

    def look(self, window: Window, person: str, tab: str = "home") -> None:
        """Open the page as this person, at this tab, in a window."""
        window.driver.get(f"{self.beside.url}/?as=U0{person.upper()}&tab={tab}")
        window.one("tab", {"home": "Home", "messages": "Messages", "about": "About"}[tab])
