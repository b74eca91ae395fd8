"""Messages within two minutes are one notice: which of them call their reader."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from cases.acts import messages
from cases.context import Context
from sandbox.messages import Message
from sandbox.person import Person
from store import tables
from store.columns import inserted_number
from store.files import FileStore
from tests.handlers.conversations import said
from tests.institution import MONDAY
from tests.world import World

NINE = MONDAY + timedelta(hours=1)


def calls(person: Person) -> list[str]:
    """What stands in the person's thread under a mention of her."""
    return [text.partition("\n")[2] for text in said(person) if f"@{person.name}" in text.partition("\n")[0]]


async def say_at(world: World, person: Person, seconds: float, text: str) -> Message:
    """Write so many seconds after nine, and wait until it has come."""
    world.clock.set(NINE + timedelta(seconds=seconds))
    message = await person.say(text, thread_ts=(await world.card(person)).ts)
    await world.quiet()
    return message


async def test_messages_within_two_minutes_call_once_counted_from_the_one_that_called(world: World) -> None:
    await world.create()
    for seconds, text in ((0, "Én"), (90, "to"), (180, "tre"), (200, "fire")):
        await say_at(world, world.aisha, seconds, text)
    assert calls(world.kari) == ["Én", "tre"]
    assert [text.partition("\n")[2] for text in said(world.kari)] == ["Én", "to", "tre", "fire"]
    assert "Aisha Rahman til Kari Nordmann\nto" in said(world.kari)


async def test_each_reader_and_each_thread_is_counted_for_itself(world: World) -> None:
    await world.create()
    await say_at(world, world.aisha, 0, "Spørsmål")
    await say_at(world, world.kari, 30, "Svar")
    await say_at(world, world.aisha, 60, "Takk")
    assert calls(world.kari) == ["Spørsmål"]
    assert calls(world.aisha) == ["Svar"]
    await world.create(title="En annen oppgave")
    await world.aisha.say("Der også", thread_ts=world.aisha.card("En annen oppgave").ts)
    await world.quiet()
    (other,) = world.kari.thread(world.kari.card("En annen oppgave").ts)
    assert "@Kari Nordmann" in world.kari.text_of(other)


async def test_an_edit_calls_as_the_message_did_and_a_deleted_one_still_counts(world: World) -> None:
    await world.create()
    first = await say_at(world, world.aisha, 0, "Én")
    second = await say_at(world, world.aisha, 60, "to")
    await world.aisha.delete(first.ts)
    await world.quiet()
    await say_at(world, world.aisha, 110, "tre")
    world.clock.move(hours=1)
    await world.aisha.edit(second.ts, "to, rettet")
    await world.quiet()
    assert said(world.kari)[0] == "Aisha Rahman til Kari Nordmann (redigert)\nto, rettet"
    assert calls(world.kari) == []


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([("aisha", 0)], [True]),
        ([("aisha", 0), ("aisha", 119.999)], [True, False]),
        ([("aisha", 0), ("aisha", 120)], [True, True]),
        (
            [("aisha", 0), ("aisha", 90), ("aisha", 119), ("aisha", 121), ("aisha", 240)],
            [True, False, False, True, False],
        ),
        ([("kari", 0), ("aisha", 10), ("kari", 20), ("aisha", 30)], [None, True, None, False]),
        ([("aisha", 60), ("aisha", 0), ("aisha", 170)], [True, False, False]),
        ([("aisha", 600), ("aisha", 0), ("aisha", 660)], [True, True, False]),
        ([("aisha", 0), ("ola", 10)], [True, False]),
    ],
    ids=["alone", "just within", "just after", "anchored", "not her own", "late", "very late", "from two others"],
)
async def test_which_messages_call(
    world: World, tmp_path: Path, sent: list[tuple[str, float]], expected: list[bool | None]
) -> None:
    context = Context(world.database, FileStore(tmp_path / "files"), world.settings.timezone)
    await world.create()
    people = {row.slack_id: row.id for row in world.rows(sa.select(tables.people.c.id, tables.people.c.slack_id))}
    found: list[bool | None] = []
    for name, seconds in sent:
        number = keep(world, people[f"U0{name.upper()}"], NINE + timedelta(seconds=seconds))
        found.append(None if name == "kari" else messages.calls(context, number, reader=people["U0KARI"]))
    assert found == expected


def keep(world: World, author: int, sent_at: datetime) -> int:
    """Put a message into the thread, past everybody."""
    values = {"subtask_id": 1, "author_id": author, "sent_at": sent_at}
    with world.database.begin() as connection:
        return inserted_number(connection.execute(tables.messages.insert().values(values)))
