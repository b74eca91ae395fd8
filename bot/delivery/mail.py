"""The mail server, by which people are told by e-mail as well (S15; bot/delivery/senders/mail.py draws the letters).

A letter whose acceptance is unknown goes out again under the same Message-ID, by which mail systems know it
for the one they have.
"""

from __future__ import annotations

import hmac
import smtplib
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import unquote, urlsplit

from bot.delivery.mail_answers import Reason, not_let_in, not_taken, said
from bot.mail_settings import trusting
from bot.slack.client import NotDoneError
from domain.addresses import is_address, on_the_way
from domain.webhooks import is_this_machine

SECONDS = 20
TAKING_SECONDS = 100  # while a server looks through a letter: who hangs up before it answers sends it twice
CODE_OK = 250
WORD = 75  # as long as an encoded word may be (RFC 2047, 2)


class _Subject(UniqueUnstructuredHeader):
    """Written as RFC 2047 has it; Python's own way loses blanks, and makes words of which some servers take none.

    See https://github.com/python/cpython/issues/92081 and /144156.
    """

    def fold(self, *, policy: Policy[Any]) -> str:
        text = str(self)
        charset = "us-ascii" if text.isascii() else "utf-8"
        header = Header(text, charset, maxlinelen=WORD - 1, header_name="Subject")
        return f"Subject: {header.encode(linesep=policy.linesep)}{policy.linesep}"


_HEADERS: Final = HeaderRegistry()
_HEADERS.map_to_type("subject", cast(type[BaseHeader], _Subject))
_AS_WRITTEN: Final = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)


def blank() -> EmailMessage:
    """A letter to be written; whatever is written, its bytes are ASCII, which each mail server takes as they are."""
    return EmailMessage(policy=_AS_WRITTEN)


class _Line(smtplib.SMTP):
    """A conversation with the server, which knows whether it may have been given a letter."""

    has_letter = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.has_letter = True
        if self.sock is not None:
            self.sock.settimeout(TAKING_SECONDS)
        return super().data(msg)


class _TlsLine(_Line, smtplib.SMTP_SSL):
    """The same, in TLS from its first byte on."""


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
                raise not_taken(error, has_letter=server.has_letter) from error

    def knock(self) -> None:
        """See whether the server lets us in and takes our sender. Raises NotDoneError."""
        with self._open() as server:
            try:
                code, words = server.mail(self.sender, [] if self.sender.isascii() else ["SMTPUTF8"])
            except OSError as error:
                raise not_let_in(error) from error
            if code != CODE_OK:
                raise not_taken(smtplib.SMTPSenderRefused(code, words, self.sender), has_letter=False)

    @contextmanager
    def _open(self) -> Iterator[_Line]:
        with ExitStack() as leaving:
            try:
                server = self._call()
                leaving.callback(_hang_up, server)
                self._greet(server)
            except OSError as error:
                raise not_let_in(error) from error
            yield server

    def _call(self) -> _Line:
        if self._kind == "smtps":
            return _TlsLine(self._host, self._port, timeout=SECONDS, context=self._tls)
        return _Line(self._host, self._port, timeout=SECONDS)

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self._kind == "smtp":
            self._start_tls(server)
        if self._user:
            _leave_out_md5(server)
            server.login(self._user, self._password)
        if not self.sender.isascii() and not server.has_extn("smtputf8"):
            raise NotDoneError(said(Reason.SENDER, "the mail server takes no such letters in an address"))

    def _start_tls(self, server: smtplib.SMTP) -> None:
        if server.has_extn("starttls"):
            server.starttls(context=self._tls)
            server.ehlo_or_helo_if_needed()
        elif self._user and not is_this_machine(self._host):
            raise NotDoneError(said(Reason.NO_STARTTLS))


def _leave_out_md5(server: smtplib.SMTP) -> None:
    """Let CRAM-MD5 be no way to log in where this machine may not use MD5, as in FIPS mode: the next way is tried."""
    try:
        hmac.new(b"", b"", "md5")
    except ValueError:
        ways = server.esmtp_features.get("auth", "").split()
        server.esmtp_features["auth"] = " ".join(way for way in ways if way.upper() != "CRAM-MD5")


def _hang_up(server: smtplib.SMTP) -> None:
    """End the conversation; what was taken stays taken, whatever is said now."""
    with suppress(OSError):
        if server.sock is not None:
            server.sock.settimeout(SECONDS)
        server.quit()
    server.close()
