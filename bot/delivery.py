"""The delivery of the outbox: everything that must be shown to somebody, once, in order, at Slack's pace.

One row of a lane at a time, different lanes at once. A row is claimed and committed before Slack is
called; what the call came to decides what becomes of the row. The loop survives whatever a row does.
"""

from __future__ import annotations

import asyncio
import logging
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.engine import Connection

from bot.conversations import Conversations, LookAgainError
from bot.couriers import Couriers
from bot.quiet import QuietHours
from bot.slack_client import NotDoneError, NotYetError, RefusedError, UnknownOutcomeError, WaitError
from cases.errors import DamagedFileError, NotSavedError
from handlers.desk import Desk
from store import outbox
from store.outbox import Claimed

T = TypeVar("T")
TRIES = 12  # a quarter of an hour of a Slack that answers with errors
TRIES_OF_OWN_FAULT = 4
AT_ONCE = 20
FEW = 2  # begun in a quarter of a second while people wait for answers all the time
LONGEST_WAIT = 300.0
IDLE = 5.0
WRITTEN = ("dm:", "reminder:")  # the lanes that write into conversations; App Home has no limit of its own
RENEWAL = 10.0
SETTLED = 2.0  # seconds after which a message that Slack took is in the history

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one conversation is written to: `burst` messages at once, then one every `seconds`.

    https://docs.slack.dev/apis/web-api/rate-limits
    """

    seconds: float = 1.0
    burst: int = 4


class Turns:
    """When each person's conversation may be written to (a leaky bucket for each), so that 429 is the exception."""

    def __init__(self, pace: Pace) -> None:
        """Keep this pace."""
        self._pace = pace
        self._empty_at: dict[int, float] = {}

    def next(self, person_id: int, now: float) -> float:
        """Take the next turn in a conversation; gives how many seconds from `now` it is away."""
        begins_at = max(self._empty_at.get(person_id, now), now)
        self._empty_at[person_id] = begins_at + self._pace.seconds
        return max(0.0, begins_at - self._pace.seconds * (self._pace.burst - 1) - now)


class Delivery:
    """Takes rows out of the outbox until it is stopped."""

    def __init__(self, desk: Desk, conversations: Conversations, couriers: Couriers, pace: Pace) -> None:
        """Deliver at this desk's office with these couriers."""
        self._desk = desk
        self._conversations = conversations
        self._couriers = couriers
        self._turns = Turns(pace)
        self._quiet = QuietHours(desk, conversations)
        self._owner = uuid.uuid4().hex
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._stopping = False

    async def run(self) -> None:
        """Deliver until `stop` is called; then finish what is under way."""
        renewing = asyncio.create_task(self._renew())
        while not self._stopping:
            self._desk.changed.clear()
            try:
                wait = await self._deliver_due()
            except NotSavedError:
                log.warning("the database can not be reached; the delivery waits")
                wait = IDLE
            except Exception:
                log.exception("the delivery met a fault and goes on")
                wait = IDLE
            await self._sleep(wait)
        renewing.cancel()
        await asyncio.gather(*self._in_hand.values(), return_exceptions=True)

    def stop(self) -> None:
        """Take nothing more out of the outbox."""
        self._stopping = True
        self._desk.changed.set()

    async def take_over(self) -> None:
        """End the leases of earlier processes; only where this is the only one."""
        await self._write(lambda connection: outbox.end_leases(connection, self._desk.now()))

    async def _deliver_due(self) -> float:
        """Begin to deliver what is due; gives for how many seconds there is nothing more to begin."""
        in_hand = list(self._in_hand)
        room = AT_ONCE - len(in_hand)
        if room <= 0:
            return IDLE  # whatever is finished first wakes us
        if not await self._desk.lull():
            room = min(room, FEW)
        await self._quiet.release()
        now = self._desk.now()
        claimed = await self._write(
            lambda connection: outbox.claim(connection, owner=self._owner, now=now, limit=room, in_hand=in_hand)
        )
        for row in claimed:
            self._in_hand[row.id] = asyncio.create_task(self._deliver(row))
        return 0.0 if claimed else await self._until_next(in_hand)

    async def _until_next(self, in_hand: list[int]) -> float:
        now = self._desk.now()
        due = await self._conversations.read(lambda connection: outbox.next_due(connection, now, in_hand=in_hand))
        seconds = (due - self._desk.now()).total_seconds() if due else IDLE
        return min(max(seconds, 0.05), IDLE)

    async def _sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._desk.changed.wait()
        except TimeoutError:
            return

    async def _deliver(self, row: Claimed) -> None:
        try:
            if row.lane.startswith(WRITTEN):
                await asyncio.sleep(self._turns.next(row.person_id, asyncio.get_running_loop().time()))
            await self._attempt(row)
        except Exception:
            log.exception("outbox row %s (%s) was left to its lease", row.id, row.kind)
        finally:
            del self._in_hand[row.id]
            self._desk.changed.set()

    async def _attempt(self, row: Claimed) -> None:
        try:
            reader = await self._conversations.reader(row.person_id)
            if reader and await self._quiet.keep(row, reader, owner=self._owner):
                return
            shown = await self._couriers.by_kind[row.kind](row, reader) if reader else False
        except WaitError as wait:
            log.warning("Slack asks to wait %s s (%s)", wait.seconds, row.kind)
            await self._put_back(row, "ready", wait.seconds, "ratelimited", attempts=row.attempts - 1)
        except LookAgainError:
            said = "not found at the first look"
            await self._put_back(row, "unknown", SETTLED, said, attempts=row.attempts - 1, looks=row.looks + 1)
        except UnknownOutcomeError as unknown:
            await self._again(row, str(unknown), TRIES)
        except NotDoneError as not_done:
            level = logging.INFO if isinstance(not_done, NotYetError) else logging.WARNING
            log.log(level, "outbox row %s (%s) waits: %s", row.id, row.kind, not_done)
            counted = min(row.attempts, TRIES - 3)  # however long that takes, some tries are left for afterwards
            await self._put_back(row, "ready", _back_off(row.attempts), str(not_done), attempts=counted)
        except (RefusedError, DamagedFileError) as refused:
            await self._give_up(row, str(refused))
        except NotSavedError:
            raise
        except Exception as error:
            log.exception("outbox row %s (%s) could not be delivered", row.id, row.kind)
            await self._again(row, type(error).__name__, TRIES_OF_OWN_FAULT)
        else:
            await self._finish(row, "sent" if shown else "dropped")

    async def _again(self, row: Claimed, error: str, tries: int) -> None:
        if row.attempts >= tries:
            await self._give_up(row, error)
        else:
            await self._put_back(row, "unknown", _back_off(row.attempts), error, looks=0)

    async def _put_back(
        self,
        row: Claimed,
        state: str,
        seconds: float,
        error: str,
        *,
        attempts: int | None = None,
        looks: int | None = None,
    ) -> None:
        not_before_at = self._desk.now() + timedelta(seconds=seconds)
        await self._write(
            lambda connection: outbox.put_back(
                connection,
                row.id,
                owner=self._owner,
                state="unknown" if row.must_look else state,
                not_before_at=not_before_at,
                error=error,
                attempts=row.attempts if attempts is None else attempts,
                looks=row.looks if looks is None else looks,
            )
        )

    async def _give_up(self, row: Claimed, error: str) -> None:
        log.error("outbox row %s (%s) is given up: %s", row.id, row.kind, error)
        try:
            await self._couriers.given_up(row)
        except NotSavedError:
            raise
        except Exception:
            log.exception("outbox row %s (%s) left something half done", row.id, row.kind)
        await self._finish(row, "dead", error)

    async def _finish(self, row: Claimed, state: str, error: str | None = None) -> None:
        now = self._desk.now()
        await self._write(
            lambda connection: outbox.finish(connection, row.id, owner=self._owner, state=state, at=now, error=error)
        )

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEWAL)
            try:
                await self._keep_leases(list(self._in_hand))
            except Exception:
                log.exception("the leases could not be renewed")

    async def _keep_leases(self, in_hand: list[int]) -> None:
        if in_hand:
            now = self._desk.now()
            await self._write(lambda connection: outbox.renew(connection, self._owner, now, in_hand))

    async def _write(self, change: Callable[[Connection], T]) -> T:
        return await self._conversations.write(change)


def _back_off(attempts: int) -> float:
    """Seconds until the next try: doubling from one second, with jitter, at most five minutes."""
    longest = min(2.0 ** min(attempts - 1, 10), LONGEST_WAIT)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  (spreads tries; guards nothing)
