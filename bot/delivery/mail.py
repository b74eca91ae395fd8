"""The mail server, by which people are told by e-mail as well (S15; bot/delivery/senders/mail.py draws the letters).

A letter whose acceptance is unknown goes out again under the same Message-ID, by which mail systems know it
for the one they have.
"""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.delivery.mail_answers import Reason, not_let_in, not_taken, said
from bot.mail_settings import trusting
from bot.slack.client import NotDoneError
from domain.addresses import is_address, on_the_way
from domain.webhooks import is_this_machine

SECONDS = 20
CODE_OK = 250


class Postbox:
    """The mail server: `smtp://` (STARTTLS where it is offered) or `smtps://`, with a login where one is named.

    Its certificate is verified, and a login is shown to nobody on the line: without TLS only to this machine itself.
    """

    def __init__(self, url: str, sender: str, authority: Path | None = None) -> None:
        """`sender` may be empty: then the login if it is an address, else saksbot at this machine.

        `authority` names a file with an own authority's certificate, trusted beside the usual ones. Raises
        ValueError when it cannot be used.
        """
        address = urlsplit(url)
        self._kind = address.scheme
        self._host, self._port = address.hostname or "", address.port or 0
        self._user, self._password = unquote(address.username or ""), unquote(address.password or "")
        self._tls = trusting(authority)
        user = self._user if is_address(self._user) else ""
        self.sender = on_the_way(sender or user or f"saksbot@{socket.getfqdn()}")

    def send(self, letter: EmailMessage) -> None:
        """Hand over one letter; blocks for seconds at most.

        Raises NotDoneError when it was surely not taken and an administrator or time can mend it, RefusedError when
        this letter or its recipient will never be taken, and UnknownOutcomeError when the answer was lost.
        """
        with self._open() as server:
            try:
                server.send_message(letter)
            except OSError as error:  # smtplib's own exceptions are OSErrors, too
                raise not_taken(error) from error

    def knock(self) -> None:
        """See whether the server lets us in and takes our sender. Raises NotDoneError."""
        with self._open() as server:
            try:
                code, words = server.mail(self.sender, [] if self.sender.isascii() else ["SMTPUTF8"])
            except OSError as error:
                raise not_let_in(error) from error
            if code != CODE_OK:
                raise not_taken(smtplib.SMTPSenderRefused(code, words, self.sender))

    @contextmanager
    def _open(self) -> Iterator[smtplib.SMTP]:
        with ExitStack() as leaving:
            try:
                server = self._call()
                leaving.callback(_hang_up, server)
                self._greet(server)
            except OSError as error:
                raise not_let_in(error) from error
            yield server

    def _call(self) -> smtplib.SMTP:
        if self._kind == "smtps":
            return smtplib.SMTP_SSL(self._host, self._port, timeout=SECONDS, context=self._tls)
        return smtplib.SMTP(self._host, self._port, timeout=SECONDS)

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self._kind == "smtp":
            self._start_tls(server)
        if self._user:
            server.login(self._user, self._password)
        if not self.sender.isascii() and not server.has_extn("smtputf8"):
            raise NotDoneError(said(Reason.SENDER, "the mail server takes no such letters in an address"))

    def _start_tls(self, server: smtplib.SMTP) -> None:
        if server.has_extn("starttls"):
            server.starttls(context=self._tls)
            server.ehlo_or_helo_if_needed()
        elif self._user and not is_this_machine(self._host):
            raise NotDoneError(said(Reason.NO_STARTTLS))


def _hang_up(server: smtplib.SMTP) -> None:
    """End the conversation; what was taken stays taken, whatever is said now."""
    with suppress(OSError):
        server.quit()
    server.close()
