"""What each kind of outbox row becomes: one sender for each, with everything that is particular to it."""

from __future__ import annotations

from collections.abc import Mapping

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.engine import Connection

from bot.archive.making import Making
from bot.delivery.direct_messages import DirectMessages, ThreadGoneError
from bot.delivery.downloads import Fetching
from bot.delivery.file_copies import Copies
from bot.delivery.mail import Postbox
from bot.delivery.senders.card import CardSender
from bot.delivery.senders.case_files import CaseCopySender, CaseFilesSender
from bot.delivery.senders.copy import CopySender
from bot.delivery.senders.discard import DiscardSender
from bot.delivery.senders.erased import ErasedSender
from bot.delivery.senders.fetch import FetchSender
from bot.delivery.senders.grant import GrantSender
from bot.delivery.senders.home import HomeSender
from bot.delivery.senders.list_file import ListOverSender, ListSender
from bot.delivery.senders.mail import MailSender
from bot.delivery.senders.message import MessageSender
from bot.delivery.senders.move import MoveSender
from bot.delivery.senders.notice import NoticeSender
from bot.delivery.senders.opening import OpeningSender
from bot.delivery.senders.package import PackageSender
from bot.delivery.senders.reminder import ReminderSender
from bot.delivery.senders.sender import Sender
from bot.delivery.senders.undo_over import UndoOverSender
from bot.delivery.senders.upload import UploadSender
from bot.delivery.senders.webhook import WebhookSender
from bot.slack.errors import Verdict, verdict_on
from cases.acts import people
from cases.execution.runtime import Runtime
from domain.outbox_kinds import OutboxKind
from store import outbox
from store import posts as post_rows
from store.claiming import Claimed
from store.outbox import OutboxItem


class Senders:
    """All senders, and what is done for rows of every kind."""

    def __init__(
        self,
        runtime: Runtime,
        direct_messages: DirectMessages,
        slack: AsyncWebClient,
        session: aiohttp.ClientSession,
        making: Making,
        postbox: Postbox | None = None,
    ) -> None:
        """Draw what is true now, show it in these conversations; without a postbox nobody is sent a letter."""
        self._runtime = runtime
        self._direct_messages = direct_messages
        fetching, copies = Fetching(runtime, slack, session), Copies(direct_messages, slack, session)
        self.reminders = ReminderSender(runtime, direct_messages)
        senders: tuple[Sender, ...] = (
            CardSender(runtime, direct_messages),
            MessageSender(runtime, direct_messages),
            NoticeSender(runtime, direct_messages),
            self.reminders,
            HomeSender(runtime, direct_messages, slack),
            MailSender(runtime, direct_messages, slack, postbox),
            OpeningSender(runtime, direct_messages),
            FetchSender(runtime, direct_messages, fetching),
            UploadSender(runtime, direct_messages, fetching),
            CopySender(runtime, direct_messages, copies),
            GrantSender(runtime, direct_messages, copies),
            CaseFilesSender(runtime, direct_messages),
            CaseCopySender(runtime, direct_messages, copies),
            UndoOverSender(runtime, direct_messages),
            DiscardSender(runtime, direct_messages),
            ErasedSender(runtime, direct_messages, slack),
            MoveSender(runtime, direct_messages),
            PackageSender(runtime, direct_messages, copies, making),
            ListSender(runtime, direct_messages, copies, making),
            ListOverSender(runtime, direct_messages),
            WebhookSender(runtime, direct_messages, session),
        )
        self.by_kind: Mapping[OutboxKind, Sender] = {sender.kind: sender for sender in senders}

    async def given_up(self, row: Claimed, error: str) -> None:
        """Leave no half state behind a row that was refused for good, and tell who waits for it, once.

        `error` says why: because of the person as such, whom then nothing else reaches, either, or of the content.
        """
        await self._direct_messages.write_owed(row)  # what was said in its place, and where
        await self.by_kind[row.kind].given_up(row, error)
        if verdict_on(error) is Verdict.PERSON:
            await self._runtime.executor.execute(people.unreachable, row.person_id, now=self._runtime.clock.now())

    async def without_thread(self, row: Claimed, gone: ThreadGoneError) -> None:
        """Post what a row was to hang under anew, which brings along what belongs there; all else comes after it."""
        now = self._runtime.clock.now()

        def begin_anew(connection: Connection) -> None:
            root = post_rows.forget_root(connection, row.person_id, gone.thread_ts)
            items = [OutboxItem(OutboxKind(root.kind), root.subject_id, root.person_id)] if root else []
            if not row.kind.traits.is_brought:
                items.append(self.by_kind[row.kind].anew(row))
            outbox.add(connection, items, now)

        await self._direct_messages.write(begin_anew)
