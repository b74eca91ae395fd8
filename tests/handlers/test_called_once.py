"""Who gets several subtasks at once is called once: the first one's card names the others, whose cards come later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cases.acts import editing, endings, reassigning, reopening
from cases.context import Context
from domain.endings import Edit, Reopening
from sandbox.mailbox import receiving
from sandbox.messages import Message
from sandbox.person import Person
from tests.handlers.main_page import open_case
from tests.handlers.ready_sets import (
    subtasks,
    two_for_aisha,
    with_sets,
)
from tests.untrue import untrue


def roots(person: Person) -> list[str]:
    """What has been posted to somebody outside every thread: each such message makes itself heard."""
    return [message.text for message in person.messages if not message.is_reply]


def own_card(person: Person, title: str) -> Message:
    """The card of a subtask, and not the one that names it besides."""
    (found,) = (one for one in person.messages if not one.is_reply and person.text_of(one).startswith(title))
    return found


async def test_who_gets_two_at_once_is_called_once_and_the_second_card_comes_when_it_is_opened(
    database_url: str, tmp_path: Path
) -> None:
    async with with_sets(database_url, tmp_path) as world:
        aisha = world.aisha
        await two_for_aisha(world)
        assert [text.partition("«")[0] for text in roots(aisha)] == ["Du har fått 2 deloppgaver i saken "]
        assert len(roots(world.kari)) == 1
        first = aisha.card("Vurder faglig")
        assert "Samtidig fikk du 1 deloppgave til." in aisha.text_of(first)
        await aisha.click("Åpne", at=first, near="Kontroller poeng")
        await world.quiet()
        assert len(roots(aisha)) == 2
        second = aisha.card("Kontroller poeng")
        assert second.ts != first.ts
        assert "Samtidig" not in aisha.text_of(aisha.card("Vurder faglig"))
        assert len(roots(world.kari)) == 1


async def test_what_the_owner_says_in_the_second_one_brings_its_card_with_it(database_url: str, tmp_path: Path) -> None:
    async with with_sets(database_url, tmp_path) as world:
        kari, aisha = world.kari, world.aisha
        await two_for_aisha(world)
        await open_case(world, kari)
        await kari.click("Skriv melding", at="home", near="Kontroller poeng")
        await world.ws.until(lambda: kari.modals)
        await kari.fill("Melding", "Husk emne 3.")
        await kari.send()
        await world.quiet()
        second = own_card(aisha, "Kontroller poeng")
        assert any("Husk emne 3." in aisha.text_of(reply) for reply in aisha.thread(second.ts))
        assert any("Husk emne 3." in kari.text_of(reply) for reply in kari.thread(kari.card("Kontroller poeng").ts))


async def test_when_the_first_one_goes_to_somebody_else_the_second_ones_card_comes(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with with_sets(sqlite_url, tmp_path) as world:
        aisha = world.aisha
        await two_for_aisha(world)
        await aisha.click("Send tilbake", at=aisha.card("Vurder faglig"))
        await world.ws.until(lambda: aisha.modals)
        await aisha.choose("Årsak", "Ikke mitt fagfelt")
        await aisha.send()
        await world.quiet()
        assert aisha.card("Kontroller poeng").text.startswith("Ny deloppgave fra Kari Nordmann")


async def test_one_that_is_reopened_has_its_card_at_once(sqlite_url: str, tmp_path: Path) -> None:
    async with with_sets(sqlite_url, tmp_path) as world:
        kari, aisha = world.kari, world.aisha
        await two_for_aisha(world)
        second = next(row for row in subtasks(world) if row.title == "Kontroller poeng")
        now = world.clock.now()
        context = world.bot.services.context
        context.perform(endings.not_needed, second.id, "Nei.", actor="U0KARI", key="n", now=now)
        context.perform(
            reopening.reopen, second.id, Reopening("Likevel.", second.deadline_on), actor="U0KARI", key="r", now=now
        )
        world.bot.wake()
        await world.quiet()
        assert own_card(aisha, "Kontroller poeng").ts != own_card(aisha, "Vurder faglig").ts
        assert kari.card("Kontroller poeng").ts


def not_needed(there: Context, number: int, now: datetime) -> None:
    endings.not_needed(there, number, "Nei.", actor="U0KARI", key="n", now=now)


def reopened(there: Context, number: int, now: datetime) -> None:
    not_needed(there, number, now)
    on = now.date() + timedelta(days=7)
    reopening.reopen(there, number, Reopening("Likevel.", on), actor="U0KARI", key="r", now=now)


def not_needed_after_all(there: Context, number: int, now: datetime) -> None:
    not_needed(there, number, now)
    endings.undo(there, number, actor="U0KARI", now=now)


def called_otherwise(there: Context, number: int, now: datetime) -> None:
    form = editing.form(there, number, actor="U0KARI")
    editing.edit(there, number, Edit("Se på poengene", form.description), actor="U0KARI", key="e", now=now)


def given_to_another(there: Context, number: int, now: datetime) -> None:
    reassigning.reassign(there, number, 2, "Ola kan dette.", actor="U0KARI", key="g", now=now)


@pytest.mark.parametrize("act", [not_needed, reopened, not_needed_after_all, called_otherwise, given_to_another])
async def test_the_first_ones_card_names_the_other_as_it_is(
    sqlite_url: str, tmp_path: Path, act: Callable[[Context, int, datetime], None]
) -> None:
    async with with_sets(sqlite_url, tmp_path) as world:
        await two_for_aisha(world)
        second = next(row for row in subtasks(world) if row.title == "Kontroller poeng")
        world.bot.services.context.perform(act, second.id, world.clock.now())
        world.bot.wake()
        await world.quiet()
        assert untrue(world) == []


async def test_one_letter_tells_of_both(sqlite_url: str, tmp_path: Path) -> None:
    async with receiving() as box, with_sets(sqlite_url, tmp_path, mail=box.url) as world:
        await two_for_aisha(world)
        (letter,) = box.of("aisha@uni.example")
        assert letter.subject.startswith("Du har fått 2 deloppgaver i saken")
        assert "«Vurder faglig» og «Kontroller poeng»" in letter.text
