"""An identity number in a thread, whose writer is told; in notifications, letters and the log none is shown."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.logs import configure_logging
from domain.identity_numbers import MASK, numbers_in
from sandbox.mailbox import receiving
from sandbox.person import Person
from tests.handlers.holding import fill
from tests.handlers.number_dialog import BOX, KEEP, TEXT, create_with_number
from tests.identity_numbers import SYNTHETIC, WRITTEN
from tests.world import World, open_world


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


# ---- in a thread ---------------------------------------------------------------------------------


def answers(person: Person) -> list[str]:
    """What the bot has told in the thread about a number."""
    thread = person.thread(person.card("Vurder emnene").ts)
    return [person.text_of(one) for one in thread if "fødselsnummer i meldingen din" in person.text_of(one)]


async def test_a_message_in_a_thread_arrives_and_its_writer_is_told_at_once_and_once(world: World) -> None:
    aisha, kari = world.aisha, world.kari
    await world.create()
    world.ws.double_next("message")
    message = await aisha.say(TEXT, thread_ts=(await world.card(aisha)).ts)
    await world.quiet()
    assert TEXT in kari.text_of(kari.thread(kari.card("Vurder emnene").ts)[-1])
    assert len(answers(aisha)) == 1
    assert answers(kari) == []
    await aisha.edit(message.ts, f"{TEXT} Ja.")
    await world.quiet()
    assert len(answers(aisha)) == 1
    await aisha.delete(message.ts)
    await world.quiet()
    assert not any(WRITTEN in kari.text_of(one) for one in kari.messages if not one.deleted)


async def test_an_edit_that_brings_one_in_counts_too_and_one_that_takes_it_out_says_nothing(world: World) -> None:
    aisha, kari = world.aisha, world.kari
    await world.create()
    message = await kari.say("Hvem er søkeren?", thread_ts=(await world.card(kari)).ts)
    await world.quiet()
    assert answers(kari) == []
    await kari.edit(message.ts, TEXT)
    await world.quiet()
    assert len(answers(kari)) == 1
    await kari.edit(message.ts, "Hvem er søkeren?")
    await world.quiet()
    assert len(answers(kari)) == 1
    assert not any(WRITTEN in aisha.text_of(one) for one in aisha.messages)


async def test_who_has_taken_it_out_before_she_could_be_told_is_not_told(world: World) -> None:
    aisha = world.aisha
    await world.create()
    world.ws.faults.add("chat.postMessage", aisha.id, times=3, kind="http_500")
    message = await aisha.say(TEXT, thread_ts=(await world.card(aisha)).ts)
    await aisha.edit(message.ts, "Søkeren er den samme.")
    await world.settled()
    assert answers(aisha) == []


async def test_an_account_number_is_no_reason_to_say_anything(world: World) -> None:
    await world.create()
    await world.aisha.say("Konto 8601.11.17947, tlf. +47 22 33 44 55", thread_ts=(await world.card(world.aisha)).ts)
    await world.quiet()
    assert answers(world.aisha) == []


# ---- where none is shown -------------------------------------------------------------------------


async def test_no_notification_no_letter_and_no_line_of_the_log_shows_one(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever holds it: title, description, reason, message, conclusion. What people see when they look still does."""
    log = io.StringIO()
    async with receiving() as box, open_world(database_url, tmp_path, SMTP_URL=box.url) as world:
        configure_logging("debug", "text", log)
        kari, aisha = await create_with_number(world, Tittel=f"Emnene til {WRITTEN}", Beskrivelse=TEXT), world.aisha
        await kari.tick(BOX, KEEP)
        assert (await kari.send()).closed
        await world.quiet()
        card = await world.card(aisha, "Emnene til")
        assert WRITTEN in aisha.text_of(card)
        await aisha.say(TEXT, thread_ts=card.ts)
        await kari.say(SYNTHETIC, thread_ts=(await world.card(kari, "Emnene til")).ts)
        await world.quiet()
        await aisha.click("Åpne", at=card)
        await world.ws.until(lambda: aisha.modals)
        await aisha.click("Sett på vent")
        await world.ws.until(lambda: len(aisha.modals) == 2)
        await fill(aisha, "2026-12-08", TEXT)
        await aisha.send()
        await aisha.tick(BOX, KEEP)
        assert (await aisha.send()).closed
        await aisha.fill("Konklusjon", TEXT)
        await aisha.click("Løs deloppgave")
        await world.ws.until(lambda: BOX in aisha.labels())
        await aisha.tick(BOX, KEEP)
        await aisha.click("Løs deloppgave")
        await world.quiet()
        logging.getLogger("bot").error("a fault near %r", f"{SYNTHETIC[:6]}\u00a0{SYNTHETIC[6:]}")
        told = [one.text for person in (kari, aisha) for one in person.messages if one.bot_id]
        letters = [part for letter in box.letters for part in (letter.subject, letter.text, letter.html)]
    assert len(told) > 5
    assert len(letters) == 3
    for text in (*told, *letters, log.getvalue(), "".join(capsys.readouterr())):
        assert numbers_in(text) == frozenset(), text
        assert SYNTHETIC[6:] not in text
    for whole in ("".join(told), "".join(letters), log.getvalue()):
        assert MASK in whole
