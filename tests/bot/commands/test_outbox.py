"""`outbox`: an administrator sees what waits and what was refused, with the cure, tries it again, or drops it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.commands import outbox
from bot.commands.outbox import NAMES
from bot.startup_checks import CannotStartError
from domain.outbox_kinds import OutboxKind
from store import tables
from tests.bot.delivery.talk import heard, tell
from tests.bot.lives import TITLE
from tests.world import World, open_world


@pytest.fixture
async def talk(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution; Kari and Aisha share a subtask."""
    async with open_world(database_url, tmp_path) as world:
        await world.create()
        yield world


def shown(world: World) -> list[str]:
    return list(outbox.show(world.settings))


async def test_with_nothing_to_tell_it_says_so(talk: World) -> None:
    assert shown(talk) == ["Waiting: nothing waits", "", "Refused: nothing was refused"]


async def test_what_waits_is_listed_with_name_reason_and_cure_and_tried_again_at_once(talk: World) -> None:
    talk.ws.faults.add("chat.postMessage", times=None, kind="error", code="messages_tab_disabled")
    await tell(talk, "Hallo?")
    await talk.ws.until(lambda: talk.errors("message"))
    listed = shown(talk)
    (at,) = [index for index, line in enumerate(listed) if f"message «{TITLE}» (2026-101) to Kari Nordmann" in line]
    reason = listed[at + 1]
    assert listed[0] == "Waiting:"
    assert "messages_tab_disabled (App Home, Show Tabs: turn the Messages Tab on" in reason
    talk.ws.faults.clear()
    assert outbox.retry(talk.settings, None).endswith("to be tried again, within seconds, if the bot runs.")
    talk.bot.wake()
    await talk.settled()
    assert heard(talk.kari) == ["Hallo?"]


async def test_what_was_refused_is_sent_when_it_is_tried_again_and_not_when_it_is_dropped(talk: World) -> None:
    talk.ws.faults.add("chat.postMessage", talk.kari.id, times=2, kind="error", code="invalid_blocks")
    await tell(talk, "Den første", "Den andre")
    await talk.settled()
    listed = shown(talk)
    first, second = (int(line.split()[0]) for line in listed[listed.index("Refused:") + 1 :: 2])

    assert outbox.drop(talk.settings, second, "sendt på papir") == f"Row {second} will not be sent."
    outbox.retry(talk.settings, first)
    talk.bot.wake()
    await talk.settled()
    assert heard(talk.kari) == ["Den første"]
    kept = sa.select(tables.outbox.c.state, tables.outbox.c.error).where(tables.outbox.c.id == second)
    assert tuple(talk.rows(kept)[0]) == ("dropped", "dropped by hand: sendt på papir")
    assert shown(talk)[-1] == "Refused: nothing was refused"


async def test_a_number_that_is_none_is_told(talk: World) -> None:
    with pytest.raises(CannotStartError, match="No row 99"):
        outbox.retry(talk.settings, 99)
    with pytest.raises(CannotStartError, match="No row 99"):
        outbox.drop(talk.settings, 99, "borte")


async def test_an_older_schema_is_told(talk: World, tmp_path: Path) -> None:
    elsewhere = replace(talk.settings, database_url=f"sqlite:///{tmp_path / 'ny.db'}")
    with pytest.raises(CannotStartError, match="python -m bot migrate"):
        await asyncio.to_thread(lambda: list(outbox.show(elsewhere)))


def test_every_kind_of_row_has_a_name_that_an_administrator_understands() -> None:
    assert set(NAMES) == set(OutboxKind)
