"""What the clock does for the records: seals the history, and erases what need not be kept. Rows decide, not jobs."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from bot.erasing import finish
from cases import sealing
from cases.acts import taken_back
from cases.context import Context
from cases.erasing import retaining
from cases.execution.runtime import Runtime
from domain.errors import NotSavedError

log = logging.getLogger(__name__)


class Records:
    """Small steps, between which people are answered; several processes may do it at once."""

    def __init__(self, runtime: Runtime, export_dir: Path | None) -> None:
        """Work in this context; packages are in this folder."""
        self._runtime = runtime
        self._export_dir = export_dir
        self._is_first = True

    async def seal(self) -> None:
        """Seal what has no seal; the first time all of the history is looked through."""
        try:
            after = 0 if self._is_first else None
            while sealed := await self._runtime.executor.record(sealing.seal_some, after_id=after):
                after = None if after is None else sealed
                await self._runtime.gate.lull()
            self._is_first = False
        except NotSavedError:
            log.warning("the database cannot be reached; the history is sealed a minute later")

    async def retain(self) -> None:
        """Do what the rules of retention say, where there are any, and go on with erasures that are under way."""
        now = self._runtime.clock.now()
        try:
            if self._runtime.context.retention.by_type:
                for case_id in await self._runtime.executor.query(_due, now):
                    done = await self._runtime.executor.record(retaining.follow_one, case_id, now=now)
                    if done is not None and done.stays is None:
                        log.info("case %s need not be kept any more, and is erased", case_id)
                    await self._runtime.gate.lull()
            # Not among the acts: it may take long, and SQLite cannot write its file anew inside the commit they share.
            for left in await self._runtime.executor.query(finish, self._export_dir, now=now):
                if not left.is_done:
                    log.info("erasure %s goes on: %s things still stand in Slack", left.erasure.id, left.in_slack)
            if number := await self._runtime.executor.query(taken_back.discard_what_is_left, now=now):
                log.info("%s files to which nothing referred are gone", number)
        except NotSavedError:
            log.warning("the database cannot be reached; erasing goes on the next night")
        except taken_back.TooManyLeftError as error:
            log.error("%s: they stay; is DATABASE_URL the right one for these files?", error)
        except OSError as error:
            log.error(
                "the files or EXPORT_DIR cannot be written to (%s); erasing goes on then", error.strerror or error
            )
        self._runtime.executor.changed.set()  # what stands in Slack is to be taken away


def _due(context: Context, now: datetime) -> list[str]:
    return [one.case_id for one in retaining.judged(context, now=now) if one.stays is None]
