"""E-mail as a second channel: one letter for each subtask that somebody is given, through the same outbox (S15).

A letter whose acceptance is unknown goes out again under the same Message-ID, by which mail systems know it
for the one they have.
"""

from __future__ import annotations

import asyncio
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations import Conversations
from bot.remembered import Reader
from bot.slack_client import NotDoneError, NotYetError, RefusedError, UnknownOutcomeError, call
from cases import pages
from handlers.desk import Desk
from handlers.views import mail as views
from store.claiming import Claimed

SECONDS = 20


class Postbox:
    """The mail server: `smtp://` (STARTTLS where it is offered) or `smtps://`, with a login where one is named."""

    def __init__(self, url: str, sender: str) -> None:
        """`sender` may be empty: then the login if it is an address, else saksbot at this machine."""
        self._address = urlsplit(url)
        user = unquote(self._address.username or "")
        self.sender = sender or (user if "@" in user else f"saksbot@{socket.getfqdn()}")

    def send(self, letter: EmailMessage) -> None:
        """Hand over one letter; blocks for seconds at most.

        Raises NotDoneError when it was surely not taken, RefusedError when it will never be, and
        UnknownOutcomeError when the answer was lost.
        """
        with self._open() as server:
            server.send_message(letter)

    def knock(self) -> None:
        """See whether the server lets us in; raises as `send` does."""
        with self._open():
            return

    @contextmanager
    def _open(self) -> Iterator[smtplib.SMTP]:
        host, port = self._address.hostname or "", self._address.port or 0
        kind = smtplib.SMTP_SSL if self._address.scheme == "smtps" else smtplib.SMTP
        try:
            with kind(host, port, timeout=SECONDS) as server:
                self._greet(server)
                yield server
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            raise _refused(code) from refused
        except smtplib.SMTPResponseException as refused:
            raise _refused(refused.smtp_code) from refused
        except (smtplib.SMTPServerDisconnected, TimeoutError) as lost:
            raise UnknownOutcomeError(f"mail: {type(lost).__name__}") from lost
        except OSError as error:
            raise NotDoneError(f"mail: {type(error).__name__}") from error

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if self._address.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
            server.ehlo()
        if self._address.username:
            server.login(unquote(self._address.username), unquote(self._address.password or ""))


def _refused(code: int) -> Exception:
    """What a server's answer means: 4xx for now, 5xx for good (RFC 5321, 4.2.1)."""
    return NotDoneError(f"mail: {code}") if code < 500 else RefusedError(f"mail: {code}")


class MailCourier:
    """Draws and sends the letters."""

    def __init__(self, desk: Desk, conversations: Conversations, slack: AsyncWebClient, postbox: Postbox) -> None:
        """Draw at this desk, send through this postbox."""
        self._desk = desk
        self._conversations = conversations
        self._slack = slack
        self._postbox = postbox

    async def mail(self, row: Claimed, reader: Reader) -> bool:
        """Tell an assignee by e-mail, with the way to her card; nothing when the subtask is not hers any more."""
        subtask = await self._desk.look(pages.notice_about, row.subject_id, reader=reader.slack_id)
        if subtask is None or subtask.is_solved or subtask.assignee.id != reader.person.id:
            return False
        card = await self._conversations.post_of("card", row.subject_id, row.person_id)
        if card is None or card.ts is None:
            raise NotYetError("the card is not there yet")
        answer = await call(self._slack.chat_getPermalink(channel=card.channel, message_ts=card.ts))
        words = self._desk.voice(reader.person.language)
        drawn = views.assigned(subtask, str(answer["permalink"]), words, discreet=self._desk.discreet)
        letter = self._letter(drawn, row.key, reader.person.email)
        await asyncio.to_thread(self._postbox.send, letter)
        return True

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
