"""Mail servers that are not what one hopes for: on loopback, over real TLS, refusing at whatever step is wanted."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from bot.delivery.mail import Postbox
from sandbox.mailbox import Mailbox

CERTIFICATES = Path(__file__).parent / "certificates"
AUTHORITY = CERTIFICATES / "authority.pem"
LOGIN = ("saksbot@uni.example", "geheim/e")


class StrictMailbox(Mailbox):
    """The sandbox's mailbox, which says what it is told to at each step, and remembers every byte it was told.

    `says` has an answer for AUTH, MAIL, RCPT, DATA or QUIT, until it is taken away; `knows` is the login it lets in.
    """

    def __init__(self) -> None:
        super().__init__(lambda: None)
        self.says: dict[str, str] = {}
        self.knows = LOGIN
        self.logins: list[tuple[str, str]] = []
        self.heard = bytearray()
        self.port = 0

    def address(self, scheme: str = "smtp", host: str = "localhost", *, login: bool = True) -> str:
        """The address of this server, as an administrator writes it."""
        named = "saksbot%40uni.example:geheim%2Fe@" if login else ""
        return f"{scheme}://{named}{host}:{self.port}"

    async def handle_MAIL(  # noqa: N802 - the names and the signatures are aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if "RCPT" not in self.says:
            envelope.rcpt_tos.append(address)
        return self.says.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return self.says.get("DATA") or await super().handle_DATA(server, session, envelope)

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        return self.says.get("QUIT", "221 Bye")

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, given: Any) -> AuthResult:
        """Remember a login, and let the right one in."""
        login = (given.login.decode(), given.password.decode())
        self.logins.append(login)
        return AuthResult(success=login == self.knows, handled=False, message=self.says.get("AUTH"))


class Line(SMTP):
    """A line to the server on which all that arrives, deciphered, is remembered."""

    def data_received(self, data: bytes) -> None:
        self.event_handler.heard.extend(data)
        super().data_received(data)


@asynccontextmanager
async def mail_server(
    certificate: str = "", *, at_once: bool = False, utf8: bool = False
) -> AsyncIterator[StrictMailbox]:
    """Run a mail server on every address of this machine: STARTTLS where it has a certificate, or TLS `at_once`."""
    box, loop = StrictMailbox(), asyncio.get_running_loop()
    tls = None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(CERTIFICATES / certificate)

    def line() -> Line:
        return Line(
            box,
            hostname="mail.example",
            loop=loop,
            enable_SMTPUTF8=utf8,
            tls_context=None if at_once else tls,
            auth_require_tls=False,
            authenticator=box.authenticate,
        )

    async with await loop.create_server(line, "0.0.0.0", 0, ssl=tls if at_once else None) as server:  # noqa: S104
        box.port = server.sockets[0].getsockname()[1]
        yield box


def letter(postbox: Postbox, to: str = "aisha@uni.example") -> EmailMessage:
    """A letter to Aisha."""
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = postbox.sender, to, "Hei"
    written.set_content("Blåbær")
    return written


async def send(url: str, authority: Path | None = None, to: str = "aisha@uni.example") -> None:
    """Hand over one letter as the bot does, in another thread."""
    postbox = Postbox(url, "" if urlsplit(url).username else "saksbot@uni.example", authority)
    await asyncio.to_thread(postbox.send, letter(postbox, to))
