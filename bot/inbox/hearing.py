"""Knows whether Slack is listened to, and notices when for a while it was not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from cases.acts import gaps
from cases.execution.runtime import Runtime
from domain.errors import NotSavedError

BEAT = 20.0  # seconds between two notes that somebody listens; far below gaps.COUNTS
LONG_SILENCE = timedelta(hours=1)  # over HTTP nobody can tell it from a door that Slack finds shut
AGAIN = 2  # an event that came only at this repetition had been on its way for more than a minute

log = logging.getLogger(__name__)


class Hearing:
    """Notes from time to time that this process listens, and every silence that makes a gap."""

    def __init__(self, runtime: Runtime, found: Callable[[], None]) -> None:
        """Write down what was heard; `found` is called after a gap was noted."""
        self._runtime = runtime
        self._found = found
        self.is_open = False
        """Whether there is any line to Slack, or its door."""
        self.is_line = True
        """Whether it is lines: otherwise Slack comes to us."""
        self.lines = 0
        self._afresh = True
        self._heard_at: datetime | None = None

    def have_lines(self, number: int) -> None:
        """So many lines to Slack are open."""
        before, self.lines = self.lines, number
        if number and not before:
            self.opened(is_line=True)
        elif not number:
            self.closed()

    def opened(self, *, is_line: bool) -> None:
        """A line to Slack is open, or the door for its requests, and none was before."""
        self.is_open = self._afresh = True
        self.is_line = is_line
        self._runtime.background.later(self.beat())

    def closed(self) -> None:
        """The last line is over, or the door."""
        if self.is_open:
            self.is_open = False
            self._runtime.background.later(self._note_listening())

    async def beat(self) -> None:
        """Note that this process listens, if it does."""
        if self.is_open:
            await self._note_listening()

    async def _note_listening(self) -> None:
        """A note that cannot be saved is as good as silence: what Slack says meanwhile is not acknowledged."""
        afresh, self._afresh = self._afresh, False
        try:
            is_gap = await self._runtime.executor.record(gaps.listening, now=self._runtime.clock.now(), afresh=afresh)
        except NotSavedError:
            self._afresh = True
            return
        if is_gap:
            self._tell()

    def request(self, repetition: str) -> None:
        """Look at a request of Slack's: without lines it alone can say that others may never have come.

        One that Slack had to repeat for more than a minute does, and any that comes after a long silence.
        """
        now, before = self._runtime.clock.now(), self._heard_at
        self._heard_at = now
        if self.is_line or before is None:
            return
        is_late = repetition.isdecimal() and int(repetition) >= AGAIN
        if is_late or now - before >= LONG_SILENCE:
            self._runtime.background.later(self._missed(before))

    async def _missed(self, since_at: datetime) -> None:
        try:
            if await self._runtime.executor.record(gaps.missed, since_at=since_at, now=self._runtime.clock.now()):
                self._tell()
        except NotSavedError:
            self._afresh = True

    def _tell(self) -> None:
        log.info("Slack was not listened to for a while: what was missed is read, and taken in")
        self._found()
