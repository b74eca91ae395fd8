"""What people do while the bot is down or cannot be reached, and how it comes back."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.messages import Message
from sandbox.person import Person
from store import tables
from tests.bot.lives import TITLE
from tests.world import World


async def say(person: Person, text: str, name: str | None = None, *, below: str | None = None) -> Message:
    """Write below the card, or below this message, with a file of this name."""
    thread_ts = below or person.card(TITLE).ts
    return await person.say(text, thread_ts=thread_ts, files=[(name, b"%PDF")] if name else None)


async def talk(world: World) -> list[Message]:
    """Let Aisha write three messages that are heard in time."""
    await world.create()
    said = [await say(world.aisha, "Først"), await say(world.aisha, "Feil student"), await say(world.aisha, "Nei")]
    await world.quiet()
    return said


async def go_by(world: World, minutes: float = 10) -> None:
    """Let so much time go by that Slack has given up whatever it could not deliver."""
    for part in (1, 1, 6, minutes):
        world.clock.move(minutes=part)
        await world.ws.until(lambda: world.ws.delivery.idle)


async def come_back(world: World) -> None:
    """Start the bot again, and let it take in what it missed."""
    await world.start_bot()
    await world.settled()


def is_active(world: World, key: str) -> bool:
    """Whether the bot takes this person's account for open."""
    rows = world.rows(sa.select(tables.people.c.account_closed).where(tables.people.c.slack_id == world.people[key].id))
    return not rows[0].account_closed


def calls(world: World, method: str) -> int:
    """How often the bot has called a method."""
    return sum(call.method == method for call in world.ws.calls)
