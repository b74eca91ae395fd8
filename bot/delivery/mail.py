"""E-mail as a second channel: one letter for each subtask that somebody is given, through the same outbox (S15).

A letter whose acceptance is unknown goes out again under the same Message-ID, by which mail systems know it
for the one they have.
"""

from __future__ import annotations

import asyncio
import smtplib
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.direct_messages import Conversations, ThreadGoneError
from bot.delivery.mail_answers import Reason, not_let_in, not_taken, said
from bot.delivery.recipients import Reader
from bot.mail_settings import trusting
from bot.slack.client import GoneError, NotDoneError, NotYetError, RefusedError, call, is_this_machine
from cases.pages import subtask_pages
from domain.addresses import is_address, on_the_way
from handlers.desk import Desk
from handlers.views import mail as views
from store.claiming import Claimed

SECONDS = 20
CODE_OK = 250


class Postbox:
    """The mail server: `smtp://` (STARTTLS where it is offered) or `smtps://`, with a login where one is named.

    Its certificate is verified, and a login is shown to nobody on the line: without TLS only to this machine itself.
    """

    def __init__(self, url: str, sender: str, authority: Path | None = None) -> None:
        """`sender` may be empty: then the login if it is an address, else saksbot at this machine.

        `authority` names a file with an own authority's certificate, trusted beside the usual ones. Raises
        ValueError when it can not be used.
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


class MailSender:
    """Draws and sends the letters."""

    def __init__(self, desk: Desk, conversations: Conversations, slack: AsyncWebClient, postbox: Postbox) -> None:
        """Draw at this desk, send through this postbox."""
        self._desk = desk
        self._conversations = conversations
        self._slack = slack
        self._postbox = postbox

    async def mail(self, row: Claimed, reader: Reader) -> bool:
        """Tell an assignee by e-mail, with the way to her card; nothing when the subtask is not hers any more."""
        found = await self._desk.look(subtask_pages.notice_about, row.subject_id, reader=reader.slack_id)
        if found is None:
            return False
        subtask, _ = found
        if subtask.is_solved or subtask.assignee.id != reader.person.id:
            return False
        card = await self._conversations.post_of("card", row.subject_id, row.person_id)
        if card is None or card.ts is None:
            raise NotYetError("the card is not there yet")
        link = await self._link(reader, card.channel, card.ts)
        words = self._desk.voice(reader.person.language)
        drawn = views.assigned(subtask, link, words, discreet=self._desk.discreet)
        letter = self._letter(drawn, row.key, _reachable(reader.person.email))
        await asyncio.to_thread(self._postbox.send, letter)
        return True

    async def _link(self, reader: Reader, channel: str, ts: str) -> str:
        """The way to a card. Raises ThreadGoneError for one that is gone: it comes anew, and the letter after it."""
        async with self._conversations.in_channel(reader) as current:
            if channel != current:
                raise ThreadGoneError(channel, ts)
            try:
                answer = await call(self._slack.chat_getPermalink(channel=channel, message_ts=ts))
            except GoneError as gone:
                raise ThreadGoneError(channel, ts) from gone
        return str(answer["permalink"])

    def _letter(self, drawn: views.Mail, key: str, to: str) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self._postbox.sender
        letter["To"] = to
        letter["Subject"] = drawn.subject
        letter["Date"] = format_datetime(self._desk.now())
        letter["Message-ID"] = f"<{key}@{self._postbox.sender.partition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(drawn.text)
        letter.add_alternative(drawn.html, subtype="html")
        return letter


def _reachable(address: str) -> str:
    """An address as the mail needs it. Raises RefusedError for one that was let in before imports looked closely."""
    try:
        return on_the_way(address)
    except ValueError as fault:
        raise RefusedError(said(Reason.ADDRESS)) from fault
