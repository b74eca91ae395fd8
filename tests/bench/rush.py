"""The rush: many people get their first card, then a second one, while bot and Slack keep Slack's limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from domain.outbox_kinds import OutboxKind
from sandbox.rates import PER_MINUTE
from store import outbox, tables
from store.columns import inserted_number
from store.outbox import OutboxItem
from tests.databases import new_sqlite
from tests.institution import CASE
from tests.world import World, open_world

OPEN = "conversations.open"


@dataclass(frozen=True)
class Rush:
    """What it came to, by the workspace's clock."""

    seconds: float
    """Until everybody had a first card."""
    least_seconds: float
    """What Slack's limits ask for, however quick the bot is, when the first minute's calls are all there to be used."""
    seconds_of_known: float
    """Until somebody had one whose conversation was open already, and whose card was put in last."""
    seconds_again: float
    """Until everybody had a second one."""
    refusals: int


async def rush(folder: Path, people: int) -> Rush:
    """Let so many people, and one who is known already, get two cards each.

    What is prepared opens two conversations, hers and the case owner's. Slack counts them for a minute, which is over
    before the rush begins: within it they would take the place of two first cards, and those would come a minute later.
    """
    url = new_sqlite(folder / "rush.db")
    async with open_world(url, folder, keeps_pace=True) as world:
        world.ws.rate_limits = True
        numbers = _colleagues(world, people)
        await world.create(assignee="Aisha Rahman")  # her conversation is open now
        world.clock.move(minutes=1)
        aisha = world.rows(sa.select(tables.people.c.id).where(tables.people.c.slack_id == world.aisha.id))[0].id
        began = world.clock.now()
        _leave_cards(world, [*numbers, aisha])
        await world.ws.until(lambda: len(world.aisha.messages) >= 2)
        known = world.clock.now() - began
        await world.settled()
        first = world.clock.now() - began
        began = world.clock.now()
        _leave_cards(world, numbers)
        await world.settled()
        again = world.clock.now() - began
        shown = [len(world.ws.people[f"U1{index:04}"].messages) for index in range(people)]
        assert shown == [2] * people, "everybody has both"
        least = timedelta(minutes=(people - 1) // PER_MINUTE[OPEN])
        return Rush(
            first.total_seconds(),
            least.total_seconds(),
            known.total_seconds(),
            again.total_seconds(),
            world.ws.rates.refused.total(),
        )


def _colleagues(world: World, number: int) -> list[int]:
    """Let so many more people work at the case's place, with no conversation open; gives their numbers."""
    numbers = []
    with world.database.begin() as connection:
        place = connection.execute(sa.select(tables.cases.c.place_id).where(tables.cases.c.id == CASE)).scalar_one()
        for index in range(number):
            slack_id, email, name = f"U1{index:04}", f"k{index}@uni.example", f"Kollega {index}"
            world.ws.add_person(slack_id, name=name, email=email)
            row = {"email": email, "name": name, "slack_id": slack_id}
            numbers.append(inserted_number(connection.execute(tables.people.insert().values(row))))
            role = {"person_id": numbers[-1], "place_id": place, "role": "fagperson"}
            connection.execute(tables.roles.insert().values(role))
    return numbers


def _leave_cards(world: World, people: Sequence[int]) -> None:
    """Give each of these people a subtask, as an import or many colleagues would; only they are shown it here."""
    now = world.clock.now()
    with world.database.begin() as connection:
        for person in people:
            row = {"case_id": CASE, "title": "Vurder emnene", "deadline_on": date(2026, 12, 10), "assignee_id": person}
            made = {"description": "Sammenlign.", "created_by": person, "created_at": now}
            number = inserted_number(connection.execute(tables.subtasks.insert().values(row | made)))
            outbox.add(connection, [OutboxItem(OutboxKind.CARD, number, person)], now)
    world.bot.wake()
