"""With EXPORT_DIR: the package of each case that has ended is put there, and again when the case has changed since.

Rows decide, not jobs (docs/decisions/0006): a case is due while it has no package that holds its newest line. Only
lines that came after the setting was first made count; for earlier cases there is `export --closed-since`.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.archive.making import Making
from bot.archive.names import package_name
from bot.archive.package import StoppedError
from cases.archive import exporting, packages
from cases.execution.runtime import Runtime
from domain.errors import NotFoundError, NotSavedError, TooLateError
from store.half_done import tidy

LEASE: Final = timedelta(minutes=10)

log = logging.getLogger(__name__)


class Exporting:
    """One look at a time at which cases have no package yet; who asks for one meanwhile gets another one afterwards."""

    def __init__(self, runtime: Runtime, making: Making, folder: Path | None) -> None:
        """Put the packages into this folder; without one do nothing."""
        self._runtime = runtime
        self.making = making
        self._folder = folder
        self._one = asyncio.Lock()
        self._asked = False

    def stop(self) -> None:
        """Leave what is being made, for this folder or to be sent; it is made after the next start."""
        self.making.stop()

    def close(self) -> None:
        """Let the thread go in which packages are made."""
        self.making.close()

    async def tidy(self) -> None:
        """Take away what a bot that was killed had begun."""
        try:
            await self.making.perform(lambda context: context.files.sweep())
        except OSError as error:
            log.warning("the files cannot be used (%s)", error.strerror or error)

    async def look(self) -> None:
        """Make the packages that are due, one after the other, unless another process does."""
        self._asked = self._folder is not None
        if self._one.locked():
            return
        async with self._one:
            while self._asked and self._folder is not None:
                self._asked = False
                await self._look_once(self._folder)

    async def _look_once(self, folder: Path) -> None:
        try:
            await self._make_all(folder)
        except NotSavedError:
            log.warning("the database cannot be reached; packages wait for the next beat")
        except OSError as error:
            log.error("EXPORT_DIR cannot be used (%s); packages wait until it can", error.strerror or error)
        except StoppedError:
            log.info("a package that was being made is made after the next start")

    async def _make_all(self, folder: Path) -> None:
        record, clock = self._runtime.executor.record, self._runtime.clock
        if not await record(exporting.take, clock.now() + LEASE, now=clock.now()):
            return
        upto: int | None = None
        try:
            tidy(folder)
            begun = await record(exporting.begin, now=clock.now())
            upto = begun if await self._make_due(folder) else None
        finally:
            await record(exporting.end, upto)

    async def _make_due(self, folder: Path) -> bool:
        """Make what is due; False when one could not be made."""
        after, all_made, clock = "", True, self._runtime.clock
        while (case_id := await self.making.perform(exporting.due, after=after, now=clock.now())) is not None:
            all_made &= await self._make(folder, case_id)
            after = case_id
            await self._runtime.executor.record(exporting.renew, clock.now() + LEASE)
            await self._runtime.gate.lull()
        return all_made

    async def _make(self, folder: Path, case_id: str) -> bool:
        """Make one; False when this one cannot be made, which holds up no other."""
        try:
            packed = await self.making.perform(packages.to_pack, case_id)
            made = await self.making.make(packed.record, folder / package_name(case_id))
        except (NotFoundError, TooLateError):
            return True  # gone meanwhile
        except (NotSavedError, OSError, StoppedError):
            raise
        except Exception:
            log.exception("no package could be made of case %s; it is tried again", case_id)
            return False
        now = self._runtime.clock.now()
        await self._runtime.executor.record(packages.note, packed, digest=made.digest, size=made.size, now=now)
        if made.missing:
            log.error("%d files are not in the package of case %s: see KVITTERING.txt", len(made.missing), case_id)
        return True
