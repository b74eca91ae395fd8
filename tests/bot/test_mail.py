"""E-mail as a second channel, against a real mail server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.mail import Postbox
from bot.slack_client import NotDoneError
from store import tables
from tests.world import CASE, CASE_TITLE, World, open_world


class Mailbox:
    """A mail server's memory; `answers` are given instead of "OK", one after the other.

    It keeps no letter that it answers with 4xx or 5xx; "cut" keeps the letter and cuts the line.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        if not self.answers or not self.answers[0].startswith(("4", "5")):
            self.letters.append(letter)
            self.recipients += envelope.rcpt_tos
        if self.answers and self.answers[0] == "cut":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return self.answers.pop(0) if self.answers else "250 OK"


@pytest.fixture
async def mailbox() -> AsyncIterator[tuple[Mailbox, str]]:
    """Run a mail server; gives its mailbox and its address."""
    box, loop = Mailbox(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, hostname="mail.uni.example", loop=loop), "127.0.0.1", 0)
    async with server:
        yield box, f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture
async def mailed(mailbox: tuple[Mailbox, str], database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution with e-mail turned on."""
    async with open_world(database_url, tmp_path, SMTP_URL=mailbox[1], MAIL_FROM="saksbot@uni.example") as world:
        yield world


async def test_s15_the_assignee_gets_exactly_one_letter_with_the_way_back(
    mailed: World, mailbox: tuple[Mailbox, str]
) -> None:
    await mailed.create(title="Vurder <b>emnene</b> & resten")
    await mailed.until_sent("mail")
    (letter,) = mailbox[0].letters
    assert mailbox[0].recipients == ["aisha@uni.example"]
    assert letter["Subject"] == "Ny deloppgave: Vurder <b>emnene</b> & resten"
    text, html = body(letter, "plain"), body(letter, "html")
    for part in (text, html):
        assert "Kari Nordmann" in part
        assert CASE_TITLE in part
        assert "10. desember 2026" in part
    assert "&lt;b&gt;emnene&lt;/b&gt; &amp; resten" in html
    card = mailed.aisha.messages[0]
    assert card.ts.replace(".", "") in text


async def test_the_letter_is_in_the_assignees_language(mailed: World, mailbox: tuple[Mailbox, str]) -> None:
    with mailed.database.begin() as connection:
        connection.execute(tables.people.update().where(tables.people.c.slack_id == "U0AISHA").values(language="nn"))
    await mailed.create()
    await mailed.until_sent("mail")
    assert mailbox[0].letters[0]["Subject"] == "Ny deloppgåve: Vurder emnene"


async def test_a_subtask_to_oneself_sends_no_letter(mailed: World, mailbox: tuple[Mailbox, str]) -> None:
    await mailed.create(assignee="Kari Nordmann")
    assert mailbox[0].letters == []


@pytest.mark.parametrize("answer", ["451 try later", "421 going down"])
async def test_a_letter_that_was_not_taken_goes_out_later(
    mailed: World, mailbox: tuple[Mailbox, str], answer: str
) -> None:
    mailbox[0].answers.append(answer)
    await mailed.submit()
    await mailed.ws.until(lambda: not mailbox[0].answers)
    await mailed.ws.until(lambda: mailed.errors("mail"))
    mailed.clock.move(minutes=10)
    await mailed.until_sent("mail")
    assert len(mailbox[0].letters) == 1


async def test_a_letter_whose_answer_was_lost_goes_out_again_under_the_same_name(
    mailed: World, mailbox: tuple[Mailbox, str]
) -> None:
    mailbox[0].answers.append("cut")
    await mailed.submit()
    await mailed.ws.until(lambda: mailed.errors("mail"))
    mailed.clock.move(minutes=10)
    await mailed.until_sent("mail")
    first, second = mailbox[0].letters
    assert first["Message-ID"] == second["Message-ID"]


async def test_a_refused_letter_is_given_up_and_the_card_comes_all_the_same(
    mailed: World, mailbox: tuple[Mailbox, str]
) -> None:
    mailbox[0].answers.append("550 no such person")
    await mailed.create()
    await mailed.card(mailed.aisha)
    dead = mailed.rows(sa.select(tables.outbox.c.error).where(tables.outbox.c.state == "dead"))
    assert [row.error for row in dead] == ["mail: 550"]


async def test_a_discreet_letter_and_notification_name_neither_title_nor_person(
    mailbox: tuple[Mailbox, str], database_url: str, tmp_path: Path
) -> None:
    async with open_world(database_url, tmp_path, SMTP_URL=mailbox[1], NOTICES="discreet") as world:
        await world.create()
        card = await world.card(world.aisha)
        await world.aisha.say("Hemmelig spørsmål", thread_ts=card.ts)
        await world.quiet()
        await world.aisha.click("Løs deloppgave", at=card)
        await world.quiet()
        await world.until_sent("mail")
        letter = mailbox[0].letters[0]
        told = [
            message.text
            for person in (world.aisha, world.kari)
            for message in person.messages
            if message.user == world.ws.bot_user_id
        ]
        told += [str(letter["Subject"]), body(letter, "plain"), body(letter, "html")]
    for text in told:
        for secret in ("Vurder", "Kari", "Aisha", "Innpassing", "Hemmelig"):
            assert secret not in text
    assert CASE in letter["Subject"]


async def test_without_a_mail_server_nothing_is_put_into_the_outbox(world: World) -> None:
    await world.create()
    assert not world.rows(sa.select(tables.outbox).where(tables.outbox.c.kind == "mail"))


def body(letter: EmailMessage, kind: str) -> str:
    """One of the two forms of the letter."""
    part: Any = letter.get_body((kind,))
    return str(part.get_content())


async def test_the_server_is_knocked_at_by_check(mailbox: tuple[Mailbox, str]) -> None:
    await asyncio.to_thread(Postbox(mailbox[1], "").knock)
    with pytest.raises(NotDoneError):
        await asyncio.to_thread(Postbox("smtp://127.0.0.1:9", "").knock)


@pytest.mark.parametrize(
    ("url", "sender", "is_sent_as"),
    [
        ("smtp://bot%40uni.example:pw@mail", "", "bot@uni.example"),
        ("smtp://bot:pw@mail", "saksbot@uni.example", "saksbot@uni.example"),
    ],
)
def test_the_sender_is_the_one_named_or_the_login(url: str, sender: str, is_sent_as: str) -> None:
    assert Postbox(url, sender).sender == is_sent_as
