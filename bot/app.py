"""The place where the parts are joined. `create_app` starts nothing; `Saksbot.start` does."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.archive.exporting import Exporting
from bot.archive.making import Making
from bot.bolt_app import make_bolt_app
from bot.contact import Contact
from bot.context import context_of
from bot.delivery.direct_messages import DirectMessages
from bot.delivery.mail import Postbox
from bot.delivery.senders import Senders
from bot.delivery.worker import OutboxWorker
from bot.inbox.catching_up import CatchingUp
from bot.inbox.hearing import BEAT, Hearing
from bot.inbox.taking_in import TakingIn
from bot.inbox.unknown_authors import UnknownAuthors
from bot.inbox.worker import InboxWorker
from bot.indexing import IDLE, Indexing
from bot.loop import Loop
from bot.records import Records
from bot.scheduler import Ticking
from bot.settings import Settings
from bot.slack import other_lines
from bot.slack.client import PacedClient
from bot.watching.watched import Watched, watch
from cases.acts import forgetting
from domain import arriving, tracing
from domain.clock import Clock
from domain.errors import NotSavedError
from domain.tracing import Outcome
from handlers import dispatch
from handlers.listeners import all_listeners
from handlers.request import Request, kind_and_name
from handlers.services import Services
from store.database import Database

# There is no job store: what is due stands in the database, and one beat does what many missed ones would have done.
JOBS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}

AT_NIGHT = 3  # o'clock, where the institution is: SQLite's file is written anew then, and meanwhile nobody can write

log = logging.getLogger(__name__)


class Saksbot:
    """The whole bot: answers Slack, delivers, and keeps time."""

    def __init__(
        self,
        app: AsyncApp,
        services: Services,
        outbox_worker: OutboxWorker,
        inbox_worker: InboxWorker,
        catching_up: CatchingUp,
        contact: Contact,
        exporting: Exporting,
        *,
        records: Records,
        keep: timedelta,
    ) -> None:
        """Made by `create_app`. `keep` is for how long what was sent, heard and said is kept."""
        self.services = services
        self.hearing = Hearing(services, catching_up.stir)
        self._app = app
        self._outbox_worker = outbox_worker
        self._inbox_worker = inbox_worker
        self._catching_up = catching_up
        self._contact = contact
        self._exporting = exporting
        self.making = exporting.making
        self._keep = keep
        self._ticking = Ticking(services)
        self._indexing = Loop("the index", Indexing(services).step, services.executor.written, after_fault=IDLE)
        self._records = records
        self._clock = AsyncIOScheduler(timezone="UTC", job_defaults=JOBS)
        self._loops: list[asyncio.Task[None]] = []
        self._reading: asyncio.Task[None] | None = None
        self._alone = True
        self._strangers: int | None = None
        self.watched: Watched | None = None
        """What notes how it is and looks, for whoever watches over it; None where nobody does."""

    async def dispatch(self, body: dict[str, Any], headers: Mapping[str, str] | None = None) -> BoltResponse:
        """Answer one request of Slack, whichever way it came; its origin has been checked already.

        One that lacks what Slack always sends is acknowledged and left alone: sending it again would not mend it.
        """
        try:  # from here on, everything in it is in the one form
            body = arriving.payload({key: value for key, value in body.items() if value is not None})  # breaks Bolt
            is_whole = Request(body).is_whole
        except ValueError:  # deeper than anything of Slack's
            is_whole = False
        if not is_whole:
            kind = str(body.get("command") or body.get("type"))[:50]
            log.warning("A request that lacks what Slack always sends is left alone: %s", kind)
            return BoltResponse(status=200)
        self.hearing.request((headers or {}).get("x-slack-retry-num", ""))
        request = AsyncBoltRequest(body=body, headers=dict(headers or {}), mode="socket_mode")
        began_at = time.monotonic()
        with tracing.under() as trace, self.services.gate.answering():
            answer = await self._app.async_dispatch(request)
            seconds = time.monotonic() - began_at
            kind, name = kind_and_name(body)
            level = logging.INFO if trace.has_written or trace.outcome is not Outcome.DONE else logging.DEBUG
            log.log(level, "%s %.50s is answered in %.0f ms: %s", kind, name, seconds * 1000, trace.outcome)
            if self.watched:
                self.watched.measures.answered(kind, trace.outcome, seconds)
        return answer

    async def start(self, *, alone: bool = True) -> None:
        """Start to deliver, to take in and to keep time. `alone` says that no other process does so."""
        self._alone = alone
        if alone:
            await self._outbox_worker.take_over()
            await self._catching_up.take_over()
        else:
            await self._outbox_worker.join()
        await self._inbox_worker.take_up()
        await self._ticking.start()  # before anything is said: whose it is may be another one's since midnight
        loops = (self._outbox_worker, self._inbox_worker, self._indexing)
        self._loops = [asyncio.create_task(loop.run()) for loop in loops]
        self._reading = asyncio.create_task(self._catching_up.run())
        self.services.background.later(self._ticking.tick())
        self.services.background.later(self._contact.learn())
        self.services.background.later(self._exporting.look())
        self._clock.add_job(self._ticking.tick, "interval", minutes=1)
        self._clock.add_job(self.hearing.beat, "interval", seconds=BEAT)
        self._clock.add_job(self._tidy, "interval", hours=1)
        self._clock.add_job(self._export, "interval", minutes=5)
        self._clock.add_job(self._records.seal, "interval", minutes=1)
        zone = self.services.context.zone
        self._clock.add_job(self._records.retain, "cron", hour=AT_NIGHT, timezone=zone)
        self._clock.start()

    async def stop(self) -> None:
        """Finish what is under way and stop; what waits is done after the next start."""
        if self._clock.running:
            self._clock.shutdown(wait=False)
        self._exporting.stop()
        self._outbox_worker.stop()
        self._inbox_worker.stop()
        self._indexing.stop()
        if self._reading:
            self._reading.cancel()  # the next start goes on where it was
            await asyncio.wait([self._reading])
        await asyncio.gather(*self._loops)
        if not self._alone:
            with suppress(NotSavedError):
                await self._outbox_worker.leave()
        await self.services.close()
        self._exporting.close()

    @property
    def rests_until(self) -> datetime | None:
        """Until when there is nothing to deliver, by the program's clock; None for ever, or while something goes on."""
        return self._outbox_worker.rests_until

    @property
    def is_delivering(self) -> bool:
        """Whether something is on its way to Slack right now."""
        return self._outbox_worker.is_delivering

    def tell_when_at_rest(self, tell: Callable[[], None]) -> None:
        """Have this called whenever nothing is under way, and `rests_until` says until when."""
        self._outbox_worker.at_rest = self.services.background.at_rest = tell

    def wake(self) -> None:
        """Look at once for what is due: the clock was moved, or somebody else left work."""
        self.services.executor.changed.set()
        self.services.heard.set()
        self._catching_up.stir()
        self.services.background.later(self._ticking.tick())
        self.services.background.later(self.hearing.beat())
        self.services.background.later(self._exporting.look())

    def note_strangers(self, number: int) -> None:
        """Keep for `check` how many lines to Slack are somebody else's, when that has changed."""
        if number != self._strangers:
            self._strangers = number
            if self.watched:
                self.watched.measures.strangers.show(number)
            self.services.background.later(self._write_down_strangers(number))

    async def _write_down_strangers(self, number: int) -> None:
        with suppress(NotSavedError):  # the log has it
            await self.services.executor.record(other_lines.write_down, number)

    async def _export(self) -> None:
        self.services.background.later(self._exporting.look())  # which a stop waits for, when it has let go

    async def _tidy(self) -> None:
        await self._contact.learn()
        await self._exporting.tidy()
        try:
            while await self.services.executor.record(
                forgetting.forget_some, self._keep, now=self.services.clock.now()
            ):
                await self.services.gate.lull()
        except NotSavedError:
            log.warning("the database cannot be reached; what is old is forgotten an hour later")
        self.services.executor.changed.set()  # what is forgotten may still stand in Slack


def create_app(
    settings: Settings,
    database: Database,
    clock: Clock,
    slack: PacedClient,
    *,
    session: aiohttp.ClientSession,
) -> Saksbot:
    """Join the parts. Nothing is started, connected or read yet; the caller closes what it gives."""
    context = context_of(settings, database)
    writers = 1 if database.is_sqlite else 8
    services = Services.of(context, clock, slack, writers=writers, language=settings.language)
    contact = Contact(services.translators, slack, settings.contact)
    direct_messages = DirectMessages(services, slack, services.translators)
    postbox = Postbox(settings.smtp_url, settings.mail_from, settings.smtp_ca) if settings.smtp_url else None
    making = Making(context)
    senders = Senders(services, direct_messages, slack, session, making, postbox)
    app = make_bolt_app(settings.bot_token)
    dispatch.register(app, all_listeners(), services)
    outbox_worker = OutboxWorker(services, direct_messages, senders, slack.pace)
    inbox_worker = InboxWorker(
        services, TakingIn(services, slack), UnknownAuthors(services, services.translators, slack)
    )
    catching_up = CatchingUp(services, slack, slack.pace)
    exporting, keep = Exporting(services, making, settings.export_dir), timedelta(days=settings.keep_days)
    records = Records(services, settings.export_dir)
    bot = Saksbot(
        app, services, outbox_worker, inbox_worker, catching_up, contact, exporting, records=records, keep=keep
    )
    if settings.metrics_port is not None:
        bot.watched = watch(services, bot.hearing, outbox_worker, senders, slack)
    return bot
