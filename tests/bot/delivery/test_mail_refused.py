"""Letters that a mail server does not take: what waits until it is mended, what is final, and who hears of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.commands import outbox
from bot.delivery.mail_answers import Reason
from sandbox.person import Person
from store import tables
from tests.bot.lives import TITLE, given_up
from tests.bot.mail_servers import AUTHORITY, LOGIN, StrictMailbox, mail_server
from tests.world import World, open_world

NOT_ACCEPTED = (
    "@Kari Nordmann: Aisha Rahman har fått deloppgaven i Slack, men ikke på e-post: E-posten til aisha@uni.example ble "
    "ikke tatt imot. Spør om den riktige adressen, og si fra til den som drifter Saksbot."
)


@pytest.fixture
async def server() -> AsyncIterator[StrictMailbox]:
    """Run a mail server without TLS on loopback."""
    async with mail_server() as server:
        yield server


@asynccontextmanager
async def mailed(server: StrictMailbox, url: str, folder: Path) -> AsyncIterator[World]:
    """Open the institution with this mail server."""
    async with open_world(url, folder, SMTP_URL=server.address()) as world:
        yield world


def people_are(world: World, slack_id: str, **values: str) -> None:
    """Let a person be stored otherwise than the institution has her."""
    with world.database.begin() as connection:
        connection.execute(tables.people.update().where(tables.people.c.slack_id == slack_id).values(**values))


async def until_not_taken(world: World) -> None:
    """Wait until the mail server has said no."""
    await world.ws.until(lambda: any(error.startswith("mail: ") for error in world.errors("mail")))


def told(person: Person) -> list[str]:
    """What the bot has said in the subtask's thread."""
    return [person.text_of(one) for one in person.thread(person.card(TITLE).ts) if one.bot_id]


@pytest.mark.parametrize(
    ("step", "answer", "reason"),
    [
        ("MAIL", "550 not your address", f"{Reason.SENDER}: 550"),
        ("RCPT", "554 5.7.1 Relay access denied", f"{Reason.POLICY}: 554 5.7.1"),
        ("DATA", "550 5.7.1 blocked", f"{Reason.POLICY}: 550 5.7.1"),
    ],
)
async def test_what_an_administrator_can_mend_waits_for_hours_and_goes_out_within_a_minute(
    server: StrictMailbox, sqlite_url: str, tmp_path: Path, step: str, answer: str, reason: str
) -> None:
    async with mailed(server, sqlite_url, tmp_path) as world:
        server.says[step] = answer
        await world.submit()
        for _ in range(6):
            await until_not_taken(world)
            world.clock.move(minutes=30)
        assert world.errors("mail") == [f"mail: {reason}"]
        server.says = {}
        mended_at = world.clock.now()
        await world.settled()
        assert world.clock.now() - mended_at <= timedelta(minutes=1)
        assert [letter.recipients for letter in server.letters] == [("aisha@uni.example",)]
        assert given_up(world) == []
        assert told(world.kari) == []


async def test_a_wrong_password_is_tried_ever_less_often_and_the_right_one_at_the_next_start(
    server: StrictMailbox, sqlite_url: str, tmp_path: Path
) -> None:
    server.knows = ("another", "one")
    async with mailed(server, sqlite_url, tmp_path) as world:
        await world.submit()
        began_at = world.clock.now()
        while world.clock.now() - began_at < timedelta(minutes=20):
            world.clock.set(await world.ws.until(world.rests_until))
        assert world.errors("mail") == [f"mail: {Reason.LOGIN}: 535 5.7.8"]
        (tries,) = world.rows(sa.select(tables.outbox.c.attempts).where(tables.outbox.c.kind == "mail"))
        assert len(server.logins) <= 2 * 7 < tries.attempts, "in each of two ways at a time"
        server.knows = LOGIN
        await world.stop_bot()
        await world.start_bot()
        began_at = world.clock.now()
        await world.settled()
        assert world.clock.now() - began_at <= timedelta(minutes=1)
        assert [letter.recipients for letter in server.letters] == [("aisha@uni.example",)]


async def test_the_own_authority_of_the_settings_lets_the_letter_out(sqlite_url: str, tmp_path: Path) -> None:
    async with (
        mail_server("server.pem") as server,
        open_world(sqlite_url, tmp_path, SMTP_URL=server.address(), SMTP_CA=str(AUTHORITY)) as world,
    ):
        await world.create()
        await world.until_sent("mail")
        assert server.logins == [LOGIN]


async def test_starttls_that_is_not_offered_holds_the_letter_back(sqlite_url: str, tmp_path: Path) -> None:
    async with mail_server() as server:
        url = server.address(host="0.0.0.0")  # noqa: S104 - an address that is not loopback, but is here
        async with open_world(sqlite_url, tmp_path, SMTP_URL=url, SMTP_CA=str(AUTHORITY)) as world:
            await world.submit()
            await until_not_taken(world)
            assert world.errors("mail") == [f"mail: {Reason.NO_STARTTLS}"]
            assert (server.logins, server.letters) == ([], [])


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
async def test_of_a_letter_that_is_refused_for_good_the_case_owner_hears_once_in_the_thread(
    server: StrictMailbox, database_url: str, tmp_path: Path, step: str
) -> None:
    async with mailed(server, database_url, tmp_path) as world:
        server.says[step] = "550 5.1.1 <aisha@uni.example> is nobody"
        await world.create()
        await world.settled()
        assert told(world.kari) == [NOT_ACCEPTED]
        assert told(world.aisha) == []
        assert TITLE in world.aisha.text_of(world.aisha.card(TITLE))
        assert given_up(world) == [("mail", f"mail: {Reason.LETTER}: 550 5.1.1")]


async def test_she_does_not_hear_it_of_a_subtask_that_is_solved_by_then(
    server: StrictMailbox, sqlite_url: str, tmp_path: Path
) -> None:
    async with mailed(server, sqlite_url, tmp_path) as world:
        server.says["MAIL"] = "451 not now"
        await world.submit()
        await until_not_taken(world)
        await world.card(world.kari)
        world.ws.faults.add("chat.postMessage", world.kari.id, times=None, kind="error", code="messages_tab_disabled")
        server.says = {"RCPT": "550 5.1.1 nobody"}
        world.clock.move(minutes=1)
        await world.ws.until(lambda: world.errors("notice"))
        await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
        world.ws.faults.clear()
        await world.settled()
        assert NOT_ACCEPTED not in told(world.kari)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nn", "men ikkje på e-post: E-posten til aisha@uni.example vart"),
        ("en", "but not by e-mail: the e-mail to aisha@"),
    ],
)
async def test_she_hears_it_in_her_language(
    server: StrictMailbox, sqlite_url: str, tmp_path: Path, language: str, words: str
) -> None:
    async with mailed(server, sqlite_url, tmp_path) as world:
        server.says["MAIL"] = "451 not now"
        await world.submit()
        await until_not_taken(world)
        people_are(world, "U0KARI", language=language)
        server.says = {"RCPT": "550 5.1.1 nobody"}
        await world.settled()
        (only,) = told(world.kari)
        assert words in only


async def test_with_the_right_address_the_letter_is_sent_again_by_the_administrator(
    server: StrictMailbox, sqlite_url: str, tmp_path: Path
) -> None:
    async with mailed(server, sqlite_url, tmp_path) as world:
        server.says["RCPT"] = "550 5.1.1 nobody"
        await world.create()
        await world.settled()
        refused = sa.select(tables.outbox.c.id).where(tables.outbox.c.kind == "mail")
        for address in ("aisha@uni.example", "rahman@uni.example"):
            if address.startswith("rahman"):
                server.says.clear()
            people_are(world, "U0AISHA", email=address)
            outbox.retry(world.settings, world.rows(refused)[0].id)
            world.bot.wake()
            await world.settled()
        assert [letter.recipients for letter in server.letters] == [("rahman@uni.example",)]
        assert told(world.kari) == [NOT_ACCEPTED]


@pytest.mark.parametrize("utf8", [True, False])
async def test_letters_before_the_at_need_a_server_that_knows_them(sqlite_url: str, tmp_path: Path, utf8: bool) -> None:
    async with mail_server(utf8=utf8) as server, mailed(server, sqlite_url, tmp_path) as world:
        people_are(world, "U0AISHA", email="æøå@blåbær.example")
        await world.create()
        await world.settled()
        if utf8:
            assert [letter.recipients for letter in server.letters] == [("æøå@xn--blbr-roah.example",)]
            assert "To: æøå@xn--blbr-roah.example".encode() in server.heard
            assert told(world.kari) == []
        else:
            assert server.letters == []
            assert given_up(world) == [("mail", f"mail: {Reason.ADDRESS}")]
            (only,) = told(world.kari)
            assert "E-posttjeneren kan ikke sende til en adresse som æøå@blåbær.example. Spør om en annen" in only


async def test_letters_after_the_at_reach_every_server(server: StrictMailbox, sqlite_url: str, tmp_path: Path) -> None:
    async with mailed(server, sqlite_url, tmp_path) as world:
        people_are(world, "U0AISHA", email="kari@blåbær.example")
        await world.create()
        await world.until_sent("mail")
        assert [letter.recipients for letter in server.letters] == [("kari@xn--blbr-roah.example",)]


async def test_an_address_that_was_let_in_before_imports_looked_closely_is_told_not_tried_for_ever(
    server: StrictMailbox, sqlite_url: str, tmp_path: Path
) -> None:
    async with mailed(server, sqlite_url, tmp_path) as world:
        people_are(world, "U0AISHA", email="kari@blåbær..example")
        await world.create()
        await world.settled()
        assert given_up(world) == [("mail", f"mail: {Reason.ADDRESS}")]
        assert len(told(world.kari)) == 1


async def test_a_letter_whose_card_is_gone_comes_after_the_new_card_and_leads_to_it(
    server: StrictMailbox, sqlite_url: str, tmp_path: Path
) -> None:
    async with mailed(server, sqlite_url, tmp_path) as world:
        server.says["MAIL"] = "451 not now"
        await world.submit()
        await until_not_taken(world)
        await world.card(world.aisha)
        server.says.clear()
        world.clock.move(minutes=5)
        world.ws.retain(timedelta(0), world.aisha.id)
        await world.settled()
        (letter,) = server.letters
        assert world.aisha.card(TITLE).ts.replace(".", "") in letter.text
        assert told(world.kari) == []
        world.ws.refusals[:] = [one for one in world.ws.refusals if one.code != "message_not_found"]
