"""What becomes of a letter between here and its reader: servers that are old, slow, or say what nobody understands."""

from __future__ import annotations

import asyncio
import base64
import hmac
import quopri
import re
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from bot.delivery import mail
from bot.delivery.mail import blank
from bot.delivery.mail_answers import Reason, reason_of
from bot.slack.client import NotDoneError, UnknownOutcomeError
from sandbox.mailbox import receiving
from tests.bot.mail_servers import LOGIN, StrictMailbox, mail_server, send
from tests.world import open_world

ENCODED = re.compile(r"=\?utf-8\?([bq])\?([^?]*)\?=")


@pytest.mark.parametrize("notices", ["full", "discreet"])
async def test_a_letter_is_ascii_to_its_last_byte_whatever_the_server_offers(
    sqlite_url: str, tmp_path: Path, notices: str
) -> None:
    """See https://github.com/python/cpython/issues/76995 : nobody asks whether the server takes eight bits."""
    async with (
        mail_server() as server,
        open_world(sqlite_url, tmp_path, SMTP_URL=server.address(), NOTICES=notices) as world,
    ):
        await world.create()
        await world.until_sent("mail")
        (letter,) = server.letters
        assert "Åpne deloppgaven i Slack" in letter.text
        assert bytes(server.heard).isascii()


async def test_a_letter_asks_for_no_answer_in_both_ways_that_servers_know(sqlite_url: str, tmp_path: Path) -> None:
    """See https://github.com/freescout-help-desk/freescout/issues/2488 : Exchange looks at its own header alone."""
    async with mail_server() as server, open_world(sqlite_url, tmp_path, SMTP_URL=server.address()) as world:
        await world.create()
        await world.until_sent("mail")
        for header in (b"Auto-Submitted: auto-generated", b"X-Auto-Response-Suppress: OOF"):
            assert server.heard.count(b"\r\n" + header + b"\r\n") == 1


@pytest.mark.parametrize(
    "subject",
    [
        "Ny deloppgave: Vurder emnene",
        "Ny deloppgave: Vurder Università emner fra Università Müller-Łódź, og resten av dem",
        "Ny deloppgave: Abo actualités digitales 20 semaines d’abonnement à 24 heures, Tribune de Genève et tous",
        "Ny deloppgave: Vurdering av realkompetanse_vurdering? og ÅRSSTUDIUM-2026/27: søknad om «Språk» 🎓🎓🎓🎓🎓🎓",
        f"Ny deloppgave: {'æ' * 150}",
    ],
)
def test_a_subject_comes_as_it_was_written_in_words_that_each_server_takes(subject: str) -> None:
    """See https://github.com/python/cpython/issues/92081 (blanks lost) and /144156 (554 Invalid Subject header)."""
    letter = blank()
    letter["Subject"] = subject
    lines = letter.as_bytes().decode("ascii").split("\r\n\r\n")[0].split("\r\n")
    assert max(map(len, lines)) <= 78
    assert unfolded(lines).removeprefix("Subject: ") == subject


def unfolded(lines: list[str]) -> str:
    """What a reader sees, by RFC 2047: a word is encoded where blanks stand round it, and those between two go."""
    seen, was_encoded = "", False
    for blanks, word in re.findall(r"([ \t]*)([^ \t]+)", "".join(lines)):
        found = ENCODED.fullmatch(word)
        assert found or not ENCODED.search(word), word
        assert not found or len(word) <= 75, word
        seen += ("" if found and was_encoded else blanks) + (decoded(*found.groups()) if found else word)
        was_encoded = bool(found)
    return seen


def decoded(way: str, letters: str) -> str:
    if way == "b":
        return base64.b64decode(letters).decode()
    return quopri.decodestring(letters.replace("_", "=20").encode()).decode()


async def test_a_server_that_looks_long_through_a_letter_gets_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """See https://github.com/NethServer/nethserver-mail/pull/259 : a minute and a half is common."""
    monkeypatch.setattr(mail, "SECONDS", 0.2)

    async def look_through(self: StrictMailbox, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        looked = asyncio.Event()
        asyncio.get_running_loop().call_later(0.6, looked.set)
        await looked.wait()
        return "250 OK"

    monkeypatch.setattr(StrictMailbox, "handle_DATA", look_through)
    async with mail_server() as server:
        await send(server.address(login=False))


async def test_what_no_answer_is_leaves_open_whether_the_letter_was_taken() -> None:
    """See https://github.com/PHPMailer/PHPMailer/issues/1072 : an empty line before `250 OK`."""
    async with mail_server() as server:
        server.says["DATA"] = " \r\n250 OK"
        with pytest.raises(UnknownOutcomeError) as lost:
            await send(server.address(login=False))
    assert reason_of(str(lost.value)) is Reason.LOST


async def test_whoever_hangs_up_before_the_letter_has_not_got_it() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in (b"220 mail.example\r\n", b"250 mail.example\r\n"):
            writer.write(answer)
            await reader.readline()
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        with pytest.raises(NotDoneError):
            await send(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}")


async def test_a_letter_that_is_taken_and_never_said_to_be_comes_ever_less_often(
    sqlite_url: str, tmp_path: Path
) -> None:
    """See https://github.com/freescout-help-desk/freescout/issues/5457 ."""
    async with (
        receiving() as mailbox,
        open_world(sqlite_url, tmp_path, SMTP_URL=mailbox.url, MAIL_FROM="s@uni.example") as world,
    ):
        began_at = world.clock.now()
        mailbox.answers.extend(["cut"] * 12)
        await world.submit()
        await world.settled()
        assert world.clock.now() - began_at > timedelta(hours=1)
        assert {letter.message_id for letter in mailbox.letters} == {mailbox.letters[0].message_id}


async def test_where_md5_is_forbidden_the_next_way_to_log_in_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """See https://github.com/python/cpython/issues/136134 : FIPS mode."""

    def forbidden(self: hmac.HMAC, key: bytes, msg: Any = None, digestmod: Any = "") -> None:
        raise ValueError("[digital envelope routines] unsupported")

    async def offered(_box: StrictMailbox, _server: SMTP, _args: list[str]) -> AuthResult:
        return AuthResult(success=False, handled=False)

    monkeypatch.setattr(hmac.HMAC, "__init__", forbidden)
    monkeypatch.setattr(StrictMailbox, "auth_CRAM__MD5", offered, raising=False)
    async with mail_server() as server:
        await send(server.address())
        assert server.logins == [LOGIN]
        assert b"CRAM-MD5" not in server.heard


def test_a_letter_is_written_by_the_same_rules_in_each_part() -> None:
    letter: EmailMessage = blank()
    letter.set_content("Blåbær")
    letter.add_alternative("<p>Blåbær</p>", subtype="html")
    assert letter.as_bytes().isascii()
