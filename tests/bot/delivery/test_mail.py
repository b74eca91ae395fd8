"""E-mail as a second channel, against a real mail server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.delivery.mail import Postbox
from bot.slack.client import NotDoneError
from sandbox.mailbox import Mailbox, receiving
from store import tables
from tests.bot.lives import given_up
from tests.handlers.moving_many import ask_to_move, choose, press_move
from tests.institution import CASE, CASE_TITLE
from tests.stored import add_subtasks
from tests.world import World, open_world


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    """Run the sandbox's mail server."""
    async with receiving() as box:
        yield box


@pytest.fixture
async def mailed(mailbox: Mailbox, database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution with e-mail turned on."""
    async with open_world(database_url, tmp_path, SMTP_URL=mailbox.url, MAIL_FROM="saksbot@uni.example") as world:
        yield world


async def test_s15_the_assignee_gets_exactly_one_letter_with_the_way_back(mailed: World, mailbox: Mailbox) -> None:
    await mailed.submit(title="Vurder <b>emnene</b> & resten")
    await mailed.settled()
    (letter,) = mailbox.letters
    assert letter.recipients == ("aisha@uni.example",)
    assert letter.subject == "Ny deloppgave: Vurder <b>emnene</b> & resten"
    for part in (letter.text, letter.html):
        assert "Kari Nordmann" in part
        assert CASE_TITLE in part
        assert "tor. 10. des. 2026" in part
    assert "&lt;b&gt;emnene&lt;/b&gt; &amp; resten" in letter.html
    card = mailed.aisha.messages[0]
    assert card.ts.replace(".", "") in letter.text


async def test_the_letter_is_in_the_assignees_language(mailed: World, mailbox: Mailbox) -> None:
    with mailed.database.begin() as connection:
        connection.execute(tables.people.update().where(tables.people.c.slack_id == "U0AISHA").values(language="nn"))
    await mailed.submit()
    await mailed.settled()
    assert mailbox.letters[0].subject == "Ny deloppgåve: Vurder emnene"


async def test_a_subtask_to_oneself_sends_no_letter(mailed: World, mailbox: Mailbox) -> None:
    await mailed.create(assignee="Kari Nordmann")
    assert mailbox.letters == []


@pytest.mark.parametrize("answer", ["451 try later", "421 going down"])
async def test_a_letter_that_was_not_taken_goes_out_later(mailed: World, mailbox: Mailbox, answer: str) -> None:
    mailbox.answers.append(answer)
    await mailed.submit()
    await mailed.settled()
    assert mailbox.answers == []
    assert len(mailbox.letters) == 1


async def test_a_letter_whose_answer_was_lost_goes_out_again_under_the_same_name(
    mailed: World, mailbox: Mailbox
) -> None:
    mailbox.answers.append("cut")
    await mailed.submit()
    await mailed.settled()
    first, second = mailbox.letters
    assert first.message_id == second.message_id


async def test_a_refused_letter_is_given_up_and_the_card_comes_all_the_same(mailed: World, mailbox: Mailbox) -> None:
    mailbox.answers.append("550 no such person")
    await mailed.submit()
    await mailed.settled()
    await mailed.card(mailed.aisha)
    assert given_up(mailed) == [("mail", "mail: the letter is refused: 550")]


async def test_a_discreet_letter_and_notification_name_neither_title_nor_person(
    mailbox: Mailbox, database_url: str, tmp_path: Path
) -> None:
    async with open_world(database_url, tmp_path, SMTP_URL=mailbox.url, NOTICES="discreet") as world:
        await world.submit()
        await world.settled()
        card = await world.card(world.aisha)
        await world.aisha.say("Hemmelig spørsmål", thread_ts=card.ts)
        await world.quiet()
        await world.aisha.click("Løs deloppgave", at=card)
        await world.quiet()
        letter = mailbox.letters[0]
        told = [
            message.text
            for person in (world.aisha, world.kari)
            for message in person.messages
            if message.user == world.ws.bot_user_id
        ]
        told += [letter.subject, letter.text, letter.html]
    for text in told:
        for secret in ("Vurder", "Kari", "Aisha", "Innpassing", "Hemmelig"):
            assert secret not in text
    assert CASE in letter.subject


async def test_without_a_mail_server_nothing_is_put_into_the_outbox(world: World) -> None:
    await world.create()
    assert not world.rows(sa.select(tables.outbox).where(tables.outbox.c.kind == "mail"))


async def test_the_server_is_knocked_at_by_check(mailbox: Mailbox) -> None:
    await asyncio.to_thread(Postbox(mailbox.url, "").knock)
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


@pytest.mark.parametrize(("notices", "by"), [("full", " av Ingrid Berg"), ("discreet", "")])
async def test_of_many_that_were_moved_at_once_there_is_one_letter(
    mailbox: Mailbox, sqlite_url: str, tmp_path: Path, notices: str, by: str
) -> None:
    async with open_world(sqlite_url, tmp_path, SMTP_URL=mailbox.url, NOTICES=notices) as world:
        add_subtasks(world, 3)
        await ask_to_move(world, world.ingrid, "Deloppgaver som ikke er åpnet")
        await choose(world.ingrid, to="ola@uni.example", why="Aisha er sykmeldt.")
        await press_move(world, world.ingrid)
        await world.settled()
        (letter,) = mailbox.letters
        assert letter.recipients == ("ola@uni.example",)
        assert letter.subject == f"Du har fått 3 deloppgaver{by}."
        assert world.ola.messages[0].ts.replace(".", "") in letter.text
