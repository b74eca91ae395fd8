"""What becomes of a row, and where its subject was put, is saved by one commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa

from bot.delivery.direct_messages import DirectMessages
from bot.delivery.recipients import Remembered
from bot.slack.client import WaitError
from cases import effects, threads
from domain.errors import NotSavedError
from store import outbox, posts, tables
from store.claiming import Claimed
from store.database import Database
from store.outbox import OutboxItem
from tests.bot.delivery.hours import heard
from tests.bot.lives import TITLE, given_up
from tests.world import PATIENCE, World

AISHA = 4


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


async def test_a_subtask_is_waited_for_before_a_place_that_an_act_about_it_may_wait_for(world: World) -> None:
    assert world.life
    await world.create()
    with world.database.begin() as connection:
        posts.put(connection, "card", 1, AISHA, sight="another", digest="another")
        outbox.add(connection, [effects.card(1, AISHA)], world.clock.now())
    with transactions(world.life.database) as saved:
        world.bot.wake()
        await world.quiet()
    (settled,) = [some for some in saved if any("INSERT INTO posts" in one for one in some)]
    first = next(one for one in settled if "INSERT INTO posts" in one or "FROM subtasks" in one)
    assert "FROM subtasks" in first


async def test_what_cannot_be_written_down_with_a_row_is_tried_a_few_times_and_holds_up_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.create()
    monkeypatch.setattr(threads, "in_order", _fails)
    with world.database.begin() as connection:
        posts.put(connection, "card", 1, AISHA, sight="another")
        outbox.add(connection, [effects.card(1, AISHA)], world.clock.now())
    await world.kari.say("Les dette", thread_ts=world.kari.card(TITLE).ts)
    async with asyncio.timeout(PATIENCE):  # tried for ever, it would never rest
        await world.settled()
    assert given_up(world) == [("card", "ArithmeticError")]
    assert heard(world.aisha) == ["Les dette"]


def before_settling(monkeypatch: pytest.MonkeyPatch, do: Callable[[Claimed], None]) -> list[Claimed]:
    """Do something just before it is written down what becomes of the first message; gives its row, once it is so."""
    seen: list[Claimed] = []
    settle = Remembered.settle

    async def settle_late(here: Remembered, row: Claimed, change: Any) -> Any:
        if row.kind == "message" and not seen:
            seen.append(row)
            do(row)
        return await settle(here, row, change)

    monkeypatch.setattr(Remembered, "settle", settle_late)
    return seen


async def test_what_a_process_that_ended_had_put_there_goes_with_the_words_that_were_in_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: Claimed) -> None:
        raise NotSavedError("the database is away")

    await world.create()
    unsaved = before_settling(monkeypatch, away)
    said = await world.kari.say("Ord. " * 2000, thread_ts=world.kari.card(TITLE).ts)
    await world.ws.until(lambda: unsaved)
    await world.kari.edit(said.ts, "Kort")
    await world.settled()
    (left,) = (one for one in world.aisha.thread(world.aisha.card(TITLE).ts) if not one.deleted)
    assert world.aisha.text_of(left).splitlines()[-1] == "Kort"


@pytest.mark.parametrize("waits", [False, True])
async def test_what_is_posted_while_an_erasure_takes_its_row_goes_as_what_stood_before(
    world: World, monkeypatch: pytest.MonkeyPatch, *, waits: bool
) -> None:
    def erase(row: Claimed) -> None:
        with world.database.begin() as connection:
            connection.execute(tables.outbox.delete().where(tables.outbox.c.id == row.id))

    await world.create()
    erased = before_settling(monkeypatch, erase)
    if waits:  # for Slack's pace, with its second part
        post, posted = DirectMessages.post, count(1)

        async def post_some(here: DirectMessages, row: Claimed, *given: Any, **more: Any) -> None:
            if row.kind == "message" and next(posted) == 2:
                raise WaitError(1.0)
            await post(here, row, *given, **more)

        monkeypatch.setattr(DirectMessages, "post", post_some)
    await world.kari.say("Ord. " * 2000, thread_ts=world.kari.card(TITLE).ts)
    await world.settled()
    assert erased
    assert not [one for one in world.aisha.thread(world.aisha.card(TITLE).ts) if not one.deleted]
    assert not world.rows(sa.select(tables.posts).where(tables.posts.c.kind.startswith("message")))


def _fails(*_: object, **__: object) -> list[OutboxItem]:
    raise ArithmeticError
