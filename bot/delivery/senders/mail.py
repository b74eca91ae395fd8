"""One letter for each subtask that somebody is given (S15)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.backing_off import back_off
from bot.delivery.direct_messages import DirectMessages, ThreadGoneError
from bot.delivery.mail import Postbox, blank
from bot.delivery.mail_answers import Reason, reason_of, said
from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import LONGEST_WAIT, LaterError, Sender
from bot.slack.client import GoneError, NotDoneError, NotYetError, RefusedError, UnknownOutcomeError, call
from cases.acts import undelivered
from cases.execution.runtime import Runtime
from cases.pages import moves, subtask_pages
from domain.addresses import on_the_way
from domain.outbox_kinds import OutboxKind
from handlers.views import mail as views
from store.claiming import Claimed
from store.sql import LONGEST_WAIT_FOR_OTHERS

LOGIN_WAIT: Final = 60.0


@dataclass(slots=True)
class _Login:
    """For how long no letter of this process knocks after a login was refused.

    Who comes with a wrong password for each letter is shut out by the server, or has the account locked, and the right
    one helps no more: https://github.com/mailcow/mailcow-dockerized/issues/1269
    """

    refusals: int = 0
    said: str = ""
    rests_until_at: datetime | None = None

    def require(self, now: datetime) -> None:
        """Raises NotDoneError while it rests."""
        if self.rests_until_at and timedelta(0) < self.rests_until_at - now <= LONGEST_WAIT_FOR_OTHERS:
            raise NotDoneError(self.said)

    def note(self, said: str, now: datetime) -> None:
        """A server has said this, or nothing to complain of."""
        self.said, self.rests_until_at = said, None
        self.refusals = self.refusals + 1 if reason_of(said) is Reason.LOGIN else 0
        if self.refusals:
            seconds = back_off(self.refusals, first=LOGIN_WAIT, longest=LONGEST_WAIT)
            self.rests_until_at = now + timedelta(seconds=seconds)


class MailSender(Sender):
    """Tells an assignee by e-mail, with the way to their card."""

    kind = OutboxKind.MAIL

    def __init__(
        self, runtime: Runtime, direct_messages: DirectMessages, slack: AsyncWebClient, postbox: Postbox | None
    ) -> None:
        """Send through this postbox; nothing where there is none any more."""
        super().__init__(runtime, direct_messages)
        self._slack = slack
        self._postbox = postbox
        self._login = _Login()

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Send the letter, unless the subtask is not the assignee's to solve any more."""
        if self._postbox is None:
            return False
        if isinstance(move := row.details.get("move"), int):
            drawn = await self._of_move(move, recipient)
        else:
            drawn = await self._of_subtask(row, recipient)
        if drawn is None:
            return False
        letter = self._letter(drawn, row.key, self._postbox.sender, _reachable(recipient.person.email))
        self._login.require(now := self._runtime.clock.now())
        try:
            await asyncio.to_thread(self._postbox.send, letter)
        except UnknownOutcomeError as lost:
            # Some servers take it each time, and each time say nothing that can be understood.
            raise LaterError(str(lost), row.attempts) from lost
        except NotDoneError as error:
            self._login.note(str(error), now)
            raise
        self._login.note("", now)
        return True

    async def _of_subtask(self, row: Claimed, recipient: Recipient) -> views.Mail | None:
        found = await self._runtime.executor.query(
            subtask_pages.notice_about, row.subject_id, reader=recipient.slack_id
        )
        if found is None:
            return None
        subtask, _ = found
        if subtask.is_solved or subtask.stand_in or subtask.assignee.id != recipient.person.id:
            return None
        now = self._runtime.clock.now()
        card = await self._runtime.executor.query(subtask_pages.card, row.subject_id, recipient.slack_id, now)
        if card is None or card.is_held_back:
            return None  # the letter about the first one names it
        link = await self._way_to(OutboxKind.CARD, row.subject_id, recipient)
        others, discreet = card.others, self._runtime.context.discreet
        return views.assigned(subtask, link, self._voice(recipient), discreet=discreet, others=others)

    async def _of_move(self, number: int, recipient: Recipient) -> views.Mail | None:
        """Draw the one letter about all that the reader was given at once and still has."""
        now = self._runtime.clock.now()
        told = await self._runtime.executor.query(moves.told, number, reader=recipient.slack_id, now=now)
        if told is None or not told.got:
            return None
        link = await self._way_to(OutboxKind.MOVE, number, recipient)
        return views.moved(told, link, self._voice(recipient), discreet=self._runtime.context.discreet)

    async def _way_to(self, kind: OutboxKind, subject: int, recipient: Recipient) -> str:
        """The way to a card, or to the message about a move. Raises NotYetError before it stands there."""
        post = await self._direct_messages.post_of(kind, subject, recipient.person.id)
        if post is None or post.channel is None or post.ts is None:
            raise NotYetError("the card is not there yet")
        return await self._link(recipient, post.channel, post.ts)

    async def _link(self, recipient: Recipient, channel: str, ts: str) -> str:
        """The way to a card. Raises ThreadGoneError for one that is gone: it comes anew, and the letter after it."""
        async with self._direct_messages.in_channel(recipient) as current:
            if channel != current:
                raise ThreadGoneError(ts)
            try:
                answer = await call(self._slack.chat_getPermalink(channel=channel, message_ts=ts))
            except GoneError as gone:
                raise ThreadGoneError(ts) from gone
        return str(answer["permalink"])

    async def given_up(self, row: Claimed, error: str) -> None:
        """Tell the case owner."""
        foreign, now = reason_of(error) is Reason.ADDRESS, self._runtime.clock.now()
        await self._runtime.executor.execute(
            undelivered.tell_of_mail, row.subject_id, row.person_id, foreign=foreign, now=now
        )

    def _letter(self, drawn: views.Mail, key: str, sender: str, to: str) -> EmailMessage:
        letter = blank()
        letter["From"] = sender
        letter["To"] = to
        letter["Subject"] = drawn.subject
        letter["Date"] = format_datetime(self._runtime.clock.now())
        letter["Message-ID"] = f"<{key}@{sender.partition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter["X-Auto-Response-Suppress"] = "OOF"  # what Exchange looks at instead: who is away need not tell us
        letter.set_content(drawn.text)
        letter.add_alternative(drawn.html, subtype="html")
        return letter


def _reachable(address: str) -> str:
    """An address as the mail needs it. Raises RefusedError for one that was let in before imports looked closely."""
    try:
        return on_the_way(address)
    except ValueError as fault:
        raise RefusedError(said(Reason.ADDRESS)) from fault
