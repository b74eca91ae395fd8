"""Events that Slack holds back and sends at last, and what the bot has made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.messages import Message
from store import tables
from tests.bot.lives import TITLE
from tests.world import World


def heard(world: World) -> list[str]:
    """What Aisha has written, as it stands in Kari's thread, without the headings."""
    replies = world.kari.thread(world.kari.card(TITLE).ts)
    return [world.kari.text_of(one).partition("\n")[2] for one in replies if one.bot_id and not one.deleted]


def versions(world: World) -> list[str]:
    """Every version of every message that is kept."""
    rows = world.rows(sa.select(tables.message_versions.c.text).order_by(tables.message_versions.c.number))
    return [row.text for row in rows]


async def say(world: World, text: str) -> Message:
    """Let Aisha write in the thread."""
    return await world.aisha.say(text, thread_ts=world.aisha.card(TITLE).ts)


@contextmanager
def held_back(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """Let Slack hold back what happens inside the block: what it would have sent."""
    held: list[dict[str, Any]] = []
    with monkeypatch.context() as patched:
        patched.setattr(world.ws.delivery, "event", lambda _kind, payload, _person: held.append(payload))
        yield held


async def deliver(world: World, held: Sequence[dict[str, Any]]) -> None:
    """Let Slack send these at last, one after the other."""
    for payload in held:
        world.ws.delivery.event("message", payload, world.aisha.id)
        await world.quiet()
