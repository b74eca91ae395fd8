"""A small mail server on loopback: what the bot sends by e-mail is kept here as plain values, and nothing goes further.

It runs in the workspace's own event loop. Each letter that arrives is told to whoever draws the page.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 1_000_000


@dataclass(frozen=True)
class Letter:
    """A letter as it arrived; `text` and `html` are empty where it has no such part."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    written_at: datetime
    text: str
    html: str
    message_id: str


class Mailbox:
    """Everybody's letters, oldest first.

    `answers` are given instead of "OK", one after the other: a letter that is answered with 4xx or 5xx is not kept,
    "cut" keeps it and cuts the line.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self.letters: list[Letter] = []
        self.answers: list[str] = []
        self.url = ""
        self._changed = changed

    def of(self, address: str) -> list[Letter]:
        """Return the letters to this address."""
        return [one for one in self.letters if address.lower() in (to.lower() for to in one.recipients)]

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a letter in; the name and the signature are aiosmtpd's."""
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if not answer.startswith(("4", "5")):
            self.letters.append(_letter(envelope))
            self._changed()
        if answer == "cut" and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return answer


@asynccontextmanager
async def receiving(changed: Callable[[], None] = lambda: None) -> AsyncIterator[Mailbox]:
    """Run a mail server on 127.0.0.1 until the block ends; `changed` is called at each letter."""
    box, loop = Mailbox(changed), asyncio.get_running_loop()

    def line() -> SMTP:
        return SMTP(box, hostname="mail.example", ident="sandbox", loop=loop, data_size_limit=LARGEST)

    async with await loop.create_server(line, "127.0.0.1", 0) as server:
        box.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield box


def _letter(envelope: Envelope) -> Letter:
    message = message_from_bytes(envelope.original_content or b"", EmailMessage, policy=default)
    return Letter(
        sender=str(message["From"] or envelope.mail_from or ""),
        recipients=tuple(envelope.rcpt_tos),
        subject=str(message["Subject"] or ""),
        written_at=_written_at(message),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        message_id=str(message["Message-ID"] or ""),
    )


def _written_at(message: EmailMessage) -> datetime:
    stated: datetime | None = getattr(message["Date"], "datetime", None)
    if stated is None:
        return datetime.now(UTC)
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""
