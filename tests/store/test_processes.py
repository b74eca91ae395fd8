"""Processes that share one database: each has its part of the people, and one that is gone leaves its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.outbox_kinds import OutboxKind
from store import claiming, outbox, tables
from store.claimable import Way
from store.claiming import Room, Share
from store.database import Database
from store.outbox import OutboxItem
from store.processes import SILENCE, say_alive, say_goodbye
from tests.institution import MONDAY


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a database with some people in it, each with something to be told."""
    opened = Database(database_url)
    with opened.begin() as connection:
        for number in range(1, 8):
            connection.execute(tables.people.insert().values(id=number, email=f"{number}@uni.example", name="N"))
        outbox.add(connection, [OutboxItem(OutboxKind.NOTICE, 0, number) for number in range(1, 8)], MONDAY)
    yield opened
    opened.dispose()


def alive(database: Database, name: str, *, seconds: float = 0) -> Share:
    with database.begin() as connection:
        return say_alive(connection, name, MONDAY + timedelta(seconds=seconds))


def claimed(database: Database, share: Share) -> set[int]:
    with database.begin() as connection:
        room = Room(dict.fromkeys(Way, 10), share=share)
        return {row.person_id for row in claiming.claim(connection, room, owner=str(share), now=MONDAY).rows}


def test_each_takes_its_part_and_together_they_take_all(database: Database) -> None:
    names = ("one", "three", "two")
    for name in names:
        alive(database, name)
    shares = [alive(database, name) for name in names]
    assert shares == [Share(0, 3), Share(1, 3), Share(2, 3)]
    parts = [claimed(database, share) for share in shares]
    assert sorted(number for part in parts for number in part) == list(range(1, 8))
    assert all(parts)


def test_the_part_of_one_that_is_silent_or_has_said_goodbye_goes_to_the_others(database: Database) -> None:
    alive(database, "one")
    assert alive(database, "two") == Share(1, 2)
    assert alive(database, "two", seconds=SILENCE.total_seconds() + 1) == Share(0, 1)
    alive(database, "one", seconds=40)
    with database.begin() as connection:
        say_goodbye(connection, "two")
    assert alive(database, "one", seconds=41) == Share(0, 1)
