"""Reminders as people meet them: the hour comes, and they are told."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from sandbox.messages import Message
from sandbox.person import Person
from store import tables
from tests.world import World

TITLE = "Vurder emnene"
OPENED = "@Kari Nordmann: Aisha Rahman har ikke åpnet deloppgaven «Vurder emnene» ennå. Fristen er tor. 10. des. 2026."
OVERDUE = "@Aisha Rahman: Fristen for deloppgaven «Vurder emnene» gikk ut tor. 10. des. 2026."


def is_reminder(world: World, message: Message) -> bool:
    """Whether this message was sent as a reminder, by the bot's own books."""
    posts = sa.select(tables.posts.c.ts).where(tables.posts.c.kind == "reminder", tables.posts.c.ts == message.ts)
    return bool(world.rows(posts))


def reminders_to(world: World, person: Person, about: str = TITLE) -> list[str]:
    """What somebody was reminded of about this, in words, oldest first."""
    texts = [person.text_of(one).strip() for one in person.messages if is_reminder(world, one)]
    return [text for text in texts if about in text]


async def at(world: World, day: int, hour: int = 8, month: int = 12, minute: int = 0) -> None:
    """Let it be this hour in Oslo in winter, and wait until everything is said that is to be said then."""
    world.clock.set(datetime(2026, month, day, hour - 1, minute, tzinfo=UTC))
    await world.quiet()
