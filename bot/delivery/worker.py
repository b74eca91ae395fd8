"""The delivery of the outbox: everything that must be shown to somebody, once, in order, at Slack's pace.

One row with the same ordering key at a time, different ones at once. A row is claimed and committed before Slack is
called; what the call came to decides what becomes of the row. Only a refusal of this very content or this
very person ends it; everything else waits, for as long as it takes. The loop survives whatever a row does.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.backing_off import back_off
from bot.delivery.direct_messages import DirectMessages, ThreadGoneError
from bot.delivery.moving import Moving
from bot.delivery.pace import Pace
from bot.delivery.quiet_hours import QuietHours
from bot.delivery.recipients import Recipient
from bot.delivery.senders import Senders
from bot.delivery.senders.sender import LaterError
from bot.delivery.ways import room_for, seconds_until_room
from bot.loop import Loop
from bot.slack.client import NotDoneError, NotYetError, RefusedError, UnknownOutcomeError, WaitError, WronglyAskedError
from cases import effects
from cases.execution.runtime import Runtime
from cases.pages.main_page import ON_ITS_WAY
from domain import tracing
from domain.errors import DamagedFileError, NotSavedError
from domain.outbox_kinds import OutboxKind, Queue
from domain.stored_notices import UnreadableNoticeError
from store import claiming, outbox, processes
from store.claimable import Way
from store.claiming import Claimed, Room, Share

TRIES_OF_OWN_FAULT = 4
FEW = 2  # begun in a quarter of a second while people wait for answers all the time
LONGEST_WAIT = 30.0  # so that everything goes out within a minute after whatever stood in its way is gone
LONGEST_BEHIND = 15.0  # for what waits behind such a one: both waits together stay below the minute
LONGEST_PAUSE = 240.0  # for which a row is put back because Slack asks for a pause; the method is held for all of it
IDLE = 5.0
SOON = 0.25  # after which it is looked again while what was begun is not done: something else may have become due
RENEWAL = 10.0
SETTLED = 2.0  # seconds after which a message that Slack took is in the history

log = logging.getLogger(__name__)


class OutboxWorker:
    """Takes rows out of the outbox until it is stopped."""

    def __init__(self, runtime: Runtime, direct_messages: DirectMessages, senders: Senders, pace: Pace) -> None:
        """Deliver with these senders."""
        self._runtime = runtime
        self._direct_messages = direct_messages
        self._senders = senders
        self._pace = pace
        self._quiet = QuietHours(runtime, direct_messages)
        self._owner = uuid.uuid4().hex
        self._share = Share()
        self._in_hand: dict[int, tuple[Claimed, asyncio.Task[None]]] = {}
        self._loop = Loop("the delivery", self._deliver_due, runtime.executor.changed, after_fault=IDLE)
        self.moving = Moving()
        self.delivered: Callable[[OutboxKind, str], object] = _nothing
        """Called with the kind of each row that is done, and how: sent, dropped or refused."""
        self.hindered: Callable[[Exception], object] = _nothing
        """Called with what stood in the way of a row, now or for good."""
        self.rests_until: datetime | None = None
        """Until when there is nothing to begin, by the program's clock; None for ever, or while something goes on."""
        self.at_rest: Callable[[], None] = _nothing
        """Called whenever there is nothing to begin and nothing under way: for who moves the clock."""

    async def run(self) -> None:
        """Deliver until `stop` is called; then finish what is under way."""
        renewing = asyncio.create_task(self._renew())
        await self._loop.run()
        renewing.cancel()
        await asyncio.gather(*(task for _, task in self._in_hand.values()), return_exceptions=True)

    def stop(self) -> None:
        """Take nothing more out of the outbox."""
        self._loop.stop()

    @property
    def is_delivering(self) -> bool:
        """Whether something is on its way to Slack right now."""
        return bool(self._in_hand)

    async def take_over(self) -> None:
        """End the leases of earlier processes; only where this is the only one.

        They end a little later, when Slack's history shows what those processes sent last.
        """
        ended_at = self._runtime.clock.now() + timedelta(seconds=SETTLED)
        await self._direct_messages.write(lambda connection: claiming.end_leases(connection, ended_at))
        await self._quiet.learn()

    async def join(self) -> None:
        """Take this process's part of the people, beside others that share the work, and hear whom those have seen."""
        name, now, seen = self._owner, self._runtime.clock.now(), self._runtime.presence.seen_here()
        before = self._share
        self._share, elsewhere = await self._direct_messages.write(
            lambda connection: processes.join(connection, name, now, seen)
        )
        self._pace.processes = self._share.of
        if self._share != before:
            await self._quiet.learn()
        self._runtime.presence.note_elsewhere(elsewhere)

    async def leave(self) -> None:
        """Leave this process's part of the people to the others."""
        name = self._owner
        await self._direct_messages.write(lambda connection: processes.say_goodbye(connection, name))

    async def _deliver_due(self) -> float:
        """Begin to deliver what is due; gives for how many seconds there is nothing more to begin."""
        self.rests_until = None
        self.moving.looked()
        give_way_at = self._give_way_at()  # before the room: what gives way after this look is not missed
        room = self._room()
        if not await self._runtime.gate.lull():
            room = replace(room, at_most=FEW)
        await self._quiet.release()
        now = self._runtime.clock.now()
        claimed, is_all = await self._direct_messages.take(room, owner=self._owner, now=now)
        for row, recipient in claimed:
            with tracing.under(row.request_id):
                self._in_hand[row.id] = (row, asyncio.create_task(self._deliver(row, recipient)))
        if claimed:
            return SOON if is_all else 0.0
        return await self._until_next(room, give_way_at)

    def _room(self) -> Room:
        rows = [row for row, _ in self._in_hand.values()]
        busy = Counter(row.way for row in rows)
        return Room(
            {way: room_for(way, self._pace, busy[way]) for way in Way},
            in_hand=list(self._in_hand),
            resting=self._pace.resting(),
            here=self._runtime.presence.here(),
            called=[row.person_id for row in rows if row.way is Way.HOOK],
            share=self._share,
        )

    def open_room(self) -> Room:
        """What could be begun if no hand were full: nothing of the ways that Slack holds up."""
        return replace(self._room(), of={way: room_for(way, self._pace, 0) for way in Way}, resting=())

    def _give_way_at(self) -> list[datetime]:
        """When each of Slack's limits that holds rows up now gives way, and the first conversation that rests."""
        now = self._runtime.clock.now()
        waits = [self._pace.seconds_until_rested(), *(seconds_until_room(way, self._pace) for way in Way)]
        return [now + timedelta(seconds=wait) for wait in waits if wait > 0]

    async def _until_next(self, room: Room, give_way_at: list[datetime]) -> float:
        now = self._runtime.clock.now()
        due = await self._direct_messages.read(lambda connection: claiming.next_due(connection, room, now))
        times = [*give_way_at, *([due] if due else [])]
        wait = max((min(times) - self._runtime.clock.now()).total_seconds(), 0.05) if times else None
        if not self._in_hand:
            self.rests_until = self._runtime.clock.now() + timedelta(seconds=wait) if wait is not None else None
            self.at_rest()
        return IDLE if wait is None else min(wait, IDLE)

    async def _deliver(self, row: Claimed, recipient: Recipient | None) -> None:
        self.moving.began(row.id)
        try:
            await self._attempt(row, recipient)
        except NotSavedError:
            log.warning("the database cannot be reached; outbox row %s (%s) is left to its lease", row.id, row.kind)
        except Exception:
            log.exception("outbox row %s (%s) was left to its lease", row.id, row.kind)
        finally:
            del self._in_hand[row.id]
            self._direct_messages.let_go(row)
            self.moving.ended(row.id)
            self._runtime.executor.changed.set()

    async def _attempt(self, row: Claimed, recipient: Recipient | None) -> None:
        try:
            sender = self._senders.by_kind[row.kind]
            if recipient and await self._quiet.keep(row, recipient, sender, owner=self._owner):
                return
            shown = await sender.deliver(row, recipient)
            await self._finish(row, "sent" if shown else "dropped")  # what is owed with it can be at fault, too
        except NotSavedError:
            raise
        except ThreadGoneError as gone:
            await self._senders.without_thread(row, gone)
            await self._finish(row, "dropped", "its thread is gone: comes again below a new card")
        except Exception as error:  # noqa: BLE001 - one row's fault, whatever it is, must not end the delivery
            await self._after(row, error)

    async def _after(self, row: Claimed, error: Exception) -> None:
        """Decide what becomes of a row that could not be delivered now."""
        if not isinstance(error, NotYetError):
            self.hindered(error)
        match error:
            case WaitError():
                seconds = min(error.seconds, LONGEST_PAUSE)
                await self._put_back(row, "ready", seconds, "ratelimited", attempts=row.attempts - 1)
            case NotYetError():
                log.info("outbox row %s (%s) waits: %s", row.id, row.kind, error)
                seconds = min(_back_off(row.attempts), LONGEST_BEHIND)
                await self._put_back(row, "ready", seconds, str(error))
            case NotDoneError():
                log.warning("outbox row %s (%s) waits: %s", row.id, row.kind, error)
                await self._put_back(row, "ready", _back_off(row.attempts), str(error))
            case LaterError():
                log.warning("outbox row %s (%s) may have come or not: %s", row.id, row.kind, error)
                await self._put_back(row, "unknown", error.seconds, str(error))
            case UnknownOutcomeError() | OSError():  # Slack's answer was lost, or our own disk is away
                log.warning("outbox row %s (%s) may have come or not: %s", row.id, row.kind, error)
                await self._put_back(row, "unknown", SETTLED + _back_off(row.attempts), str(error))
            case RefusedError() | DamagedFileError() | UnreadableNoticeError():
                await self._give_up(row, str(error), is_ours=not isinstance(error, RefusedError))
            case _:
                log.error("outbox row %s (%s) could not be delivered", row.id, row.kind, exc_info=error)
                await self._own_fault(row, str(error) if isinstance(error, WronglyAskedError) else type(error).__name__)

    async def _own_fault(self, row: Claimed, error: str) -> None:
        """Try again what this program cannot do; set it aside after a few tries, so that the next goes out."""
        if row.attempts >= TRIES_OF_OWN_FAULT:
            await self._give_up(row, error)
        else:
            await self._put_back(row, "unknown", SETTLED + _back_off(row.attempts), error)

    async def _put_back(
        self, row: Claimed, state: str, seconds: float, error: str, *, attempts: int | None = None
    ) -> None:
        not_before_at = self._runtime.clock.now() + min(timedelta(seconds=seconds), row.longest_wait)
        await self._direct_messages.settle(
            row,
            lambda connection: outbox.put_back(
                connection,
                row.id,
                owner=self._owner,
                state="unknown" if row.may_be_sent else state,
                not_before_at=not_before_at,
                error=error,
                attempts=row.attempts if attempts is None else attempts,
            ),
        )

    async def _give_up(self, row: Claimed, error: str, *, is_ours: bool = False) -> None:
        level = logging.ERROR if is_ours else logging.WARNING
        log.log(level, "outbox row %s (%s) is refused: %s", row.id, row.kind, error)
        try:
            await self._senders.given_up(row, error)
        except NotSavedError:
            raise
        except Exception:
            log.exception("outbox row %s (%s) left something half done", row.id, row.kind)
        await self._finish(row, "refused", error)

    async def _finish(self, row: Claimed, state: str, error: str | None = None) -> None:
        now = self._runtime.clock.now()

        def finish(connection: Connection) -> bool:
            is_ours = outbox.finish(connection, row.id, owner=self._owner, state=state, at=now, error=error)
            if follower := row.kind.follower:
                outbox.hasten(connection, follower, row.person_id, now)
            if not row.is_in(Queue.HOME, Queue.HOOK) and now - row.created_at > ON_ITS_WAY:
                outbox.add(connection, [effects.home(row.person_id)], now)  # their page says what has not come yet
            return is_ours

        if await self._direct_messages.settle(row, finish):
            log.info("outbox row %s (%s) is done: %s", row.id, row.kind, state)
            self.delivered(row.kind, state)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEWAL)
            try:
                await self._keep_leases(list(self._in_hand))
                if not self._runtime.context.database.is_sqlite:
                    await self.join()
            except NotSavedError:
                log.warning("the database cannot be reached; the leases are renewed later")
            except Exception:
                log.exception("the leases could not be renewed")

    async def _keep_leases(self, in_hand: list[int]) -> None:
        if in_hand:
            now = self._runtime.clock.now()
            await self._direct_messages.write(lambda connection: claiming.renew(connection, self._owner, now, in_hand))


def _nothing(*_: object) -> None:
    return


def _back_off(attempts: int) -> float:
    return back_off(attempts, first=1.0, longest=LONGEST_WAIT)
