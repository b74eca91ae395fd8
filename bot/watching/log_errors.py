"""The lines of the log that say ERROR, counted: whatever part of the program is at fault, it is noticed."""

from __future__ import annotations

import logging

from bot.watching.measures import Measures


class LogErrors(logging.Handler):
    """Counts for one bot, between `begin` and `end`, what the process logs."""

    def __init__(self, measures: Measures) -> None:
        """Count there."""
        super().__init__(logging.ERROR)
        self._measures = measures

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self._measures.erred()

    def begin(self) -> None:
        """Count from now on."""
        logging.getLogger().addHandler(self)

    def end(self) -> None:
        """Count no more."""
        logging.getLogger().removeHandler(self)
