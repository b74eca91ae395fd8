"""What each kind of outbox row becomes: drawn now, from what is true now, for the one who reads it.

A sender returns True when it has shown (or taken away) something and False when there was nothing to
show any more. What can not be shown raises; the delivery decides what comes of that.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.engine import Connection

from bot.delivery.direct_messages import Conversations, ThreadGoneError
from bot.delivery.file_senders import FileSenders, Sender
from bot.delivery.mail_answers import Reason, reason_of
from bot.delivery.notices import drawn_notice, with_files
from bot.delivery.recipients import Reader
from bot.slack.client import RefusedError, WronglyAskedError, call
from bot.slack.errors import Verdict, verdict_on
from cases import threads
from cases.acts import case_files, messages, people, undelivered
from cases.pages import main_page, subtask_pages
from cases.reminders import digest
from domain.errors import NotAllowedError
from domain.notification_settings import NoticeKind
from domain.values import CasePage
from handlers.desk import Desk
from handlers.views import card as card_view
from handlers.views import home as home_views
from handlers.views import messages as views
from handlers.views.file_notices import files_of_case
from handlers.views.reminder import reminder
from handlers.words import Words
from store import case_copies, outbox
from store import posts as post_rows
from store.claiming import Claimed
from store.outbox import OutboxItem

BROUGHT = ("message", "copy", "grant", case_copies.COPY)  # by the card, or the heading, that they hang under


class Senders:
    """One sender for each kind of row."""

    def __init__(
        self, desk: Desk, conversations: Conversations, slack: AsyncWebClient, session: aiohttp.ClientSession
    ) -> None:
        """Draw at this desk, show in these conversations."""
        self._desk = desk
        self._conversations = conversations
        self._slack = slack
        self._files = FileSenders(desk, conversations, slack, session)
        self.by_kind: dict[str, Sender] = {
            **self._files.by_kind,
            "card": self.card,
            "message": self.message,
            "open": self.open,
            case_copies.ROOT: self.case_files,
            "notice": self.notice,
            "home": self.home,
            "reminder": self.reminder,
        }

    async def card(self, row: Claimed, reader: Reader) -> bool:
        """Draw a subtask's card whole and post or update it; what is below it is put in order where that has to be."""
        card = await self._desk.look(subtask_pages.card, row.subject_id, reader.slack_id)
        before = await self._post(row, "card", row.subject_id)
        if card is None or (not card.is_party and before is None):
            return False

        def put_in_order(connection: Connection, *, is_new: bool) -> None:
            subtask, person = row.subject_id, row.person_id
            post_rows.put(connection, "card", subtask, person, sight=card.sight)
            found, now = (
                threads.in_order(connection, subtask, person, is_party=card.is_party, is_new=is_new),
                self._desk.now(),
            )
            outbox.supersede(connection, found if is_new else [], now)
            outbox.add(connection, found, now)

        drawn = card_view.card(card, self._voice(reader))
        await self._conversations.show(row, reader, drawn, None, partial(put_in_order, is_new=True))
        if before and before.ts and before.sight != card.sight:
            await self._conversations.write(partial(put_in_order, is_new=False))
        return True

    async def open(self, _row: Claimed, reader: Reader) -> bool:
        """Open somebody's conversation ahead of the first thing that she has to be told."""
        if reader.channel:
            return False
        await self._conversations.channel(reader)
        return True

    async def message(self, row: Claimed, reader: Reader) -> bool:
        """Show an internal message in the reader's thread as it stands now, or take it away."""
        found = await self._desk.look(subtask_pages.message, row.subject_id)
        if found is None:
            return False
        message, subtask = found
        root = await self._conversations.card_of(subtask.id, reader)
        if message.deleted or not await self._is_party(subtask.id, reader):
            return await self._conversations.show_parts(row, reader, [], root)
        if root is None:
            return False
        own = message.author.id == reader.person.id
        calls = not own and await self._calls(row, reader)
        parties = (subtask.assignee, subtask.owner, reader.person)
        recipient = next(one for one in parties if one and one.id == reader.person.id)  # as she is among the two
        drawn = views.mirrored(message, recipient, self._voice(reader), own=own, calls=calls)
        return await self._conversations.show_parts(row, reader, drawn, root)

    async def _calls(self, row: Claimed, reader: Reader) -> bool:
        """Whether a message of another one is to make itself heard, and is not part of a notice she just had."""
        if not reader.preferences.wants(NoticeKind.MESSAGE):
            return False
        return await self._desk.look(messages.calls, row.subject_id, reader=reader.person.id)

    async def deliver(self, row: Claimed, reader: Reader | None) -> bool:
        """Do what a row is for; without a reader nothing, unless it is something of which nobody hears."""
        if row.kind == "discard":
            return await self._files.discard(row)
        return await self.by_kind[row.kind](row, reader) if reader else False

    async def given_up(self, row: Claimed, error: str) -> None:
        """Leave no half state behind a row that was refused for good, and tell who waits for it, once.

        `error` says why: because of the person herself, whom then nothing else reaches, either, or of the content.
        """
        now, person = self._desk.now(), row.person_id
        about_person = verdict_on(error) is Verdict.PERSON
        if row.kind == "message":
            subject = row.subject_id
            await self._desk.act(undelivered.tell_of_message, subject, person, unreachable=about_person, now=now)
        elif row.kind == "card":
            await self._desk.act(undelivered.tell_of_card, row.subject_id, person, now=now)
        elif row.kind == "mail":
            foreign = reason_of(error) is Reason.ADDRESS
            await self._desk.act(undelivered.tell_of_mail, row.subject_id, person, foreign=foreign, now=now)
        else:
            await self._files.given_up(row)
        if about_person:
            await self._desk.act(people.unreachable, person, now=now)

    async def without_thread(self, row: Claimed, gone: ThreadGoneError) -> None:
        """Post what a row was to hang under anew, which brings along what belongs there; all else comes after it."""
        now = self._desk.now()

        def begin_anew(connection: Connection) -> None:
            root = post_rows.forget_root(connection, gone.channel, gone.thread_ts)
            items = [OutboxItem(root.kind, root.subject_id, root.person_id)] if root else []
            if row.kind not in BROUGHT:
                details = {name: value for name, value in row.details.items() if name != "thread_ts"}
                items.append(OutboxItem(row.kind, row.subject_id, row.person_id, details))
            outbox.add(connection, items, now)

        await self._conversations.write(begin_anew)

    async def case_files(self, row: Claimed, reader: Reader) -> bool:
        """Show what a case's fetched attachments hang under to one who runs the case, or take it back."""
        case = await self._desk.look(case_files.case_for, row.subject_id, reader.slack_id)
        if case is None:
            return await self._conversations.take_away(row, reader, None)

        def bring_copies(connection: Connection) -> None:
            outbox.add(connection, case_files.below(connection, case.id, row.person_id), self._desk.now())

        await self._conversations.show(row, reader, files_of_case(case, self._voice(reader)), None, bring_copies)
        return True

    async def notice(self, row: Claimed, reader: Reader) -> bool:
        """Say something short, once."""
        drawn = await drawn_notice(self._desk, row, reader)
        if drawn is None:
            return False
        drawn = with_files(drawn, row, self._voice(reader))
        thread = row.details.get("thread_ts") or await self._conversations.card_of(row.subject_id, reader)
        if row.must_look and await self._conversations.find(row, reader, str(thread) if thread else None):
            return True
        await self._conversations.post(row, reader, drawn, str(thread) if thread else None)
        return True

    async def reminder(self, row: Claimed, reader: Reader) -> bool:
        """Remind of what is still true: in the subtask's thread when it is about that alone, else in a list."""
        now = self._desk.now()
        bundle = await self._desk.look(digest.bundle, row.subject_id, reader=reader.slack_id, now=now)
        if bundle is None:
            return False
        thread = None if bundle.thread_of is None else await self._conversations.card_of(bundle.thread_of, reader)
        if row.must_look and await self._conversations.find(row, reader, thread):
            return True
        if bundle.is_empty:
            return False
        drawn = reminder(bundle, self._voice(reader), in_thread=thread is not None)
        await self._conversations.post(row, reader, drawn, thread)
        return True

    async def home(self, row: Claimed, reader: Reader) -> bool:
        """Draw the page of App Home that the reader has in front of her; nothing for one who never looked.

        From one who has left it is taken away, unless her account is closed in Slack, too, and Slack refuses.
        """
        words, now = self._voice(reader), self._desk.now()
        try:
            page = await self._desk.look(main_page.home, row.person_id, actor=reader.slack_id, now=now)
        except NotAllowedError as unknown:
            try:
                return await self._publish(reader, home_views.stranger(words.refusal(unknown)))
            except (RefusedError, WronglyAskedError):
                return False
        if page is None:
            return False
        if isinstance(page, CasePage):
            return await self._publish(reader, home_views.home_case(page, words))
        return await self._publish(reader, home_views.home(page, words))

    async def _publish(self, reader: Reader, view: dict[str, Any]) -> bool:
        await call(self._slack.views_publish(user_id=reader.slack_id, view=view))
        return True

    async def _is_party(self, subtask_id: int, reader: Reader) -> bool:
        return await self._desk.look(subtask_pages.is_party, subtask_id, reader=reader.slack_id)

    async def _post(self, row: Claimed, kind: str, subject_id: int) -> Any:
        return await self._conversations.post_of(kind, subject_id, row.person_id)

    def _voice(self, reader: Reader) -> Words:
        return self._desk.voice(reader.person.language)
