"""Short pieces of life in which the bot must tell people something, and what people see in the end.

The tests of the delivery play them with and without trouble: both must end in the same picture.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from sandbox.messages import Message
from sandbox.person import Person
from store import tables
from tests.world import World

Act: TypeAlias = Callable[[World], Awaitable[object]]
Picture: TypeAlias = dict[str, list[list[str]]]

TITLE = "Vurder emnene"


@dataclass(frozen=True)
class Scene:
    """Something that is done once everything `before` it has come to rest."""

    before: Act
    act: Act


async def _nothing(world: World) -> None:
    await world.quiet()


async def _subtask(world: World) -> None:
    await world.create()


async def _message(world: World) -> None:
    await world.create()
    await _say(world)
    await world.quiet()


async def _create(world: World) -> None:
    await world.submit(attachments=["Vitnemål", "Emneliste"])


async def _say(world: World) -> None:
    card = world.aisha.card(TITLE)
    await world.aisha.say("Hva med emne 3?", thread_ts=card.ts, files=[("emne3.pdf", b"%PDF emne 3")])


async def _say_twice(world: World) -> None:
    await _say(world)
    await world.aisha.say("Og emne 4?", thread_ts=world.aisha.card(TITLE).ts)


def _own(person: Person) -> str:
    return next(message.ts for message in person.messages if message.user == person.id)


async def _edit(world: World) -> None:
    await world.aisha.edit(_own(world.aisha), "Hva med emne 5?")


async def _take_back(world: World) -> None:
    await world.aisha.delete(_own(world.aisha))


async def _open(world: World) -> None:
    await world.aisha.click("Åpne", at=world.aisha.card(TITLE))


async def _stray(world: World) -> None:
    await world.aisha.say("Hallo?")


async def _home(world: World) -> None:
    await world.kari.open_home()


SCENES = {
    "create": Scene(_nothing, _create),
    "say": Scene(_subtask, _say_twice),
    "edit": Scene(_message, _edit),
    "take back": Scene(_message, _take_back),
    "open": Scene(_subtask, _open),
    "stray": Scene(_nothing, _stray),
    "home": Scene(_nothing, _home),
}


def picture(world: World) -> Picture:
    """What everybody sees: each thread from its root on, in order, and the main page."""
    return {name: [*_threads(person), _home_of(person)] for name, person in world.people.items()}


def _threads(person: Person) -> list[list[str]]:
    there = [message for message in person.messages if not message.deleted]
    roots = [message for message in there if not message.is_reply]
    return [said_in(person, [root, *(one for one in person.thread(root.ts) if not one.deleted)]) for root in roots]


def said_in(person: Person, thread: list[Message]) -> list[str]:
    """What stands in a thread: what was said, in its order, and below it the files, which come as they can."""
    copies = [one for one in thread if one.files and one.bot_id]
    said = [person.text_of(one) for one in thread if one not in copies]
    return said + sorted(person.text_of(one) for one in copies)


def _home_of(person: Person) -> list[str]:
    return person.text_of("home").splitlines() if person.home else []


def given_up(world: World) -> list[tuple[str, str]]:
    """Kind and reason of every row that Slack refused for good."""
    rows = world.rows(tables.outbox.select().where(tables.outbox.c.state == "refused"))
    return [(row.kind, row.error) for row in rows]
