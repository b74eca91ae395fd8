"""What is done beside a running bot: with a context of its own on the same database, or to the database itself."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import make_url

from cases import importing
from cases.context import Context
from store.files import FileStore
from tests import postgres
from tests.institution import CASE, CASE_TITLE
from tests.world import World


def context(world: World) -> Context:
    """Give a context on the world's own database and files."""
    return Context(world.database, FileStore(world.settings.files_dir), world.settings.timezone)


async def take_in(world: World, text: str) -> None:
    """Import a file that says this, as another process does; the bot is told at once, and not at its next look."""
    file = world.folder / "inn.yaml"
    file.write_text(text, "utf-8")
    await asyncio.to_thread(importing.take_in, context(world), [file], now=world.clock.now())
    world.bot.wake()


@contextmanager
def database_away(world: World) -> Iterator[None]:
    """Let the database be away inside the block: shut down, or with SQLite locked by somebody else."""
    url = make_url(world.settings.database_url)
    if url.get_backend_name() == "sqlite":
        rival = sqlite3.connect(url.database or "", isolation_level=None)
        rival.execute("BEGIN IMMEDIATE")
        yield
        rival.close()
    else:
        postgres.shut_database(world.settings.database_url)
        yield
        postgres.open_database(world.settings.database_url)
        world.database.dispose()  # the test's own connections were cut, too


def imported(**more: str) -> str:
    facts = {"place": '"184.12.1"', "owner": "kari@uni.example"} | more
    said = ", ".join(f"{name}: {value}" for name, value in facts.items() if value)
    applicant = "applicant: {name: Ada Søker, email: ada@student.example}, applied_on: 2026-11-02"
    return f"cases: [{{id: {CASE}, title: '{CASE_TITLE}', {applicant}, {said}}}]"
