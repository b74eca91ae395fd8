"""What becomes of a row, and where its subject was put, is saved by one commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from store.database import Database
from tests.world import World


@contextmanager
def transactions(database: Database) -> Iterator[list[list[str]]]:
    """Collect what is written meanwhile by each transaction that is saved."""
    saved: list[list[str]] = []
    begun: dict[object, list[str]] = {}

    def note(connection: sa.Connection, _cursor: Any, statement: str, *_: Any) -> None:
        begun.setdefault(connection, []).append(statement)

    def note_saved(connection: sa.Connection) -> None:
        saved.append(begun.pop(connection, []))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    sa.event.listen(database.engine, "commit", note_saved)
    yield saved
    sa.event.remove(database.engine, "before_cursor_execute", note)
    sa.event.remove(database.engine, "commit", note_saved)


async def create(world: World) -> None:
    await world.create()


async def answer(world: World) -> None:
    await world.create()
    aisha = world.aisha
    card = await world.card(aisha)
    await aisha.say("Hva med emne 3?", thread_ts=card.ts)


@pytest.mark.parametrize("act", [create, answer])
async def test_where_a_message_was_put_is_saved_together_with_its_being_sent(world: World, act: Any) -> None:
    assert world.life
    with transactions(world.life.database) as saved:
        await act(world)
        await world.quiet()
    put = [some for some in saved if any(one.startswith("INSERT INTO posts") and "digest" in one for one in some)]
    assert put
    assert all(any(one.startswith("UPDATE outbox") and "done_at" in one for one in some) for some in put)
