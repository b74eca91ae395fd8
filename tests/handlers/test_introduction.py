"""Somebody new: what the bot is, whom to ask, and an answer to one whom the institution does not know."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Literal

import pytest
import sqlalchemy as sa

from bot.commands.check import look
from bot.inbox.unknown_authors import UnknownAuthors
from domain.greetings import is_greeting
from sandbox.person import Person
from store import tables
from tests.institution import MONDAY
from tests.world import World, open_world

UNKNOWN = "Meldingen din er ikke sendt til noen. Saksbot kjenner deg ikke. Ta kontakt med {} for å bli registrert."
NOBODY_NAMED = "den som drifter Saksbot"


def newcomer(world: World) -> Person:
    """Somebody in the workspace who is in no import file."""
    return world.ws.add_person(
        "U0NEW", name="Nina Ny", email="nina@uni.example", locale="en-US", tz="Europe/Oslo", title=""
    )


def answers(person: Person, ts: str) -> list[str]:
    """What stands below a message."""
    return [person.text_of(reply) for reply in person.thread(ts)]


async def test_somebody_whom_no_import_file_names_is_answered_once_below_what_she_wrote(world: World) -> None:
    nina = newcomer(world)
    world.ws.double_next("message")
    written = await nina.say("Hei, gjelder dette meg?")
    await world.quiet()
    assert answers(nina, written.ts) == [UNKNOWN.format(NOBODY_NAMED)]
    again = await nina.say("Hallo?", thread_ts=written.ts)
    await nina.edit(again.ts, "Hallo!")
    await nina.delete(again.ts)
    await world.quiet()
    assert answers(nina, written.ts).count(UNKNOWN.format(NOBODY_NAMED)) == 2
    assert world.count(tables.messages) == world.count(tables.outbox) == 0


@pytest.mark.parametrize("kind", ["cut_after_effect", "cut_before", "http_500", "ratelimited"])
async def test_an_answer_to_somebody_unknown_comes_once_whatever_trouble_slack_has(
    world: World, kind: Literal["cut_after_effect", "cut_before", "http_500", "ratelimited"]
) -> None:
    nina = newcomer(world)
    world.ws.faults.add("chat.postMessage", nina.id, kind=kind)
    written = await nina.say("Hei?")
    await world.settled()
    assert answers(nina, written.ts) == [UNKNOWN.format(NOBODY_NAMED)]


async def test_two_processes_at_it_answer_somebody_unknown_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = UnknownAuthors.answer
    did: list[bool] = []

    async def by_both(*asked: Any) -> bool:
        did.extend(await asyncio.gather(answer(*asked), answer(*asked)))
        return True

    monkeypatch.setattr(UnknownAuthors, "answer", by_both)
    nina = newcomer(world)
    written = await nina.say("Hei?")
    await world.ws.until(lambda: did)
    assert sorted(did) == [False, True]
    assert answers(nina, written.ts) == [UNKNOWN.format(NOBODY_NAMED)]


async def test_who_cannot_be_answered_holds_nothing_up(world: World) -> None:
    nina = newcomer(world)
    world.ws.faults.add("chat.postMessage", nina.id, kind="error", code="cannot_dm_bot")
    await nina.say("Hei?")
    await world.kari.say("Hei?")
    await world.settled()
    assert len(world.kari.messages) == 2


async def test_a_colleague_who_was_let_go_is_told_whom_to_ask(world: World) -> None:
    await world.create()
    with world.database.begin() as connection:
        connection.execute(sa.update(tables.people).where(tables.people.c.slack_id == "U0AISHA").values(active=False))
    card = world.aisha.card("Vurder emnene")
    await world.aisha.say("Er jeg her?", thread_ts=card.ts)
    await world.quiet()
    assert answers(world.aisha, card.ts)[-1] == UNKNOWN.format(NOBODY_NAMED)
    assert len(world.kari.thread(world.kari.card("Vurder emnene").ts)) == 0


@pytest.mark.parametrize("contact", ["Ingrid Dahl", "tlf. 55 58 00 00 & <post@uni.example>", "*Drift*"])
async def test_the_one_whom_the_setting_names_is_named(sqlite_url: str, tmp_path: Path, contact: str) -> None:
    async with open_world(sqlite_url, tmp_path, CONTACT=contact) as world:
        nina = newcomer(world)
        written = await nina.say("Hei")
        await nina.open_home()
        await world.quiet()
        assert answers(nina, written.ts) == [UNKNOWN.format(contact)]
        assert f"Ta kontakt med {contact} for å bli registrert." in nina.text_of("home")


async def test_a_slack_id_in_the_setting_is_shown_as_that_persons_name(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path, CONTACT="U0INGRID") as world:
        await world.ws.until(lambda: world.bot.services.translators.contact)
        nina = newcomer(world)
        written = await nina.say("Hei")
        await world.quiet()
        assert answers(nina, written.ts) == [UNKNOWN.format(world.ingrid.name)]


async def test_a_slack_id_that_slack_does_not_know_is_a_fault_and_shown_to_nobody(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with open_world(sqlite_url, tmp_path, CONTACT="U0NOBODY0") as world:
        nina = newcomer(world)
        written = await nina.say("Hei")
        await world.quiet()
        assert answers(nina, written.ts) == [UNKNOWN.format(NOBODY_NAMED)]
        environment = {
            "SLACK_BOT_TOKEN": world.ws.bot_token,
            "SLACK_APP_TOKEN": world.ws.app_token,
            "SLACK_API_URL": world.server.api_url,
            "DATABASE_URL": sqlite_url,
            "FILES_DIR": str(world.settings.files_dir),
            "CONTACT": "U0NOBODY0",
        }
        found = [str(one) async for one in look(environment, lambda: MONDAY)]
        assert [line for line in found if "CONTACT" in line] == [
            "FAULT  CONTACT: Slack does not say who U0NOBODY0 is (user_not_found): write a name instead"
        ]
        world.ws.refusals.clear()


@pytest.mark.parametrize("text", ["Hjelp", "hei!", "Hei hei 👋", "Hva er dette?", "??", "HELP", "God morgen :)"])
async def test_a_greeting_is_answered_in_three_lines(sqlite_world: World, text: str) -> None:
    world, aisha = sqlite_world, sqlite_world.aisha
    written = await aisha.say(text)
    await world.quiet()
    (answer,) = answers(aisha, written.ts) or [aisha.text_of(aisha.messages[-1])]
    assert len(answer.splitlines()) == 3
    assert "Skriv i tråden under meldingen." in answer
    assert f"kan du spørre {NOBODY_NAMED}." in answer


@pytest.mark.parametrize(
    "text", ["", "   ", "Hei Kari, har du sett på søknaden?", "ja", "Hjelp meg med sak 2026-101", "👍"]
)
def test_what_is_no_greeting_is_not_taken_for_one(text: str) -> None:
    assert not is_greeting(text)


async def test_who_comes_for_the_first_time_reads_what_this_is_until_she_has_chosen_a_language(
    sqlite_world: World,
) -> None:
    world, kari = sqlite_world, sqlite_world.kari
    await kari.open_home()
    await world.quiet()
    assert "Skriv i tråden under meldingen." in kari.text_of("home")
    await kari.choose("Språk · Language", "Nynorsk", at="home")
    await world.quiet()
    assert "Skriv i tråden" not in kari.text_of("home")
