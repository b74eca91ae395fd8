"""The database goes away while the bot runs: nothing is acknowledged that is not saved, and it recovers by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.person import Person
from store import claiming, tables
from store import postgres as postgres_lines
from tests.beside import database_away as away
from tests.bot.lives import TITLE, given_up
from tests.forwarder import forwarding
from tests.world import World, open_world

AGAIN = "Prøv igjen om litt."


@pytest.fixture
async def talk(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution, over HTTP; Kari and Aisha share a subtask."""
    async with open_world(database_url, tmp_path, "http") as world:
        await world.create()
        yield world


def heard(person: Person) -> list[str]:
    """What others have written, as it stands in the person's thread, without the headings."""
    replies = person.thread(person.card(TITLE).ts)
    return [person.text_of(one).partition("\n")[2] for one in replies if one.bot_id and not one.deleted]


async def test_a_dialog_says_try_again_and_keeps_what_was_typed(talk: World) -> None:
    await talk.open_dialog(talk.kari)
    await talk.kari.fill("Tittel", "Den andre")
    await talk.kari.fill("Frist", "2026-12-10")
    await talk.kari.choose("Ansvarlig", "Aisha Rahman")
    await talk.kari.fill("Beskrivelse", "Se på emne 2.")
    with away(talk):
        assert not (await talk.kari.send()).closed
        assert AGAIN in "".join(talk.kari.errors.values())
        assert talk.kari.value_of("Tittel") == "Den andre"
    assert talk.count(tables.subtasks) == 1
    assert (await talk.kari.send()).closed
    talk.bot.wake()
    await talk.settled()
    assert talk.count(tables.subtasks) == 2
    assert "Se på emne 2." in talk.aisha.text_of(talk.aisha.card("Den andre"))


async def test_a_button_says_try_again(talk: World) -> None:
    with away(talk):
        await talk.aisha.click("Løs deloppgave", at=talk.aisha.card(TITLE))
        await talk.ws.until(lambda: talk.aisha.modals)
        assert AGAIN in talk.aisha.text_of(talk.aisha.modals[-1]["id"])
    assert "Løst" not in talk.aisha.text_of(talk.aisha.card(TITLE))
    await talk.aisha.dismiss()
    await talk.aisha.click("Løs deloppgave", at=talk.aisha.card(TITLE))
    talk.bot.wake()
    await talk.settled()
    assert "Løst" in talk.kari.text_of(talk.kari.card(TITLE))


async def test_however_many_ask_at_once_each_is_answered_in_time(talk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[dict[str, Any]] = []
    with monkeypatch.context() as patched:
        patched.setattr(talk.ws.delivery, "event", lambda _kind, payload, _person: held.append(payload))
        await talk.aisha.say("Er du der?", thread_ts=talk.aisha.card(TITLE).ts)
    with away(talk):
        async with asyncio.timeout(talk.ws.ack_limit):
            asked = [talk.bot.dispatch(held[0] | {"event_id": f"Ev{number}"}) for number in range(6)]
            answers = await asyncio.gather(*asked)
    assert {answer.status for answer in answers} == {503}
    assert talk.count(tables.messages) == 0


async def test_a_message_that_could_not_be_kept_is_not_acknowledged_and_comes_again(talk: World) -> None:
    with talk.ws.expect_refusal("not_acknowledged"):
        with away(talk):
            await talk.aisha.say("Er du der?", thread_ts=talk.aisha.card(TITLE).ts)
            await talk.ws.until(lambda: [one.trouble for one in talk.ws.requests[-2:]] == ["http_error"] * 2)
        assert talk.count(tables.messages) == 0
        talk.clock.move(minutes=1)
        await talk.ws.until(lambda: talk.ws.requests[-1].attempt == 2 and talk.ws.requests[-1].ack)
        await talk.settled()
    assert heard(talk.kari) == ["Er du der?"]


async def test_what_slack_took_while_the_database_was_away_is_not_sent_again(
    talk: World, caplog: pytest.LogCaptureFixture
) -> None:
    held = talk.ws.faults.add("chat.postMessage", talk.kari.id, kind="hang_after_effect")
    await talk.aisha.say("En", thread_ts=talk.aisha.card(TITLE).ts)
    await talk.aisha.say("To", thread_ts=talk.aisha.card(TITLE).ts)
    await talk.ws.until(lambda: heard(talk.kari) == ["En"])
    with away(talk):
        held.release()
        await talk.ws.until(lambda: "left to its lease" in caplog.text)
    talk.clock.move(seconds=claiming.LEASE.total_seconds() + 1)
    await talk.settled()
    assert heard(talk.kari) == ["En", "To"]
    assert not given_up(talk)


async def test_lines_that_fall_silent_cost_seconds(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with forwarding(postgres_url) as forwarder:
        async with open_world(forwarder.url, tmp_path, "http") as talk:
            await talk.open_dialog(talk.kari)
            await talk.kari.fill("Tittel", "Den andre")
            await talk.kari.fill("Frist", "2026-12-10")
            await talk.kari.choose("Ansvarlig", "Aisha Rahman")
            await talk.kari.fill("Beskrivelse", "Se på emne 2.")
            await talk.quiet()
            monkeypatch.setattr(postgres_lines, "SILENT_SECONDS", 1.0)
            forwarder.fall_silent()
            talk.database.dispose()  # the test's own lines
            async with asyncio.timeout(5):
                if not (await talk.kari.send()).closed:
                    assert AGAIN in "".join(talk.kari.errors.values())
                    assert (await talk.kari.send()).closed
            talk.bot.wake()
            await talk.settled()
            assert "Se på emne 2." in talk.aisha.text_of(talk.aisha.card("Den andre"))
