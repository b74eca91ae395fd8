"""The mail server on loopback: what it keeps, what it refuses, and whom it tells."""

import asyncio
import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from sandbox.mailbox import LARGEST, Mailbox, receiving


def letter(subject: str = "Hei", text: str = "Blåbær & <b>tekst</b>\n") -> EmailMessage:
    """A letter from the bot to Kari."""
    written = EmailMessage()
    written["From"], written["To"] = "saksbot@uni.example", "Kari@uni.example"
    written["Subject"], written["Date"] = subject, "Mon, 23 Nov 2026 09:00:00 +0100"
    written.set_content(text)
    written.add_alternative("<p>Blåbær</p>", subtype="html")
    return written


async def hand_over(box: Mailbox, written: EmailMessage) -> None:
    """Send it as the bot does, from another thread."""
    address = urlsplit(box.url)

    def work() -> None:
        with smtplib.SMTP(address.hostname or "", address.port or 0, timeout=5) as server:
            server.send_message(written)

    await asyncio.to_thread(work)


async def test_a_letter_is_kept_as_it_was_written_and_told_of() -> None:
    told: list[int] = []
    async with receiving(lambda: told.append(1)) as box:
        await hand_over(box, letter(subject="Ny deloppgave: «Vurdér»"))
    (kept,) = box.of("kari@UNI.example")
    assert (kept.subject, kept.sender) == ("Ny deloppgave: «Vurdér»", "saksbot@uni.example")
    assert (kept.text, kept.html) == ("Blåbær & <b>tekst</b>\n", "<p>Blåbær</p>\n")
    assert kept.written_at.isoformat() == "2026-11-23T09:00:00+01:00"
    assert told == [1]
    assert box.of("ola@uni.example") == []


async def test_a_letter_that_is_refused_is_not_kept() -> None:
    async with receiving() as box:
        box.answers.append("451 not now")
        with pytest.raises(smtplib.SMTPDataError, match="451"):
            await hand_over(box, letter())
        assert box.letters == []
        await hand_over(box, letter())
        assert len(box.letters) == 1


async def test_a_letter_of_an_endless_size_is_refused() -> None:
    async with receiving() as box:
        with pytest.raises(smtplib.SMTPResponseException, match="552"):
            await hand_over(box, letter(text="x\n" * LARGEST))
        assert box.letters == []


async def test_a_letter_without_date_and_subject_is_a_letter_too() -> None:
    bare = EmailMessage()
    bare["To"] = "kari@uni.example"
    bare["From"] = "saksbot@uni.example"
    async with receiving() as box:
        await hand_over(box, bare)
    assert (box.letters[0].subject, box.letters[0].html) == ("", "")
    assert box.letters[0].written_at.tzinfo is not None


async def test_a_web_page_that_posts_to_the_mail_server_puts_no_letter_in_it() -> None:
    headers = ("Host: x", "Origin: http://evil.example", "User-Agent: x", "Accept: */*", "Content-Type: text/plain")
    orders = ("EHLO x", "MAIL FROM:<a@b.no>", "RCPT TO:<kari@uni.example>", "DATA", "Subject: x", "", "x", ".", "QUIT")
    async with receiving() as box:
        address = urlsplit(box.url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write("\r\n".join(("POST / HTTP/1.1", *headers, "", *orders, "")).encode())
        said = await reader.read()
        writer.close()
    assert b"221" in said or b"502" in said
    assert box.letters == []


async def test_the_server_is_on_this_machine_only() -> None:
    async with receiving() as box:
        assert box.url.startswith("smtp://127.0.0.1:")
