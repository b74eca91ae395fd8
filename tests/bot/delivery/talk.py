"""What Kari and Aisha say in a thread while the delivery is tried, and what of it arrived."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.person import Person
from sandbox.records import Call
from store import tables
from tests.bot.lives import TITLE
from tests.world import World


def heard(person: Person) -> list[str]:
    """What others have written, as it stands in the person's thread, without the headings."""
    replies = person.thread(person.card(TITLE).ts)
    return [person.text_of(one).partition("\n")[2] for one in replies if one.bot_id and not one.deleted]


async def tell(world: World, *texts: str) -> None:
    """Let Aisha write these messages in the thread."""
    for text in texts:
        await world.aisha.say(text, thread_ts=world.aisha.card(TITLE).ts)


def calls(world: World, method: str, person: Person) -> list[Call]:
    """Every call of a method that concerned the person."""
    return [call for call in world.ws.calls if (call.method, call.person) == (method, person.id)]


def notices(person: Person) -> list[str]:
    """What the bot has said to the person in the thread, other than others' messages."""
    return [person.text_of(one) for one in person.thread(person.card(TITLE).ts) if one.bot_id and not one.deleted]


def states(world: World, kind: str) -> list[str]:
    """What became of every row of a kind, oldest first."""
    rows = world.rows(sa.select(tables.outbox.c.state).where(tables.outbox.c.kind == kind).order_by(tables.outbox.c.id))
    return [row.state for row in rows]
