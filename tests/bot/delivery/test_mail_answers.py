"""What each answer of a mail server means, at each step: who can mend it, and what is noted."""

from __future__ import annotations

import asyncio

import pytest

from bot.commands.outbox import reason_and_cure
from bot.delivery.mail import Postbox
from bot.delivery.mail_answers import CURES, Reason, reason_of, said
from bot.slack.client import NotDoneError, RefusedError
from tests.bot.mail_servers import AUTHORITY, mail_server, send


@pytest.mark.parametrize(
    ("step", "answer", "outcome", "reason"),
    [
        ("MAIL", "550 5.7.1 may not send as", NotDoneError, Reason.SENDER),
        ("MAIL", "553 sorry, not you", NotDoneError, Reason.SENDER),
        ("MAIL", "530 5.7.0 Authentication required", NotDoneError, Reason.SENDER),
        ("MAIL", "452 4.3.1 full", NotDoneError, Reason.LATER),
        ("RCPT", "450 4.2.1 greylisted", NotDoneError, Reason.LATER),
        ("RCPT", "421 4.3.2 going down", NotDoneError, Reason.LATER),
        ("RCPT", "550 5.1.1 unknown", RefusedError, Reason.LETTER),
        ("RCPT", "550 unknown", RefusedError, Reason.LETTER),
        ("RCPT", "553 5.1.3 bad address", RefusedError, Reason.LETTER),
        ("RCPT", "501 5.1.3 bad address", RefusedError, Reason.LETTER),
        ("RCPT", "550 5.1.10 null MX", RefusedError, Reason.LETTER),
        ("RCPT", "550 5.2.1 disabled", RefusedError, Reason.LETTER),
        ("RCPT", "554 5.7.1 Relay access denied", NotDoneError, Reason.POLICY),
        ("RCPT", "550 5.1.8 Sender address rejected", NotDoneError, Reason.POLICY),
        ("RCPT", "530 Must issue STARTTLS first", NotDoneError, Reason.POLICY),
        ("DATA", "451 4.7.1 try later", NotDoneError, Reason.LATER),
        ("DATA", "550 5.1.1 unknown", RefusedError, Reason.LETTER),
        ("DATA", "552 5.3.4 too big", RefusedError, Reason.LETTER),
        ("DATA", "554 transaction failed", RefusedError, Reason.LETTER),
        ("DATA", "554 5.6.0 malformed", RefusedError, Reason.LETTER),
        ("DATA", "550 5.7.26 not authenticated", NotDoneError, Reason.POLICY),
        ("DATA", "554 5.3.0 broken here", NotDoneError, Reason.POLICY),
    ],
)
async def test_an_answer_is_final_only_where_it_is_about_this_recipient_or_letter(
    step: str, answer: str, outcome: type[Exception], reason: Reason
) -> None:
    async with mail_server() as server:
        server.says[step] = f"{answer} <aisha@uni.example>"
        with pytest.raises((NotDoneError, RefusedError)) as refused:
            await send(server.address(login=False))

    assert type(refused.value) is outcome
    words = str(refused.value)
    assert reason_of(words) is reason
    codes = [part for part in answer.split() if part[0] in "45"]
    assert words == f"mail: {reason}: {' '.join(codes)}"


async def test_what_was_taken_stays_taken_whatever_is_said_at_the_door() -> None:
    async with mail_server() as server:
        server.says["QUIT"] = "421 who are you"
        await send(server.address(login=False))
        assert len(server.letters) == 1


@pytest.mark.parametrize(
    ("greeting", "reason"),
    [
        (b"554 5.3.2 no service\r\n", Reason.TURNED_AWAY),
        (b"421 full\r\n", Reason.LATER),
        (b"", Reason.UNREACHABLE),
    ],
)
async def test_a_server_that_does_not_let_in_is_for_the_administrator(greeting: bytes, reason: Reason) -> None:
    async def turn_away(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        writer.close()

    async with await asyncio.start_server(turn_away, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(NotDoneError) as refused:
            await asyncio.to_thread(Postbox(f"smtp://127.0.0.1:{port}", "s@uni.example").knock)

    assert reason_of(str(refused.value)) is reason


async def test_a_login_that_cannot_be_looked_at_now_is_not_taken_for_a_wrong_one() -> None:
    """See https://github.com/docker-mailserver/docker-mailserver/issues/3891 ."""
    async with mail_server() as server:
        server.knows = ("another", "one")
        server.says["AUTH"] = "454 4.7.0 Temporary authentication failure: Connection lost to authentication server"
        with pytest.raises(NotDoneError) as refused:
            await send(server.address())
    assert str(refused.value) == said(Reason.LATER, "454 4.7.0")


async def test_a_sender_with_letters_that_the_server_does_not_take_is_for_the_administrator() -> None:
    async with mail_server() as server:
        postbox = Postbox(server.address(login=False), "søknad@blåbær.example")
        with pytest.raises(NotDoneError) as refused:
            await asyncio.to_thread(postbox.knock)
    assert reason_of(str(refused.value)) is Reason.SENDER
    assert postbox.sender == "søknad@xn--blbr-roah.example"


async def test_check_finds_a_sender_that_the_server_refuses() -> None:
    async with mail_server() as server:
        server.says["MAIL"] = "550 5.7.1 not yours"
        with pytest.raises(NotDoneError) as refused:
            await asyncio.to_thread(Postbox(server.address(login=False), "s@uni.example", AUTHORITY).knock)

    assert str(refused.value) == said(Reason.SENDER, "550 5.7.1")


def test_every_reason_is_known_again_and_told_with_its_cure() -> None:
    assert set(CURES) == set(Reason)
    for reason in Reason:
        assert reason_of(said(reason)) is reason_of(said(reason, "550 5.1.1")) is reason
        shown = reason_and_cure(said(reason, "550"))
        assert shown == (f"mail: {reason}: 550 ({CURES[reason]})" if CURES[reason] else f"mail: {reason}: 550")
    assert reason_of("invalid_auth") is None
