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
from bot.slack_client import NotDoneError, RefusedBySlackError, UnknownOutcomeError, WaitError
from cases.errors import DamagedFileError, NotSavedError
from handlers.desk import Desk
from store import outbox
from store.outbox import Claimed

T = TypeVar("T")
TRIES = 8
AT_ONCE = 20
LONGEST_WAIT = 300.0
IDLE = 5.0
RENEWAL = 10.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one conversation is written to: `burst` messages at once, then one every `seconds`.

    https://docs.slack.dev/apis/web-api/rate-limits
    """

    seconds: float = 1.0
    burst: int = 4


class Delivery:
    """Takes rows out of the outbox until it is stopped."""

    def __init__(self, desk: Desk, conversations: Conversations, couriers: Couriers, pace: Pace) -> None:
        """Deliver at this desk's office with these couriers."""
        self._desk = desk
        self._conversations = conversations
        self._couriers = couriers
        self._pace = pace
        self._owner = uuid.uuid4().hex
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._free_at: dict[str, float] = {}
        self._stopping = False

    async def run(self) -> None:
        """Deliver until `stop` is called; then finish what is under way."""
        renewing = asyncio.create_task(self._renew())
        while not self._stopping:
            self._desk.changed.clear()
            try:
                found = await self._deliver_due()
                wait = 0.0 if found else await self._until_next()
            except NotSavedError:
                log.warning("the database can not be reached; the delivery waits")
                wait = IDLE
            except Exception:
                log.exception("the delivery met a fault and goes on")
                wait = IDLE
            await self._sleep(wait)
        renewing.cancel()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)

    def stop(self) -> None:
        """Take nothing more out of the outbox."""
        self._stopping = True
        self._desk.changed.set()

    async def take_over(self) -> None:
        """End the leases of earlier processes; only where this is the only one."""
        await self._write(lambda connection: outbox.end_leases(connection, self._desk.now()))

    async def _deliver_due(self) -> int:
        room = AT_ONCE - len(self._busy)
        if room <= 0:
            return 0
        claimed = await self._write(
            lambda connection: outbox.claim(connection, owner=self._owner, now=self._desk.now(), limit=room)
        )
        for row in claimed:
            task = asyncio.create_task(self._deliver(row))
            self._busy[row.lane] = task
        return len(claimed)

    async def _until_next(self) -> float:
        now = self._desk.now()
        due = await self._conversations.read(lambda connection: outbox.next_due(connection, now))
        seconds = (due - now).total_seconds() if due else IDLE
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
            await self._wait_for_turn(row.lane)
            await self._attempt(row)
        except Exception:
            log.exception("outbox row %s (%s) was left to its lease", row.id, row.kind)
        finally:
            self._busy.pop(row.lane, None)
            self._desk.changed.set()

    async def _attempt(self, row: Claimed) -> None:
        try:
            reader = await self._conversations.reader(row.person_id)
            shown = await self._couriers.by_kind[row.kind](row, reader) if reader else False
        except WaitError as wait:
            await self._wait(row, wait.seconds)
        except LookAgainError:
            await self._put_back(row, "unknown", 2.0, "not found at the first look", looks=row.looks + 1)
        except UnknownOutcomeError as unknown:
            await self._again(row, "unknown", str(unknown))
        except NotDoneError as not_done:
            await self._put_back(row, "ready", _back_off(row.attempts), str(not_done))
        except (RefusedBySlackError, DamagedFileError) as refused:
            await self._give_up(row, str(refused))
        except NotSavedError:
            raise
        except Exception as error:
            log.exception("outbox row %s (%s) could not be delivered", row.id, row.kind)
            await self._again(row, "unknown", type(error).__name__)
        else:
            await self._finish(row, "sent" if shown else "dropped")

    async def _wait_for_turn(self, lane: str) -> None:
        """Keep Slack's pace in one conversation (a leaky bucket), so that 429 is the exception."""
        if self._pace.seconds <= 0:
            return
        now = asyncio.get_running_loop().time()
        full_at = max(self._free_at.get(lane, 0.0), now)
        allowed_at = full_at - self._pace.seconds * (self._pace.burst - 1)
        self._free_at[lane] = full_at + self._pace.seconds
        if allowed_at > now:
            await asyncio.sleep(allowed_at - now)

    async def _again(self, row: Claimed, state: str, error: str) -> None:
        if row.attempts >= TRIES:
            await self._give_up(row, error)
        else:
            await self._put_back(row, state, _back_off(row.attempts), error, looks=0)

    async def _put_back(self, row: Claimed, state: str, seconds: float, error: str, looks: int | None = None) -> None:
        not_before_at = self._desk.now() + timedelta(seconds=seconds)
        await self._write(
            lambda connection: outbox.put_back(
                connection,
                row.id,
                owner=self._owner,
                state="unknown" if row.must_look else state,
                not_before_at=not_before_at,
                error=error,
                looks=row.looks if looks is None else looks,
            )
        )

    async def _wait(self, row: Claimed, seconds: float) -> None:
        log.warning("Slack asks to wait %s s (%s)", seconds, row.kind)
        await self._write(lambda connection: outbox.forgive(connection, row.id, owner=self._owner))
        await self._put_back(row, "ready", seconds, "ratelimited")

    async def _give_up(self, row: Claimed, error: str) -> None:
        log.error("outbox row %s (%s) is given up: %s", row.id, row.kind, error)
        await self._finish(row, "dead", error)

    async def _finish(self, row: Claimed, state: str, error: str | None = None) -> None:
        now = self._desk.now()
        await self._write(
            lambda connection: outbox.finish(connection, row.id, owner=self._owner, state=state, at=now, error=error)
        )

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEWAL)
            if self._busy:
                try:
                    await self._write(
                        lambda connection: outbox.renew(connection, owner=self._owner, now=self._desk.now())
                    )
                except NotSavedError:
                    log.warning("the leases could not be renewed")

    async def _write(self, change: Callable[[Connection], T]) -> T:
        return await self._conversations.write(change)


def _back_off(attempts: int) -> float:
    """Seconds until the next try: doubling from one second, with jitter, at most five minutes."""
    longest = min(2.0 ** (attempts - 1), LONGEST_WAIT)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  (spreads tries; guards nothing)
