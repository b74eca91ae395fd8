"""A retention rule that deletes what stands in a conversation, and what must stand there again afterwards."""

from __future__ import annotations

from datetime import timedelta

from sandbox.messages import Message
from sandbox.person import Person
from tests.bot.lives import TITLE
from tests.world import World


def whole(person: Person) -> list[str]:
    """The conversation below the card, as the person sees it: words, and titles of files."""
    replies = [one for one in person.thread(person.card(TITLE).ts) if not one.deleted]
    return [" ".join([person.text_of(one), *(file["title"] for file in one.files)]).strip() for one in replies]


def strays(person: Person) -> list[Message]:
    """What stands in a person's conversation outside every thread and is no card."""
    there = [one for one in person.messages if not one.deleted and not one.is_reply]
    return [one for one in there if TITLE not in person.text_of(one)]


def retain_nothing(world: World, person: Person) -> None:
    """Let a retention rule delete everything in a person's conversation; the bot does not hear of it."""
    world.clock.move(minutes=5)
    world.ws.retain(timedelta(0), person.id)
    assert [one for one in person.messages if not one.deleted] == []
