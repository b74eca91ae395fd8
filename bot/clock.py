"""The machine's own clock; tests and the demo bring another one."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """Says what time it is."""

    def now(self) -> datetime:
        """The present instant, aware and in UTC."""
        return datetime.now(UTC)
