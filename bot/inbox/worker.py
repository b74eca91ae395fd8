"""From the inbox to the acts: takes in the events that were kept before they were acknowledged."""

from __future__ import annotations

import logging

from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from bot.inbox.taking_in import TakingIn
from bot.inbox.unknown_authors import UnknownAuthors
from bot.loop import Loop
from bot.slack.client import NotDoneError, UnknownOutcomeError, WaitError
from cases import inbox
from cases.acts.messages import UnknownAuthorError
from cases.execution.runtime import Runtime
from cases.inbox import KeptEvent
from domain import tracing
from domain.errors import NotSavedError
from domain.heard import UnreadableError

IDLE = 5.0
LATER = (WaitError, NotDoneError, UnknownOutcomeError)

log = logging.getLogger(__name__)


class InboxWorker:
    """Takes in events, oldest first, until it is stopped."""

    def __init__(self, runtime: Runtime, taking_in: TakingIn, unknown_authors: UnknownAuthors) -> None:
        """Do what the kept events ask for."""
        self._executor = runtime.executor
        self._clock = runtime.clock
        self._taking_in = taking_in
        self._unknown_authors = unknown_authors
        self._loop = Loop("the intake", self._take_in_waiting, runtime.heard, after_fault=IDLE)

    async def take_up(self) -> None:
        """Let what an earlier program could not take in be tried again. Raises NotSavedError."""
        if number := await self._executor.record(inbox.take_up):
            log.info("%d events that were set aside are tried again", number)

    async def run(self) -> None:
        """Take in until `stop` is called."""
        await self._loop.run()

    def stop(self) -> None:
        """Take in nothing more; what waits is taken in after the next start."""
        self._loop.stop()

    async def _take_in_waiting(self) -> float:
        waiting = await self._executor.query(inbox.waiting, now=self._clock.now())
        held: set[str] = set()
        for kept in waiting:
            with tracing.under(kept.request_id):
                if kept.ordering_key not in held and not await self._take_in(kept):
                    held.add(kept.ordering_key)
        return 0.0 if waiting else IDLE

    async def _take_in(self, kept: KeptEvent) -> bool:
        """Take one in; False when it has to wait for something else, and what comes after it with it."""
        try:
            return await self._take_in_or_answer(kept)
        except Exception as error:
            if not _has_no_fault(error):
                # What cannot be read is no fault of the program's: nothing of it says more than these words do.
                told = None if isinstance(error, UnreadableError) else error
                log.error("event %s could not be taken in: %s", kept.key, error, exc_info=told)
                await self._failed(kept, error)
                return True
            log.warning("event %s waits: %s", kept.key, error.__cause__ or error)
            await self._executor.record(inbox.put_off, kept, type(error).__name__, now=self._clock.now())
            return False

    async def _take_in_or_answer(self, kept: KeptEvent) -> bool:
        try:
            await self._taking_in.take_in(kept)
        except UnknownAuthorError as unknown:
            return await self._unknown_authors.answer(kept, unknown)
        return True

    async def _failed(self, kept: KeptEvent, error: Exception) -> None:
        if await self._executor.record(inbox.failed, kept, type(error).__name__, now=self._clock.now()):
            log.error("event %s was set aside: `check` says what to do", kept.key)
            await self._taking_in.tell_author(kept)


def _has_no_fault(error: Exception) -> bool:
    """Whether it is the database, the disk or Slack, and not what was written, that an event was not taken in for."""
    is_of_its_own = isinstance(error, (DataError, IntegrityError))
    return isinstance(error, (NotSavedError, SQLAlchemyError, OSError, *LATER)) and not is_of_its_own
